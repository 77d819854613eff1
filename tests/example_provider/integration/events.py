"""The events of a Film Locker account, from its data before and after."""

from typing import Final

from ..api.parsing import Json, as_int
from ..events.announcement import Announcement, Changes
from .api.client import Locker

FILM_ADDED: Final = "film_added"


def locker_changes(memory: Json, locker: Locker) -> Changes:
    """Compare the number of films with the one that was remembered."""
    before = as_int(memory)
    if locker.films is None:
        return before, ()
    if before is None or locker.films <= before:
        return locker.films, ()
    details = {"films": locker.films, "previous": before}
    return locker.films, (Announcement(kind=FILM_ADDED, details=details),)
