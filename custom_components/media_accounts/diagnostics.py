"""Diagnostics of an account, to attach to a bug report without personal data.

Nothing is redacted: only explicitly listed values are included. These are names defined
by this integration, counts, types and ages; never a value from a service, an id, a
title or an address.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from time import monotonic, time
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .api.endpoints import Endpoint, EndpointInvalid
from .api.http import VERSION
from .api.token import NEVER, Token
from .const import CONF_METHOD
from .coordinator import AnyCoordinator
from .provider.account import MediaAccountsConfigEntry
from .providers import definition_of
from .vault.errors import VaultUnavailable
from .vault.vault import Vault, async_get_vault


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> Mapping[str, Any]:
    """Return the diagnostics of an account."""
    return {
        "account": _account(entry),
        "sign_in": await _sign_in(hass, str(entry.unique_id)),
        **_running(entry),
        "entities": _entities(
            hass,
            er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id),
        ),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, device: AnyDeviceEntry
) -> Mapping[str, Any]:
    """Return the diagnostics of an account, with the entities of one device."""
    return {
        **await async_get_config_entry_diagnostics(hass, entry),
        "entities": _entities(
            hass,
            er.async_entries_for_device(
                er.async_get(hass), device.id, include_disabled_entities=True
            ),
        ),
    }


def _account(entry: MediaAccountsConfigEntry) -> dict[str, Any]:
    definition = definition_of(entry)
    return {
        "integration": VERSION,
        "version": f"{entry.version}.{entry.minor_version}",
        "provider": definition.id if definition else "unknown",
        "method": entry.data.get(CONF_METHOD),
        "state": entry.state.value,
        "reason": entry.error_reason_translation_key,
        "endpoint": _endpoint(definition.endpoint) if definition else None,
        # Switches are useful; anything else could name a podcast.
        "options": {
            name: value if isinstance(value, bool) else shape(value)
            for name, value in entry.options.items()
        },
    }


def _endpoint(endpoint: Endpoint) -> str:
    try:
        url = endpoint.base_url()
    except EndpointInvalid:
        return "invalid"
    return "usual" if str(url).rstrip("/") == endpoint.default else "replaced"


async def _sign_in(hass: HomeAssistant, account_id: str) -> dict[str, Any]:
    try:
        vault = await async_get_vault(hass)
    except VaultUnavailable as err:
        return {"kept": "unknown", "problem": err.problem.value}
    token = vault.token(account_id)
    return {
        "kept": _how_kept(vault, account_id),
        "key": "outside" if vault.key_is_outside else "inside",
        **(_token(token) if token else {}),
    }


def _how_kept(vault: Vault, account_id: str) -> str:
    if vault.is_locked(account_id):
        return "locked"
    if vault.token(account_id) is None:
        return "nowhere"
    return "in_memory" if vault.is_in_memory(account_id) else "encrypted"


def _token(token: Token) -> dict[str, Any]:
    return {
        "fields": sorted(token.as_json()),
        "lifetime": token.lifetime,
        "seconds_left": None
        if token.expires_at == NEVER
        else round(token.expires_at - time()),
    }


def _running(entry: MediaAccountsConfigEntry) -> dict[str, Any]:
    """Return the requests and coordinators of an account that is set up."""
    if entry.state is not ConfigEntryState.LOADED:
        return {}
    account = entry.runtime_data
    limiter = account.client.limiter
    return {
        "requests": {
            "in_last_hour": limiter.sent_in_last_hour,
            "pause_seconds": round(limiter.retry_after),
            "limits": [
                {"requests": rule.requests, "seconds": rule.seconds}
                for rule in limiter.rules
            ],
        },
        "coordinators": {
            coordinator.name: _coordinator(coordinator)
            for coordinator in account.coordinators
        },
    }


def _coordinator(coordinator: AnyCoordinator) -> dict[str, Any]:
    last, interval = coordinator.last_update, coordinator.update_interval
    return {
        "update_interval_seconds": interval.total_seconds() if interval else None,
        "age_seconds": round(monotonic() - last.at) if last else None,
        "error": last.error if last else None,
        "is_included": coordinator.is_included,
        "data": shape(coordinator.data),
    }


def _entities(
    hass: HomeAssistant, entities: Iterable[er.RegistryEntry]
) -> dict[str, dict[str, int]]:
    """Return the number of entities of each kind, by availability."""
    found: dict[str, Counter[str]] = {}
    for entity in entities:
        kind = f"{entity.domain}.{entity.translation_key or 'unnamed'}"
        state = hass.states.get(entity.entity_id)
        condition = (
            "disabled"
            if entity.disabled
            else "unavailable"
            if state is None or state.state == STATE_UNAVAILABLE
            else "available"
        )
        found.setdefault(kind, Counter())[condition] += 1
    return {kind: dict(counts) for kind, counts in sorted(found.items())}


def shape(value: object) -> Any:
    """Describe a value by its types, counts and field names only.

    The keys of a mapping are left out: they can be ids, names or hosts.
    """
    if is_dataclass(value):
        return {
            field.name: shape(getattr(value, field.name))
            for field in fields(value)
            if field.repr
        }
    if isinstance(value, Mapping):
        return _many(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return _many(value)
    return type(value).__name__


def _many(values: Iterable[object]) -> dict[str, Any]:
    values = list(values)
    known = [value for value in values if value is not None]
    return {
        "count": len(values),
        "known": len(known),
        "of": shape(known[0]) if known else None,
    }
