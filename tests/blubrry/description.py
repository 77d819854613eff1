"""The description of Blubrry for the tests that run for each provider."""

from typing import Final

from homeassistant.data_entry_flow import FlowResultType

from tests.description import ProviderDescription
from tests.helpers import add_blubrry
from tests.simulator import Simulator


def stop_downloads(simulator: Simulator) -> None:
    """Stop the counting of downloads, which follows the clock."""
    simulator.clock.stop()


DESCRIPTION: Final = ProviderDescription(
    add_entry=add_blubrry,
    address="https://api.blubrry.com",
    access_page="https://blubrry.com",
    account_path="/2/media/index.json",
    token_path="/oauth2/token",
    first_step=FlowResultType.EXTERNAL_STEP,
    main_entities=frozenset(
        {"sensor.blubrry_podcasts", "sensor.blubrry_open_movie_hour_total_downloads"}
    ),
    read_action="get_programs",
    stop_changes=stop_downloads,
    reads={"calm": 1, "usual": 2, "lively": 4},
)
