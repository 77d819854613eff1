"""The target of a trigger or a condition: an account, or one item of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

from .const import CONF_PROVIDER, DOMAIN
from .ha_compat import async_noop
from .provider.account import MediaAccountsConfigEntry
from .provider.automations import AutomationDescription, Options

CONF_CONFIG_ENTRY_ID: Final = "config_entry_id"

_ACCOUNT: Final = {vol.Required(CONF_CONFIG_ENTRY_ID): cv.string}
_ACCOUNT_ONLY: Final = vol.Schema(
    {vol.Required(CONF_OPTIONS): vol.Schema(_ACCOUNT, extra=vol.ALLOW_EXTRA)},
    extra=vol.ALLOW_EXTRA,
)

_SIGNAL_SET_UP: Final = f"{DOMAIN}_{{}}_set_up"


@dataclass(frozen=True, kw_only=True)
class Target:
    """An account, and one item of it if its device was selected."""

    hass: HomeAssistant
    entry: MediaAccountsConfigEntry
    device_id: str | None

    @classmethod
    def from_options(cls, hass: HomeAssistant, options: Options) -> Self:
        """Read the target from options; raises Invalid if the account is gone."""
        entry_id = options[CONF_CONFIG_ENTRY_ID]
        entry = hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN:
            raise vol.Invalid(f"there is no account with the id {entry_id}")
        return cls(hass=hass, entry=entry, device_id=options.get(ATTR_DEVICE_ID))

    @property
    def provider(self) -> str:
        """Return the provider of the account."""
        return str(self.entry.data.get(CONF_PROVIDER))

    @property
    def device(self) -> dr.AnyDeviceEntry | None:
        """Return the chosen device, None if no device was chosen or it is gone."""
        if self.device_id is None:
            return None
        device, _ = dr.async_get_device_and_config_entry_for_domain(
            self.hass, self.device_id, domain=DOMAIN
        )
        return device

    @property
    def item_id(self) -> str | None:
        """Return the id of the item, empty for all items, None if it was removed.

        The device of the account stands for all items.
        """
        if self.device_id is None:
            return ""
        device = self.device
        return None if device is None else item_id_of(self.entry, device)

    def item_name(self, item_id: str) -> str | None:
        """Return the name of an item's device, None if there is none."""
        identifier = (DOMAIN, f"{self.entry.unique_id}_{item_id}")
        devices = dr.async_child_entries_for_config_entry(
            dr.async_get(self.hass), self.entry.entry_id
        )
        for device in devices:
            if identifier in device.identifiers:
                return device.name_by_user or device.name
        return None

    @callback
    def async_track(self, subscribe: Callable[[], CALLBACK_TYPE]) -> CALLBACK_TYPE:
        """Subscribe to the account now if it is set up, and after each set-up.

        A coordinator only polls while it has listeners, and an account may have no
        enabled entity. `subscribe` returns its unsubscribe callback, and so does this.
        """
        unsubscribe: CALLBACK_TYPE = async_noop

        @callback
        def async_subscribe() -> None:
            nonlocal unsubscribe
            unsubscribe()
            unsubscribe = subscribe()

        if self.entry.state is ConfigEntryState.LOADED:
            async_subscribe()
        disconnect = async_dispatcher_connect(
            self.hass, _SIGNAL_SET_UP.format(self.entry.entry_id), async_subscribe
        )

        @callback
        def async_stop() -> None:
            disconnect()
            unsubscribe()

        return async_stop


@callback
def async_signal_set_up(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> None:
    """Signal to triggers and conditions that an account was set up."""
    async_dispatcher_send(hass, _SIGNAL_SET_UP.format(entry.entry_id))


def validate_config(
    hass: HomeAssistant,
    config: ConfigType,
    descriptions: Mapping[str, AutomationDescription],
) -> ConfigType:
    """Validate the options, whose schema depends on the provider of the account.

    Raises Invalid, also if the account was removed or belongs to another provider, and
    if the device belongs to another account. A removed device may come back.
    """
    target = Target.from_options(hass, _ACCOUNT_ONLY(config)[CONF_OPTIONS])
    entry, device = target.entry, target.device
    description = descriptions.get(target.provider)
    if description is None:
        raise vol.Invalid(f"{entry.title} is not an account that has this")
    fields = {**_ACCOUNT, **description.options}
    if description.item is not None:
        fields[vol.Optional(ATTR_DEVICE_ID)] = cv.string
    validated: ConfigType = vol.Schema({vol.Required(CONF_OPTIONS): fields})(config)
    if device is not None and target.item_id is None:
        name = device.name_by_user or device.name
        raise vol.Invalid(f"{name} is not a device of {entry.title}")
    return validated


def item_id_of(
    entry: MediaAccountsConfigEntry, device: dr.AnyDeviceEntry
) -> str | None:
    """Return the id of a device's item, empty for the account's own device.

    Returns None for a device of another account.
    """
    account_id = str(entry.unique_id)
    for domain, identifier in device.identifiers:
        if domain == DOMAIN and f"{identifier}_".startswith(f"{account_id}_"):
            return identifier.removeprefix(account_id).removeprefix("_")
    return None
