"""Files in `.storage` that are validated when read, and verified after each write.

A file that cannot be used is left unchanged. A repair issue explains why, and offers to
read it again or to start without it; see `repairs.py`.
"""

from enum import StrEnum
from pathlib import Path
import re
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import (
    STORAGE_DIR,
    Store,
    get_internal_store_manager,
)
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JSON_DECODE_EXCEPTIONS, json_loads

from .api.parsing import Json
from .const import DOMAIN
from .ha_compat import async_create_issue, async_refresh_issues

STORE_KEY: Final = "store_key"

# The beginning of a file that `Store` writes, with the key of one of our stores.
_OUR_FILE: Final = re.compile(
    rb'\s*\{\s*"version":\s*\d+,\s*"minor_version":\s*\d+,\s*"key":\s*"%s\.'
    % DOMAIN.encode()
)

type Stored = dict[str, Json]


class StoreProblem(StrEnum):
    """Why a file cannot be used, as a translation key."""

    DAMAGED = "store_damaged"  # Empty, truncated, or of another structure.
    NEWER = "store_newer"  # Written by a newer version of the integration.
    UNREADABLE = "store_unreadable"  # A folder, no permission, or a failing disk.


class StoreUnusable(Exception):
    """A file has no content that this version can use."""

    def __init__(self, problem: StoreProblem, key: str) -> None:
        """Store the problem and the key of the store, which is the name of its file."""
        super().__init__(f"{key}: {problem}")
        self.problem = problem
        self.key = key


class VerifiedStore(Store[Stored]):
    """A map in a file that only Home Assistant's own user may read."""

    def __init__(self, hass: HomeAssistant, version: int, key: str) -> None:
        """Initialize the store; its file need not exist."""
        super().__init__(hass, version, key, private=True, atomic_writes=True)
        self._problem: StoreProblem | None = None

    @override
    async def async_load(self) -> Stored | None:
        """Return the stored data, None without a file; raises StoreUnusable."""
        await _async_remove_leftovers(self.hass)
        try:
            data = await self._async_read()
        except StoreUnusable as err:
            self._set_problem(err.problem)
            raise
        self._set_problem(None)
        return data

    @override
    async def async_save(self, data: Stored) -> None:
        """Write the data, but never overwrite a file that could not be used."""
        if self._problem is None:
            await super().async_save(data)

    async def async_write(self, data: Stored) -> bool:
        """Write the data and return whether the file contains it now.

        `async_save` only logs a full disk, and writes nothing while Home Assistant
        stops.
        """
        written = VerifiedStore(self.hass, self.version, self.key)
        try:
            await self.async_save(data)
            return await written._async_read() == data
        except OSError, HomeAssistantError, NotImplementedError, StoreUnusable:
            return False

    async def async_delete(self) -> bool:
        """Remove the file, whatever its content, and return whether it is gone."""
        try:
            await self.async_remove()
        except OSError:
            return False
        self._set_problem(None)
        return True

    async def _async_read(self) -> Stored | None:
        problem = await self.hass.async_add_executor_job(
            _find_problem, Path(self.path), self.version
        )
        if problem is not None:
            raise StoreUnusable(problem, self.key)
        # Home Assistant lists `.storage` once, when it starts: without this it would
        # not see a file that was restored since then.
        get_internal_store_manager(self.hass).async_invalidate(self.key)
        return await super().async_load()

    @callback
    def _set_problem(self, problem: StoreProblem | None) -> None:
        if problem == self._problem:
            return
        self._problem = problem
        issue_ids = {kind: f"{kind}_{self.key}" for kind in StoreProblem}
        with async_refresh_issues(self.hass, DOMAIN, issue_ids=issue_ids.values()):
            if problem is not None:
                async_create_issue(
                    self.hass,
                    DOMAIN,
                    issue_ids[problem],
                    data={STORE_KEY: self.key},
                    is_fixable=True,
                    severity=IssueSeverity.ERROR,
                    translation_key=problem,
                    translation_placeholders={"file": f"{STORAGE_DIR}/{self.key}"},
                )


def _find_problem(path: Path, version: int) -> StoreProblem | None:
    """Return why a file cannot be loaded, None for a usable or a missing one.

    Home Assistant itself would rename a file that is not JSON, and raise TypeError,
    KeyError or UnsupportedStorageVersionError for the others.
    """
    if not path.exists():
        return None
    try:
        content = json_loads(_read_file(path))
    except OSError:
        return StoreProblem.UNREADABLE
    except JSON_DECODE_EXCEPTIONS:
        return StoreProblem.DAMAGED
    match content:
        case {"version": int(found)} if found > version:
            return StoreProblem.NEWER
        case {"version": int(), "data": dict()}:
            return None
        case _:
            return StoreProblem.DAMAGED


def _read_file(path: Path) -> bytes:
    """Return the content of a regular file; raises OSError."""
    if not path.is_file():
        raise OSError(f"not a file: {path.name}")
    return path.read_bytes()


@singleton(HassKey[bool](f"{DOMAIN}_leftovers"), async_=True)
async def _async_remove_leftovers(hass: HomeAssistant) -> bool:
    """Remove leftovers of earlier runs, once, before the first write.

    Home Assistant keeps the temporary file of an interrupted write, and a copy of each
    corrupt store. Both can contain keys in plain text.
    """
    folder = Path(hass.config.path(STORAGE_DIR))
    await hass.async_add_executor_job(_remove_leftovers, folder)
    return True


def _remove_leftovers(folder: Path) -> None:
    for path in (*folder.glob("tmp*"), *folder.glob(f"{DOMAIN}.*.corrupt.*")):
        try:
            if path.is_file() and (path.name.startswith(DOMAIN) or _is_ours(path)):
                path.unlink()
        except OSError:
            continue


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return _OUR_FILE.match(file.read(200)) is not None
