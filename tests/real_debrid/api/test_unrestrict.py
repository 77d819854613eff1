"""Links of folders, and of container files."""

from pathlib import Path

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
    assert folder == {"links": [LINK, "5"]}
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
