"""The conditions of every account.

They check the last data and send no request. While a condition is in use, its
coordinator keeps polling, even if no entity shows the data.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import ClassVar, Final, Unpack, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.typing import ConfigType

from .events.announcer import announcer_of
from .events.sign_in import is_sign_in_valid
from .ha_compat import async_noop
from .provider.automations import ConditionCheck, ConditionDescription, Options
from .providers import PROVIDERS
from .target import Target, validate_config


def _is_sign_in_valid(check: ConditionCheck) -> bool:
    """Return whether the sign-in is valid, which an outage does not change."""
    return is_sign_in_valid(announcer_of(check.hass, str(check.entry.unique_id)))


# Conditions of every provider.
_COMMON: Final = {
    "is_sign_in_valid": ConditionDescription(
        check_fn=_is_sign_in_valid, needs_account=False
    )
}


class AccountCondition(Condition):
    """Checks the data of an account; without data it is not met.

    `descriptions` are those of the providers that have the condition.
    """

    descriptions: ClassVar[Mapping[str, ConditionDescription]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate the account and the options."""
        return validate_config(hass, config, cls.descriptions)

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Read the target from the options."""
        super().__init__(hass, config)
        self._options: Options = config.options or {}
        self._target = Target.from_options(hass, self._options)
        self._description = self.descriptions[self._target.provider]
        self._stop_tracking: CALLBACK_TYPE = async_noop

    @override
    async def _async_setup(self) -> None:
        self._stop_tracking = self._target.async_track(self._async_subscribe)

    @override
    def _async_unload(self) -> None:
        self._stop_tracking()

    @callback
    def _async_subscribe(self) -> CALLBACK_TYPE:
        """Keep the coordinator polling."""
        coordinator = self._description.coordinator(self._target.entry)
        return coordinator.async_add_listener(async_noop, self._target.item_id)

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Return whether the condition is met now."""
        entry, description = self._target.entry, self._description
        if description.needs_account and entry.state is not ConfigEntryState.LOADED:
            return False
        item_id = self._target.item_id
        return item_id is not None and description.check_fn(
            ConditionCheck(
                hass=self._hass, entry=entry, options=self._options, item_id=item_id
            )
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
    """Return the conditions of every provider."""
    return dict(CONDITIONS)
