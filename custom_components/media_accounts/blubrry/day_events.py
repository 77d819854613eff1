"""The events of a day's downloads.

Pure functions: they take the memory and the new data, and return `Changes`.
"""

from datetime import timedelta
from typing import Final

from ..api.parsing import Json, as_int, as_map
from ..events.announcement import Announcement, Changes
from .api.dates import as_day
from .api.statistics import RecentDays

DAY_GREW: Final = "day_grew"
DAY_ENDED: Final = "day_ended"

# At least this many days are read, including the current one.
_DAYS_READ: Final = 7


def day_changes(memory: Json, program_id: str, recent: RecentDays) -> Changes:
    """Compare the last days with the day in the memory.

    Each increase of a day is announced, with the highest count of that day before: a
    count that a correction lowered is not reached a second time. A day that has ended
    is announced with its final count, for all days that were read.
    """
    known = as_map(memory)
    day = as_day(known.get("day"))
    highest = as_int(known.get("downloads")) or 0
    if day is None:
        return _memory(recent, recent.downloads_today), ()
    if day > recent.today:
        return memory, ()
    oldest = recent.today - timedelta(days=_DAYS_READ - 1)
    if day < oldest:
        day, highest = oldest, 0

    events: list[Announcement] = []
    while True:
        downloads = recent.days.get(day, 0)
        if downloads > highest:
            events.append(
                Announcement(
                    kind=DAY_GREW,
                    item_id=program_id,
                    details={
                        "day": day.isoformat(),
                        "downloads": downloads,
                        "previous": highest,
                    },
                )
            )
        if day == recent.today:
            return _memory(recent, max(highest, downloads)), tuple(events)
        events.append(
            Announcement(
                kind=DAY_ENDED,
                item_id=program_id,
                details={"day": day.isoformat(), "downloads": downloads},
            )
        )
        day, highest = day + timedelta(days=1), 0


def is_surprising(memory: Json, program_id: str, recent: RecentDays) -> bool:
    """Return whether to read the last days a second time before announcing them.

    This is the case after the end of a day, and if more downloads were added at once
    than on an average day.
    """
    for event in day_changes(memory, program_id, recent)[1]:
        if event.kind == DAY_ENDED:
            return True
        before, now = (
            as_int(event.details[name]) or 0 for name in ("previous", "downloads")
        )
        if now - before > (recent.average or 0):
            return True
    return False


def _memory(recent: RecentDays, highest: int) -> Json:
    return {"day": recent.today.isoformat(), "downloads": highest}
