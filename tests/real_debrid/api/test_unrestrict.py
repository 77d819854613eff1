"""Links, folders and containers."""

from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.real_debrid.acting import act, answer, asked
from tests.simulator import Simulator

LINK = "https://hoster-a.example/f/1"


async def test_folders_and_containers(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, tmp_path: Path
) -> None:
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    (tmp_path / "a.dlc").write_bytes(b"container")
    answer(simulator, "unrestrict/folder", [LINK, None, 5])
    answer(simulator, "unrestrict/containerLink", {})
    answer(simulator, "unrestrict/containerFile", [LINK])
    folder = await act(hass, entry, "unrestrict_folder", link=LINK)
    assert folder == {"links": [LINK]}
    container = await act(hass, entry, "unrestrict_folder", container=LINK)
    assert container == {"links": []}
    file = str(tmp_path / "a.dlc")
    assert await act(hass, entry, "unrestrict_folder", file=file) == {"links": [LINK]}
    (sent,) = asked(simulator, "unrestrict/containerFile")
    assert sent.method == "PUT"
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "unrestrict_folder")
    assert raised.value.translation_key == "one_source"


async def test_containers_as_hosts_have_them(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, tmp_path: Path
) -> None:
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    links = [f"https://cloudnest.example/f/{name}" for name in ("aesop-01", "aesop-02")]
    file = tmp_path / "aesop.dlc"
    file.write_bytes(simulator.real_debrid.container(links))
    address = "https://cloudnest.example/{}/aesop"
    for source in (
        {"link": address.format("folder")},
        {"container": address.format("c")},
        {"file": str(file)},
    ):
        answered = await act(hass, entry, "unrestrict_folder", **source)
        assert answered == {"links": links}
    empty = "https://cloudnest.example/folder/empty"
    assert await act(hass, entry, "unrestrict_folder", link=empty) == {"links": []}


@pytest.mark.parametrize(
    ("source", "premium_until", "key"),
    [
        ({"container": "https://cloudnest.example/c/gone"}, 1e12, "file_unavailable"),
        ({"container": "https://elsewhere.example/c/aesop"}, 1e12, "value"),
        ({"file": "{folder}/a.dlc"}, 1e12, "value"),
        ({"container": "https://cloudnest.example/c/aesop"}, None, "not_premium"),
        ({"file": "{folder}/a.dlc"}, None, "not_premium"),
    ],
)
async def test_containers_that_cannot_be_read(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    tmp_path: Path,
    source: dict[str, str],
    premium_until: float | None,
    key: str,
) -> None:
    simulator.real_debrid.put_person("quietotter", premium_until=premium_until)
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    (tmp_path / "a.dlc").write_bytes(b"no container")
    source = {name: text.format(folder=tmp_path) for name, text in source.items()}
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_folder", **source)
    assert raised.value.translation_key == f"refused_{key}"


QUALITIES = "https://vidmeadow.example/f/caminandes-3"


BUNNY = "https://cloudnest.example/f/big-buck-bunny"


OWN_LINK = "https://real-debrid.com/d/AAAAAAAAAAAAA"


pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.mark.parametrize("details", [True, False])
async def test_other_qualities_have_a_name_in_both_forms(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, *, details: bool
) -> None:
    simulator.real_debrid.change_settings(alternative_details=details)
    response = await act(hass, entry, "unrestrict_link", link=QUALITIES)
    qualities = [other["quality"] for other in response["alternatives"]]
    assert qualities == ["720p", "480p"]


@pytest.mark.parametrize(
    ("link", "person", "key"),
    [
        ("https://cloudnest.example/f/deleted", {}, "refused_file_unavailable"),
        ("https://sharedock.example/f/sintel", {}, "refused_host_down"),
        ("https://oldshelf.example/f/sintel", {}, "refused_host_unsupported"),
        (OWN_LINK, {}, "refused_not_found"),
        (BUNNY, {"premium_until": None}, "refused_not_premium"),
        (
            QUALITIES,
            {"traffic": {"vidmeadow.example": {"type": "links", "left": 0}}},
            "refused_host_limit",
        ),
    ],
)
async def test_links_that_lead_nowhere(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    link: str,
    person: dict[str, Any],
    key: str,
) -> None:
    simulator.real_debrid.put_person("quietotter", **person)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_link", link=link)
    assert raised.value.translation_key == key


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://cloudnest.example/f/deleted", "refused_file_unavailable"),
        (OWN_LINK, "refused_not_found"),
    ],
)
async def test_links_to_check_that_are_gone(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    link: str,
    key: str,
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "check_link", link=link)
    assert raised.value.translation_key == key


async def test_remote_traffic_that_was_not_bought(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_link", link=BUNNY, remote=True)
    assert raised.value.translation_key == "refused_traffic_exhausted"


@pytest.mark.parametrize(
    ("action", "field"),
    [("delete_download", "download_id"), ("get_torrent", "torrent_id")],
)
@pytest.mark.parametrize("error_codes", [True, False])
async def test_missing_files_are_reported_with_and_without_a_code(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    action: str,
    field: str,
    error_codes: bool,
) -> None:
    simulator.real_debrid.change_settings(error_codes=error_codes)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, action, **{field: "GONE"})
    assert raised.value.translation_key == "refused_not_found"
