"""H.264 without compression: intra frames only, macroblocks of raw samples.

ITU-T H.264, baseline profile: intra pictures of I_PCM macroblocks need no prediction
and no transform.
"""

from typing import Final

from PIL import Image

BLOCK: Final = 16
WIDTH: Final = 4 * BLOCK
HEIGHT: Final = 3 * BLOCK
PROFILE: Final = bytes((66, 0xC0, 10))
"""Constrained baseline, level 1."""


class _Bits:
    """Bits in a row, in the codes of clause 9.1."""

    def __init__(self) -> None:
        self._text = ""

    def fixed(self, value: int, count: int) -> _Bits:
        self._text += f"{value:0{count}b}"
        return self

    def golomb(self, *values: int) -> _Bits:
        for value in values:
            digits = f"{value + 1:b}"
            self._text += "0" * (len(digits) - 1) + digits
        return self

    def aligned(self) -> bytes:
        """Return whole bytes, filled up with zeros."""
        text = self._text + "0" * (-len(self._text) % 8)
        return int(text, 2).to_bytes(len(text) // 8)

    def end(self) -> bytes:
        """Return whole bytes with the stop bit of clause 7.3.2.11."""
        return self.fixed(1, 1).aligned()


def sequence_parameters() -> bytes:
    """Return the sequence parameter set."""
    bits = _Bits().golomb(0, 0, 2, 0).fixed(0, 1)
    bits.golomb(WIDTH // BLOCK - 1, HEIGHT // BLOCK - 1)
    # Frames only, no direct inference, no cropping, no usability information.
    return _unit(0x67, PROFILE + bits.fixed(0b1000, 4).end())


def picture_parameters() -> bytes:
    """Return the picture parameter set."""
    bits = _Bits().golomb(0, 0).fixed(0, 2).golomb(0, 0, 0).fixed(0, 3)
    return _unit(0x68, bits.golomb(0, 0, 0).fixed(0, 3).end())


def picture(image: Image.Image, number: int) -> bytes:
    """Return an instantaneous decoding refresh picture."""
    # First macroblock, slice type, parameter set; frame number; two in a row must have
    # different ids; reference marking; quantiser, of no meaning here.
    head = _Bits().golomb(0, 7, 0).fixed(0, 4).golomb(number % 2)
    data = bytearray()
    bits = head.fixed(0, 2).golomb(0)
    luma, blue, red = image.convert("YCbCr").split()
    half = (WIDTH // 2, HEIGHT // 2)
    planes = ((luma, BLOCK), (blue.resize(half), 8), (red.resize(half), 8))
    for y in range(HEIGHT // BLOCK):
        for x in range(WIDTH // BLOCK):
            data += bits.golomb(25).aligned()
            for plane, size in planes:
                box = (x * size, y * size, (x + 1) * size, (y + 1) * size)
                data += plane.crop(box).tobytes()
            bits = _Bits()
    return _unit(0x65, bytes(data) + b"\x80")


def _unit(kind: int, data: bytes) -> bytes:
    # Clause 7.4.1: no three bytes may look like the start of a unit.
    escaped, zeros = bytearray((kind,)), 0
    for byte in data:
        if zeros == 2 and byte <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(escaped)
