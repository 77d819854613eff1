"""The selection of files of a torrent in an action."""

from collections.abc import Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType
import voluptuous as vol

from ..const import DOMAIN
from .api.torrents import TorrentFile

ATTR_FILES: Final = "files"
ATTR_FILE_IDS: Final = "file_ids"
ATTR_PATTERN: Final = "pattern"


class FileSelection(StrEnum):
    """The values of the field `files`; with NONE, the torrent keeps waiting."""

    ALL = "all"
    LARGEST = "largest"
    PATTERN = "pattern"
    IDS = "ids"
    NONE = "none"


def file_selection_fields(*selections: FileSelection) -> VolDictType:
    """Return the schema of a selection; the first value is the default."""
    return {
        vol.Optional(ATTR_FILES, default=selections[0]): vol.All(
            vol.In(selections), vol.Coerce(FileSelection)
        ),
        vol.Optional(ATTR_PATTERN): cv.string,
        vol.Optional(ATTR_FILE_IDS): vol.All(cv.ensure_list, [cv.positive_int]),
    }


def validate_file_selection(call: ServiceCall) -> None:
    """Raise ServiceValidationError if a selection lacks the field that it needs."""
    for selection, field in (
        (FileSelection.PATTERN, ATTR_PATTERN),
        (FileSelection.IDS, ATTR_FILE_IDS),
    ):
        if call.data[ATTR_FILES] is selection and not call.data.get(field):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key=f"choice_without_{field}"
            )


def selected_file_ids(files: Sequence[TorrentFile], call: ServiceCall) -> list[int]:
    """Return the ids of the selected files, an empty list for all files.

    Raises ServiceValidationError if no file matches.
    """
    ids: list[int] = []
    match call.data[ATTR_FILES]:
        case FileSelection.ALL:
            return []
        case FileSelection.LARGEST:
            ids = [max(files, key=lambda file: file.size or 0).file_id] if files else []
        case FileSelection.PATTERN:
            pattern = call.data[ATTR_PATTERN].casefold()
            ids = [
                file.file_id
                for file in files
                if fnmatchcase(file.path.casefold(), pattern)
                or fnmatchcase(file.name.casefold(), pattern)
            ]
        case FileSelection.IDS:
            known = {file.file_id for file in files}
            wanted: list[int] = call.data[ATTR_FILE_IDS]
            ids = wanted if known.issuperset(wanted) else []
    if not ids:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_file_fits"
        )
    return ids
