"""The options of a Blubrry entry."""

from typing import Final

from homeassistant.config_entries import ConfigEntry

CONF_LEFT_OUT: Final = "left_out"
CONF_MILESTONES: Final = "milestones"
CONF_EPISODE_HISTORY: Final = "episode_history"


def excluded_ids(entry: ConfigEntry) -> frozenset[str]:
    """Return the ids of the excluded podcasts.

    The excluded podcasts are stored, not the included ones, so that new podcasts are
    added automatically.
    """
    return frozenset(entry.options.get(CONF_LEFT_OUT, ()))


def own_milestones(entry: ConfigEntry) -> frozenset[int]:
    """Return the user's milestones, in addition to the round numbers."""
    return frozenset(map(int, entry.options.get(CONF_MILESTONES, ())))


def episode_history(entry: ConfigEntry) -> bool:
    """Return whether each episode has its own history."""
    return bool(entry.options.get(CONF_EPISODE_HISTORY))
