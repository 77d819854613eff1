"""Transcoded streams (Real-Debrid API documentation, /streaming)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from ...api.client import ServiceClient, segment
from ...api.parsing import Json, as_float, as_int, as_map, as_text

_BASE: Final = "rest/1.0/streaming"


@dataclass(frozen=True, kw_only=True)
class MediaInfo:
    """What is known of a film or a recording; seconds, bits per second, bytes.

    The tracks are descriptions by their keys, such as `eng1`.
    """

    name: str | None
    kind: str | None
    season: str | None
    episode: str | None
    year: str | None
    duration: float | None
    bitrate: int | None
    size: int | None
    video: Mapping[str, str]
    audio: Mapping[str, str]
    subtitles: Mapping[str, str]

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of /streaming/mediaInfos."""
        fields = as_map(answer)
        details = as_map(fields.get("details"))
        return cls(
            name=as_text(fields.get("filename")),
            kind=as_text(fields.get("type")),
            season=as_text(fields.get("season")),
            episode=as_text(fields.get("episode")),
            year=as_text(fields.get("year")),
            duration=as_float(fields.get("duration")),
            bitrate=as_int(fields.get("bitrate")),
            size=as_int(fields.get("size")),
            video=_tracks(details.get("video")),
            audio=_tracks(details.get("audio")),
            subtitles=_tracks(details.get("subtitles")),
        )


class StreamingCalls:
    """The calls below /streaming. Each raises a ProviderError, NotIncluded too."""

    def __init__(self, client: ServiceClient) -> None:
        """Take the client."""
        self._client = client

    async def transcode(self, download_id: str) -> Mapping[str, Mapping[str, str]]:
        """Return the addresses of a download's streams, by format and quality."""
        answer = await self._client.get(f"{_BASE}/transcode/{segment(download_id)}")
        return {
            kind: streams
            for kind, value in answer.map.items()
            if (streams := _texts(value))
        }

    async def media_info(self, download_id: str) -> MediaInfo:
        """Read what is known of a download."""
        answer = await self._client.get(f"{_BASE}/mediaInfos/{segment(download_id)}")
        return MediaInfo.from_answer(answer.json)


def _texts(value: Json) -> Mapping[str, str]:
    return {key: text for key, item in as_map(value).items() if (text := as_text(item))}


def _tracks(value: Json) -> Mapping[str, str]:
    """Return the tracks of a kind: a description each, or fields that make one."""
    return {
        key: as_text(item)
        or ", ".join(text for part in as_map(item).values() if (text := as_text(part)))
        for key, item in as_map(value).items()
    }
