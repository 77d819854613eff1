"""Which files of a torrent a person wants."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..const import DOMAIN
from .api.torrents import TorrentFile

ATTR_FILES: Final = "files"
ATTR_FILE_IDS: Final = "file_ids"
ATTR_PATTERN: Final = "pattern"


class Choice(StrEnum):
    """How the files are chosen; NONE leaves the choice to a person."""

    ALL = "all"
    LARGEST = "largest"
    PATTERN = "pattern"
    IDS = "ids"
    NONE = "none"


def choice_fields(*choices: Choice) -> dict[vol.Marker, Any]:
    """Return the schema of a choice; the first one is the default."""
    return {
        vol.Optional(ATTR_FILES, default=choices[0]): vol.All(
            vol.In(choices), vol.Coerce(Choice)
        ),
        vol.Optional(ATTR_PATTERN): cv.string,
        vol.Optional(ATTR_FILE_IDS): vol.All(cv.ensure_list, [cv.positive_int]),
    }


def check_choice(data: Mapping[str, Any]) -> None:
    """Raise ServiceValidationError where a choice lacks what it needs."""
    for choice, field in ((Choice.PATTERN, ATTR_PATTERN), (Choice.IDS, ATTR_FILE_IDS)):
        if data[ATTR_FILES] is choice and not data.get(field):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key=f"choice_without_{field}"
            )


def chosen(files: Sequence[TorrentFile], data: Mapping[str, Any]) -> list[int]:
    """Return the ids of the files that were asked for, none at all for all of them.

    Raises ServiceValidationError where no file fits.
    """
    ids: list[int] = []
    match data[ATTR_FILES]:
        case Choice.ALL:
            return []
        case Choice.LARGEST:
            ids = [max(files, key=lambda file: file.size).file_id] if files else []
        case Choice.PATTERN:
            pattern = data[ATTR_PATTERN].casefold()
            ids = [
                file.file_id
                for file in files
                if fnmatchcase(file.path.casefold(), pattern)
                or fnmatchcase(file.name.casefold(), pattern)
            ]
        case Choice.IDS:
            known = {file.file_id for file in files}
            ids = data[ATTR_FILE_IDS] if known.issuperset(data[ATTR_FILE_IDS]) else []
    if not ids:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_file_fits"
        )
    return ids
