"""`/settings`, with points and pictures."""

from io import BytesIO
from typing import Any

from aiohttp import ClientSession
from PIL import Image
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

SETTINGS = "/rest/1.0/settings"
USER = "/rest/1.0/user"
DAY = 86_400


@pytest.fixture
def private(sim: Simulator, otter: Http) -> Http:
    """Return a client with a private API token."""
    otter.token = sim.real_debrid.api_token("quietotter")
    return otter


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(file, kind)
    return file.getvalue()


async def test_all_of_them(private: Http) -> None:
    assert (await private.get(SETTINGS)).json == {
        "download_ports": ["normal", "secured"],
        "download_port": "secured",
        "locales": {"en": "English", "fr": "Français", "de": "Deutsch"},
        "locale": "en",
        "streaming_qualities": ["original", "high", "medium", "low"],
        "streaming_quality": "original",
        "mobile_streaming_quality": "original",
        "streaming_languages": {
            "eng": "English",
            "fre": "French",
            "ita": "Italian",
            "esp": "Spanish",
        },
        "streaming_language_preference": "eng",
        "streaming_cast_audio": ["aac", "dolby"],
        "streaming_cast_audio_preference": "dolby",
        "download_protocols": ["IPv4+IPv6", "IPv4", "IPv6"],
        "download_protocol": "IPv4+IPv6",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("download_port", "normal"),
        ("locale", "fr"),
        ("streaming_quality", "low"),
        ("streaming_language_preference", "esp"),
    ],
)
async def test_one_changes(private: Http, name: str, value: str) -> None:
    before: dict[str, Any] = (await private.get(SETTINGS)).json
    form = {"setting_name": name, "setting_value": value}
    answer = await private.post(f"{SETTINGS}/update", form)
    assert (answer.status, answer.text) == (204, "")
    assert (await private.get(SETTINGS)).json == before | {name: value}


async def test_the_locale_is_that_of_the_user(private: Http) -> None:
    form = {"setting_name": "locale", "setting_value": "de"}
    await private.post(f"{SETTINGS}/update", form)
    assert (await private.get(USER)).json["locale"] == "de"


@pytest.mark.parametrize(
    ("form", "code", "about"),
    [
        ({"setting_name": "colour", "setting_value": "red"}, 2, "setting_name"),
        ({"setting_name": "locale", "setting_value": "xx"}, 2, "setting_value"),
        ({"setting_name": "locale"}, 1, "setting_value"),
        ({}, 1, "setting_name"),
    ],
)
async def test_a_change_that_cannot_be(
    private: Http, form: dict[str, str], code: int, about: str
) -> None:
    answer = await private.post(f"{SETTINGS}/update", form)
    assert answer.status == 400
    assert (answer.json["error_code"], answer.json["error_details"]) == (code, about)


async def test_protocols_may_be_as_unknown_as_the_documentation_has_them(
    sim: Simulator, private: Http
) -> None:
    sim.real_debrid.change_settings(protocols=False)
    shown = (await private.get(SETTINGS)).json
    assert not [name for name in shown if "protocol" in name]
    form = {"setting_name": "download_protocol", "setting_value": "IPv6"}
    answer = await private.post(f"{SETTINGS}/update", form)
    assert (answer.status, answer.json["error_details"]) == (400, "setting_name")


async def test_points_become_days(private: Http) -> None:
    answer = await private.post(f"{SETTINGS}/convertPoints", {})
    assert (answer.status, answer.text) == (204, "")
    shown = (await private.get(USER)).json
    assert (shown["points"], shown["premium"]) == (830, 76 * DAY)
    refused = await private.post(f"{SETTINGS}/convertPoints", {})
    assert (refused.status, refused.json) == (503, {"error": "not_enough_points"})
    assert (await private.get(USER)).json == shown


async def test_somebody_lapsed_is_premium_again(sim: Simulator, http: Http) -> None:
    sim.real_debrid.change_settings(points_price=300, points_days=15)
    http.token = sim.real_debrid.api_token("lapsedheron")
    assert (await http.post(f"{SETTINGS}/convertPoints", {})).status == 204
    shown = (await http.get(USER)).json
    assert (shown["type"], shown["premium"]) == ("premium", 15 * DAY)


async def test_a_new_password(private: Http) -> None:
    assert (await private.post(f"{SETTINGS}/changePassword", {})).status == 204


@pytest.mark.parametrize(
    ("kind", "mime_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")],
)
async def test_a_picture(
    private: Http, session: ClientSession, kind: str, mime_type: str
) -> None:
    before = (await private.get(USER)).json["avatar"]
    data = picture(150, 230, kind)
    answer = await private.ask("PUT", f"{SETTINGS}/avatarFile", data=data)
    assert (answer.status, answer.text) == (204, "")
    address = (await private.get(USER)).json["avatar"]
    async with session.get(address) as shown:
        assert shown.content_type == mime_type
        assert await shown.read() == data
    deleted = await private.ask("DELETE", f"{SETTINGS}/avatarDelete")
    assert (deleted.status, deleted.text) == (204, "")
    assert (await private.get(USER)).json["avatar"] == before
    async with session.get(address) as gone:
        assert gone.status == 404


async def test_the_picture_of_everybody_else(
    sim: Simulator, private: Http, session: ClientSession
) -> None:
    address = (await private.get(USER)).json["avatar"]
    assert address.startswith(sim.real_debrid.url)
    async with session.get(address) as shown:
        assert shown.content_type == "image/png"
        with Image.open(BytesIO(await shown.read())) as image:
            assert image.size == (150, 230)
            colors = image.convert("RGB").getcolors()
    assert colors is not None
    assert len(colors) == 2


async def test_a_picture_elsewhere(sim: Simulator, private: Http) -> None:
    sim.real_debrid.put_person("quietotter", avatar="https://example.org/a.png")
    assert (await private.get(USER)).json["avatar"] == "https://example.org/a.png"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture(151, 230), 32),
        (picture(150, 231), 32),
        (picture(10, 10, "BMP"), 27),
        (b"no picture", 27),
        (b"", 27),
        (bytes(1024**2 + 1), 26),
    ],
)
async def test_pictures_that_cannot_be(private: Http, data: bytes, code: int) -> None:
    answer = await private.ask("PUT", f"{SETTINGS}/avatarFile", data=data)
    assert (answer.status, answer.json["error_code"]) == (400, code)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/update"),
        ("POST", "/convertPoints"),
        ("POST", "/changePassword"),
        ("PUT", "/avatarFile"),
        ("DELETE", "/avatarDelete"),
    ],
)
async def test_outside_of_the_scopes(otter: Http, method: str, path: str) -> None:
    refused = await otter.ask(method, SETTINGS + path)
    assert (refused.status, refused.json["error_code"]) == (403, 9)
