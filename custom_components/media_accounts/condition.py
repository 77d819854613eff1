"""The conditions of every account.

They read what is known, and ask for nothing. While one is in use, the coordinator
that knows goes on reading, whether any entity shows it or not.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Unpack, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, async_noop, callback
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.typing import ConfigType

from .const import CONF_PROVIDER
from .events.announcer import announcer_of
from .events.sign_in import is_sign_in_valid
from .provider.automations import Case, ConditionDescription, feed_of
from .providers import PROVIDERS
from .target import async_chosen_item, async_watch, checked, chosen_entry


def _is_signed_in(case: Case) -> bool:
    """Return whether the sign-in is good, as it stays while a service is away."""
    return is_sign_in_valid(announcer_of(case.hass, str(case.entry.unique_id)))


# What every account has.
_COMMON: Final = {
    "is_sign_in_valid": ConditionDescription(test=_is_signed_in, needs_account=False)
}


class AccountCondition(Condition):
    """Tests what is known of an account; while nothing is, it is not met.

    `descriptions` are those of the services that have it.
    """

    descriptions: ClassVar[Mapping[str, ConditionDescription]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Check the account and the options."""
        return checked(hass, config, cls.descriptions)

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the account and the options."""
        super().__init__(hass, config)
        self._options: Mapping[str, Any] = config.options or {}
        self._entry = chosen_entry(hass, self._options)
        self._description = self.descriptions[self._entry.data[CONF_PROVIDER]]
        self._stop_watching: CALLBACK_TYPE = async_noop

    @override
    async def _async_setup(self) -> None:
        self._stop_watching = async_watch(self._hass, self._entry, self._async_follow)

    @override
    def _async_unload(self) -> None:
        self._stop_watching()

    @callback
    def _async_follow(self) -> CALLBACK_TYPE:
        item_id = async_chosen_item(self._hass, self._entry, self._options)
        return feed_of(self._description, self._entry).async_add_listener(
            async_noop, item_id
        )

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Return whether it is met now."""
        entry, description = self._entry, self._description
        if description.needs_account and entry.state is not ConfigEntryState.LOADED:
            return False
        item_id = async_chosen_item(self._hass, entry, self._options)
        return item_id is not None and description.test(
            Case(hass=self._hass, entry=entry, options=self._options, item_id=item_id)
        )


def _condition(
    key: str, descriptions: Mapping[str, ConditionDescription]
) -> type[AccountCondition]:
    name = "".join(word.title() for word in key.split("_"))
    return type(
        f"{name}Condition",
        (AccountCondition,),
        {"descriptions": descriptions, "__doc__": AccountCondition.__doc__},
    )


def _conditions() -> dict[str, type[AccountCondition]]:
    found: dict[str, dict[str, ConditionDescription]] = defaultdict(dict)
    for provider, definition in PROVIDERS.items():
        for key, description in {**_COMMON, **definition.conditions}.items():
            found[key][provider] = description
    return {key: _condition(key, descriptions) for key, descriptions in found.items()}


CONDITIONS: Final = _conditions()


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of every service."""
    return dict(CONDITIONS)
