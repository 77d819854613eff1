"""Transcoded streams (Real-Debrid API documentation, /streaming)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from ...api.client import ServiceClient, segment
from ...api.parsing import (
    Json,
    Text,
    WebAddress,
    as_amount,
    as_count,
    as_map,
    as_text,
    as_web_address,
    identified,
)

_BASE: Final = "rest/1.0/streaming"


@dataclass(frozen=True, kw_only=True)
class MediaInfo:
    """The details of a video or a recording; seconds, bits per second, bytes.

    The tracks are descriptions by their keys, such as `eng1`.
    """

    name: Text | None
    kind: Text | None
    season: Text | None
    episode: Text | None
    year: Text | None
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
            duration=as_amount(fields.get("duration")),
            bitrate=as_count(fields.get("bitrate")),
            size=as_count(fields.get("size")),
            video=_tracks(details.get("video")),
            audio=_tracks(details.get("audio")),
            subtitles=_tracks(details.get("subtitles")),
        )


class StreamingCalls:
    """The calls below /streaming. Each raises a ProviderError, also NotIncluded."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def transcode(
        self, download_id: str
    ) -> Mapping[str, Mapping[str, WebAddress]]:
        """Return the addresses of a download's streams, by format and quality."""
        answer = await self._client.get(f"{_BASE}/transcode/{segment(download_id)}")
        return {
            kind: streams
            for kind, value in identified(answer.json).items()
            if (streams := _addresses(value))
        }

    async def media_info(self, download_id: str) -> MediaInfo:
        """Read the details of a download."""
        answer = await self._client.get(f"{_BASE}/mediaInfos/{segment(download_id)}")
        return MediaInfo.from_answer(answer.json)


def _addresses(value: Json) -> Mapping[str, WebAddress]:
    return {
        quality: address
        for quality, item in identified(value).items()
        if (address := as_web_address(item)) is not None
    }


def _tracks(value: Json) -> Mapping[str, str]:
    """Return the tracks of a kind: each a description, or fields that form one."""
    return {
        key: as_text(item)
        or ", ".join(text for part in as_map(item).values() if (text := as_text(part)))
        for key, item in identified(value).items()
    }
