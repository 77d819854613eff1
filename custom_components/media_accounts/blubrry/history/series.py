"""Daily downloads as a series of Home Assistant's long-term statistics."""

from asyncio import Future, get_running_loop
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    statistics_during_period,
)
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import slugify

from ...const import CONF_PROGRAM_IDS, DOMAIN
from ...provider.account import MediaAccountsConfigEntry
from ..account import account_of

# The hour of a day's entry. It is on the same date from Hawaii to New Zealand, so that
# graphs show it on its day, wherever Home Assistant is or moves to.
_HOUR: Final = time(10, tzinfo=UTC)


# The maximum number of characters of a statistic id, and of the name of a series.
_MAX_NAME: Final = 255

# Two parts of this length, and the separators, form an id within the limit.
_MAX_PART: Final = 96


def id_part(text: str) -> str:
    """Return a text converted to characters that a statistic id allows."""
    return slugify(text)[:_MAX_PART].rstrip("_")


def series_key(program_id: str) -> str:
    """Return the prefix of the ids of all series of a podcast."""
    return f"blubrry_{id_part(program_id)}"


def statistic_id_prefixes(entry: MediaAccountsConfigEntry) -> set[str]:
    """Return the prefixes of the ids of the series of an account's podcasts.

    If the account is not set up, these are the podcasts of its last sign-in.
    """
    program_ids = {*entry.data[CONF_PROGRAM_IDS]}
    if entry.state is ConfigEntryState.LOADED:
        program_ids |= account_of(entry).titles.keys()
    return {f"{DOMAIN}:{series_key(program_id)}_" for program_id in program_ids}


def last_day(now: datetime) -> date:
    """Return the last day that can be recorded: its hour has passed."""
    return (now - timedelta(hours=_HOUR.hour)).date()


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def async_wait_for_recorder(recorder: Recorder) -> None:
    """Wait until the recorder has processed everything that was queued before.

    Unlike `async_block_till_done`, this includes what has just left the queue.
    """
    settled: Future[None] = get_running_loop().create_future()
    recorder.queue_task(SynchronizeTask(settled))
    await settled


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """The downloads of a day, and the sum up to it."""

    downloads: int
    total: int


class Series:
    """One series: each day is in it once, however often it is read."""

    def __init__(
        self,
        hass: HomeAssistant,
        statistic_id: str,
        name: str,
        entries: Mapping[date, _Entry],
    ) -> None:
        """Initialize with the recorded entries."""
        self._hass = hass
        self._metadata = StatisticMetaData(
            mean_type=StatisticMeanType.NONE,
            has_sum=True,
            name=name[:_MAX_NAME],
            source=DOMAIN,
            statistic_id=statistic_id,
            unit_class=None,
            unit_of_measurement="downloads",
        )
        self._written = dict(entries)
        self._downloads = {day: entry.downloads for day, entry in entries.items()}
        self._last = max(entries, default=date.min)

    @classmethod
    async def async_load(cls, hass: HomeAssistant, key: str, name: str) -> Self:
        """Read a series from the recorder; `key` identifies it among those of ours."""
        statistic_id = f"{DOMAIN}:{key}"
        recorder = get_instance(hass)
        await async_wait_for_recorder(recorder)
        found = await recorder.async_add_executor_job(
            statistics_during_period,
            hass,
            _EPOCH,
            None,
            {statistic_id},
            "hour",
            None,
            {"state", "sum"},
        )
        return cls(
            hass,
            statistic_id,
            name,
            {
                datetime.fromtimestamp(row["start"], UTC).date(): _Entry(
                    downloads=int(row.get("state") or 0), total=int(row.get("sum") or 0)
                )
                for row in found.get(statistic_id, ())
            },
        )

    @property
    def newest(self) -> date | None:
        """Return the last known day."""
        return max(self._downloads, default=None)

    def best_before(self, day: date) -> tuple[date, int] | None:
        """Return the day with the most downloads before a day."""
        days = [
            (downloads, known)
            for known, downloads in self._downloads.items()
            if known < day
        ]
        if not days:
            return None
        downloads, best = max(days)
        return best, downloads

    def has_any(self, first: date, last: date) -> bool:
        """Return whether there are downloads from `first` to `last`."""
        return any(self._downloads.get(day) for day in _days(first, last))

    def enter(self, first: date, last: date, downloads: Mapping[date, int]) -> None:
        """Set all days from `first` to `last`, and correct the known ones.

        A day that is not in `downloads` had none. Nothing is written before `flush`.
        """
        for day in _days(first, last):
            count = downloads.get(day, 0)
            if count or day in self._downloads:
                self._downloads[day] = count
        self._last = max(self._last, last)

    def flush(self) -> None:
        """Write the days that changed; a change alters the sums of all days after.

        A fill from the newest day to the oldest calls this once, at its end: otherwise
        each span would write the days after it again.
        """
        # Without gaps, so that the newest entry is the end of the series.
        if any(self._downloads.values()):
            first = min(day for day, count in self._downloads.items() if count)
            for day in _days(first, self._last):
                self._downloads.setdefault(day, 0)
        changed: dict[date, _Entry] = {}
        total = 0
        for day, downloads in sorted(self._downloads.items()):
            total += downloads
            entry = _Entry(downloads=downloads, total=total)
            if self._written.get(day) != entry:
                changed[day] = entry
        if changed:
            rows = [
                StatisticData(
                    start=datetime.combine(day, _HOUR),
                    state=entry.downloads,
                    sum=entry.total,
                )
                for day, entry in changed.items()
            ]
            async_add_external_statistics(self._hass, self._metadata, rows)
            self._written |= changed


def _days(first: date, last: date) -> Iterator[date]:
    """Return the days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
