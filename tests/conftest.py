"""What all tests inside Home Assistant share."""

from collections.abc import AsyncGenerator

import pytest

from tests.simulator import Simulator

pytest_plugins = ["tests.helpers", "tests.secrecy.assertions", "tests.publishing.texts"]


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant load this integration, in tests that have one."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
async def simulator(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Simulator]:
    """Both services over real HTTP, and an integration that talks to them."""
    async with Simulator() as running:
        monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", running.real_debrid.url)
        monkeypatch.setenv("MEDIA_ACCOUNTS_BLUBRRY_URL", running.blubrry.url)
        yield running
