"""The responses of the actions on a Real-Debrid account."""

from homeassistant.util.json import JsonObjectType, JsonValueType

from ..provider.responses import to_json
from .api.downloads import Download
from .api.torrents import Torrent
from .api.unrestrict import UnrestrictedLink


def torrent_response(torrent: Torrent) -> JsonObjectType:
    """Return a torrent; sizes in bytes, speed in bytes per second."""
    return {
        "torrent_id": torrent.torrent_id,
        "name": torrent.name,
        "status": torrent.status,
        "progress": torrent.progress,
        "size": torrent.size,
        "speed": torrent.speed,
        "seeders": torrent.seeders,
        "added": to_json(torrent.added),
        "ended": to_json(torrent.ended),
    }


def details_response(torrent: Torrent) -> JsonObjectType:
    """Return a torrent with its files and links."""
    links: list[JsonValueType] = list(torrent.links)
    files: list[JsonValueType] = [
        {
            "file_id": file.file_id,
            "path": file.path,
            "size": file.size,
            "selected": file.selected,
        }
        for file in torrent.files
    ]
    return {**torrent_response(torrent), "files": files, "links": links}


def download_response(download: Download) -> JsonObjectType:
    """Return a download; its size in bytes."""
    return {
        "download_id": download.download_id,
        "name": download.name,
        "mime_type": download.mime_type,
        "size": download.size,
        "host": download.host,
        "link": download.link,
        "download": download.address,
        "streamable": download.streamable,
        "generated": to_json(download.generated),
    }


def link_response(link: UnrestrictedLink) -> JsonObjectType:
    """Return an unrestricted link; its size in bytes."""
    alternatives: list[JsonValueType] = [
        {"name": other.name, "quality": other.quality, "download": other.address}
        for other in link.alternatives
    ]
    return {
        "download_id": link.download_id,
        "name": link.name,
        "mime_type": link.mime_type,
        "size": link.size,
        "host": link.host,
        "download": link.address,
        "streamable": link.streamable,
        "alternatives": alternatives,
    }
