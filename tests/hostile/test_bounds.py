"""Bounds on responses: size, markup in dialogs, and foreign addresses."""

import json
import re
from typing import Any

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.components.media_source import Unresolvable, async_resolve_media
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.media_accounts.api.parsing import (
    MAX_INT,
    MAX_ITEMS,
    MAX_SECRET,
    MAX_TEXT,
    as_int,
    as_list,
    as_map,
    as_rows,
    as_secret,
    as_text,
    parse_json,
)
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.markup import escape_markdown
from custom_components.media_accounts.provider.definition import ProviderDefinition
from custom_components.media_accounts.provider.media import Playable
from custom_components.media_accounts.providers import PROVIDERS
from tests.helpers import add_blubrry, add_real_debrid, reauth_flows, revoke, set_up
from tests.simulator import Simulator


def test_numbers_are_bounded() -> None:
    assert as_int(str(MAX_INT)) == MAX_INT
    assert as_int(MAX_INT + 1) is None
    assert as_int("9" * 5000) is None
    assert as_int(1e300) is None


def test_counts_are_bounded() -> None:
    many = list(range(MAX_ITEMS + 5))
    assert len(as_list(list(many))) == MAX_ITEMS
    assert len(as_rows(list(many))) == MAX_ITEMS
    assert len(as_map({str(n): n for n in many})) == MAX_ITEMS
    assert len(as_rows({str(n): n for n in many})) == MAX_ITEMS


def test_texts_and_secrets_are_bounded() -> None:
    assert as_text("a" * 10**6) == "a" * MAX_TEXT
    assert as_text(10**5000) is None
    assert as_secret("a" * MAX_SECRET) == "a" * MAX_SECRET
    assert as_secret("a" * (MAX_SECRET + 1)) is None


@pytest.mark.parametrize(
    "unfit", ["\x00", "\x1b", "\x85", "\u202e", "\u2066", "\ud800"]
)
def test_control_characters_are_removed(unfit: str) -> None:
    text = as_text(parse_json(json.dumps(f"{unfit}Sin{unfit}tel{unfit}")))
    assert text == "Sintel"
    assert as_text(unfit) is None


def test_characters_of_scripts_are_kept() -> None:
    text = "Zwölf\tÄpfel\n\N{FAMILY}\N{ZERO WIDTH JOINER} \u0645\u06cc\u200c\u062e"
    assert as_text(text) == re.sub(r"[\t\n]", " ", text)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_bounded(opening: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        parse_json(opening * 200_000)


MARKUP = (
    "[click](https://evil.example) ![x](http://evil.example/x.png) <img src=x> "
    "<ha-alert>now</ha-alert> `a` **b** # c ~~d~~ | e www.evil.example "
    "ftp://evil.example robin@evil.example &lt;b&gt;\n\n# Heading\n- item \\"
)


def test_markdown_is_escaped() -> None:
    shown = escape_markdown(MARKUP)
    assert "\n" not in shown
    at = 0
    while at < len(shown):
        if shown[at] == "\\":
            at += 2
            continue
        assert shown[at] not in "`*_[]<>#|~!:@{}"
        at += 1
    assert "www." not in shown
    assert escape_markdown("Quiet Otter (free), no. 1") == "Quiet Otter (free), no. 1"


@pytest.mark.usefixtures("no_waiting")
async def test_a_name_is_no_markup_in_a_dialog(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    revoke(simulator, entry)
    hass.config_entries.async_update_entry(entry, title=MARKUP)
    await set_up(hass, entry)
    (flow,) = reauth_flows(hass)
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["description_placeholders"]["name"] == escape_markdown(MARKUP)


class Tree:
    """Media with forbidden URLs."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def resolve(self, *args: object) -> Playable:
        return Playable(url=self._url, mime_type="video/mp4")


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    "url",
    [
        "/api/config",
        "http://192.0.2.7:8123/api/config",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
    ],
)
async def test_local_addresses_from_a_service_are_not_signed(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
) -> None:
    await hass.config.async_update(internal_url="http://192.0.2.7:8123")
    assert await async_setup_component(hass, "media_source", {})
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    definition = PROVIDERS["real_debrid"]
    evil: Any = Tree(url)
    definitions = {
        **PROVIDERS,
        "real_debrid": ProviderDefinition(**{**vars(definition), "media": evil}),
    }
    monkeypatch.setattr(
        "custom_components.media_accounts.media_source.PROVIDERS", definitions
    )
    with pytest.raises(Unresolvable):
        await async_resolve_media(
            hass, f"media-source://{DOMAIN}/{entry.entry_id}/x", None
        )


# Access to the media.


@pytest.mark.usefixtures("no_waiting", "simulator")
@pytest.mark.parametrize(
    ("group", "sees"), [(GROUP_ID_READ_ONLY, False), (GROUP_ID_USER, True)]
)
async def test_media_require_permission_to_control_the_account(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_ws_client: WebSocketGenerator,
    group: str,
    *,
    sees: bool,
) -> None:
    assert await async_setup_component(hass, "media_source", {})
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
    await set_up(hass, *accounts)
    MockUser(is_owner=True).add_to_hass(hass)
    user = await hass.auth.async_create_user("Robin", group_ids=[group])
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.org")
    client = await hass_ws_client(
        hass, access_token=hass.auth.async_create_access_token(refresh)
    )

    async def ask(command: str, path: str, **more: str) -> dict[str, Any]:
        await client.send_json_auto_id(
            {
                "type": f"media_source/{command}",
                "media_content_id": f"media-source://{DOMAIN}{path}",
                **more,
            }
        )
        answer: dict[str, Any] = await client.receive_json()
        return answer

    root = await ask("browse_media", "")
    assert bool(root["result"]["children"]) is sees
    for entry in accounts:
        assert (await ask("browse_media", f"/{entry.entry_id}"))["success"] is sees
        assert not (await ask("resolve_media", f"/{entry.entry_id}"))["success"]
    found = await ask("search_media", "", search_query="a")
    assert sees or not found["result"]["result"]
