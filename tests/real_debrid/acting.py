"""What the tests of actions, buttons and media share."""

from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN
from tests.simulator import Recorded, Simulator

BASE = "/rest/1.0"


async def act(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, **data: Any
) -> dict[str, Any]:
    """Run an action, and return its response."""
    response: Any = await hass.services.async_call(
        DOMAIN,
        name,
        {"config_entry_id": entry.entry_id, **data},
        blocking=True,
        return_response=True,
    )
    return response


def answer(simulator: Simulator, path: str, body: object, status: int = 200) -> None:
    """Let the service answer a path in one way from now on."""
    simulator.fault(
        "real_debrid", f"{BASE}/{path}", status=status, json=body, times=None
    )


def asked(simulator: Simulator, path: str) -> list[Recorded]:
    """Return the requests for a path."""
    return simulator.requests_to("real_debrid", path=f"{BASE}/{path}")
