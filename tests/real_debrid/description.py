"""The description of Real-Debrid for the tests that run for each provider."""

from typing import Final

from homeassistant.data_entry_flow import FlowResultType

from tests.description import ProviderDescription
from tests.helpers import add_real_debrid
from tests.simulator import Simulator
from tests.simulator.real_debrid import TorrentStatus


def finish_torrents(simulator: Simulator, username: str = "quietotter") -> None:
    """End all active torrents of an account."""
    for torrent in simulator.real_debrid.people[username].torrents:
        torrent.status = TorrentStatus.DOWNLOADED


DESCRIPTION: Final = ProviderDescription(
    add_entry=add_real_debrid,
    address="https://api.real-debrid.com",
    access_page="https://real-debrid.com/devices",
    account_path="/rest/1.0/user",
    token_path="/oauth/v2/token",
    first_step=FlowResultType.SHOW_PROGRESS,
    main_entities=frozenset(
        {"binary_sensor.quietotter_premium", "sensor.quietotter_torrents"}
    ),
    read_action="get_downloads",
    stop_changes=finish_torrents,
    reads={"calm": 4, "usual": 8, "lively": 16},
)
