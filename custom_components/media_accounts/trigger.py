"""The triggers of every account.

A trigger listens to announcements, which are remembered before they are told: it
goes off once for what it waits for, over reloads, restarts and failed refreshes.
Of a number it is told every change, from where the last one ended, so that each
threshold is passed once; see `automations.rose_to` and `reminder.Reminder`.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, Final, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, async_noop, callback
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .const import CONF_PROVIDER
from .events.announcement import Announcement
from .events.announcer import announcer_of
from .events.reminder import Reminder
from .events.sign_in import SIGN_IN_LOST, SIGN_IN_RESTORED
from .provider.automations import ReminderDescription, TriggerDescription, feed_of
from .providers import PROVIDERS
from .target import (
    async_chosen_item,
    async_item_name,
    async_watch,
    checked,
    chosen_entry,
)

# What every account has.
_COMMON: Final = {
    "sign_in_lost": TriggerDescription(kind=SIGN_IN_LOST),
    "sign_in_restored": TriggerDescription(kind=SIGN_IN_RESTORED),
}


class AccountTrigger(Trigger):
    """Goes off when something is announced of an account.

    `descriptions` are those of the services that have it.
    """

    key: ClassVar[str]
    descriptions: ClassVar[Mapping[str, TriggerDescription]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Check the account and the options."""
        return checked(hass, config, cls.descriptions)

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the account and the options."""
        super().__init__(hass, config)
        self._options: Mapping[str, Any] = config.options or {}
        self._entry = chosen_entry(hass, self._options)
        self._description = self.descriptions[self._entry.data[CONF_PROVIDER]]

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen to the announcements, and let what finds them go on reading."""

        @callback
        def async_hear(announcement: Announcement) -> None:
            if self._is_meant(announcement):
                _ = run_action(
                    self._payload(announcement),
                    f"{self.key.replace('_', ' ')} of {self._entry.title}",
                )

        stop_listening = announcer_of(
            self._hass, str(self._entry.unique_id)
        ).async_listen(async_hear)
        stop_watching = async_watch(self._hass, self._entry, self._async_follow)

        @callback
        def async_detach() -> None:
            stop_watching()
            stop_listening()

        return async_detach

    @callback
    def _async_follow(self) -> CALLBACK_TYPE:
        """Keep the coordinator reading what the trigger is about."""
        entry, description = self._entry, self._description
        coordinator = feed_of(description, entry)
        item_id = async_chosen_item(self._hass, entry, self._options)
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
            reminder.async_plan(description.end(entry))

        async_plan()
        stop_listening = coordinator.async_add_listener(async_plan, item_id)

        @callback
        def async_leave() -> None:
            stop_listening()
            reminder.async_cancel()

        return async_leave

    def _is_meant(self, announcement: Announcement) -> bool:
        if announcement.kind != self._description.kind:
            return False
        if self._description.item is not None:
            item_id = async_chosen_item(self._hass, self._entry, self._options)
            if item_id not in {"", announcement.item_id}:
                return False
        is_wanted = self._description.is_wanted
        return is_wanted is None or is_wanted(self._options, announcement)

    def _payload(self, announcement: Announcement) -> dict[str, Any]:
        """Return what templates get as `trigger`; none of it is secret."""
        payload = {
            "config_entry_id": self._entry.entry_id,
            "account": self._entry.title,
            **announcement.details,
        }
        if (item := self._description.item) is not None:
            payload[f"{item}_id"] = announcement.item_id
            payload[item] = async_item_name(
                self._hass, self._entry, announcement.item_id
            )
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
    """Return the triggers of every service."""
    return dict(TRIGGERS)
