"""Short recordings that can be played.

An MP3 is silence with its title in an ID3 tag, a WAV is a soft tone.
"""

from io import BytesIO
from math import pi, sin
from struct import pack
from typing import Final
import wave

SECONDS: Final = 4
_FRAME_SECONDS: Final = 1_152 / 44_100
# MPEG 1 layer III at 32 kbit/s and 44.1 kHz, mono. A frame whose side information is
# all zeros has no coefficients: silence. Its length is 144 * 32000 / 44100 bytes.
_FRAME: Final = b"\xff\xfb\x10\xc4".ljust(104, b"\0")
_RATE: Final = 8_000


def mp3(title: str) -> bytes:
    """Return some seconds of silence that bear a title."""
    frames = int(SECONDS / _FRAME_SECONDS)
    return _id3(title) + _FRAME * frames


def wav(pitch: int) -> bytes:
    """Return some seconds of a tone; `pitch` in hertz."""
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE)
        written.writeframes(
            b"".join(
                pack("<h", int(3_000 * sin(2 * pi * pitch * place / _RATE)))
                for place in range(SECONDS * _RATE)
            )
        )
    return file.getvalue()


def _id3(title: str) -> bytes:
    """Return an ID3 tag of version 2.3 with a title, written as its UTF-16."""
    text = b"\x01" + title.encode("utf-16")
    frame = b"TIT2" + pack(">I", len(text)) + b"\0\0" + text
    # A size in a tag's head has seven bits in each byte.
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame
