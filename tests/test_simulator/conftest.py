"""A simulator whose clock stands still, and clients of its three addresses."""

from collections.abc import AsyncGenerator

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

NOW = 1_795_341_600.0
"""2026-11-22 10:00 UTC, a Sunday."""


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(socket_enabled: None) -> None:
    """Need no Home Assistant, unlike the tests around this folder, but a network."""


@pytest.fixture
async def sim() -> AsyncGenerator[Simulator]:
    async with Simulator(stopped_at=NOW) as simulator:
        yield simulator


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def control(sim: Simulator, session: ClientSession) -> Http:
    return Http(session, sim.control.url)
