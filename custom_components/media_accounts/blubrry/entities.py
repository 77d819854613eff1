"""The entities of a Blubrry account and its programs: what each is called and shows."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory

from ..event import MediaAccountsEventDescription
from ..image import MediaAccountsImageDescription
from ..sensor import MediaAccountsSensorDescription
from .api.programs import ProgramStatistics
from .api.statistics_models import RecentDays, Trend
from .events import EPISODE_PUBLISHED, MILESTONE_REACHED, RECORD_DAY
from .optional_coordinators import Episodes


def _this_month(programs: Mapping[str, ProgramStatistics]) -> int | None:
    """Return the downloads of all programs in this month, as far as they are known."""
    counts = [
        status.summary.downloads_this_month
        for status in programs.values()
        if status.summary is not None
        and status.summary.downloads_this_month is not None
    ]
    return sum(counts) if counts else None


def _state(text: str | None) -> str | None:
    """Return a text that fits into a state."""
    return text and text[:MAX_LENGTH_STATE_STATE]


def _has(name: str) -> Callable[[Any], bool]:
    """Return what tells whether something is known of an item."""
    return lambda item: attrgetter(name)(item) is not None


ACCOUNT_ENTITIES = (
    MediaAccountsSensorDescription(
        key="programs",
        translation_key="programs",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value=len,
    ),
    MediaAccountsSensorDescription(
        key="downloads_this_month",
        translation_key="downloads_this_month",
        state_class=SensorStateClass.MEASUREMENT,
        exists=lambda programs: _this_month(programs) is not None,
        value=_this_month,
    ),
)

ACCOUNT_RECENT_ENTITIES = (
    MediaAccountsSensorDescription(
        key="downloads_today",
        translation_key="downloads_today",
        state_class=SensorStateClass.MEASUREMENT,
        exists=lambda days: days is not None,
        value=lambda days: sum(recent.downloads_today for recent in days),
    ),
)


# Blubrry may correct counts downwards, so none of them is "total increasing": a
# correction would count as a reset.
PROGRAM_ENTITIES = (
    *(
        MediaAccountsSensorDescription(
            key=key,
            translation_key=key,
            state_class=SensorStateClass.TOTAL
            if key in ("downloads", "listeners")
            else SensorStateClass.MEASUREMENT,
            exists=_has(key),
            value=attrgetter(key),
        )
        for key in (
            "downloads",
            "downloads_this_month",
            "downloads_last_month",
            "listeners",
            "listeners_this_month",
            "listeners_last_month",
        )
    ),
    MediaAccountsSensorDescription(
        key="newest_episode",
        translation_key="newest_episode",
        exists=_has("newest"),
        value=lambda summary: _state(summary.newest_episode),
    ),
    MediaAccountsSensorDescription(
        key="newest_episode_published",
        translation_key="newest_episode_published",
        device_class=SensorDeviceClass.TIMESTAMP,
        exists=_has("newest"),
        value=attrgetter("newest_episode_published"),
    ),
    MediaAccountsSensorDescription(
        key="newest_episode_downloads",
        translation_key="newest_episode_downloads",
        state_class=SensorStateClass.MEASUREMENT,
        exists=_has("newest_episode_downloads"),
        value=attrgetter("newest_episode_downloads"),
    ),
    MediaAccountsEventDescription(
        key="latest_event",
        translation_key="latest_event",
        exists=lambda summary: summary is not None,
        event_types=[EPISODE_PUBLISHED, MILESTONE_REACHED, RECORD_DAY],
    ),
)


def _today(recent: RecentDays) -> Mapping[str, str]:
    """Return the day that Blubrry calls today: its calendar needs not be ours."""
    return {"day": recent.today.isoformat()}


RECENT_ENTITIES = (
    *(
        MediaAccountsSensorDescription(
            key=key,
            translation_key=key,
            state_class=SensorStateClass.MEASUREMENT,
            exists=lambda recent: recent is not None,
            value=attrgetter(key),
            attributes=_today,
        )
        for key in ("downloads_today", "downloads_yesterday", "downloads_last_7_days")
    ),
    MediaAccountsSensorDescription(
        key="average_downloads",
        translation_key="average_downloads",
        state_class=SensorStateClass.MEASUREMENT,
        exists=_has("average"),
        value=attrgetter("average"),
    ),
    MediaAccountsSensorDescription(
        key="trend",
        translation_key="trend",
        device_class=SensorDeviceClass.ENUM,
        options=list(Trend),
        exists=_has("trend"),
        value=attrgetter("trend"),
    ),
)


def _link(episodes: Episodes) -> str | None:
    """Return the page of the newest episode, where it fits into a state."""
    link = episodes.newest.link if episodes.newest else None
    return link if link and len(link) <= MAX_LENGTH_STATE_STATE else None


EPISODES_ENTITIES = (
    MediaAccountsSensorDescription(
        key="newest_episode_link",
        translation_key="newest_episode_link",
        entity_category=EntityCategory.DIAGNOSTIC,
        exists=lambda episodes: _link(episodes) is not None,
        value=_link,
    ),
    MediaAccountsSensorDescription(
        key="best_episode",
        translation_key="best_episode",
        exists=_has("best"),
        value=lambda episodes: episodes.best and _state(episodes.best.title),
        attributes=lambda episodes: (
            {"downloads": episodes.best.counts.downloads} if episodes.best else {}
        ),
    ),
)

INFO_ENTITIES = (
    MediaAccountsImageDescription(
        key="cover",
        translation_key="cover",
        exists=_has("cover"),
        url=attrgetter("cover"),
    ),
    MediaAccountsSensorDescription(
        key="author",
        translation_key="author",
        entity_category=EntityCategory.DIAGNOSTIC,
        exists=_has("author"),
        value=lambda info: _state(info.author),
    ),
)

LISTED_ENTITIES = (
    MediaAccountsSensorDescription(
        key="feed",
        translation_key="feed",
        entity_category=EntityCategory.DIAGNOSTIC,
        exists=_has("feed_url"),
        value=lambda program: _state(program.feed_url),
    ),
)
