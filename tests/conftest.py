"""The fixtures of all tests inside Home Assistant."""

from collections.abc import AsyncGenerator

import pytest

from tests.simulator import Simulator

pytest_plugins = [
    "tests.helpers",
    "tests.real_storage",
    "tests.secrecy.assertions",
    "tests.publishing.texts",
]


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant load this integration, in tests that have one."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
async def simulator(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Simulator]:
    """Run the services over real HTTP and let the integration talk to them."""
    async with Simulator() as running:
        for name, service in running.services.items():
            monkeypatch.setenv(f"MEDIA_ACCOUNTS_{name.upper()}_URL", service.url)
        yield running
