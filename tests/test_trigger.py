"""The triggers: for each, sequences of what came in, and how often it went off."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import trigger
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
import voluptuous as vol

from custom_components.media_accounts.const import DOMAIN, Provider
from custom_components.media_accounts.tokens import Token
from custom_components.media_accounts.trigger import TRIGGERS
from custom_components.media_accounts.vault import async_get_vault
from tests.helpers import ADD_ENTRY, revoke, set_up, username_of
from tests.simulator import Simulator
from tests.stage import Stage, Step, play

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

DAY: Final = 86_400
OTTER: Final = "quietotter"
PROGRAM: Final = 40_211
USER: Final = "/rest/1.0/user"


# What happens to an account of Real-Debrid.


def premium(days: float | None) -> Step:
    """Let premium end in so many days, None for no premium at all."""
    seconds = None if days is None else days * DAY
    return lambda s: s.simulator.real_debrid.set_premium(OTTER, seconds)


def points(count: int) -> Step:
    return lambda s: s.simulator.real_debrid.set_points(OTTER, count)


def odd(**changes: Any) -> Step:
    """Let the next answer about the account be nonsense, once."""
    person = {
        "id": 4_815_162,
        "username": OTTER,
        "email": "qui*****@example.org",
        "points": 1_830,
        "locale": "en",
        "avatar": "",
        "type": "premium",
        "premium": 46 * DAY,
        "expiration": "",
    }
    return lambda s: used(
        s.simulator.fault("real_debrid", USER, json={**person, **changes})
    )


def used(fault: Any) -> None:
    """Return nothing: what was planned is seen at the next refresh."""


def transfer(status: str) -> Step:
    """Bring a new torrent to a status."""

    def happen(s: Stage) -> None:
        service = s.simulator.real_debrid
        torrent = service.add_torrent(OTTER, service.magnet("Sintel"))
        match status:
            case "finished":
                service.finish_torrent(OTTER, torrent.id)
            case "failed":
                service.fail_torrent(OTTER, torrent.id)
            case "waiting":
                service.next_status(OTTER, torrent.id)

    return happen


def odd_torrent(status: str) -> Step:
    """Let the next answer about the torrents be one that nobody has, once."""
    row = {
        "id": "NOBODYKNOWSIT",
        "filename": "Sintel",
        "hash": 40 * "0",
        "bytes": 1,
        "host": "real-debrid.com",
        "split": 2000,
        "progress": 100,
        "status": status,
        "added": "2026-11-10T12:00:00.000Z",
        "links": [],
    }
    path = "/rest/1.0/torrents"
    return lambda s: used(s.simulator.fault("real_debrid", path, json=[row]))


def links_left(count: int, *, used_links: int | None = None) -> Step:
    """Let so many of the 20 links of a host be left."""

    def happen(s: Stage) -> None:
        host = s.simulator.real_debrid.people[OTTER].traffic["vidmeadow.example"]
        host.left = count
        host.links = 20 - count if used_links is None else used_links

    return happen


def locked(*, is_locked: bool) -> Step:
    def happen(s: Stage) -> None:
        s.simulator.real_debrid.people[OTTER].trouble = 14 if is_locked else None

    return happen


def odd_refusal(code: int) -> Step:
    """Let the next answer about the account be an error, once."""
    return lambda s: used(
        s.simulator.fault("real_debrid", USER, **s.simulator.real_debrid.refusal(code))
    )


# What happens to any account.


def sign_in_ends(s: Stage) -> None:
    revoke(s.simulator, s.entry)


async def signs_in_again(s: Stage) -> None:
    """Do what a person does, and what the flow does then."""
    service = s.simulator.real_debrid
    answer = service.sign_in(username_of(s.simulator, s.entry))
    vault = await async_get_vault(s.hass)
    await vault.async_store(
        str(s.entry.unique_id),
        Token(
            access_token=answer["access_token"],
            refresh_token=answer["refresh_token"],
            expires_at=dt_util.utcnow().timestamp() + answer["expires_in"],
            lifetime=answer["expires_in"],
            client_id=answer["client_id"],
            client_secret=answer["client_secret"],
        ),
    )
    await s.reload()


# What happens to an account of Blubrry.


def episode(title: str) -> Step:
    return lambda s: used(s.simulator.blubrry.publish_episode(PROGRAM, title))


def downloads(count: int) -> Step:
    """Let so many more downloads come today."""
    return lambda s: used(s.simulator.blubrry.boost(PROGRAM, count))


def downloads_in_all(count: int) -> Step:
    return lambda s: used(s.simulator.blubrry.boost_to(PROGRAM, count))


def quota_used_up(s: Stage) -> None:
    s.simulator.blubrry.use_up_quota(PROGRAM)


def plan_expires(s: Stage) -> None:
    s.simulator.blubrry.expire_plan(PROGRAM)


def plan_renewed(s: Stage) -> None:
    s.simulator.blubrry.renew_plan(PROGRAM)


def odd_summary(s: Stage) -> None:
    """Let the next answer about downloads and episodes be wrong, once."""
    published = "Tue, 10 Nov 2026 12:00:00 GMT"
    media = {"id": 9, "title": "Never made", "date": published}
    s.simulator.fault(
        "blubrry",
        "/2/stats/openmovies/summary.json",
        json={"overall": {"total": 999_999_999}, "media": [media]},
    )


def odd_hosting(s: Stage) -> None:
    """Let the next answer about the quota be that nothing is left, once."""
    quota = {"status": "OK", "available": 0, "total": 10, "next_date": "2099-01-01"}
    s.simulator.fault(
        "blubrry",
        "/2/media/openmovies/index.json",
        json={"quota": {"published": quota}},
    )


def time_passes(**span: float) -> Step:
    async def happen(s: Stage) -> None:
        await s.pass_by(**span)
        await s.refresh()

    return happen


async def nothing(s: Stage) -> None:
    """Do nothing but read again."""
    await s.refresh()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A sequence: what there is before, what happens, how often it has come by then."""

    key: str
    case: str
    steps: tuple[tuple[Step | str, int], ...]
    options: dict[str, Any] = field(default_factory=dict)
    before: Step = used
    provider: Provider = Provider.REAL_DEBRID


def real_debrid(
    key: str,
    case: str,
    *steps: tuple[Step | str, int],
    before: Step = used,
    **options: Any,
) -> Row:
    return Row(key=key, case=case, steps=steps, options=options, before=before)


def blubrry(
    key: str,
    case: str,
    *steps: tuple[Step | str, int],
    before: Step = used,
    **options: Any,
) -> Row:
    return Row(
        key=key,
        case=case,
        steps=steps,
        options=options,
        before=before,
        provider=Provider.BLUBRRY,
    )


AGAIN: Final[tuple[tuple[Step | str, int], ...]] = (
    (nothing, 1),
    ("fail", 1),
    (nothing, 1),
    ("reload", 1),
    ("reload_automations", 1),
    ("restart", 1),
    (nothing, 1),
)
"""What must not repeat anything that has come once."""


def while_stopped(step: Step) -> tuple[tuple[Step | str, int], ...]:
    """Let something happen while Home Assistant is not running."""
    return ("stop", 0), (step, 0), ("start", 1), (nothing, 1), ("restart", 1)


ROWS: Final = (
    real_debrid("premium_expired", "once", (premium(None), 1), *AGAIN),
    real_debrid("premium_expired", "while stopped", *while_stopped(premium(None))),
    real_debrid(
        "premium_expired",
        "odd",
        (odd(type="free", premium=0), 0),
        *((step, 0) for step in (nothing, "restart", nothing)),
    ),
    real_debrid("premium_expired", "failed refresh", ("fail", 0), (nothing, 0)),
    real_debrid(
        "premium_expired",
        "long ago",
        (nothing, 0),
        ("restart", 0),
        before=premium(None),
    ),
    real_debrid(
        "premium_expired",
        "twice",
        (premium(None), 1),
        (premium(30), 1),
        (premium(None), 2),
    ),
    real_debrid(
        "premium_renewed",
        "after its end",
        (premium(30), 1),
        *AGAIN,
        before=premium(None),
    ),
    real_debrid("premium_renewed", "before its end", (premium(90), 1), *AGAIN),
    real_debrid("premium_renewed", "while stopped", *while_stopped(premium(90))),
    real_debrid(
        "premium_renewed",
        "wavers",
        *((premium(days), 0) for days in (30.1, 29.9, 30.5, 30)),
        before=premium(30),
    ),
    real_debrid(
        "premium_renewed",
        "odd",
        (odd(type="free", premium=0), 0),
        (nothing, 0),
        (odd(premium=400 * DAY), 0),
        (nothing, 0),
    ),
    real_debrid("premium_renewed", "shorter", (premium(20), 0), (premium(40), 1)),
    real_debrid(
        "points_reached",
        "once",
        (points(1_999), 0),
        (points(2_000), 1),
        (points(2_500), 1),
        *AGAIN,
        points=2_000,
    ),
    real_debrid(
        "points_reached", "while stopped", *while_stopped(points(5_000)), points=2_000
    ),
    real_debrid(
        "points_reached",
        "spent and earned again",
        (points(2_100), 1),
        (points(100), 1),
        (points(2_000), 2),
        points=2_000,
    ),
    real_debrid(
        "points_reached",
        "odd",
        (odd(points=2_000), 0),
        (nothing, 0),
        (points(2_100), 1),
        (odd(points=0), 1),
        (nothing, 1),
        points=2_000,
    ),
    real_debrid(
        "points_reached",
        "there already",
        (nothing, 0),
        (points(1_900), 0),
        points=1_000,
    ),
    *(
        real_debrid(key, "odd", (odd_torrent(status), 0), (nothing, 0))
        for key, status in (
            ("transfer_finished", "downloaded"),
            ("transfer_failed", "dead"),
            ("transfer_choice_needed", "waiting_files_selection"),
        )
    ),
    real_debrid("transfer_finished", "once", (transfer("finished"), 1), *AGAIN),
    real_debrid(
        "transfer_finished", "while stopped", *while_stopped(transfer("finished"))
    ),
    real_debrid(
        "transfer_finished", "others", (transfer("failed"), 0), (transfer("waiting"), 0)
    ),
    real_debrid("transfer_failed", "once", (transfer("failed"), 1), *AGAIN),
    real_debrid("transfer_failed", "while stopped", *while_stopped(transfer("failed"))),
    real_debrid("transfer_choice_needed", "once", (transfer("waiting"), 1), *AGAIN),
    real_debrid(
        "transfer_choice_needed",
        "two",
        (transfer("waiting"), 1),
        (transfer("waiting"), 2),
    ),
    real_debrid(
        "traffic_nearly_used_up",
        "once",
        (links_left(3), 0),
        (links_left(2), 1),
        (links_left(0), 1),
        *AGAIN,
    ),
    real_debrid(
        "traffic_nearly_used_up", "while stopped", *while_stopped(links_left(0))
    ),
    real_debrid(
        "traffic_nearly_used_up",
        "reset in between",
        (links_left(1), 1),
        (links_left(20), 1),
        (links_left(1), 2),
    ),
    real_debrid(
        "traffic_nearly_used_up",
        "reset and used within a poll",
        (links_left(1, used_links=39), 1),
        (links_left(1, used_links=19), 2),
    ),
    real_debrid(
        "traffic_nearly_used_up",
        "another host",
        (links_left(0), 0),
        host="filebarn.example",
    ),
    real_debrid(
        "traffic_nearly_used_up",
        "this host",
        (links_left(0), 1),
        host=" VidMeadow.example",
    ),
    real_debrid(
        "sign_in_lost",
        "once",
        (sign_in_ends, 1),
        ("reload", 1),
        ("reload_automations", 1),
        ("restart", 1),
    ),
    real_debrid(
        "sign_in_lost",
        "while stopped",
        ("stop", 0),
        (sign_in_ends, 0),
        ("start", 1),
        ("restart", 1),
    ),
    real_debrid("sign_in_lost", "odd", (odd_refusal(9), 0), (nothing, 0)),
    real_debrid("sign_in_lost", "failed refresh", ("fail", 0), (nothing, 0)),
    real_debrid(
        "sign_in_lost",
        "twice",
        (sign_in_ends, 1),
        (signs_in_again, 1),
        (sign_in_ends, 2),
    ),
    real_debrid(
        "sign_in_restored",
        "once",
        (sign_in_ends, 0),
        ("reload", 0),
        (signs_in_again, 1),
        *AGAIN,
    ),
    real_debrid("sign_in_restored", "never lost", ("reload", 0), ("restart", 0)),
    blubrry("sign_in_lost", "once", (sign_in_ends, 1), ("reload", 1), ("restart", 1)),
    real_debrid(
        "account_problem_appeared", "once", (locked(is_locked=True), 1), *AGAIN
    ),
    real_debrid(
        "account_problem_appeared",
        "while stopped",
        *while_stopped(locked(is_locked=True)),
    ),
    real_debrid("account_problem_appeared", "odd", (odd_refusal(14), 0), (nothing, 0)),
    real_debrid(
        "account_problem_appeared",
        "twice",
        (locked(is_locked=True), 1),
        (locked(is_locked=False), 1),
        (locked(is_locked=True), 2),
    ),
    blubrry("account_problem_appeared", "once", (plan_expires, 1), *AGAIN),
    blubrry(
        "account_problem_appeared",
        "twice",
        (plan_expires, 1),
        (plan_renewed, 1),
        (plan_expires, 2),
    ),
    *(
        blubrry(key, "odd", (odd_summary, 0), (nothing, 0))
        for key in ("episode_published", "milestone_reached")
    ),
    blubrry("episode_published", "once", (episode("One"), 1), *AGAIN),
    blubrry("episode_published", "while stopped", *while_stopped(episode("One"))),
    blubrry(
        "episode_published",
        "two",
        (episode("One"), 1),
        (time_passes(hours=1), 1),
        (episode("Two"), 2),
    ),
    blubrry("milestone_reached", "once", (downloads_in_all(100_000), 1), *AGAIN),
    blubrry(
        "milestone_reached", "while stopped", *while_stopped(downloads_in_all(100_000))
    ),
    blubrry(
        "day_downloads_rose_above",
        "once",
        (downloads(100), 0),
        (downloads(100_000), 1),
        (downloads(5), 1),
        *AGAIN,
        downloads=50_000,
    ),
    blubrry(
        "day_downloads_rose_above",
        "while stopped",
        *while_stopped(downloads(100_000)),
        downloads=50_000,
    ),
    blubrry(
        "day_downloads_rose_above",
        "each day",
        (downloads(60_000), 1),
        (time_passes(days=1), 1),
        (downloads(60_000), 2),
        downloads=50_000,
    ),
    blubrry(
        "day_downloads_stayed_below",
        "each day",
        (nothing, 0),
        (time_passes(days=1), 1),
        (nothing, 1),
        ("restart", 1),
        (time_passes(days=1), 2),
        downloads=50_000,
        program=PROGRAM,
    ),
    blubrry(
        "day_downloads_stayed_below",
        "enough",
        (downloads(60_000), 0),
        (time_passes(days=1), 0),
        (time_passes(days=1), 1),
        downloads=50_000,
        program=PROGRAM,
    ),
    blubrry(
        "day_downloads_stayed_below",
        "days while stopped",
        ("stop", 0),
        (lambda s: s.freezer.tick(timedelta(days=3)), 0),
        ("start", 3),
        ("restart", 3),
        downloads=50_000,
        program=PROGRAM,
    ),
    blubrry("quota_nearly_used_up", "once", (quota_used_up, 1), *AGAIN),
    blubrry("quota_nearly_used_up", "while stopped", *while_stopped(quota_used_up)),
    blubrry("quota_nearly_used_up", "odd", (odd_hosting, 0), (nothing, 0)),
    blubrry("quota_nearly_used_up", "expired plan", (plan_expires, 0)),
    blubrry(
        "quota_nearly_used_up",
        "again after the reset",
        (quota_used_up, 1),
        (time_passes(days=40), 1),
        (quota_used_up, 2),
    ),
    blubrry("quota_reset", "once", (time_passes(days=32), 1), *AGAIN),
    blubrry("quota_reset", "odd", (odd_hosting, 0), (nothing, 0)),
)


@pytest.fixture
async def stage_for(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> Callable[[Row], Awaitable[Stage]]:
    """Return what sets a stage for a row: in mid-month, far from all midnights."""
    freezer.move_to("2026-11-10 15:00:00+00:00")
    simulator.reset()

    async def set_stage(row: Row) -> Stage:
        entry = await ADD_ENTRY[row.provider](hass, simulator)
        stage = Stage(hass, simulator, freezer, entry)
        row.before(stage)
        if row.key == "traffic_nearly_used_up":
            # The scopes of a device sign-in do not reach the traffic.
            token = simulator.real_debrid.api_token(OTTER)
            vault = await async_get_vault(hass)
            await vault.async_store(str(entry.unique_id), Token.lasting(token))
            hass.config_entries.async_update_entry(
                entry, data={**entry.data, "method": "api_token"}, minor_version=2
            )
        await set_up(hass, entry)
        return stage

    return set_stage


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.key}-{row.case}-{row.provider}"
)
async def test_how_often_it_comes(
    stage_for: Callable[[Row], Awaitable[Stage]], row: Row
) -> None:
    stage = await stage_for(row)
    options = dict(row.options)
    if "program" in options:
        options["device_id"] = stage.device(str(options.pop("program")))
    await stage.attach(row.key, options)
    steps, expected = zip(*row.steps, strict=True)
    assert await play(stage, steps) == list(expected)


type SetStage = Callable[[Row], Awaitable[Stage]]


def until(end: str) -> Step:
    """Let premium end at a time."""

    def happen(s: Stage) -> None:
        moment = dt_util.parse_datetime(end, raise_on_error=True)
        now = s.simulator.clock.now()
        s.simulator.real_debrid.set_premium(OTTER, moment.timestamp() - now)

    return happen


def at(moment: str) -> Step:
    """Let it become a time."""

    async def happen(s: Stage) -> None:
        wanted = dt_util.parse_datetime(moment, raise_on_error=True)
        s.freezer.move_to(wanted)
        if s.hass.state is CoreState.running:
            async_fire_time_changed(s.hass, wanted)
            await s.settle()

    return happen


def soon(case: str, end: str, *steps: tuple[Step | str, int], **options: Any) -> Row:
    return real_debrid(
        "premium_expires_soon", case, *steps, before=until(end), **options
    )


# It is 15:00 on the 10th; Home Assistant is in Berlin, an hour ahead.
REMINDERS: Final = (
    soon(
        "at its moment",
        "2026-11-20 03:00Z",
        (at("2026-11-13 07:59:00Z"), 0),
        (at("2026-11-13 08:00:01Z"), 1),
        *AGAIN,
        (at("2026-11-16 08:00:01Z"), 1),
    ),
    soon(
        "other days and time",
        "2026-11-20 03:00Z",
        (at("2026-11-18 19:29:00Z"), 0),
        (at("2026-11-18 19:30:01Z"), 1),
        *AGAIN,
        days=2,
        at="20:30:00",
    ),
    soon(
        "by the own calendar",
        "2026-11-19 23:30Z",
        (at("2026-11-12 08:00:01Z"), 0),
        (at("2026-11-13 08:00:01Z"), 1),
    ),
    soon(
        "while stopped",
        "2026-11-20 03:00Z",
        ("stop", 0),
        (at("2026-11-14 12:00:00Z"), 0),
        ("start", 1),
        ("restart", 1),
    ),
    soon(
        "over before it was wanted",
        "2026-11-15 03:00Z",
        (nothing, 0),
        ("reload_automations", 0),
        ("restart", 0),
        (at("2026-11-14 08:00:01Z"), 0),
    ),
    soon(
        "renewed in time",
        "2026-11-20 03:00Z",
        (until("2026-12-20 03:00Z"), 0),
        (at("2026-11-13 08:00:01Z"), 0),
        (at("2026-12-13 08:00:01Z"), 1),
    ),
    soon(
        "once for each end",
        "2026-11-20 03:00Z",
        (at("2026-11-13 08:00:01Z"), 1),
        (until("2026-12-20 03:00Z"), 1),
        ("restart", 1),
        (at("2026-12-13 08:00:01Z"), 2),
        ("reload", 2),
    ),
    soon(
        "wavers",
        "2026-11-20 03:00Z",
        (at("2026-11-13 08:00:01Z"), 1),
        (until("2026-11-20 04:10Z"), 1),
        (until("2026-11-20 02:10Z"), 1),
    ),
    soon(
        "service out of order",
        "2026-11-20 03:00Z",
        ("fail", 0),
        (at("2026-11-13 08:00:01Z"), 1),
        (nothing, 1),
    ),
    soon(
        "expired meanwhile",
        "2026-11-20 03:00Z",
        ("stop", 0),
        (at("2026-11-21 00:00:00Z"), 0),
        ("start", 0),
    ),
    soon("never had any", "2026-11-01 03:00Z", (nothing, 0), ("restart", 0)),
    soon(
        "after a reload",
        "2026-11-20 03:00Z",
        ("reload", 0),
        (at("2026-11-13 08:00:01Z"), 1),
    ),
)


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.case)
async def test_how_often_it_reminds(
    hass: HomeAssistant, stage_for: SetStage, row: Row
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    stage = await stage_for(row)
    await stage.attach(row.key, row.options)
    steps, expected = zip(*row.steps, strict=True)
    assert await play(stage, steps) == list(expected)


async def test_two_reminders_of_one_moment_both_come(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    stage = await stage_for(soon("two", "2026-11-20 03:00Z"))
    other = Stage(hass, stage.simulator, stage.freezer, stage.entry)
    for one in (stage, other):
        await one.attach("premium_expires_soon", {})
    await play(stage, (at("2026-11-13 08:00:01Z"),))
    assert [len(one.fired) for one in (stage, other)] == [1, 1]
    assert stage.fired[0]["end"] == "2026-11-20T03:00:00+00:00"
    other.detach()


async def test_each_threshold_is_reached_once(stage_for: SetStage) -> None:
    """However far the points rise at once, and whoever waits for which number."""
    stage = await stage_for(real_debrid("points_reached", "several"))
    others = []
    for number in (2_000, 3_000, 4_000):
        other = Stage(stage.hass, stage.simulator, stage.freezer, stage.entry)
        await other.attach("points_reached", {"points": number})
        others.append(other)
    await play(stage, (points(3_500), "fail", "reload", points(4_000)))
    assert [len(other.fired) for other in others] == [1, 1, 1]
    for other in others:
        other.detach()


async def test_what_a_trigger_gives(stage_for: SetStage, hass: HomeAssistant) -> None:
    stage = await stage_for(blubrry("quota_nearly_used_up", "given"))
    await stage.attach("quota_nearly_used_up", {"percentage": 80})
    await play(stage, (quota_used_up,))
    given = dict(stage.fired[0])
    assert given["previous"] < 80
    assert {
        "platform": f"{DOMAIN}.quota_nearly_used_up",
        "config_entry_id": stage.entry.entry_id,
        "account": "Blubrry (Open Movie Hour)",
        "program_id": "40211",
        "program": "Open Movie Hour",
        "used": 100.0,
        "left": 0,
        "total": 262_144_000,
        "unit": "bytes",
    }.items() <= given.items()


async def test_another_program_is_not_meant(stage_for: SetStage) -> None:
    stage = await stage_for(blubrry("episode_published", "another"))
    await stage.attach("episode_published", {"device_id": stage.device("1498812")})
    assert await play(stage, (episode("One"),)) == [0]


async def test_the_device_of_the_account_stands_for_all(stage_for: SetStage) -> None:
    stage = await stage_for(blubrry("episode_published", "all"))
    await stage.attach("episode_published", {"device_id": stage.device("")})
    assert await play(stage, (episode("One"),)) == [1]


def hide(stage: Stage) -> None:
    """Let the account have no enabled entity."""
    stage.hass.config_entries.async_update_entry(
        stage.entry, pref_disable_new_entities=True
    )


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (
            real_debrid("traffic_nearly_used_up", "", before=hide),
            "/rest/1.0/traffic",
        ),
        (
            blubrry("day_downloads_rose_above", "", before=hide, downloads=5),
            "/2/stats/openmovies/data.json",
        ),
    ],
)
async def test_what_no_entity_shows_is_read_for_a_trigger(
    stage_for: SetStage, row: Row, path: str
) -> None:
    stage = await stage_for(row)
    assert not stage.hass.states.async_entity_ids()

    async def is_read() -> bool:
        stage.simulator.requests.clear()
        await stage.pass_by(hours=7)
        return path in {request.path for request in stage.simulator.requests}

    assert not await is_read()
    await stage.attach(row.key, row.options)
    assert await is_read()
    await stage.reload()
    assert await is_read()
    stage.detach()
    assert not await is_read()


@pytest.mark.parametrize(
    "row",
    [
        real_debrid("premium_expired", "", (premium(None), 1), before=hide),
        real_debrid("transfer_failed", "", (transfer("failed"), 1), before=hide),
        real_debrid("sign_in_lost", "", (sign_in_ends, 1), before=hide),
        blubrry("sign_in_lost", "", (sign_in_ends, 1), before=hide),
        blubrry("quota_nearly_used_up", "", (quota_used_up, 1), before=hide),
    ],
    ids=lambda row: f"{row.key}-{row.provider}",
)
async def test_it_comes_by_itself_without_any_entity(
    stage_for: SetStage, row: Row
) -> None:
    """Nothing but time passes."""
    stage = await stage_for(row)
    assert not stage.hass.states.async_entity_ids()
    await stage.attach(row.key, row.options)
    for step, _ in row.steps:
        assert callable(step)
        step(stage)
    await stage.pass_by(hours=7)
    assert len(stage.fired) == 1


async def test_it_waits_for_an_account_that_cannot_be_set_up_yet(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    def out_of_order(s: Stage) -> None:
        s.simulator.fault("real_debrid", "*", status=503, times=None)

    stage = await stage_for(
        real_debrid("transfer_finished", "later", before=out_of_order)
    )
    assert stage.entry.state is ConfigEntryState.SETUP_RETRY
    await stage.attach("transfer_finished", {})
    stage.simulator.clear_faults()
    await stage.reload()
    assert stage.entry.state is ConfigEntryState.LOADED
    assert await play(stage, (transfer("finished"),)) == [1]


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("quota_reset", {}),
        ("points_reached", {}),
        ("points_reached", {"points": -1}),
        ("premium_expires_soon", {"days": 0}),
        ("premium_expires_soon", {"at": "noon"}),
        ("traffic_nearly_used_up", {"percentage": 101}),
        ("premium_expired", {"device_id": "of a program"}),
        ("premium_expired", {"config_entry_id": "of nobody"}),
    ],
)
async def test_what_makes_no_sense_is_refused(
    stage_for: SetStage, key: str, options: dict[str, Any]
) -> None:
    stage = await stage_for(real_debrid("premium_expired", "refused"))
    with pytest.raises(vol.Invalid):
        await stage.attach(key, options)


async def test_home_assistant_finds_every_trigger(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    await stage_for(real_debrid("premium_expired", "found"))
    descriptions = await trigger.async_get_all_descriptions(hass)
    own = {
        key.partition(".")[2]: description
        for key, description in descriptions.items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert own.keys() == TRIGGERS.keys()
    for key, description in own.items():
        offered = (description or {})["fields"].keys() - {"device_id"}
        for known in TRIGGERS[key].descriptions.values():
            assert offered == {"config_entry_id", *map(str, known.options)}


def test_every_trigger_has_a_sequence() -> None:
    shown = {row.key for row in ROWS} | {"premium_expires_soon"}
    assert shown == TRIGGERS.keys()
