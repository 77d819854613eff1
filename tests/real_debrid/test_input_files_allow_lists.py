"""`add_torrent` reads only files that Home Assistant's allow lists permit.

Two real servers represent the allowed server and the local network around it.
"""

from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.real_debrid.acting import act, answer, asked
from tests.simulator import Simulator

TORRENT = "d4:infode"


@pytest.fixture
def folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Allow one folder, next to a file that must not be read."""
    folder = tmp_path / "allowed"
    folder.mkdir()
    (tmp_path / "secret").write_text(TORRENT)
    (tmp_path / "allowed-not").mkdir()
    (tmp_path / "allowed-not" / "secret").write_text(TORRENT)
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "links").symlink_to(tmp_path / "allowed-not")
    hass.config.allowlist_external_dirs = {str(folder)}
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "{folder}/../secret",
        "{folder}/link",
        "{folder}/links/secret",
        "{folder}/links/absent",
        "{folder}-not/secret",
        "{folder}/../absent",
        "{folder}/../../absent/absent",
        "secret",
        "~/secret",
        "/proc/self/environ",
    ],
)
async def test_no_file_outside_of_the_allowed_folder_is_read(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    folder: Path,
    path: str,
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", file=path.format(folder=folder))
    assert raised.value.translation_key == "path_not_allowed"
    assert not asked(simulator, "torrents/addTorrent")


async def test_a_folder_is_no_file(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, folder: Path
) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", file=str(folder))
    assert raised.value.translation_key == "file_unreadable"


@pytest.fixture
def fetched(hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry) -> str:
    """Allow a part of one server, and return its address."""
    url = simulator.blubrry.url
    hass.config.allowlist_external_urls = {f"{url}/files/"}
    simulator.requests.clear()
    return url


def reached(simulator: Simulator) -> list[str]:
    """Return the paths requested from the server that is partly allowed."""
    return [request.path for request in simulator.requests_to("blubrry")]


@pytest.mark.parametrize(
    "address",
    [
        "{url}/secret",
        "{url}/files-not/secret",
        "{url}/files/../secret",
        "{url}/files/%2e%2e/secret",
        "{other}/files/secret",
        "{url}@{other_host}/files/secret",
        "http://localhost/files/secret",
        "http://169.254.169.254/files/",
        "http://[::1]/files/",
    ],
)
async def test_no_address_beside_the_allowed_ones_is_fetched(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    fetched: str,
    address: str,
) -> None:
    other = simulator.real_debrid.url
    with pytest.raises(ServiceValidationError) as raised:
        await act(
            hass,
            entry,
            "add_torrent",
            url=address.format(
                url=fetched, other=other, other_host=other.removeprefix("http://")
            ),
        )
    assert raised.value.translation_key == "url_not_allowed"
    assert fetched not in str(raised.value)
    assert not simulator.requests


async def test_without_an_entry_nothing_is_fetched(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, fetched: str
) -> None:
    hass.config.allowlist_external_urls = set()
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", url=f"{fetched}/files/a")
    assert raised.value.translation_key == "url_not_allowed"
    assert not simulator.requests


@pytest.mark.parametrize(
    "target",
    [
        "/secret",
        "../secret",
        "%2e%2e/secret",
        "{other}/files/secret",
        "//{other_host}/files/secret",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_leads_out_of_what_is_allowed(
    hass: HomeAssistant,
    simulator: Simulator,
    *,
    entry: MockConfigEntry,
    fetched: str,
    target: str,
    status: int,
) -> None:
    """An allowed redirect leads to one that is not allowed."""
    other = simulator.real_debrid.url
    location = target.format(other=other, other_host=other.removeprefix("http://"))
    for path, header in (("a", "b"), ("b", location)):
        simulator.fault(
            "blubrry",
            f"/files/{path}",
            status=status,
            headers={"Location": header},
            times=None,
        )
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "add_torrent", url=f"{fetched}/files/a")
    # An empty location redirects to the same URL, in a loop.
    is_endless = not target
    assert raised.value.translation_key == (
        "url_unreachable" if is_endless else "url_not_allowed"
    )
    assert reached(simulator)[:2] == ["/files/a", "/files/b"]
    assert set(reached(simulator)) == {"/files/a", "/files/b"}
    assert len(reached(simulator)) == (5 if is_endless else 2)
    assert not simulator.requests_to("real_debrid")


async def test_no_token_goes_where_a_file_is_fetched(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, fetched: str
) -> None:
    simulator.fault("blubrry", "/files/a", text=TORRENT)
    answer(simulator, "torrents/addTorrent", {"id": "T1", "uri": "x"}, 201)
    answer(simulator, "torrents/info/T1", {"id": "T1", "status": "downloaded"})
    await act(hass, entry, "add_torrent", url=f"{fetched}/files/a?key=mine")
    (request,) = simulator.requests_to("blubrry")
    assert request.query == {"key": "mine"}
    assert not {"Authorization", "Cookie", "Referer"} & request.headers.keys()
