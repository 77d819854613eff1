"""Pictures: the frames of the film, a poster, and icons."""

from io import BytesIO
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageDraw

FRAMES: Final = 24
FRAMES_PER_SECOND: Final = 8
SECONDS: Final = FRAMES / FRAMES_PER_SECOND

BACK: Final = (24, 38, 71)
FRONT: Final = (255, 183, 77)


def frame(number: int, width: int, height: int) -> Image.Image:
    """Draw a frame of the film: a circle that rotates once."""
    image = Image.new("RGB", (width, height), BACK)
    turn = 2 * pi * number / FRAMES
    x, y = width * (0.5 + 0.3 * cos(turn)), height * (0.5 + 0.3 * sin(turn))
    radius = height / 6
    ImageDraw.Draw(image).ellipse(
        (x - radius, y - radius, x + radius, y + radius), FRONT
    )
    return image


def poster() -> bytes:
    """Return a PNG of the first frame."""
    return _png(frame(0, 320, 180))


def icon(number: int) -> bytes:
    """Return a small square PNG; each number has a colour of its own."""
    color = (60 + number * 47 % 160, 60 + number * 89 % 160, 60 + number * 131 % 160)
    return _png(Image.new("RGB", (32, 32), color))


def silhouette() -> bytes:
    """Return a PNG of anybody: a head and shoulders, as large as avatars may be."""
    width, height = 150, 230
    image = Image.new("RGB", (width, height), BACK)
    draw = ImageDraw.Draw(image)
    draw.ellipse((45, 50, 105, 110), FRONT)
    draw.ellipse((15, 125, width - 15, 2 * height - 125), FRONT)
    return _png(image)


def mime_type(data: bytes) -> str:
    """Return the type of a picture."""
    with Image.open(BytesIO(data)) as image:
        return str(image.get_format_mimetype())


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
