"""How the downloads of a day went on between two readings.

Knows neither I/O nor Home Assistant: what was known and what is read go in, what is
known from now on and what is worth telling come out.
"""

from datetime import timedelta
from typing import Final

from ..api.parsing import Json, as_int, as_map
from ..events.announcement import Announcement
from .api.dates import as_day
from .api.statistics import RecentDays
from .events import News

DAY_GREW: Final = "day_grew"
DAY_ENDED: Final = "day_ended"

# So many days are always read, with the one that goes on.
_DAYS_READ: Final = 7


def day_news(memory: Json, program_id: str, recent: RecentDays) -> News:
    """Compare the last days with the day that was known.

    Each growth of a day is announced, with the highest count of that day before:
    what a correction or an odd answer takes away is not reached a second time. A
    day that is over is announced with its final count, as far back as was read.
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

    told: list[Announcement] = []
    while True:
        downloads = recent.days.get(day, 0)
        if downloads > highest:
            told.append(
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
            return _memory(recent, max(highest, downloads)), tuple(told)
        told.append(
            Announcement(
                kind=DAY_ENDED,
                item_id=program_id,
                details={"day": day.isoformat(), "downloads": downloads},
            )
        )
        day, highest = day + timedelta(days=1), 0


def is_surprising(memory: Json, program_id: str, recent: RecentDays) -> bool:
    """Return whether a reading says something that deserves a second look.

    That is the end of a day, or more downloads at once than come on a whole day.
    """
    for announcement in day_news(memory, program_id, recent)[1]:
        if announcement.kind == DAY_ENDED:
            return True
        before, now = (
            as_int(announcement.details[name]) or 0
            for name in ("previous", "downloads")
        )
        if now - before > (recent.average or 0):
            return True
    return False


def _memory(recent: RecentDays, highest: int) -> Json:
    return {"day": recent.today.isoformat(), "downloads": highest}
