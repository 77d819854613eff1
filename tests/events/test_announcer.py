"""Events found before the start are announced once, also if more are found."""

import asyncio
import json
from pathlib import Path
import re
import shutil
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import pytest

from custom_components.media_accounts.events.announcement import Announcement
from custom_components.media_accounts.events.announcer import Announcer
from custom_components.media_accounts.verified_store import VerifiedStore
from tests.vault.helpers import no_space

EARLIER, LATER = (Announcement(kind=kind) for kind in ("earlier", "later"))


async def test_events_found_while_the_start_is_announced_are_newer(
    hass: HomeAssistant,
) -> None:
    announcer = Announcer(hass, "real_debrid_1")
    await announcer.async_load()
    await announcer.async_announce("user", 1, (EARLIER,))
    await announcer.async_announce("transfers", 1, (EARLIER,))
    told: list[Announcement] = []
    announcer.async_listen(told.append)

    is_writing, may_write = asyncio.Event(), asyncio.Event()
    write = Store._async_write_data

    async def slowly(self: Store[dict[str, object]], data: dict[str, object]) -> None:
        is_writing.set()
        await may_write.wait()
        await write(self, data)

    with patch.object(Store, "_async_write_data", slowly):
        start = asyncio.create_task(announcer.async_start())
        await is_writing.wait()
        # An update that ends now is compared with the data being announced.
        assert announcer.recall("transfers") == 1
        reading = asyncio.create_task(
            announcer.async_announce("transfers", 2, (LATER,))
        )
        may_write.set()
        await asyncio.gather(start, reading)

    assert told == [EARLIER, EARLIER, LATER]
    assert announcer.recall("transfers") == 2
    again = Announcer(hass, "real_debrid_1")
    await again.async_load()
    assert again.recall("user") == 1
    assert again.recall("transfers") == 2


@pytest.mark.real_storage
@pytest.mark.parametrize("is_interrupted", [False, True])
async def test_the_file_of_earlier_versions_is_renamed(
    hass: HomeAssistant, *, is_interrupted: bool
) -> None:
    """`stored` was written by commit 42826ff, and named after the account."""
    folder = Path(hass.config.path(".storage"))
    shutil.copytree(
        Path(__file__).parent / "stored",
        folder,
        ignore=shutil.ignore_patterns("*.json"),
        dirs_exist_ok=True,
    )
    (earlier,) = folder.iterdir()
    content = json.loads(earlier.read_text())["data"]
    announcer = Announcer(hass, "real_debrid_1")
    if is_interrupted:
        with patch.object(VerifiedStore, "async_delete"):
            await Announcer(hass, "real_debrid_1").async_load()
        assert earlier.exists()
    await announcer.async_load()
    (path,) = folder.iterdir()
    assert "real_debrid_1" not in path.name
    assert json.loads(path.read_text())["data"] == content
    assert announcer.recall("user") == content["user"]
    await announcer.async_forget()
    assert not list(folder.iterdir())


@pytest.mark.real_storage
async def test_the_file_of_earlier_versions_stays_until_it_is_copied(
    hass: HomeAssistant,
) -> None:
    folder = Path(hass.config.path(".storage"))
    shutil.copytree(
        Path(__file__).parent / "stored",
        folder,
        ignore=shutil.ignore_patterns("*.json"),
        dirs_exist_ok=True,
    )
    (earlier,) = folder.iterdir()
    announcer = Announcer(hass, "real_debrid_1")
    with no_space():
        await announcer.async_load()
    assert announcer.recall("sign_in") == "lost"
    assert list(folder.iterdir()) == [earlier]


@pytest.mark.real_storage
@pytest.mark.parametrize(
    "account_id",
    ["blubrry_/../../auth", "blubrry_../auth", "blubrry_.", "ü", "a" * 300, "\ud800"],
)
async def test_no_id_reaches_a_file_name(hass: HomeAssistant, account_id: str) -> None:
    folder = Path(hass.config.path(".storage"))
    folder.mkdir()
    other = folder / "auth"
    other.write_text("other")
    before = set(Path(hass.config.config_dir).rglob("*"))
    announcer = Announcer(hass, account_id)
    await announcer.async_load()
    await announcer.async_start()
    await announcer.async_announce("user", 1, ())
    (path,) = folder.glob("media_accounts.*")
    assert re.fullmatch(r"media_accounts\.known\.[0-9a-f]{32}", path.name)
    await announcer.async_forget()
    assert set(Path(hass.config.config_dir).rglob("*")) == before
    assert other.read_text() == "other"
