#!/usr/bin/env python3
"""Draws the images in custom_components/media_accounts/brand/.

The icon is a key whose bow is a play button. It uses no trademark of another company.
Home Assistant shows the dark variants in the dark theme, those with `@2x` on screens of
high density, and the logo in wide places.

Usage: .venv/bin/python scripts/brand.py
"""

from dataclasses import dataclass
from pathlib import Path

import hass_frontend
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
BRAND = ROOT / "custom_components" / "media_accounts" / "brand"
FONT = hass_frontend.where() / "static/fonts/roboto/Roboto-Medium.woff2"

# The factor of antialiasing: draw larger, then scale down.
OVERSIZE = 8
ICON = 256
LOGO = 128
NAME = "Media Accounts"

type Color = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colors of one variant: the icon runs from `start` to `end`."""

    prefix: str
    start: Color
    end: Color
    text: Color


THEMES = (
    Theme(prefix="", start=(13, 148, 136), end=(79, 70, 229), text=(30, 34, 58)),
    Theme(
        prefix="dark_", start=(45, 212, 191), end=(129, 140, 248), text=(236, 238, 250)
    ),
)


def mark(size: int) -> Image.Image:
    """Return the shape of the key as a mask of size x size pixels."""
    canvas = 256 * OVERSIZE

    def scaled(*points: float) -> list[float]:
        return [OVERSIZE * (128 + point) for point in points]

    key = Image.new("L", (canvas, canvas))
    draw = ImageDraw.Draw(key)
    for left, top, right, bottom in (
        (-10, -15, 108, 15),  # the blade
        (42, 0, 66, 47),  # its teeth
        (84, 0, 108, 40),
    ):
        draw.rounded_rectangle(scaled(left, top, right, bottom), 7 * OVERSIZE, fill=255)
    draw.ellipse(scaled(-124, -64, 4, 64), fill=255)  # the bow
    key = key.rotate(-45, Image.Resampling.BICUBIC)
    # The bow is 60 left of the middle; turned by 45 degrees, 42 to the left and up.
    corners = ((-21, -30), (-21, 30), (31, 0))
    triangle = [tuple(scaled(x - 42.4, y - 42.4)) for x, y in corners]
    draw = ImageDraw.Draw(key)
    draw.polygon(triangle, fill=0)
    draw.line([*triangle, *triangle[:2]], fill=0, width=9 * OVERSIZE, joint="curve")

    shape = key.crop(key.getbbox())
    side = max(shape.size)
    square = Image.new("L", (side, side))
    square.paste(shape, ((side - shape.width) // 2, (side - shape.height) // 2))
    return square.resize((size, size), Image.Resampling.LANCZOS)


def icon(size: int, theme: Theme) -> Image.Image:
    """Return the icon in the colors of a theme, on a transparent background."""
    # From the upper left corner to the lower right one.
    across = Image.linear_gradient("L").resize((size, size))
    ramp = Image.blend(across, across.transpose(Image.Transpose.ROTATE_90), 0.5)
    start = Image.new("RGB", (size, size), theme.start)
    end = Image.new("RGB", (size, size), theme.end)
    image = Image.composite(end, start, ramp)
    image.putalpha(mark(size))
    return image


def logo(height: int, theme: Theme) -> Image.Image:
    """Return the icon with the name beside it."""
    font = ImageFont.truetype(str(FONT), height * 0.62)
    left, gap = height, height // 5
    width = left + gap + round(font.getlength(NAME))
    image = Image.new("RGBA", (width, height), (*theme.text, 0))
    image.paste(icon(height, theme), (0, 0))
    ImageDraw.Draw(image).text(
        (left + gap, height / 2), NAME, font=font, fill=(*theme.text, 255), anchor="lm"
    )
    return image


def main() -> None:
    """Draw all images."""
    BRAND.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        for scale, suffix in ((1, ""), (2, "@2x")):
            images = {
                "icon": icon(ICON * scale, theme),
                "logo": logo(LOGO * scale, theme),
            }
            for name, image in images.items():
                image.save(BRAND / f"{theme.prefix}{name}{suffix}.png", optimize=True)


if __name__ == "__main__":
    main()
