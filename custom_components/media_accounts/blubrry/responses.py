"""The responses of the actions on a Blubrry account."""

from collections.abc import Mapping

from homeassistant.util.json import JsonObjectType, JsonValueType

from ..provider.responses import fields_of, to_json
from .api.hosting import Hosting
from .api.statistics import EpisodeCounts


def episodes_response(found: Mapping[str, EpisodeCounts]) -> list[JsonValueType]:
    """Return the downloads of episodes, most downloads first."""
    return [
        {
            "episode_id": episode.episode_id,
            "title": episode.title,
            "filename": episode.filename,
            "published": to_json(episode.published),
            **fields_of(episode.counts),
        }
        for episode in sorted(
            found.values(), key=lambda episode: -episode.counts.downloads
        )
    ]


def hosting_response(hosting: Hosting) -> JsonObjectType:
    """Return the files and the quota; sizes in bytes, times in seconds."""
    response = fields_of(hosting)
    if hosting.quota is not None:
        response["quota"] = {**fields_of(hosting.quota), "used": hosting.quota.used}
    return response
