"""Cover art: a square PNG with rings in different colors for every program."""

from colorsys import hls_to_rgb
from functools import lru_cache
from struct import pack
from typing import Final
from zlib import compress, crc32

SIZE: Final = 300
_RING: Final = 24


@lru_cache(maxsize=64)
def png(number: int) -> bytes:
    """Return the cover of a program; 0 is the grey placeholder."""
    centre = (SIZE - 1) / 2
    inner, outer = _colours(number)
    lines = bytearray()
    for line in range(SIZE):
        lines.append(0)  # no filter
        for column in range(SIZE):
            distance = ((line - centre) ** 2 + (column - centre) ** 2) ** 0.5
            lines += inner if int(distance / _RING) % 2 else outer
    head = pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", compress(bytes(lines), 9))
        + _chunk(b"IEND", b"")
    )


def _colours(number: int) -> tuple[bytes, bytes]:
    hue, saturation = number * 0.618 % 1, 0.55 if number else 0.0
    light, dark = (
        bytes(int(part * 255) for part in hls_to_rgb(hue, lightness, saturation))
        for lightness in (0.72, 0.34)
    )
    return light, dark


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return pack(">I", len(content)) + checked + pack(">I", crc32(checked))
