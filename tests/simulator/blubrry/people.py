"""The accounts and programs of the simulated Blubrry."""

import dataclasses
from enum import StrEnum
from typing import Final

from tests.simulator.blubrry.hosting import (
    BYTES_PER_SECOND,
    Migration,
    Publication,
    Quota,
    Upload,
)

PASSWORD: Final = "demo-password"


class Statistics(StrEnum):
    """The state of a program's statistics."""

    COUNTED = "counted"
    NOTHING_YET = "nothing_yet"
    """Nulls in place of numbers, and no episodes"""
    ABSENT = "absent"
    """Not among the programs with statistics; a summary is an error text"""


class Tier(StrEnum):
    """The statistics plan; the values are those of `stats_tier`.

    Only the lowest one is known from a client.
    """

    FREE = "basic"
    STANDARD = "standard"
    ADVANCED = "advanced"


@dataclasses.dataclass(kw_only=True)
class Episode:
    """One episode; it appears when the clock has passed `published` (unix seconds)."""

    id: int
    title: str
    filename: str
    published: float
    popularity: float = 1.0
    """Compared with the other episodes of the program."""
    duration: int = 1_800
    """Seconds"""
    notes: str = ""
    """HTML"""
    draft: bool = False
    """It stays unpublished, whatever the time."""
    extra: dict[str, int] = dataclasses.field(default_factory=dict)
    """Downloads that a scene adds to a day (ISO 8601); may be negative."""

    @property
    def length(self) -> int:
        """The size of its recording in bytes."""
        return self.duration * BYTES_PER_SECOND


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
    """Approximate number of downloads of an episode in its first two months."""
    episodes: list[Episode] = dataclasses.field(default_factory=list)
    author: str = "Open Recordings"
    description: str = "Works under free licences."
    category: str = "Arts"
    created: float = 1_520_208_000.0
    """Unix seconds"""
    artwork: bool = True
    """It has a cover of its own."""

    hosting: bool = True
    quota: Quota = dataclasses.field(default_factory=Quota)
    uploads: list[Upload] = dataclasses.field(default_factory=list)
    migrations: list[Migration] = dataclasses.field(default_factory=list)
    publications: list[Publication] = dataclasses.field(default_factory=list)

    statistics: Statistics = Statistics.COUNTED
    tier: Tier = Tier.STANDARD
    special_access: bool = False
    """Blubrry's support granted access to countries and applications."""
    correction: int = 0
    """Added to the downloads in all and of this month; may be negative."""

    def published(self, now: float) -> list[Episode]:
        """Return the episodes that are out, the newest first."""
        return sorted(
            (
                episode
                for episode in self.episodes
                if episode.published <= now and not episode.draft
            ),
            key=lambda episode: episode.published,
            reverse=True,
        )


@dataclasses.dataclass(kw_only=True)
class Person:
    """One account, and the ids of the programs that it may see."""

    username: str
    email: str
    programs: list[int] = dataclasses.field(default_factory=list)
    password: str = PASSWORD
