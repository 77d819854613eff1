"""Reminders: when premium ends, and when they fire."""

from typing import Any, Final

from homeassistant.core import CoreState
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.stage import Stage, Step
from tests.triggers.steps import AGAIN, OTTER, Row, nothing, real_debrid


def until(end: str) -> Step:
    """Set the end of premium."""

    def happen(s: Stage) -> None:
        moment = dt_util.parse_datetime(end, raise_on_error=True)
        now = s.simulator.clock.now()
        s.simulator.real_debrid.set_premium(OTTER, moment.timestamp() - now)

    return happen


def at(moment: str) -> Step:
    """Advance the clock to a time."""

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
