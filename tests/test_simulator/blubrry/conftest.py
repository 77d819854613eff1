"""Clients of the simulated Blubrry."""

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http


@pytest.fixture
def http(sim: Simulator, session: ClientSession) -> Http:
    """Return a client without a sign-in."""
    return Http(session, sim.blubrry.url)


@pytest.fixture
def host(sim: Simulator, session: ClientSession) -> Http:
    """Return a client of an account with two programs."""
    http = Http(session, sim.blubrry.url)
    http.token = sim.blubrry.sign_in("demo-client", "filmhost")["access_token"]
    return http


@pytest.fixture
def librarian(sim: Simulator, session: ClientSession) -> Http:
    """Return a client of an account with 24 programs."""
    http = Http(session, sim.blubrry.url)
    http.token = sim.blubrry.sign_in("demo-client", "librarian")["access_token"]
    return http
