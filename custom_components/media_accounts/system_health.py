"""The system information of all accounts (Settings > System > Repairs)."""

from collections import Counter
from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .api.endpoints import Endpoint, EndpointInvalid
from .const import CONF_PROVIDER, DOMAIN
from .provider.account import Account
from .providers import PROVIDERS


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the system information."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return whether each service can be reached, and the state of the accounts."""
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    info: dict[str, Any] = {}
    for provider, definition in PROVIDERS.items():
        own = [entry for entry in entries if entry.data.get(CONF_PROVIDER) == provider]
        if own:
            info[f"can_reach_{provider}"] = _reachability(hass, definition.endpoint)
            info[f"sign_ins_{provider}"] = _sign_ins(hass, own)
    accounts: list[Account] = [
        entry.runtime_data
        for entry in entries
        if entry.state is ConfigEntryState.LOADED
    ]
    info["requests_in_last_hour"] = sum(
        account.client.limiter.sent_in_last_hour for account in accounts
    )
    return info


def _reachability(hass: HomeAssistant, endpoint: Endpoint) -> Any:
    try:
        url = endpoint.base_url()
    except EndpointInvalid:
        return {"type": "failed", "error": "invalid address"}
    return system_health.async_check_can_reach_url(hass, str(url))


def _sign_ins(hass: HomeAssistant, entries: list[ConfigEntry]) -> str:
    """Return the number of sign-ins in each state, such as `2 valid, 1 lost`."""
    counts = Counter(_sign_in(hass, entry) for entry in entries)
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))


def _sign_in(hass: HomeAssistant, entry: ConfigEntry) -> str:
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        return "lost"
    return "valid" if entry.state is ConfigEntryState.LOADED else "not in use"
