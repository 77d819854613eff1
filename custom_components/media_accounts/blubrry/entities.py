"""The entities of a Blubrry account and its podcasts."""

from collections.abc import Callable, Mapping

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import MAX_LENGTH_STATE_STATE, PERCENTAGE, EntityCategory

from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsEventEntityDescription,
    MediaAccountsImageEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from .api.programs import Program, ProgramInfo
from .api.statistics import RecentDays, Summary, Trend
from .coordinator import Programs
from .events import EPISODE_PUBLISHED, MILESTONE_REACHED, RECORD_DAY
from .optional_coordinators import Episodes


def _downloads_this_month(programs: Programs) -> int | None:
    """Return the known downloads of all podcasts this month."""
    counts = [
        status.summary.downloads_this_month
        for status in programs.values()
        if status.summary is not None
        and status.summary.downloads_this_month is not None
    ]
    return sum(counts) if counts else None


def _state(text: str | None) -> str | None:
    """Return a text, truncated to the maximum length of a state."""
    return text and text[:MAX_LENGTH_STATE_STATE]


def _count[ItemT](
    key: str,
    value_fn: Callable[[ItemT], int | None],
    state_class: SensorStateClass = SensorStateClass.MEASUREMENT,
    attributes_fn: Callable[[ItemT], Mapping[str, str]] | None = None,
    *,
    enabled: bool = True,
) -> MediaAccountsSensorEntityDescription[ItemT]:
    """Return the description of a count that exists if the service sends it."""
    return MediaAccountsSensorEntityDescription(
        key=key,
        translation_key=key,
        entity_registry_enabled_default=enabled,
        state_class=state_class,
        exists_fn=lambda item: value_fn(item) is not None,
        value_fn=value_fn,
        attributes_fn=attributes_fn,
    )


ACCOUNT_ENTITIES: EntityDescriptions[Programs] = (
    MediaAccountsSensorEntityDescription(
        key="programs",
        translation_key="programs",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=len,
    ),
    _count("downloads_this_month", _downloads_this_month),
)

ACCOUNT_RECENT_ENTITIES: EntityDescriptions[tuple[RecentDays, ...]] = (
    _count(
        "downloads_today",
        lambda programs: sum(recent.downloads_today for recent in programs),
    ),
)


# Blubrry may correct counts downwards, so none of them is "total increasing": a
# correction would count as a reset.
PROGRAM_ENTITIES: EntityDescriptions[Summary] = (
    _count("downloads", lambda summary: summary.downloads, SensorStateClass.TOTAL),
    _count("downloads_this_month", lambda summary: summary.downloads_this_month),
    _count(
        "downloads_last_month",
        lambda summary: summary.downloads_last_month,
        enabled=False,
    ),
    _count(
        "listeners",
        lambda summary: summary.listeners,
        SensorStateClass.TOTAL,
        enabled=False,
    ),
    _count(
        "listeners_this_month",
        lambda summary: summary.listeners_this_month,
        enabled=False,
    ),
    _count(
        "listeners_last_month",
        lambda summary: summary.listeners_last_month,
        enabled=False,
    ),
    MediaAccountsSensorEntityDescription(
        key="newest_episode",
        translation_key="newest_episode",
        exists_fn=lambda summary: summary.newest is not None,
        value_fn=lambda summary: _state(summary.newest_episode),
    ),
    MediaAccountsSensorEntityDescription(
        key="newest_episode_published",
        translation_key="newest_episode_published",
        device_class=SensorDeviceClass.TIMESTAMP,
        exists_fn=lambda summary: summary.newest is not None,
        value_fn=lambda summary: summary.newest_episode_published,
    ),
    _count(
        "newest_episode_downloads", lambda summary: summary.newest_episode_downloads
    ),
    MediaAccountsEventEntityDescription(
        key="latest_event",
        translation_key="latest_event",
        exists_fn=lambda _: True,
        event_types=[EPISODE_PUBLISHED, MILESTONE_REACHED, RECORD_DAY],
    ),
)


def _day(recent: RecentDays) -> Mapping[str, str]:
    """Return the current day at Blubrry; it can differ from the local date."""
    return {"day": recent.today.isoformat()}


def _change(days: int) -> MediaAccountsSensorEntityDescription[RecentDays]:
    """Return the description of the change of the last days against the days before."""
    return MediaAccountsSensorEntityDescription(
        key=f"downloads_change_{days}_days",
        translation_key=f"downloads_change_{days}_days",
        entity_registry_enabled_default=False,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        exists_fn=lambda recent: recent.change(days) is not None,
        value_fn=lambda recent: recent.change(days),
        attributes_fn=_day,
    )


RECENT_ENTITIES: EntityDescriptions[RecentDays] = (
    _change(7),
    _change(30),
    _count(
        "downloads_today", lambda recent: recent.downloads_today, attributes_fn=_day
    ),
    _count(
        "downloads_yesterday",
        lambda recent: recent.downloads_yesterday,
        attributes_fn=_day,
        enabled=False,
    ),
    _count(
        "downloads_last_7_days",
        lambda recent: recent.downloads_last_7_days,
        attributes_fn=_day,
    ),
    _count("average_downloads", lambda recent: recent.average, enabled=False),
    MediaAccountsSensorEntityDescription(
        key="trend",
        translation_key="trend",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        options=list(Trend),
        exists_fn=lambda recent: recent.trend is not None,
        value_fn=lambda recent: recent.trend,
    ),
)


def _link(episodes: Episodes) -> str | None:
    """Return the page of the newest episode, if it fits into a state."""
    link = episodes.newest.link if episodes.newest else None
    return link if link and len(link) <= MAX_LENGTH_STATE_STATE else None


EPISODES_ENTITIES: EntityDescriptions[Episodes] = (
    MediaAccountsSensorEntityDescription(
        key="newest_episode_link",
        translation_key="newest_episode_link",
        entity_registry_enabled_default=False,
        entity_category=EntityCategory.DIAGNOSTIC,
        exists_fn=lambda episodes: _link(episodes) is not None,
        value_fn=_link,
    ),
    MediaAccountsSensorEntityDescription(
        key="best_episode",
        translation_key="best_episode",
        entity_registry_enabled_default=False,
        exists_fn=lambda episodes: episodes.best is not None,
        value_fn=lambda episodes: (
            _state(episodes.best.title) if episodes.best else None
        ),
        attributes_fn=lambda episodes: (
            {"downloads": episodes.best.counts.downloads} if episodes.best else {}
        ),
    ),
)

INFO_ENTITIES: EntityDescriptions[ProgramInfo] = (
    MediaAccountsImageEntityDescription(
        key="cover",
        translation_key="cover",
        exists_fn=lambda info: info.cover is not None,
        image_url_fn=lambda info: info.cover,
    ),
    MediaAccountsSensorEntityDescription(
        key="author",
        translation_key="author",
        entity_registry_enabled_default=False,
        entity_category=EntityCategory.DIAGNOSTIC,
        exists_fn=lambda info: info.author is not None,
        value_fn=lambda info: _state(info.author),
    ),
)

LISTED_ENTITIES: EntityDescriptions[Program] = (
    MediaAccountsSensorEntityDescription(
        key="feed",
        translation_key="feed",
        entity_registry_enabled_default=False,
        entity_category=EntityCategory.DIAGNOSTIC,
        exists_fn=lambda program: program.feed_url is not None,
        value_fn=lambda program: _state(program.feed_url),
    ),
)
