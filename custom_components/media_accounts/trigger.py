"""The triggers of every account.

A trigger listens to announcements. They are stored before they are sent, so that it
fires once for each, across reloads, restarts and failed refreshes. Announcements of a
number begin where the previous one ended, so that a number passes each threshold once;
see `automations.rose_to` and `reminder.Reminder`.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import ClassVar, Final, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.json import JsonValueType

from .events.announcement import Announcement
from .events.announcer import announcer_of
from .events.reminder import Reminder
from .events.sign_in import SIGN_IN_LOST, SIGN_IN_RESTORED
from .ha_compat import async_noop
from .provider.automations import Options, ReminderDescription, TriggerDescription
from .providers import PROVIDERS
from .target import Target, validate_config

# Triggers of every provider.
_COMMON: Final = {
    "sign_in_lost": TriggerDescription(kind=SIGN_IN_LOST),
    "sign_in_restored": TriggerDescription(kind=SIGN_IN_RESTORED),
}


class AccountTrigger(Trigger):
    """Fires on the announcements of an account.

    `descriptions` are those of the providers that have the trigger.
    """

    key: ClassVar[str]
    descriptions: ClassVar[Mapping[str, TriggerDescription]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate the account and the options."""
        return validate_config(hass, config, cls.descriptions)

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the target from the options."""
        super().__init__(hass, config)
        self._options: Options = config.options or {}
        self._target = Target.from_options(hass, self._options)
        self._description = self.descriptions[self._target.provider]

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Subscribe to the announcements, and keep their coordinator polling."""
        entry = self._target.entry

        @callback
        def async_handle(announcement: Announcement) -> None:
            if self._matches(announcement):
                _ = run_action(
                    self._payload(announcement),
                    f"{self.key.replace('_', ' ')} of {entry.title}",
                )

        stop_listening = announcer_of(self._hass, str(entry.unique_id)).async_listen(
            async_handle
        )
        stop_tracking = self._target.async_track(self._async_subscribe)

        @callback
        def async_detach() -> None:
            stop_tracking()
            stop_listening()

        return async_detach

    @callback
    def _async_subscribe(self) -> CALLBACK_TYPE:
        """Keep the coordinator polling, and schedule a reminder at each update."""
        entry, description = self._target.entry, self._description
        coordinator, item_id = description.coordinator(entry), self._target.item_id
        if not isinstance(description, ReminderDescription):
            return coordinator.async_add_listener(async_noop, item_id)

        reminder = Reminder(
            self._hass,
            entry.runtime_data.announcer,
            description.kind,
            self._options,
        )

        @callback
        def async_plan() -> None:
            reminder.async_plan(description.end_fn(entry))

        async_plan()
        stop_listening = coordinator.async_add_listener(async_plan, item_id)

        @callback
        def async_unsubscribe() -> None:
            stop_listening()
            reminder.async_cancel()

        return async_unsubscribe

    def _matches(self, announcement: Announcement) -> bool:
        description = self._description
        if announcement.kind != description.kind:
            return False
        if description.item is not None and self._target.item_id not in {
            "",
            announcement.item_id,
        }:
            return False
        return description.filter_fn is None or description.filter_fn(
            self._options, announcement
        )

    def _payload(self, announcement: Announcement) -> dict[str, JsonValueType]:
        """Return the variables of `trigger` in templates; they hold no secret."""
        payload: dict[str, JsonValueType] = {
            "config_entry_id": self._target.entry.entry_id,
            "account": self._target.entry.title,
            **announcement.details,
        }
        if (item := self._description.item) is not None:
            payload[f"{item}_id"] = announcement.item_id
            payload[item] = self._target.item_name(announcement.item_id)
        return payload


def _trigger(
    key: str, descriptions: Mapping[str, TriggerDescription]
) -> type[AccountTrigger]:
    name = "".join(word.title() for word in key.split("_"))
    return type(
        f"{name}Trigger",
        (AccountTrigger,),
        {"key": key, "descriptions": descriptions, "__doc__": AccountTrigger.__doc__},
    )


def _triggers() -> dict[str, type[AccountTrigger]]:
    found: dict[str, dict[str, TriggerDescription]] = defaultdict(dict)
    for provider, definition in PROVIDERS.items():
        for key, description in {**_COMMON, **definition.triggers}.items():
            found[key][provider] = description
    return {key: _trigger(key, descriptions) for key, descriptions in found.items()}


TRIGGERS: Final = _triggers()


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of every provider."""
    return dict(TRIGGERS)
