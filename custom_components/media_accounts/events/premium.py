"""The events of a premium subscription, for every debrid service."""

from datetime import datetime, timedelta
from typing import Final

from ..api.parsing import Json, as_map, iso_datetime
from .announcement import Announcement, Changes

PREMIUM_EXPIRED: Final = "premium_expired"
PREMIUM_RENEWED: Final = "premium_renewed"

# The end of premium varies between responses, but by less than any renewal.
_TOLERANCE: Final = timedelta(days=1)


def premium_changes(
    memory: Json, *, is_premium: bool, premium_until: datetime | None
) -> Changes:
    """Compare a premium subscription with the memory: `premium` and `until`."""
    known = as_map(memory)
    was_premium = bool(known.get("premium"))
    old_end = iso_datetime(known.get("until"))
    end = premium_until or old_end
    later = end - old_end if end and old_end else timedelta()
    if abs(later) <= _TOLERANCE:
        # Keep the old end, so that many small steps add up to a renewal.
        end = old_end or end

    events: list[Announcement] = []
    if memory is not None and was_premium and not is_premium:
        events.append(
            Announcement(
                kind=PREMIUM_EXPIRED, details={"premium_until": _text(old_end)}
            )
        )
    if memory is not None and is_premium and (later > _TOLERANCE or not was_premium):
        events.append(
            Announcement(
                kind=PREMIUM_RENEWED,
                details={
                    "premium_until": _text(premium_until),
                    "previous": _text(old_end),
                },
            )
        )
    return {"premium": is_premium, "until": _text(end)}, tuple(events)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
