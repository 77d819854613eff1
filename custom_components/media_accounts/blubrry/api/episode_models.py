"""What Blubrry tells of a program's episodes, and of the program to its listeners."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from ...api.parsing import Json, as_int, as_map, as_text
from .dates import as_moment

# The picture that stands in where a program has no cover.
_PLACEHOLDER: Final = "default.jpg"


def _web_address(value: Json) -> str | None:
    text = as_text(value)
    return text if text and text.startswith(("https://", "http://")) else None


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A published episode; `duration` is in seconds."""

    episode_id: str
    title: str
    published: datetime | None
    duration: int | None
    filename: str | None
    summary: str | None
    season: int | None
    number: int | None
    link: str | None
    media_url: str | None
    image: str | None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None where it has no id."""
        fields = as_map(row)
        episode_id = as_text(fields.get("id"))
        if episode_id is None:
            return None
        filename = as_text(fields.get("filename"))
        return cls(
            episode_id=episode_id,
            title=as_text(fields.get("title")) or filename or episode_id,
            published=as_moment(fields.get("post_date")),
            duration=as_int(fields.get("duration")),
            filename=filename,
            summary=as_text(fields.get("summary")),
            season=as_int(fields.get("itunes_season")),
            number=as_int(fields.get("itunes_episode_number")),
            link=_web_address(fields.get("listing_url"))
            or _web_address(fields.get("podcast_link")),
            media_url=_web_address(fields.get("media_url")),
            image=_web_address(fields.get("itunes_image")),
        )


@dataclass(frozen=True, kw_only=True)
class ProgramInfo:
    """How a program presents itself (program/info.json)."""

    author: str | None
    category: str | None
    cover: str | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer."""
        fields = as_map(answer)
        cover = _web_address(fields.get("artwork_url"))
        return cls(
            author=as_text(fields.get("author")),
            category=as_text(fields.get("category")),
            cover=None if cover is None or _PLACEHOLDER in cover else cover,
        )
