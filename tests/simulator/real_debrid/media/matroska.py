"""Matroska and WebM: one track of VP8, every frame of it a key frame.

A lossy WebP picture holds exactly one VP8 key frame (RFC 9649), so a codec for pictures
is enough to make a film. The container is that of RFC 8794 and RFC 9559.
"""

from io import BytesIO
import struct
from typing import Final

from tests.simulator.real_debrid.media.picture import (
    FRAMES,
    FRAMES_PER_SECOND,
    SECONDS,
    frame,
)

WIDTH: Final = 320
HEIGHT: Final = 180
MILLISECONDS: Final = 1_000_000
"""One tick, in nanoseconds."""
KEY_FRAME: Final = 0x80
CHUNK_START: Final = 20
"""The offset of the data of the one chunk in a simple WebP file."""


def film(document: str) -> bytes:
    """Return the film as a document of the type `webm` or `matroska`."""
    header = _element(
        0x1A45DFA3,
        _number(0x4286, 1)  # EBMLVersion
        + _number(0x42F7, 1)  # EBMLReadVersion
        + _number(0x42F2, 4)  # EBMLMaxIDLength
        + _number(0x42F3, 8)  # EBMLMaxSizeLength
        + _element(0x4282, document.encode())  # DocType
        + _number(0x4287, 4)  # DocTypeVersion
        + _number(0x4285, 2),  # DocTypeReadVersion
    )
    information = _element(
        0x1549A966,
        _number(0x2AD7B1, MILLISECONDS)  # TimestampScale
        + _element(0x4489, struct.pack(">d", SECONDS * 1000))  # Duration
        + _element(0x4D80, b"simulator")  # MuxingApp
        + _element(0x5741, b"simulator"),  # WritingApp
    )
    track = _element(
        0xAE,
        _number(0xD7, 1)  # TrackNumber
        + _number(0x73C5, 1)  # TrackUID
        + _number(0x83, 1)  # TrackType: video
        + _element(0x86, b"V_VP8")  # CodecID
        + _element(0xE0, _number(0xB0, WIDTH) + _number(0xBA, HEIGHT)),
    )
    blocks = b"".join(_block(number) for number in range(FRAMES))
    cluster = _element(0x1F43B675, _number(0xE7, 0) + blocks)
    segment = information + _element(0x1654AE6B, track) + cluster
    return header + _element(0x18538067, segment)


def _block(number: int) -> bytes:
    file = BytesIO()
    frame(number, WIDTH, HEIGHT).save(file, "WEBP", lossless=False, quality=60)
    picture = file.getvalue()
    (length,) = struct.unpack_from("<I", picture, CHUNK_START - 4)
    data = picture[CHUNK_START : CHUNK_START + length]
    at = number * 1000 // FRAMES_PER_SECOND
    return _element(0xA3, struct.pack(">BhB", 0x81, at, KEY_FRAME) + data)


def _number(name: int, value: int) -> bytes:
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _element(name: int, data: bytes) -> bytes:
    # A size always in eight bytes, the first of which says just that.
    size = len(data) | 1 << 56
    return name.to_bytes((name.bit_length() + 7) // 8) + size.to_bytes(8) + data
