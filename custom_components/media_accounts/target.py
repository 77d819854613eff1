"""The target of a trigger or a condition: an account, or one item of it."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, async_noop, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

from .const import CONF_PROVIDER, DOMAIN
from .provider.account import MediaAccountsConfigEntry

CONF_CONFIG_ENTRY_ID: Final = "config_entry_id"

_ACCOUNT: Final = {vol.Required(CONF_CONFIG_ENTRY_ID): cv.string}
_WHICH_ACCOUNT: Final = vol.Schema(
    {vol.Required(CONF_OPTIONS): vol.Schema(_ACCOUNT, extra=vol.ALLOW_EXTRA)},
    extra=vol.ALLOW_EXTRA,
)


class Description(Protocol):
    """What triggers and conditions say of their options."""

    @property
    def options(self) -> Mapping[Any, Any]:
        """Return the schema of the options beside the account."""

    @property
    def item(self) -> str | None:
        """Return the name of what an account has several of, None for nothing."""


def checked(
    hass: HomeAssistant,
    config: ConfigType,
    descriptions: Mapping[str, Description],
) -> ConfigType:
    """Check the options, which depend on the service of the account.

    Raises Invalid, also where the account is gone or belongs to another service, and
    where the device is another account's. A device that is gone may come back.
    """
    options = _WHICH_ACCOUNT(config)[CONF_OPTIONS]
    entry = chosen_entry(hass, options)
    description = descriptions.get(str(entry.data.get(CONF_PROVIDER)))
    if description is None:
        raise vol.Invalid(f"{entry.title} is not an account that has this")
    fields = {**_ACCOUNT, **description.options}
    if description.item is not None:
        fields[vol.Optional(ATTR_DEVICE_ID)] = cv.string
    checked_config: ConfigType = vol.Schema({vol.Required(CONF_OPTIONS): fields})(
        config
    )
    device = _chosen_device(hass, options)
    if device is not None and _item_id(entry, device) is None:
        name = device.name_by_user or device.name
        raise vol.Invalid(f"{name} is not a device of {entry.title}")
    return checked_config


def chosen_entry(
    hass: HomeAssistant, options: Mapping[str, Any]
) -> MediaAccountsConfigEntry:
    """Return the entry of the account; raises Invalid where it is gone."""
    entry_id = options[CONF_CONFIG_ENTRY_ID]
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        raise vol.Invalid(f"there is no account with the id {entry_id}")
    return entry


@callback
def async_chosen_item(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, options: Mapping[str, Any]
) -> str | None:
    """Return the id of the item whose device was chosen, empty for all of them.

    The device of the account stands for all. None is for one that is gone.
    """
    if ATTR_DEVICE_ID not in options:
        return ""
    device = _chosen_device(hass, options)
    return None if device is None else _item_id(entry, device)


@callback
def _chosen_device(
    hass: HomeAssistant, options: Mapping[str, Any]
) -> dr.AnyDeviceEntry | None:
    """Return the device that was chosen, None where there is none (any more)."""
    if ATTR_DEVICE_ID not in options:
        return None
    device, _ = dr.async_get_device_and_config_entry_for_domain(
        hass, options[ATTR_DEVICE_ID], domain=DOMAIN
    )
    return device


def _item_id(entry: MediaAccountsConfigEntry, device: dr.AnyDeviceEntry) -> str | None:
    """Return the id of a device's item, empty for the account's own device.

    None is for a device that does not belong to the account.
    """
    account_id = str(entry.unique_id)
    for domain, identifier in device.identifiers:
        if domain == DOMAIN and f"{identifier}_".startswith(f"{account_id}_"):
            return identifier.removeprefix(account_id).removeprefix("_")
    return None


@callback
def async_item_name(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, item_id: str
) -> str | None:
    """Return the name of an item's device, None where it is gone."""
    identifier = (DOMAIN, f"{entry.unique_id}_{item_id}")
    registry = dr.async_get(hass)
    for device in dr.async_child_entries_for_config_entry(registry, entry.entry_id):
        if identifier in device.identifiers:
            return device.name_by_user or device.name
    return None


_SET_UP: Final = f"{DOMAIN}_{{}}_set_up"


@callback
def async_tell_watchers(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> None:
    """Tell those who follow an account that it has been set up."""
    async_dispatcher_send(hass, _SET_UP.format(entry.entry_id))


@callback
def async_watch(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    follow: Callable[[], CALLBACK_TYPE],
) -> CALLBACK_TYPE:
    """Follow an account from now on, if it is set up, and each time that it is.

    A coordinator reads only while somebody listens to it, and an account need not
    have any enabled entity that does. `follow` returns what ends it; call what is
    returned to follow no more.
    """
    leave: CALLBACK_TYPE = async_noop

    @callback
    def async_follow() -> None:
        nonlocal leave
        leave()
        leave = follow()

    if entry.state is ConfigEntryState.LOADED:
        async_follow()
    disconnect = async_dispatcher_connect(
        hass, _SET_UP.format(entry.entry_id), async_follow
    )

    @callback
    def async_leave() -> None:
        disconnect()
        leave()

    return async_leave
