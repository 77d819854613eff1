"""Days in virtual time: faults from a seed, reloads, and nothing lost or left behind.

`SOAK_DAYS=30 python -m pytest tests/faults/test_soak.py` runs a long one.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial
import os
import random
from typing import Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.events.announcement import Announcement
from custom_components.media_accounts.events.announcer import announcer_of
from custom_components.media_accounts.events.transfers import FINISHED
from tests.faults.cases import Fault
from tests.faults.outcomes import Error
from tests.faults.requests import FAULTS_OF
from tests.helpers import (
    add_blubrry,
    add_real_debrid,
    entity_states,
    reauth_flows,
    set_up,
)
from tests.real_debrid.description import finish_torrents
from tests.simulator import Simulator
from tests.simulator.real_debrid.limiter import Limiter

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

DAYS: Final = float(os.environ.get("SOAK_DAYS", "0.5"))
SEED: Final = int(os.environ.get("SOAK_SEED", "11"))
STEP: Final = timedelta(minutes=15)
PEOPLE: Final = ("quietotter", "freefinch")
MAX_REQUESTS_PER_HOUR: Final = 100
"""For two accounts of each kind, with torrents that move and faults."""


def _passing_faults(provider: str) -> list[Fault]:
    """Return the faults that say nothing about the sign-in, and end quickly."""
    return [
        fault
        for faults in FAULTS_OF[provider].values()
        for fault in faults
        if fault.error in (Error.UNAVAILABLE, Error.RATE_LIMITED)
        and fault.options is not None
        and not fault.endless
        and "bomb" not in fault.name
    ]


class Soak:
    """Two accounts of each kind, and what happens to them."""

    def __init__(
        self, hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
    ) -> None:
        self.hass = hass
        self.simulator = simulator
        self.accounts: list[MockConfigEntry] = []
        self.announced: Counter[str] = Counter()
        self.expected: Counter[str] = Counter()
        self._freezer = freezer
        self._running: list[tuple[str, str]] = []
        self._chance = random.Random(SEED)  # noqa: S311 - the same faults each time

    async def start(self) -> None:
        """Set all accounts up, and count the torrents that are announced."""
        hass, simulator = self.hass, self.simulator
        for username in PEOPLE:
            finish_torrents(simulator, username)
        self.accounts = [
            *[await add_real_debrid(hass, simulator, name) for name in PEOPLE],
            await add_blubrry(hass, simulator, "filmhost"),
            await add_blubrry(hass, simulator, "bunnyfan"),
        ]
        await set_up(hass, *self.accounts)
        for name, entry in zip(PEOPLE, self.accounts, strict=False):
            announcer = announcer_of(hass, str(entry.unique_id))
            announcer.async_listen(partial(self._note, name))

    def _note(self, name: str, announcement: Announcement) -> None:
        if announcement.kind == FINISHED:
            self.announced[name] += 1

    async def step(self) -> None:
        """Advance the time by a few minutes."""
        self._freezer.tick(STEP + timedelta(seconds=1))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=True)
        self.simulator.real_debrid.limiter = Limiter()

    async def quiet_hours(self) -> None:
        """Advance the time by four hours without faults."""
        self.simulator.clear_faults()
        for _ in range(16):
            await self.step()

    async def break_something(self) -> None:
        """At random, add a fault to a service, or reload an account."""
        self.simulator.clear_faults()
        if self._chance.random() < 0.2:
            provider = self._chance.choice(list(FAULTS_OF))
            fault = self._chance.choice(_passing_faults(provider))
            options = {"times": None, **(fault.options or {})}
            self.simulator.fault(provider, "*", **options)
        if self._chance.random() < 0.05:
            entry = self._chance.choice(self.accounts)
            await self.hass.config_entries.async_reload(entry.entry_id)

    def move_torrents(self, number: int) -> None:
        """Add a torrent every four hours, and finish it after two."""
        service = self.simulator.real_debrid
        if number % 16 == 0:
            magnet = service.magnet("Sintel")
            self._running = [
                (name, service.add_torrent(name, magnet).id) for name in PEOPLE
            ]
        elif number % 16 == 8:
            for name, torrent_id in self._running:
                service.finish_torrent(name, torrent_id)
                self.expected[name] += 1


async def test_days_with_faults(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    soak = Soak(hass, simulator, freezer)
    await soak.start()
    await soak.quiet_hours()
    listeners = sum(hass.bus.async_listeners().values())
    tasks = len(asyncio.all_tasks())
    simulator.requests.clear()
    steps = int(timedelta(days=DAYS) / STEP)

    for number in range(steps):
        await soak.break_something()
        soak.move_torrents(number)
        await soak.step()

    hours = steps * STEP / timedelta(hours=1)
    assert len(simulator.requests) / hours <= MAX_REQUESTS_PER_HOUR
    await soak.quiet_hours()
    assert soak.announced == soak.expected
    assert not reauth_flows(hass)
    for entry in soak.accounts:
        assert entry.state is ConfigEntryState.LOADED
        assert STATE_UNAVAILABLE not in entity_states(hass, entry).values()
    assert sum(hass.bus.async_listeners().values()) == listeners
    assert len(asyncio.all_tasks()) <= tasks
