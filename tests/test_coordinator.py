"""The outcome of each error: log messages, and the time of the next poll."""

from collections import deque
from datetime import timedelta
import logging
from typing import override

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import UpdateFailed
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts import (
    config_flow,  # noqa: F401
)

# Home Assistant can start reauthentication once this is loaded.
from custom_components.media_accounts.api.errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SecretsLocked,
    SignInRefused,
)
from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.coordinator import MediaAccountsCoordinator
from custom_components.media_accounts.events.announcement import (
    Announcement,
    Changes,
)
from tests.helpers import reauth_flows
from tests.support import case


class Scripted(MediaAccountsCoordinator[int]):
    """Returns the planned results of the test, the last one repeatedly."""

    name = "Scripted"
    base_interval = timedelta(minutes=10)

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        super().__init__(hass, entry)
        self.script: deque[int | ProviderError] = deque([1])
        self.reads = 0

    def will(self, *readings: int | ProviderError) -> None:
        self.script = deque(readings)

    @override
    async def async_read(self) -> int:
        self.reads += 1
        reading = self.script[0]
        if len(self.script) > 1:
            self.script.popleft()
        if isinstance(reading, ProviderError):
            raise reading
        return reading


@pytest.fixture
def coordinator(freezer: FrozenDateTimeFactory, hass: HomeAssistant) -> Scripted:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="quietotter",
        unique_id="real_debrid_4815162",
        data={"provider": "real_debrid"},
    )
    entry.add_to_hass(hass)
    return Scripted(hass, entry)


async def failure(coordinator: Scripted) -> HomeAssistantError:
    """Refresh the coordinator and return the outcome."""
    await coordinator.async_refresh()
    assert not coordinator.last_update_success
    assert isinstance(coordinator.last_exception, HomeAssistantError)
    return coordinator.last_exception


@pytest.mark.parametrize(
    ("error", "key"),
    [
        case("trouble", PassingTrouble("x"), "service_unreachable"),
        case("refused", RequestRefused("x", reason=7), "service_unreachable"),
        case("slow down", RateLimited("x"), "rate_limited"),
        case("not included", NotIncluded("x"), "not_included"),
        *(
            case(problem, AccountTrouble("x", problem=problem), f"account_{problem}")
            for problem in AccountProblem
        ),
    ],
)
async def test_an_error_has_a_message_and_keeps_the_sign_in(
    hass: HomeAssistant, coordinator: Scripted, error: ProviderError, key: str
) -> None:
    coordinator.will(error)
    failed = await failure(coordinator)
    assert isinstance(failed, UpdateFailed)
    assert (failed.translation_domain, failed.translation_key) == (DOMAIN, key)
    await hass.async_block_till_done()
    assert reauth_flows(hass) == []


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (SignInRefused("x"), "sign_in_refused"),
        (SecretsLocked("x"), "secrets_locked"),
    ],
)
async def test_only_a_lost_sign_in_asks_for_a_new_one(
    hass: HomeAssistant, coordinator: Scripted, error: SignInRefused, key: str
) -> None:
    coordinator.will(error)
    failed = await failure(coordinator)
    assert isinstance(failed, ConfigEntryAuthFailed)
    assert (failed.translation_domain, failed.translation_key) == (DOMAIN, key)
    await hass.async_block_till_done()
    assert len(reauth_flows(hass)) == 1


@pytest.mark.parametrize(
    "error",
    [
        PassingTrouble("x"),
        SignInRefused("x"),
        AccountTrouble("x", problem=AccountProblem.LOCKED),
    ],
)
async def test_what_the_client_has_confirmed_is_not_asked_for_again(
    coordinator: Scripted, error: ProviderError
) -> None:
    coordinator.will(error, 2)
    await failure(coordinator)
    assert coordinator.reads == 1


async def test_a_known_value_is_kept_after_errors(coordinator: Scripted) -> None:
    coordinator.will(7, PassingTrouble("x"))
    await coordinator.async_refresh()
    await failure(coordinator)
    assert coordinator.data == 7


async def test_a_rate_limit_says_when_the_next_update_comes(
    coordinator: Scripted,
) -> None:
    coordinator.will(RateLimited("x", retry_after=77))
    failed = await failure(coordinator)
    assert isinstance(failed, UpdateFailed)
    assert failed.retry_after == 77


async def test_another_error_keeps_the_update_interval(coordinator: Scripted) -> None:
    coordinator.will(PassingTrouble("x"))
    failed = await failure(coordinator)
    assert isinstance(failed, UpdateFailed)
    assert failed.retry_after is None


def length_changes(memory: Json, data: int) -> Changes:
    """Compare a number with the one before it; a lower one is an event."""
    if isinstance(memory, int) and data < memory:
        return data, (Announcement(kind="shrank", details={"to": data}),)
    return data, ()


@pytest.mark.parametrize(
    ("script", "reads", "events"),
    [
        case("no event", [5, 5], 1, []),
        case("confirmed", [3, 3], 2, [3]),
        case("another one", [3, 2], 2, [2]),
        case("odd once", [0, 5], 2, []),
    ],
)
async def test_an_event_is_confirmed_once_and_announced_once(
    coordinator: Scripted, script: list[int], reads: int, events: list[int]
) -> None:
    announcer = coordinator.announcer
    await announcer.async_start()
    await announcer.async_announce("length", 5, ())
    heard: list[Announcement] = []
    announcer.async_listen(heard.append)
    coordinator.will(*script)
    data = await coordinator.async_read_and_announce(
        "length", coordinator.async_read, length_changes
    )
    assert data == script[reads - 1]
    assert coordinator.reads == reads
    assert [event.details["to"] for event in heard] == events
    await coordinator.async_read_and_announce(
        "length", coordinator.async_read, length_changes
    )
    assert len(heard) == len(events)


async def test_a_doubted_error_is_confirmed_and_an_error_of_the_second_read_counts(
    coordinator: Scripted,
) -> None:
    doubted = (NotIncluded,)
    coordinator.will(NotIncluded("x"), 2)
    assert await coordinator.async_confirm(coordinator.async_read, doubted=doubted) == 2
    for second in (NotIncluded("x"), PassingTrouble("x")):
        coordinator.will(NotIncluded("x"), second, 3)
        with pytest.raises(type(second)):
            await coordinator.async_confirm(coordinator.async_read, doubted=doubted)
    coordinator.will(PassingTrouble("x"), 2)
    with pytest.raises(PassingTrouble):
        await coordinator.async_confirm(coordinator.async_read, doubted=doubted)


@pytest.mark.parametrize(
    ("reading", "seconds"),
    [
        case("well", 1, 600),
        case("trouble", PassingTrouble("x"), 600),
        case("slow down", RateLimited("x", retry_after=120), 120),
        case("slow down for long", RateLimited("x", retry_after=3000), 3000),
    ],
)
async def test_the_next_poll_comes_when_it_should(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    coordinator: Scripted,
    reading: int | ProviderError,
    seconds: float,
) -> None:
    coordinator.async_add_listener(lambda: None)
    coordinator.will(reading)
    await coordinator.async_refresh()

    async def reads_after(passed: float) -> int:
        freezer.tick(passed)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        return coordinator.reads

    assert await reads_after(seconds - 2) == 1
    # Home Assistant spreads polls over a second.
    assert await reads_after(3) == 2
    await coordinator.async_shutdown()


async def test_a_refused_sign_in_is_tried_once_an_hour_and_heals(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, coordinator: Scripted
) -> None:
    """A service may refuse a sign-in by mistake, and accept it again."""
    coordinator.proves_sign_in = True
    coordinator.async_add_listener(lambda: None)
    coordinator.will(SignInRefused("x"))
    await failure(coordinator)
    await hass.async_block_till_done()
    assert len(reauth_flows(hass)) == 1

    async def hour_passes() -> int:
        before = coordinator.reads
        for _ in range(4):
            freezer.tick(901)
            async_fire_time_changed(hass)
            await hass.async_block_till_done(wait_background_tasks=True)
        return coordinator.reads - before

    assert await hour_passes() == 1
    assert len(reauth_flows(hass)) == 1
    coordinator.will(1)
    assert await hour_passes() == 1
    assert coordinator.last_update_success
    assert reauth_flows(hass) == []
    await coordinator.async_shutdown()


async def test_one_outage_of_an_account_is_one_line(
    hass: HomeAssistant, coordinator: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    other = Scripted(hass, coordinator.config_entry)
    other.name = "Other"
    caplog.set_level(logging.INFO)
    for reading in (PassingTrouble("x"), PassingTrouble("x"), 1):
        for each in (coordinator, other):
            each.will(reading)
            await each.async_refresh()
    levels = [
        record.levelno
        for record in caplog.records
        if record.name.startswith("custom_components")
    ]
    assert levels == [logging.ERROR, logging.INFO]


async def test_nobody_is_woken_while_nothing_changes(coordinator: Scripted) -> None:
    woken: list[int] = []
    await coordinator.async_refresh()
    coordinator.async_add_listener(lambda: woken.append(coordinator.data))
    for value in (1, 1, 2, 2, 1):
        coordinator.will(value)
        await coordinator.async_refresh()
    assert woken == [2, 1]
    await coordinator.async_shutdown()


async def test_trouble_is_logged_once_and_once_when_it_is_over(
    coordinator: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    coordinator.will(
        1, PassingTrouble("x"), RateLimited("x"), PassingTrouble("x"), 1, 1
    )
    caplog.set_level(logging.INFO)
    for _ in range(6):
        await coordinator.async_refresh()
    told = [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name.startswith("custom_components")
        and record.levelno > logging.DEBUG
    ]
    assert [level for level, _ in told] == [logging.ERROR, logging.INFO]
    assert all("quietotter" in message for _, message in told)
