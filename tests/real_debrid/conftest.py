"""Fixtures: a loaded Real-Debrid account, and waits that end immediately."""

from collections.abc import AsyncGenerator

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.device_flow import DeviceFlow
from custom_components.media_accounts.real_debrid import torrent_actions
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    RealDebridDeviceGrant,
)
from tests.helpers import Pauses, add_real_debrid, set_up
from tests.simulator import Simulator
from tests.support import patch_clock


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Return an account that is set up."""
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    return entry


@pytest.fixture
async def client(simulator: Simulator) -> AsyncGenerator[RealDebridClient]:
    """Return a client with a private API token, which reaches everything."""
    token = simulator.real_debrid.api_token("quietotter")
    async with ClientSession() as http:
        url = URL(simulator.real_debrid.url)
        yield RealDebridClient(http, url, FixedToken(token))


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    """Return a session without a sign-in."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def base(simulator: Simulator) -> URL:
    """Return the base URL of the service."""
    return URL(simulator.real_debrid.url)


@pytest.fixture
def sign_in(http: ClientSession, base: URL, pauses: Pauses) -> DeviceFlow:
    """Return a sign-in for which minutes pass at once."""
    return DeviceFlow(RealDebridDeviceGrant(http, base))


@pytest.fixture
def minutes_pass(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Advance the simulator's clock for each wait of an action; return the waits."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        simulator.clock.advance(seconds)

    simulator.clock.stop()
    patch_clock(monkeypatch, torrent_actions, sleep=sleep)
    return pauses
