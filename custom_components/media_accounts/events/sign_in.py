"""The events of a sign-in: lost and restored."""

from typing import Final

from ..api.parsing import Json
from .announcement import Announcement, Changes
from .announcer import Announcer

SIGN_IN_LOST: Final = "sign_in_lost"
SIGN_IN_RESTORED: Final = "sign_in_restored"

_MEMORY_KEY: Final = "sign_in"
_VALID: Final = "valid"
_LOST: Final = "lost"


async def async_announce_sign_in(announcer: Announcer, *, is_valid: bool) -> None:
    """Announce that the sign-in was lost, or restored.

    It is lost when the service refuses it, and restored when the service accepts it
    again: after a new sign-in, or because the refusal was temporary.
    """
    memory = announcer.recall(_MEMORY_KEY)
    await announcer.async_announce(_MEMORY_KEY, *_compare(memory, is_valid=is_valid))


def is_sign_in_valid(announcer: Announcer) -> bool:
    """Return whether the service accepted the sign-in when it was last used."""
    return announcer.recall(_MEMORY_KEY) == _VALID


def _compare(memory: Json, *, is_valid: bool) -> Changes:
    if is_valid:
        events = (Announcement(kind=SIGN_IN_RESTORED),) if memory == _LOST else ()
        return _VALID, events
    return _LOST, (Announcement(kind=SIGN_IN_LOST),) if memory == _VALID else ()
