"""Run a trigger or condition through a sequence of events of one account."""

from collections.abc import Callable, Mapping
from datetime import timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CALLBACK_TYPE, Context, CoreState, HomeAssistant
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    trigger,
)
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.events import announcer
from tests.simulator import Simulator


class Stage:
    """An account, an attached trigger and the number of times that it fired."""

    def __init__(
        self,
        hass: HomeAssistant,
        simulator: Simulator,
        freezer: FrozenDateTimeFactory,
        entry: MockConfigEntry,
    ) -> None:
        """Set the account."""
        self.hass = hass
        self.simulator = simulator
        self.freezer = freezer
        self.entry = entry
        self.fired: list[Mapping[str, Any]] = []
        self._config: list[Any] = []
        self._detach: CALLBACK_TYPE | None = None

    def device(self, program_id: str) -> str:
        """Return the device id of a podcast, or of the account."""
        identifier = "_".join(filter(None, (str(self.entry.unique_id), program_id)))
        devices = dr.async_get(self.hass)
        found = [
            device.id
            for device in (
                *dr.async_entries_for_config_entry(devices, self.entry.entry_id),
                *dr.async_child_entries_for_config_entry(devices, self.entry.entry_id),
            )
            if (DOMAIN, identifier) in device.identifiers
        ]
        return found[0]

    async def settle(self) -> None:
        """Wait until all tasks are done."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def attach(self, key: str, options: Mapping[str, Any]) -> None:
        """Attach a trigger as an automation does."""
        given = {"config_entry_id": self.entry.entry_id, **options}
        self._config = await trigger.async_validate_trigger_config(
            self.hass,
            cv.TRIGGER_SCHEMA([{"trigger": f"{DOMAIN}.{key}", "options": given}]),
        )
        await self._attach()

    async def _attach(self) -> None:
        async def act(
            variables: dict[str, Any], context: Context | None = None
        ) -> None:
            self.fired.append(variables["trigger"])

        self._detach = await trigger.async_initialize_triggers(
            self.hass, self._config, act, DOMAIN, "a test", logging.getLogger().log
        )
        assert self._detach is not None

    def detach(self) -> None:
        """Detach the trigger."""
        if self._detach is not None:
            self._detach()
            self._detach = None

    async def refresh(self) -> None:
        """Refresh every coordinator."""
        for coordinator in {g.coordinator for g in self.entry.runtime_data.groups}:
            await coordinator.async_refresh()
        await self.settle()

    async def fail(self) -> None:
        """Refresh every coordinator while the services return 503."""
        for service in self.simulator.services:
            self.simulator.fault(service, "*", status=503, times=None)
        await self.refresh()
        self.simulator.clear_faults()

    async def reload(self) -> None:
        """Reload the account."""
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.settle()

    async def reload_automations(self) -> None:
        """Reload the automations, as saving one does."""
        self.detach()
        await self._attach()
        await self.settle()

    async def stop(self) -> None:
        """Stop Home Assistant."""
        self.detach()
        await self.hass.config_entries.async_unload(self.entry.entry_id)
        self.hass.data.pop(announcer._ANNOUNCERS)
        self.hass.set_state(CoreState.not_running)

    async def start(self) -> None:
        """Start Home Assistant: first accounts, then automations."""
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()
        if self._config:
            await self._attach()
        self.hass.set_state(CoreState.running)
        self.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await self.settle()

    async def unload(self) -> None:
        """Unload the account."""
        await self.hass.config_entries.async_unload(self.entry.entry_id)
        await self.settle()

    async def two_days_offline(self) -> None:
        """Advance the clock by two days without a refresh."""
        self.freezer.tick(timedelta(days=2))

    async def restart(self) -> None:
        """Restart Home Assistant."""
        await self.stop()
        await self.start()

    async def pass_by(self, **span: float) -> None:
        """Advance the clock of Home Assistant and the simulator."""
        self.freezer.tick(timedelta(**span))
        async_fire_time_changed(self.hass)
        await self.settle()


type Step = Callable[[Stage], Any]
"""One event of a sequence; an awaitable that it returns is awaited."""


async def play(stage: Stage, steps: tuple[Step | str, ...]) -> list[int]:
    """Run the steps in order; return the number of times the trigger fired after each.

    A text names a method of the stage. After any other step the account is refreshed
    immediately, unless Home Assistant is stopped.
    """
    counts = []
    for step in steps:
        if isinstance(step, str):
            await getattr(stage, step)()
        else:
            result = step(stage)
            if result is not None and hasattr(result, "__await__"):
                await result
            elif stage.hass.state is CoreState.running:
                await stage.refresh()
        counts.append(len(stage.fired))
    return counts
