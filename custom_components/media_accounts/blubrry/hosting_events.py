"""The events of a podcast's hosting.

Pure functions: they take the memory and the new data, and return `Changes`.
"""

from datetime import date
from typing import Final

from ..api.parsing import Json, as_float, as_int, as_map
from ..events.announcement import Announcement, Changes
from .api.dates import as_day
from .api.hosting import Hosting, HostingProblem, Quota

QUOTA_USED: Final = "quota_used"
QUOTA_RESET: Final = "quota_reset"
ACCOUNT_PROBLEM: Final = "account_problem"

PLAN_EXPIRED: Final = "plan_expired"


def percentage_used(quota: Quota | None) -> float | None:
    """Return the used percentage of the quota, None for a plan without a limit."""
    if quota is None or quota.used is None or not quota.total:
        return None
    return round(100 * quota.used / quota.total, 1)


def hosting_changes(memory: Json, program_id: str, hosting: Hosting) -> Changes:
    """Compare the hosting of a podcast with the memory.

    Each rise of the quota is announced in percent used, with the highest before it,
    so that every percentage is passed once until the reset, even if files were deleted
    in between. After a reset, and with a plan of another size, it starts from 0. The
    quota of an expired plan is ignored.
    """
    known = as_map(memory)
    is_expired = hosting.problem is HostingProblem.EXPIRED
    events: list[Announcement] = []
    if memory is not None and is_expired and not known.get("expired"):
        events.append(
            Announcement(
                kind=ACCOUNT_PROBLEM,
                item_id=program_id,
                details={"problem": PLAN_EXPIRED},
            )
        )
    used = percentage_used(hosting.quota)
    if hosting.quota is None or used is None or is_expired:
        return {**known, "expired": is_expired}, tuple(events)

    details = {
        "left": hosting.quota.left,
        "total": hosting.quota.total,
        "unit": hosting.quota.unit,
    }
    previous, known_total = as_float(known.get("used")), as_int(known.get("total"))
    reset, known_reset = hosting.quota.next_reset, as_day(known.get("next_reset"))
    is_reset = reset is not None and known_reset is not None and reset > known_reset
    if is_reset:
        events.append(
            Announcement(
                kind=QUOTA_RESET,
                item_id=program_id,
                details={**details, "next_reset": _text(reset)},
            )
        )
    is_new = is_reset or known_total not in {None, hosting.quota.total}
    # Keep the known day: a response may omit it once.
    reset = reset or known_reset
    # If the day of the reset is not known, a lower use is a reset.
    is_kept = reset is not None and not is_new
    highest = max(previous or 0.0, used) if is_kept else used
    if previous is not None and (is_new or highest != previous):
        events.append(
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
    }, tuple(events)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
