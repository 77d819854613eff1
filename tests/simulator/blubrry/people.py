"""Who has an account at the simulated Blubrry, and which programs there are."""

import dataclasses
from enum import StrEnum


class Statistics(StrEnum):
    """How far the statistics of a program are."""

    COUNTED = "counted"
    NOTHING_YET = "nothing_yet"
    """Nulls in place of numbers, and no episodes"""
    ABSENT = "absent"
    """Not among the programs with statistics; a summary is an error text"""


@dataclasses.dataclass(kw_only=True)
class Episode:
    """One episode; it appears when the clock has passed `published` (unix seconds)."""

    id: int
    title: str
    filename: str
    published: float
    popularity: float = 1.0
    """Compared with the other episodes of the program."""


@dataclasses.dataclass(kw_only=True)
class Program:
    """One show; its five identifiers are not interchangeable."""

    program_id: int
    keyword: str
    title: str
    podcast_id: int
    stats_program_id: int
    feed_url: str
    audience: int
    """About how many downloads an episode gets in its first two months."""
    episodes: list[Episode] = dataclasses.field(default_factory=list)
    hosting: bool = True
    statistics: Statistics = Statistics.COUNTED
    correction: int = 0
    """Added to the downloads in all and of this month; may be negative."""

    def published(self, now: float) -> list[Episode]:
        """Return the episodes that are out, the newest first."""
        return sorted(
            (episode for episode in self.episodes if episode.published <= now),
            key=lambda episode: episode.published,
            reverse=True,
        )


@dataclasses.dataclass(kw_only=True)
class Person:
    """One account, and the ids of the programs that it may see."""

    username: str
    email: str
    programs: list[int] = dataclasses.field(default_factory=list)
