"""What has happened to the hosting of a program between two readings.

Knows neither I/O nor Home Assistant: what was known and what is read go in, what is
known from now on and what is worth telling come out.
"""

from datetime import date
from typing import Final

from ..api.parsing import Json, as_float, as_int, as_map
from ..events.announcement import Announcement
from .api.dates import as_day
from .api.hosting import Hosting, HostingProblem, Quota
from .events import News

QUOTA_USED: Final = "quota_used"
QUOTA_RESET: Final = "quota_reset"
ACCOUNT_PROBLEM: Final = "account_problem"

PLAN_EXPIRED: Final = "plan_expired"


def percentage_used(quota: Quota | None) -> float | None:
    """Return how much of the quota is used, None for a plan without a limit."""
    if quota is None or quota.used is None or not quota.total:
        return None
    return round(100 * quota.used / quota.total, 1)


def hosting_news(memory: Json, program_id: str, hosting: Hosting) -> News:
    """Compare the hosting of a program with what was known.

    Each rise of the quota is announced in percent used, with the highest before it,
    so that every percentage is passed once until the reset, whatever is given back in
    between. After a reset, and with a plan of another size, it is announced from 0. A
    plan that has expired has no quota to speak of.
    """
    known = as_map(memory)
    is_expired = hosting.problem is HostingProblem.EXPIRED
    told: list[Announcement] = []
    if memory is not None and is_expired and not known.get("expired"):
        told.append(
            Announcement(
                kind=ACCOUNT_PROBLEM,
                item_id=program_id,
                details={"problem": PLAN_EXPIRED},
            )
        )
    used = percentage_used(hosting.quota)
    if hosting.quota is None or used is None or is_expired:
        return {**known, "expired": is_expired}, tuple(told)

    details = {
        "left": hosting.quota.left,
        "total": hosting.quota.total,
        "unit": hosting.quota.unit,
    }
    previous, known_total = as_float(known.get("used")), as_int(known.get("total"))
    reset, known_reset = hosting.quota.next_reset, as_day(known.get("next_reset"))
    is_reset = reset is not None and known_reset is not None and reset > known_reset
    if is_reset:
        told.append(
            Announcement(
                kind=QUOTA_RESET,
                item_id=program_id,
                details={**details, "next_reset": _text(reset)},
            )
        )
    is_new = is_reset or known_total not in {None, hosting.quota.total}
    # The day that was known stays known: an answer may leave it out for once.
    reset = reset or known_reset
    # Where no day of a reset is known, less that is used is a new beginning.
    is_kept = reset is not None and not is_new
    highest = max(previous or 0.0, used) if is_kept else used
    if previous is not None and (is_new or highest != previous):
        told.append(
            Announcement(
                kind=QUOTA_USED,
                item_id=program_id,
                details={
                    **details,
                    "used": used,
                    "previous": 0.0 if is_new else previous,
                },
            )
        )
    return {
        "expired": False,
        "used": highest,
        "total": hosting.quota.total,
        "next_reset": _text(reset),
    }, tuple(told)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
