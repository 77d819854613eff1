"""The events of a podcast's statistics.

Pure functions: they take the memory and the new data, and return `Changes`.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from ..api.parsing import (
    Identifier,
    Json,
    as_identifier,
    as_int,
    as_map,
    as_rows,
    iso_datetime,
    read_rows,
)
from ..events.announcement import Announcement, Changes
from .api.dates import as_day
from .api.statistics import RecentDays, Summary

EPISODE_PUBLISHED: Final = "episode_published"
MILESTONE_REACHED: Final = "milestone_reached"
RECORD_DAY: Final = "record_day"

MILESTONES: Final = tuple(10**power for power in range(3, 10))

# A date without a time zone, or with a wrong one, can be ahead of the clock.
_AHEAD: Final = timedelta(days=1)


def summary_changes(
    memory: Json,
    program_id: str,
    summary: Summary,
    own_milestones: Iterable[int],
    now: datetime,
) -> Changes:
    """Compare a summary with the memory: new episodes and milestones.

    Milestones are compared with the highest count so far: one that a correction lowered
    is not reached a second time. The first count reaches none, since it may have passed
    them long ago. An episode with a date in the future is not published yet.
    """
    episodes = [
        episode
        for episode in summary.episodes
        if episode.published is None or episode.published <= now + _AHEAD
    ]
    known = as_map(memory)
    known_ids = {*read_rows(as_rows(known.get("episodes")), as_identifier)}
    latest = iso_datetime(known.get("published"))
    highest, downloads = as_int(known.get("downloads")), summary.downloads

    events: list[Announcement] = []
    if memory is not None:
        events += [
            Announcement(
                kind=EPISODE_PUBLISHED,
                item_id=program_id,
                details={
                    "title": episode.title,
                    "published": _text(episode.published),
                },
            )
            for episode in reversed(episodes)
            if episode.episode_id not in known_ids
            and (
                latest is None
                or (episode.published is not None and episode.published >= latest)
            )
        ]
    if highest is not None and downloads is not None:
        events += [
            Announcement(
                kind=MILESTONE_REACHED,
                item_id=program_id,
                details={"milestone": milestone, "downloads": downloads},
            )
            for milestone in sorted({*MILESTONES, *own_milestones})
            if highest < milestone <= downloads
        ]
    newest = episodes[0].published if episodes else None
    if latest is not None and (newest is None or newest < latest):
        newest = latest
    return (
        {
            # Keep the known ones: a response may omit some once.
            "episodes": [
                *(episode.episode_id for episode in episodes),
                *_older(known_ids, summary),
            ],
            "published": _text(newest),
            "downloads": max(
                (count for count in (highest, downloads) if count is not None),
                default=None,
            ),
        },
        tuple(events),
    )


def _text(published: datetime | None) -> str | None:
    return published.isoformat() if published else None


# Older ones can be forgotten: their dates show that they are not new.
_REMEMBERED: Final = 40


def _older(known_ids: set[Identifier], summary: Summary) -> list[Identifier]:
    listed = {episode.episode_id for episode in summary.episodes}
    return sorted(known_ids - listed)[:_REMEMBERED]


def record_changes(memory: Json, program_id: str, recent: RecentDays) -> Changes:
    """Compare the last days with the best day in the memory.

    A day is announced once, when it becomes the best.
    """
    known = as_map(memory)
    record = as_int(known.get("downloads")) or 0
    record_day = as_day(known.get("day")) or date.min
    events: list[Announcement] = []
    for day, downloads in sorted(recent.days.items()):
        if downloads <= record or (memory is not None and day < record_day):
            continue
        # The first downloads of a podcast are not a record.
        if memory is not None and record and day > record_day:
            events.append(
                Announcement(
                    kind=RECORD_DAY,
                    item_id=program_id,
                    details={"day": day.isoformat(), "downloads": downloads},
                )
            )
        record, record_day = downloads, day
    return {"day": record_day.isoformat(), "downloads": record}, tuple(events)


def better_record(memory: Json, day: date, downloads: int) -> Json:
    """Return the memory of the best day, including a past day.

    Its date remains the last day that was compared.
    """
    known = as_map(memory)
    record = as_int(known.get("downloads")) or 0
    record_day = as_day(known.get("day")) or day
    return {
        "day": max(record_day, day).isoformat(),
        "downloads": max(record, downloads),
    }
