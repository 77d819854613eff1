"""Torrent files of folders and addresses that Home Assistant allows."""

import os
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.real_debrid import input_files as sources
from tests.real_debrid.acting import act, answer, asked
from tests.simulator import Simulator

READY = {"id": "T1", "filename": "Sintel", "status": "downloaded"}


async def test_file_of_an_allowed_folder_is_added(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    tmp_path: Path,
) -> None:
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    file = tmp_path / "sintel.torrent"
    file.write_bytes(b"d4:infod4:name6:Sintelee")
    answer(simulator, "torrents/addTorrent", {"id": "T1", "uri": "x"}, 201)
    answer(simulator, "torrents/info/T1", READY | {"links": ["https://l"]})
    torrent = await act(hass, entry, "add_torrent", file=str(file))
    assert torrent["ready"] is True
    (sent,) = asked(simulator, "torrents/addTorrent")
    assert sent.method == "PUT"
    assert sent.headers["Content-Length"] == "24"


@pytest.mark.parametrize(
    ("content", "data", "key"),
    [
        (b"x", {"file": "/etc/hostname"}, "path_not_allowed"),
        (b"", {"file": "{folder}/a.torrent"}, "file_empty"),
        (b"x" * 33, {"file": "{folder}/a.torrent"}, "file_too_long"),
        (b"x", {"file": "{folder}/b.torrent"}, "file_unreadable"),
        (b"x", {"file": "{folder}/fifo"}, "file_unreadable"),
        (b"x", {"file": "{folder}"}, "file_unreadable"),
        (b"x", {"file": "{folder}/a.torrent\x00b"}, "file_unreadable"),
        (b"x", {"file": "{folder}/\ud800"}, "file_unreadable"),
        (b"x", {}, "one_source"),
        (b"x", {"file": "{folder}/a", "url": "http://example.org/"}, "one_source"),
        (b"x", {"url": "http://example.org/a.torrent"}, "url_not_allowed"),
    ],
)
async def test_file_that_cannot_be_added(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    data: dict[str, str],
    key: str,
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 32)
    os.mkfifo(tmp_path / "fifo")
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    (tmp_path / "a.torrent").write_bytes(content)
    data = {name: value.format(folder=tmp_path) for name, value in data.items()}
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", **data)
    assert raised.value.translation_key == key
    assert not asked(simulator, "torrents/addTorrent")


async def test_file_of_an_allowed_address_is_added(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    url = simulator.blubrry.url
    hass.config.allowlist_external_urls = {f"{url}/files/"}
    simulator.fault(
        "blubrry", "/files/old", status=302, headers={"Location": "/files/new"}
    )
    simulator.fault("blubrry", "/files/new", text="d4:infode")
    answer(simulator, "torrents/addTorrent", {"id": "T1", "uri": "x"}, 201)
    answer(simulator, "torrents/info/T1", READY)
    await act(hass, entry, "add_torrent", url=f"{url}/files/old")
    (sent,) = asked(simulator, "torrents/addTorrent")
    assert sent.headers["Content-Length"] == "9"
    fetched = simulator.requests_to("blubrry", path="/files/new")
    assert "Authorization" not in fetched[0].headers


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ({"status": 302, "headers": {"Location": "/secret"}}, "url_not_allowed"),
        ({"status": 302, "headers": {"Location": "/files/a"}}, "url_unreachable"),
        ({"status": 302}, "url_unreachable"),
        ({"status": 404}, "url_unreachable"),
        ({"drop": True}, "url_unreachable"),
        ({"text": "x" * 33}, "file_too_long"),
    ],
)
async def test_address_that_cannot_be_fetched(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    fault: dict[str, Any],
    key: str,
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 32)
    url = simulator.blubrry.url
    hass.config.allowlist_external_urls = {f"{url}/files/"}
    simulator.fault("blubrry", "/files/a", times=None, **fault)
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", url=f"{url}/files/a")
    assert raised.value.translation_key == key
    assert not simulator.requests_to("blubrry", path="/secret")
    assert not asked(simulator, "torrents/addTorrent")
