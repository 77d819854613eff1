"""The downloads of a program at one moment, day by day.

Every endpoint counts with this, so that their numbers add up. A day begins at midnight
in the time zone of the statistics. Today's downloads grow with the clock and never
fall; past days change only by a scene command.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from tests.simulator.blubrry.counting import on_day
from tests.simulator.blubrry.people import Episode, Program, Statistics

DAY: Final = timedelta(days=1)
MONTH: Final = 30


class Ledger:
    """All downloads of a program up to the unix time `now`."""

    def __init__(self, program: Program, zone: tzinfo, now: float) -> None:
        """Set the time zone in which days begin at midnight."""
        self._program = program
        self._zone = zone
        self._now = now
        self.today = datetime.fromtimestamp(now, zone).date()
        counted = program.statistics is Statistics.COUNTED
        self.episodes = program.published(now) if counted else []
        """Those that are out and counted, the newest first."""

    def born(self, episode: Episode) -> date:
        """Return the day on which an episode came out."""
        return (
            datetime.fromtimestamp(episode.published, UTC).astimezone(self._zone).date()
        )

    def on(self, episode: Episode, day: date) -> int:
        """Return an episode's downloads of one day, so far."""
        return self.between(episode, day, day)

    def between(self, episode: Episode, first: date, last: date) -> int:
        """Return an episode's downloads from `first` to `last`, both included."""
        born, last = self.born(episode), min(last, self.today)
        first = max(first, born)
        return sum(
            self._on(episode, day, day - born.toordinal())
            for day in range(first.toordinal(), last.toordinal() + 1)
        )

    def in_all(self, episode: Episode) -> int:
        """Return all downloads of an episode."""
        return self.between(episode, date.min, self.today)

    def total(self, first: date, last: date) -> int:
        """Return the downloads of all episodes together."""
        return sum(self.between(episode, first, last) for episode in self.episodes)

    def lifetime(self) -> int:
        """Return all downloads of the program, corrected as a whole too."""
        return self.total(date.min, self.today) + self._program.correction

    def month_before(self, last: date) -> int:
        """Return the downloads of the thirty days up to `last`, which is included."""
        return self.total(last - (MONTH - 1) * DAY, last)

    def average(self) -> int:
        """Return the downloads of a day, over the last thirty whole days."""
        return round(self.month_before(self.today - DAY) / MONTH)

    def trend(self) -> str:
        """Return the change of that average from the thirty days before."""
        prior = round(self.month_before(self.today - (MONTH + 1) * DAY) / MONTH)
        average = self.average()
        if average == prior:
            return "same"
        return "up" if average > prior else "down"

    def _on(self, episode: Episode, day: int, age: int) -> int:
        lifetime = self._program.audience * episode.popularity
        counted = on_day(episode.id, lifetime, age)
        if day == self.today.toordinal():
            counted = int(counted * self._passed(episode))
        if episode.extra:
            extra = episode.extra.get(date.fromordinal(day).isoformat(), 0)
            counted = max(0, counted + extra)
        return counted

    def _passed(self, episode: Episode) -> float:
        """Return the share of today in which an episode is out that has passed."""
        start, end = (
            datetime.combine(day, time(), self._zone).timestamp()
            for day in (self.today, self.today + DAY)
        )
        start = max(start, episode.published)
        return (self._now - start) / (end - start)
