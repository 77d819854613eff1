"""The fixture that searches logs, states and stores for secrets."""

from collections.abc import AsyncGenerator
import json
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import flush_store

from tests.helpers import entries
from tests.simulator import Simulator

_TEST_LOGGERS: Final = {
    # Of the server that a test's browser talks to; Home Assistant's own writes none.
    "aiohttp.access",
    # The test plugin logs every write to a store.
    "pytest_homeassistant_custom_component.common",
}

_SECRET_PARAMETERS: Final = (
    "client_secret",
    "code",
    "device_code",
    "device_id",
    "refresh_token",
)


def known_secrets(simulator: Simulator) -> set[str]:
    """Return every secret that the services issued or received."""
    issued = {secret for one in simulator.services.values() for secret in one.secrets()}
    shown = {
        part.get(name, "")
        for request in simulator.requests
        for part in (request.query, request.form)
        for name in (
            "code",
            "device_code",
            "device_id",
            "client_secret",
            "refresh_token",
        )
    } | {
        request.headers.get("Authorization", "").partition(" ")[2]
        for request in simulator.requests
    }
    return (issued | shown) - {""}


@pytest.fixture
async def secrets_stay_secret(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> AsyncGenerator[None]:
    """Search for secrets after the test, except in the store for API keys."""
    caplog.set_level(logging.DEBUG)
    yield
    hass.config_entries._async_schedule_save()
    await flush_store(hass.config_entries._store)
    stores = hass_storage.keys() - {"application_credentials"}
    places = {
        "log": "\n".join(
            f"{record.getMessage()} {record.exc_text}"
            for phase in ("setup", "call", "teardown")
            for record in caplog.get_records(phase)
            if record.name not in _TEST_LOGGERS
        ),
        "entries": repr([entry.as_dict() for entry in entries(hass)]),
        "states": repr([state.as_dict() for state in hass.states.async_all()]),
        **{store: json.dumps(hass_storage[store]) for store in stores},
    }
    secrets = known_secrets(simulator)
    assert not [place for place, text in places.items() for s in secrets if s in text]
