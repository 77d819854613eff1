"""Bencoding, the form of torrent files: BEP 3."""

from typing import Any


def metainfo(data: bytes) -> tuple[Any, bytes]:
    """Return the `info` of a torrent file, and its bytes as they stand there.

    The bytes count: their SHA-1 is the torrent's hash. Raises ValueError.
    """
    if data[:1] != b"d":
        raise ValueError("not a dictionary")
    place, found = 1, None
    while data[place : place + 1] != b"e":
        key, start = _read(data, place)
        value, place = _read(data, start)
        if key == b"info":
            found = value, data[start:place]
    if found is None or place + 1 != len(data):
        raise ValueError("no info, or more than a dictionary")
    return found


def _read(data: bytes, place: int) -> tuple[Any, int]:
    """Return the value at an offset, and the offset behind it."""
    match data[place : place + 1]:
        case b"i":
            end = data.index(b"e", place)
            return int(data[place + 1 : end]), end + 1
        case b"l":
            return _read_items(data, place + 1)
        case b"d":
            items, end = _read_items(data, place + 1)
            return dict(zip(items[::2], items[1::2], strict=True)), end
        case _:
            colon = data.index(b":", place)
            end = colon + 1 + int(data[place:colon])
            if end > len(data):
                raise ValueError("a string that goes on behind the end")
            return data[colon + 1 : end], end


def _read_items(data: bytes, place: int) -> tuple[list[Any], int]:
    items = []
    while data[place : place + 1] != b"e":
        item, place = _read(data, place)
        items.append(item)
    return items, place + 1
