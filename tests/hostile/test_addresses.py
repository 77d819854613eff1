"""Addresses that a service names never lead into the local network."""

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import ClientError
from homeassistant.components.media_source import (
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.media_accounts.api import files
from custom_components.media_accounts.api.addresses import (
    is_public_address,
    public_session,
    resolves_to_public,
)
from custom_components.media_accounts.api.files import AddressNotAllowed, fetch
from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator
from tests.support import resolve_to

SERVICE = URL("https://api.example.org")

PUBLIC = [
    "https://assets.example.org/cover.jpg",
    "http://example.org:8080/cover.jpg",
    "https://93.184.216.34/cover.jpg",
    "https://[2606:4700::6810:1]/cover.jpg",
    "https://example.org./cover.jpg",
    "https://b\u00fccher.example.org/",
    "https://1.example.org/",
]

LOCAL = [
    "https://192.168.1.1/",
    "http://192.168.1.1/cgi-bin/reboot?img",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:8123/api",
    "http://127.0.0.01/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0X7F.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://1.2.3.0x/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:93.184.216.34]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2001::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fc00::1]/",
    "http://[fd00::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[2606:4700::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff0e::1]/",
    "http://localhost/",
    "http://localhost./",
    "http://localhost.localdomain/",
    "http://a.localhost/",
    "http://router/",
    "http://nas.local/",
    "http://NAS.LAN./",
    "http://server.intranet/",
    "http://server.corp/",
    "http://server.internal/",
    "http://homeassistant.home.arpa/",
    "http://a..org/",
    "https://user:secret@example.org/",
    "https://user@example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "//example.org/",
    "/api/states",
    "http://[::1",
    "http://example.org:99999/",
    "https://",
    "",
    "https://example.org/" + "a" * 5000,
    "https://example.org/\n",
    "https://example.org/\ud800",
]


@pytest.mark.parametrize("address", PUBLIC)
async def test_what_is_in_the_world_may_be_used(address: str) -> None:
    assert is_public_address(address, SERVICE)


@pytest.mark.parametrize("address", LOCAL)
async def test_what_is_not_in_the_world_may_not_be_used(address: str) -> None:
    assert not is_public_address(address, SERVICE)
    assert not await resolves_to_public(address, SERVICE)


async def test_the_service_itself_may_be_anywhere() -> None:
    service = URL("http://127.0.0.1:4711")
    assert is_public_address("http://127.0.0.1:4711/cover.jpg", service)
    assert await resolves_to_public("http://127.0.0.1:4711/cover.jpg", service)
    assert not is_public_address("http://127.0.0.1:4712/cover.jpg", service)
    assert not is_public_address("https://127.0.0.1:4711/cover.jpg", service)


@pytest.mark.parametrize(
    ("addresses", "public"),
    [
        (["93.184.216.34"], True),
        (["93.184.216.34", "2606:4700::1"], True),
        (["192.168.1.1"], False),
        (["93.184.216.34", "127.0.0.1"], False),
        (["::ffff:192.168.1.1"], False),
        (["fe80::1%2"], False),
        ([], True),
    ],
)
async def test_a_name_counts_by_all_that_it_stands_for(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], *, public: bool
) -> None:
    resolve_to(monkeypatch, *addresses)
    assert await resolves_to_public("https://media.example.org/a", SERVICE) is public


async def test_a_name_that_has_come_to_stand_for_this_machine_is_not_connected_to(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checked address is connected to, without a second name resolution."""
    port = urlsplit(simulator.blubrry.url).port
    resolve_to(monkeypatch, "127.0.0.1")
    async with public_session(SERVICE) as http:
        with pytest.raises(ClientError):
            await http.get(f"http://media.example.org:{port}/")
    assert not simulator.requests
    # The same name is the service's own here.
    own = URL(f"http://media.example.org:{port}")
    async with public_session(own) as http:
        assert (await http.get(own / "coverart/300/default.jpg")).status


@pytest.mark.parametrize(
    "path",
    [
        "..%2fprivate",
        "..%2Fprivate",
        "%2e%2e%2fprivate",
        "..%5cprivate",
        "a/..%252fprivate",
        "a/%252e%252e/private",
    ],
)
async def test_a_path_never_leaves_an_allowed_folder(
    hass: HomeAssistant, path: str
) -> None:
    hass.config.allowlist_external_urls = {"https://example.org/pub/"}
    async with public_session(SERVICE) as http:
        with pytest.raises(AddressNotAllowed):
            await fetch(
                http,
                f"https://example.org/pub/{path}",
                is_allowed=hass.config.is_allowed_external_url,
                max_bytes=10,
            )
    assert not files._leaves_its_folder(URL("https://example.org/a..b/..c/d..?e=.."))


ROOT = f"media-source://{DOMAIN}"
HOSTILE = "http://192.168.1.1/cgi-bin/reboot?img"


@pytest.mark.usefixtures("no_waiting")
async def test_pictures_come_from_home_assistant_and_hostile_ones_not_at_all(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "media_source", {})
    entry = await add_blubrry(hass, simulator)
    rows = [
        {
            "id": number,
            "title": f"Episode {number}",
            "media_url": "https://media.example.org/a.mp3",
            "itunes_image": image,
        }
        for number, image in enumerate(
            [f"{simulator.blubrry.url}/coverart/300/40211.jpg", HOSTILE, None]
        )
    ]
    simulator.fault(
        "blubrry", "/2/episode/openmovies/", json={"data": rows}, times=None
    )
    await set_up(hass, entry)
    folder = await async_browse_media(hass, f"{ROOT}/{entry.entry_id}/40211")
    thumbnails = [child.thumbnail for child in folder.children or ()]
    assert thumbnails[1:] == [None, None]
    assert thumbnails[0].startswith(f"/api/{DOMAIN}/picture/{entry.entry_id}/")

    browser = await hass_client_no_auth()
    simulator.fault("blubrry", "/coverart/300/40211.jpg", text="GIF89a")
    answer = await browser.get(thumbnails[0])
    assert (answer.status, await answer.read()) == (HTTPStatus.OK, b"GIF89a")
    assert answer.content_type == "image/gif"
    simulator.fault("blubrry", "/coverart/300/40211.jpg", text="<svg/>", times=None)
    assert (await browser.get(thumbnails[0])).status == HTTPStatus.NOT_FOUND
    # Without a signature nothing is served.
    assert (await browser.get(thumbnails[0].partition("?")[0])).status == 401
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await browser.get(thumbnails[0])).status == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("address", [HOSTILE, "https://media.example.org/a.mp3"])
async def test_an_address_in_the_local_network_is_not_played(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    resolve_to(monkeypatch, "192.168.1.1")
    assert await async_setup_component(hass, "media_source", {})
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    episode = {"id": 7, "title": "Seven", "media_url": address}
    simulator.fault(
        "blubrry", "/2/episode/openmovies/7/", json={"data": episode}, times=None
    )
    with pytest.raises(Unresolvable):
        await async_resolve_media(hass, f"{ROOT}/{entry.entry_id}/40211/7", None)
