"""Fixtures: an account with its background tasks done, and a client."""

from collections.abc import AsyncGenerator

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator
from tests.simulator.blubrry.seed import CLIENT_ID


@pytest.fixture
async def account(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Set up an account with two programs."""
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.requests.clear()
    return entry


@pytest.fixture
async def client(simulator: Simulator) -> AsyncGenerator[BlubrryClient]:
    """Return a client that is signed in."""
    answer = simulator.blubrry.sign_in(CLIENT_ID, "filmhost")
    async with ClientSession() as http:
        yield BlubrryClient(
            http, URL(simulator.blubrry.url), FixedToken(answer["access_token"])
        )
