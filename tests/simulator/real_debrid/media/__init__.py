"""The bytes that the simulator serves: small films, sounds and pictures that play.

All are generated here by code. They replace the real files, which are thousands of
times larger: the names and sizes of files are up to the lists that have them.
"""

from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from tests.simulator.real_debrid.media import matroska, mp4, picture, sound

BINARY: Final = "application/octet-stream"
MIME_TYPES: Final = {
    ".avi": "video/x-msvideo",
    ".m4b": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".rar": "application/x-rar-compressed",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".webm": "video/webm",
    ".zip": "application/zip",
}
SUBTITLES: Final = b"1\n00:00:00,500 --> 00:00:02,500\nA circle goes its way.\n"


def mime_type(filename: str) -> str:
    """Return the MIME type for a file's extension."""
    return MIME_TYPES.get(PurePosixPath(filename).suffix.lower(), BINARY)


def streamable(filename: str) -> bool:
    """Return true if it is video or audio."""
    return mime_type(filename).startswith(("video/", "audio/"))


@cache
def content(kind: str) -> bytes:
    """Return a small file of a MIME type; for an unplayable one, a few bytes."""
    make = _MAKERS.get(kind)
    if make is not None:
        return make()
    return f"A stand-in for a file of the type {kind}.\n".encode() * 64


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "application/x-subrip": lambda: SUBTITLES,
    "audio/mpeg": sound.silence,
    "image/png": picture.poster,
    "video/mp4": lambda: mp4.film().data,
    "video/quicktime": lambda: mp4.film().data,
    "video/webm": lambda: matroska.film("webm"),
    "video/x-matroska": lambda: matroska.film("matroska"),
}
