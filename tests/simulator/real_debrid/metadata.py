"""The metadata of works: films and audio."""

import dataclasses
from typing import Final


@dataclasses.dataclass(frozen=True, kw_only=True)
class Known:
    """A work; the year is a string, as the API has it."""

    kind: str
    """movie, show or audio"""
    year: str | None = None
    season: str | None = None
    episode: str | None = None
    seconds: float
    subtitles: tuple[str, ...] = ()


KNOWN: Final = {
    "Big.Buck.Bunny": Known(kind="movie", year="2008", seconds=596.5),
    "Sintel": Known(
        kind="movie", year="2010", seconds=888.05, subtitles=("eng", "fre", "ger")
    ),
    "Tears.of.Steel": Known(kind="movie", year="2012", seconds=734.2),
    "Caminandes.3": Known(
        kind="show", year="2016", season="1", episode="3", seconds=150.0
    ),
    "LibriVox": Known(kind="audio", seconds=1_312.8),
}
"""By the beginning of a file's name."""

LANGUAGES: Final = {"eng": "English", "fre": "French", "ger": "German"}


def look_up(filename: str) -> Known | None:
    """Return the metadata of a file, or None."""
    return next(
        (known for start, known in KNOWN.items() if filename.startswith(start)), None
    )


def streams(known: Known) -> dict[str, dict[str, dict[str, object]]]:
    """Return video, audio and subtitles, each by a key such as `eng1`."""
    sound: dict[str, object] = {
        "stream": "0:1",
        "lang": "English",
        "lang_iso": "eng",
        "codec": "aac",
        "sampling": 48_000,
        "channels": 2,
    }
    picture: dict[str, object] = {
        "stream": "0:0",
        "lang": "Unknown",
        "lang_iso": "und",
        "codec": "h264",
        "colorspace": "yuv420p",
        "width": 1_920,
        "height": 1_080,
    }
    return {
        "video": {} if known.kind == "audio" else {"und1": picture},
        "audio": {"eng1": sound},
        "subtitles": {
            f"{language}{number}": {
                "stream": f"0:{number + 1}",
                "lang": LANGUAGES[language],
                "lang_iso": language,
                "type": "SRT",
            }
            for number, language in enumerate(known.subtitles, 1)
        },
    }
