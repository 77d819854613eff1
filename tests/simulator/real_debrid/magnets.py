"""Reading magnet links and torrent files."""

import base64
from binascii import Error
import dataclasses
from hashlib import sha1
import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from tests.simulator.real_debrid import bencode
from tests.simulator.real_debrid.errors import (
    TORRENT_FILE_INVALID,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.torrent import TorrentFile

HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]{40}")
BASE32_LENGTH: Final = 32


@dataclasses.dataclass(frozen=True, kw_only=True)
class Described:
    """A torrent to add; the files of a magnet link are unknown."""

    hash: str
    name: str | None
    files: list[TorrentFile] = dataclasses.field(default_factory=list)


def read_magnet(text: str) -> Described:
    """Read a magnet link with a hash of 40 hexadecimal or 32 base32 digits."""
    parts = urlsplit(text)
    query = parse_qs(parts.query)
    if parts.scheme == "magnet":
        for topic in query.get("xt", []):
            kind, _, digest = topic.rpartition(":")
            if kind == "urn:btih" and (found := _digest(digest)) is not None:
                return Described(hash=found, name=query.get("dn", [None])[0])
    raise RefusedError(WRONG_PARAMETER, "magnet")


def read_torrent(body: bytes) -> Described:
    """Read a torrent file: BEP 3, "The BitTorrent Protocol Specification"."""
    try:
        described, raw = bencode.metainfo(body)
        name = described[b"name"].decode()
        files = (
            [
                (b"/".join(file[b"path"]).decode(), file[b"length"])
                for file in described[b"files"]
            ]
            if b"files" in described
            else [(name, described[b"length"])]
        )
        return Described(
            hash=sha1(raw, usedforsecurity=False).hexdigest(),
            name=name,
            files=[
                TorrentFile(id=number, path=f"/{path}", bytes=int(length))
                for number, (path, length) in enumerate(files, 1)
            ],
        )
    except ValueError, KeyError, TypeError, AttributeError:
        raise RefusedError(TORRENT_FILE_INVALID) from None


def _digest(text: str) -> str | None:
    if HEXADECIMAL.fullmatch(text):
        return text.lower()
    if len(text) != BASE32_LENGTH:
        return None
    try:
        return base64.b32decode(text.upper()).hex()
    except Error:
        return None
