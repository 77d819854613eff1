"""MP4 in one fragment: it plays as a file, and by HTTP Live Streaming and DASH too.

The boxes are those of ISO/IEC 14496-12 and 14496-15.
"""

from functools import cache
import struct
from typing import Final, NamedTuple

from tests.simulator.real_debrid.media import h264
from tests.simulator.real_debrid.media.picture import FRAMES, FRAMES_PER_SECOND, frame

TICKS: Final = 1_000
"""A second."""
FRAME_TICKS: Final = TICKS // FRAMES_PER_SECOND
MATRIX: Final = struct.pack(">9I", 65_536, 0, 0, 0, 65_536, 0, 0, 0, 1 << 30)
CODEC: Final = f"avc1.{h264.PROFILE.hex().upper()}"


class Film(NamedTuple):
    """A film whose first bytes describe the rest."""

    start: bytes
    fragment: bytes

    @property
    def data(self) -> bytes:
        """The whole file."""
        return self.start + self.fragment


@cache
def film() -> Film:
    """Return the film."""
    pictures = [
        h264.picture(frame(number, h264.WIDTH, h264.HEIGHT), number)
        for number in range(FRAMES)
    ]
    samples = [struct.pack(">I", len(data)) + data for data in pictures]
    kind = _box(b"ftyp", b"iso5", struct.pack(">I", 512), b"iso5iso6mp41avc1")
    # The place of the first sample counts from the start of the fragment's own box.
    offset = len(_fragment(samples, 0)) + 8
    return Film(
        start=kind + _movie(),
        fragment=_fragment(samples, offset) + _box(b"mdat", *samples),
    )


def _movie() -> bytes:
    header = _full(
        b"mvhd",
        0,
        struct.pack(">4I", 0, 0, TICKS, 0),
        struct.pack(">IH10x", 65_536, 256),
        MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    length = FRAMES * FRAME_TICKS
    extends = _box(
        b"mvex",
        _full(b"mehd", 0, struct.pack(">I", length)),
        _full(b"trex", 0, struct.pack(">5I", 1, 1, FRAME_TICKS, 0, 0)),
    )
    return _box(b"moov", header, _track(), extends)


def _track() -> bytes:
    header = _full(
        b"tkhd",
        3,  # enabled, and part of the film
        struct.pack(">5I8x4H", 0, 0, 1, 0, 0, 0, 0, 0, 0),
        MATRIX,
        struct.pack(">2I", h264.WIDTH << 16, h264.HEIGHT << 16),
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">4I2H", 0, 0, TICKS, 0, 0x55C4, 0)),
        _full(b"hdlr", 0, struct.pack(">I4s12x", 0, b"vide"), b"Video\0"),
        _box(
            b"minf",
            _full(b"vmhd", 1, bytes(8)),
            _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1))),
            _samples(),
        ),
    )
    return _box(b"trak", header, media)


def _samples() -> bytes:
    sequence, pictures = h264.sequence_parameters(), h264.picture_parameters()
    configuration = _box(
        b"avcC",
        bytes((1, *h264.PROFILE, 0xFF, 0xE1)),
        struct.pack(">H", len(sequence)) + sequence,
        bytes((1,)),
        struct.pack(">H", len(pictures)) + pictures,
    )
    entry = _box(
        b"avc1",
        struct.pack(">6xH16x2H", 1, h264.WIDTH, h264.HEIGHT),
        struct.pack(">3IH32xHh", 72 << 16, 72 << 16, 0, 1, 24, -1),
        configuration,
    )
    empty = struct.pack(">I", 0)
    return _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), entry),
        _full(b"stts", 0, empty),
        _full(b"stsc", 0, empty),
        _full(b"stsz", 0, empty, empty),
        _full(b"stco", 0, empty),
    )


def _fragment(samples: list[bytes], offset: int) -> bytes:
    run = _full(
        b"trun",
        0x000201,  # with the place of the data, and the size of each sample
        struct.pack(">Ii", len(samples), offset),
        b"".join(struct.pack(">I", len(sample)) for sample in samples),
    )
    return _box(
        b"moof",
        _full(b"mfhd", 0, struct.pack(">I", 1)),
        _box(
            b"traf",
            _full(b"tfhd", 0x020000, struct.pack(">I", 1)),
            _full(b"tfdt", 0, struct.pack(">I", 0)),
            run,
        ),
    )


def _full(kind: bytes, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _box(kind: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + kind + data
