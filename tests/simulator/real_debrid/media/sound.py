"""Three seconds of silence as MPEG-1 Audio Layer III."""

from typing import Final

from tests.simulator.real_debrid.media.picture import SECONDS

SAMPLE_RATE: Final = 44_100
SAMPLES_PER_FRAME: Final = 1_152
BITS_PER_SECOND: Final = 64_000
HEADER: Final = bytes((0xFF, 0xFB, 0x50, 0xC0))
"""64 kbit/s, 44.1 kHz, mono, no padding."""


def silence() -> bytes:
    """Return frames whose side information and main data are all zero."""
    length = SAMPLES_PER_FRAME // 8 * BITS_PER_SECOND // SAMPLE_RATE
    count = int(SECONDS * SAMPLE_RATE / SAMPLES_PER_FRAME)
    return HEADER.ljust(length, b"\0") * count
