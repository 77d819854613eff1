"""Images of accounts are proxied from a service to the browser, or refused."""

from http import HTTPStatus
from io import BytesIO
import logging
from socket import socket

from homeassistant.core import HomeAssistant
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts import image, pictures
from tests.descriptions import ADD_ENTRY
from tests.helpers import add_real_debrid, set_up
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, page_reply, text_reply

AVATAR = "image.quietotter_avatar"
ADDRESS = "/images/forum/empty.png"

pytestmark = pytest.mark.usefixtures("no_waiting")


async def shown(
    hass: HomeAssistant, client: ClientSessionGenerator, entity_id: str = AVATAR
) -> tuple[int, str, bytes]:
    """Return the response to a browser that requests the picture of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None
    browser = await client()
    async with browser.get(state.attributes["entity_picture"]) as answer:
        return answer.status, answer.content_type, await answer.read()


@pytest.mark.parametrize(
    ("provider", "entity_id", "size"),
    [
        ("real_debrid", AVATAR, (150, 230)),
        ("blubrry", "image.blubrry_open_movie_hour_cover", (300, 300)),
    ],
)
async def test_a_browser_gets_the_image_that_the_service_has(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    provider: str,
    entity_id: str,
    size: tuple[int, int],
) -> None:
    await set_up(hass, await ADD_ENTRY[provider](hass, simulator))
    status, kind, content = await shown(hass, hass_client_no_auth, entity_id)
    assert (status, kind) == (HTTPStatus.OK, "image/png")
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == size
    # The image is requested once, when it is viewed, and without a token.
    asked = [
        request
        for request in simulator.requests_to(provider)
        if request.path.startswith(("/images/", "/coverart/"))
    ]
    assert await shown(hass, hass_client_no_auth, entity_id) == (status, kind, content)
    assert len(asked) == 1
    assert "Authorization" not in asked[0].headers


async def test_a_new_address_is_a_new_image(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    first = await shown(hass, hass_client_no_auth)
    simulator.fault("real_debrid", "/images/other", text="GIF89a")
    elsewhere = f"{simulator.real_debrid.url}/images/other"
    simulator.real_debrid.put_person("quietotter", avatar=elsewhere)
    await entry.runtime_data.user.async_refresh()
    assert first != await shown(hass, hass_client_no_auth)
    assert await shown(hass, hass_client_no_auth) == (200, "image/gif", b"GIF89a")


@pytest.mark.parametrize(
    "reply",
    [
        case("no answer", FaultOptions(drop=True)),
        case("gone", text_reply(404)),
        case("maintenance", page_reply(200)),
        case("nothing", text_reply(200)),
        case("scripts", text_reply(200, "<svg/>", content_type="image/svg+xml")),
        case("no end", text_reply(200, "GIF8" + "9" * 61, content_type="image/gif")),
        case(
            "a redirect",
            text_reply(302, headers={"Location": "{url}/coverart/300/default.jpg"}),
        ),
        case("round and round", text_reply(302, headers={"Location": ADDRESS})),
        case("to nowhere", text_reply(302, headers={"Location": "http://[::1"})),
    ],
)
async def test_an_image_that_cannot_be_had_comes_when_it_can(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    reply: FaultOptions,
) -> None:
    """Nothing is fetched from the local network, and the log is not flooded."""
    for name, value in (reply.get("headers") or {}).items():
        reply["headers"] = {name: value.format(url=simulator.blubrry.url)}
    reply["times"] = None
    await set_up(hass, await add_real_debrid(hass, simulator))
    caplog.clear()
    simulator.fault("real_debrid", ADDRESS, **reply)
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "MAX_BYTES", 64)
        status, _, _ = await shown(hass, hass_client_no_auth)
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert not simulator.requests_to("blubrry")
    assert not [
        record
        for record in caplog.records
        if record.levelno > logging.INFO and record.name != "asyncio"
    ]
    assert "Traceback" not in caplog.text

    simulator.clear_faults()
    status, kind, _ = await shown(hass, hass_client_no_auth)
    assert (status, kind) == (HTTPStatus.OK, "image/png")


async def test_a_host_that_is_out_of_reach_costs_only_the_image(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await set_up(hass, entry := await add_real_debrid(hass, simulator))
    # Treat loopback as public: tests do not connect to the internet.
    for module in (image, pictures):
        monkeypatch.setattr(module, "is_public_address", lambda *_: True)
    with socket() as deaf:
        # A port that is reserved, and on which nothing listens.
        deaf.bind(("127.0.0.1", 0))
        nowhere = f"https://127.0.0.1:{deaf.getsockname()[1]}"
        simulator.real_debrid.put_person("quietotter", avatar=f"{nowhere}/a.png")
        await entry.runtime_data.user.async_refresh()
        caplog.clear()
        status, _, _ = await shown(hass, hass_client_no_auth)
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert not [
        record
        for record in caplog.records
        if record.levelno > logging.INFO and record.name != "asyncio"
    ]
    assert nowhere not in caplog.text
    premium = hass.states.get("binary_sensor.quietotter_premium")
    assert premium is not None
    assert premium.state == "on"
