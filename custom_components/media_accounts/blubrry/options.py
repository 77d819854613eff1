"""What was chosen for a Blubrry account."""

from typing import Final

from homeassistant.config_entries import ConfigEntry

CONF_LEFT_OUT: Final = "left_out"
CONF_MILESTONES: Final = "milestones"
CONF_EPISODE_HISTORY: Final = "episode_history"


def excluded_ids(entry: ConfigEntry) -> frozenset[str]:
    """Return the ids of the programs that are not followed.

    Those are kept, not the followed ones, so that a new program is followed by itself.
    """
    return frozenset(entry.options.get(CONF_LEFT_OUT, ()))


def own_milestones(entry: ConfigEntry) -> frozenset[int]:
    """Return the milestones beside the round ones."""
    return frozenset(map(int, entry.options.get(CONF_MILESTONES, ())))


def episode_history(entry: ConfigEntry) -> bool:
    """Return whether each episode gets a history of its own."""
    return bool(entry.options.get(CONF_EPISODE_HISTORY))
