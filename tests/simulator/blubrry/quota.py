"""The quota that comes with a program's files: three parts, each with its oddities."""

from datetime import UTC, date, datetime, time
from typing import Final

from tests.simulator.blubrry.forms import Row, number, readable, written
from tests.simulator.blubrry.hosting import QuotaMode
from tests.simulator.blubrry.people import Program
from tests.simulator.blubrry.rest import Call
from tests.simulator.blubrry.settings import Available, Settings

RENEWAL: Final = "https://secure.blubrry.com/renew/"


def quota(call: Call, program: Program) -> Row:
    """Return the quota of uploads and publications, and its end."""
    settings = call.settings
    stored = sum(upload.length for upload in program.uploads)
    room = program.quota.unpublished_total
    return {
        "unpublished": {
            "used": number(stored, settings),
            "available": number(room - stored, settings),
            "total": number(room, settings),
        },
        "published": _published(call, program),
        "expires": _expires(call, program),
    }


def left(call: Call, program: Program) -> int:
    """Return the bytes, or seconds, that may be published until the next reset."""
    quota, now = program.quota, call.service.clock.now()
    used_up = quota.used_up_until is not None and now < quota.used_up_until
    if used_up or quota.frozen or quota.expired(now):
        return 0
    today = call.service.clock.local(call.zone).date()
    begin = datetime.combine(quota.begins(today), time(), call.zone).timestamp()
    used = sum(
        episode.length if quota.mode is QuotaMode.BYTES else episode.duration
        for episode in program.published(now)
        if episode.published >= begin
    )
    return max(0, quota.total - used)


def _published(call: Call, program: Program) -> Row:
    quota, settings = program.quota, call.settings
    total = number(quota.total, settings)
    if quota.expired(call.service.clock.now()):
        shown: Row = {"status": "EXPIRED", "available": 0, "total": total}
        # Without a mode, the unit is bytes.
        return shown if quota.mode is QuotaMode.BYTES else {**shown, "mode": "time"}
    if quota.unlimited:
        return {"status": "UNLIMITED"}
    today = call.service.clock.local(call.zone).date()
    return {
        "status": "OK",
        "mode": quota.mode.value,
        "available": _available(left(call, program), settings),
        "total": total,
        "next_date": written(quota.begins_anew(today), settings.next_date),
    }


def _available(counted: int, settings: Settings) -> int | str | None:
    match settings.quota_available:
        case Available.NULL:
            return None
        case Available.NEGATIVE:
            return number(-counted or -1, settings)
        case Available.COUNTED:
            return number(counted, settings)


def _expires(call: Call, program: Program) -> object:
    end = program.quota.expires_at
    if end is None:
        return False
    day: date = datetime.fromtimestamp(end, UTC).date()
    return {
        "expired": program.quota.expired(call.service.clock.now()),
        "readable_date": readable(day),
        "renew_link": f"{RENEWAL}{program.program_id}",
    }
