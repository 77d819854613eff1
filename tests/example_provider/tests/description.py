"""The description of Film Locker for the tests that run for each provider."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.description import ProviderDescription
from tests.helpers import add_entry
from tests.simulator import Simulator
from tests.simulator.film_locker import FilmLocker


async def add_film_locker(
    hass: HomeAssistant, simulator: Simulator, username: str = "reelkeeper"
) -> MockConfigEntry:
    """Return the entry of a person who has signed in; it is not set up yet."""
    service = simulator.service(FilmLocker)
    return await add_entry(
        hass,
        "film_locker",
        service.sign_in(username),
        title=username,
        number=service.people[username].id,
    )


DESCRIPTION: Final = ProviderDescription(
    add_entry=add_film_locker,
    address="https://films.example",
    access_page="https://films.example/applications",
    account_path="/v1/account",
    token_path="/oauth/token",
    first_step=FlowResultType.SHOW_PROGRESS,
    main_entities=frozenset({"sensor.reelkeeper_films"}),
)
