"""The fixtures of all tests inside Home Assistant."""

from collections.abc import AsyncGenerator, Generator
from unittest.mock import PropertyMock, patch

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
    """Enable custom integrations in tests that use Home Assistant."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable all entities when they are registered."""
    with patch(
        "homeassistant.helpers.entity.Entity.entity_registry_enabled_default",
        new_callable=PropertyMock(return_value=True),
    ):
        yield


@pytest.fixture
async def simulator(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Simulator]:
    """Run the services over real HTTP and connect the integration to them."""
    async with Simulator() as running:
        for name, service in running.services.items():
            monkeypatch.setenv(f"MEDIA_ACCOUNTS_{name.upper()}_URL", service.url)
        yield running
