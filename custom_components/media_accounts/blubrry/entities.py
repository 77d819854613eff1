"""The entities of a Blubrry account: what each is called and shows."""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory

from ..sensor import MediaAccountsSensorDescription
from .models import Summary

ACCOUNT_ENTITIES = (
    MediaAccountsSensorDescription(
        key="programs",
        translation_key="programs",
        entity_category=EntityCategory.DIAGNOSTIC,
        state_class=SensorStateClass.MEASUREMENT,
        value=len,
    ),
)


def _newest_episode(summary: Summary) -> str | None:
    """Return a title that fits into a state."""
    title = summary.newest_episode
    return title and title[:MAX_LENGTH_STATE_STATE]


# Blubrry may correct counts downwards, so none of them is "total increasing": a
# correction would count as a reset.
PROGRAM_ENTITIES = (
    MediaAccountsSensorDescription(
        key="downloads",
        translation_key="downloads",
        state_class=SensorStateClass.TOTAL,
        value=lambda summary: summary.downloads,
    ),
    MediaAccountsSensorDescription(
        key="downloads_this_month",
        translation_key="downloads_this_month",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda summary: summary.downloads_this_month,
    ),
    MediaAccountsSensorDescription(
        key="downloads_last_month",
        translation_key="downloads_last_month",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda summary: summary.downloads_last_month,
    ),
    MediaAccountsSensorDescription(
        key="newest_episode",
        translation_key="newest_episode",
        value=_newest_episode,
    ),
    MediaAccountsSensorDescription(
        key="newest_episode_published",
        translation_key="newest_episode_published",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=lambda summary: summary.newest_episode_published,
    ),
)
