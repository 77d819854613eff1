"""Clients of the simulated Real-Debrid."""

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http


@pytest.fixture
def http(sim: Simulator, session: ClientSession) -> Http:
    """Return a client without a sign-in."""
    return Http(session, sim.real_debrid.url)


@pytest.fixture
def otter(sim: Simulator, session: ClientSession) -> Http:
    """Return a client of a premium account with ten torrents."""
    http = Http(session, sim.real_debrid.url)
    http.token = sim.real_debrid.sign_in("quietotter")["access_token"]
    return http
