"""Whether the sign-in of an account is still good, as it is announced."""

from typing import Final

from ..api.parsing import Json
from .announcement import Announcement
from .announcer import Announcer

SIGN_IN_LOST: Final = "sign_in_lost"
SIGN_IN_RESTORED: Final = "sign_in_restored"

_MEMORY: Final = "sign_in"
_VALID: Final = "valid"
_LOST: Final = "lost"


async def async_tell_sign_in(announcer: Announcer, *, is_valid: bool) -> None:
    """Announce that the sign-in was lost, or that it is back.

    It is lost when the service refuses it, and back when the account is set up:
    a person has signed in again, or the service has thought better of it.
    """
    await announcer.async_announce(
        _MEMORY, *_news(announcer.recall(_MEMORY), is_valid=is_valid)
    )


def is_sign_in_valid(announcer: Announcer) -> bool:
    """Return whether the sign-in was good when it was used last."""
    return announcer.recall(_MEMORY) == _VALID


def _news(memory: Json, *, is_valid: bool) -> tuple[Json, tuple[Announcement, ...]]:
    if is_valid:
        told = (Announcement(kind=SIGN_IN_RESTORED),) if memory == _LOST else ()
        return _VALID, told
    return _LOST, (Announcement(kind=SIGN_IN_LOST),) if memory == _VALID else ()
