"""The media of an account in the media browser."""

from typing import Any

from homeassistant.components.media_player import BrowseError
from homeassistant.components.media_source import (
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from tests.simulator import Simulator

ROOT = "media-source://media_accounts"
EPISODE = "150220029"


@pytest.fixture(autouse=True)
async def media_source(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Set up what browses media."""
    assert await async_setup_component(hass, "media_source", {})


async def browse(hass: HomeAssistant, *path: str) -> Any:
    """Open a folder."""
    return await async_browse_media(hass, "/".join((ROOT, *path)))


async def test_programs_have_covers_and_their_episodes_newest_first(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    root = await browse(hass, account.entry_id)
    assert [child.title for child in root.children] == [
        "Open Movie Hour",
        "Sintel Soundtrack Sessions",
    ]
    assert root.children[0].thumbnail.startswith("/api/media_accounts/picture/")
    program = await async_browse_media(hass, root.children[0].media_content_id)
    assert program.title == "Open Movie Hour"
    titles = [child.title for child in program.children]
    assert titles[0] == "Ep 30: Spring, the making"
    assert titles[-1] == "Ep 1: Big Buck Bunny, the story"
    assert len(titles) == 30
    assert all(child.can_play for child in program.children)
    single = await browse(hass, account.entry_id, "40211", EPISODE)
    assert single.title == titles[0]


async def test_an_episode_plays_its_published_audio(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    media_id = f"{ROOT}/{account.entry_id}/40211/{EPISODE}"
    playing = await async_resolve_media(hass, media_id, None)
    assert playing.url.endswith("omh-030.mp3")
    assert playing.mime_type == "audio/mpeg"


async def test_what_is_gone_is_said(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    for path in ("40211/1", "40211", "7/1"):
        with pytest.raises(Unresolvable):
            await async_resolve_media(hass, f"{ROOT}/{account.entry_id}/{path}", None)
    for answer in ({"title": "no id"}, {"id": 1, "media_url": "ftp://example.org"}):
        simulator.fault("blubrry", "/2/episode/*", json=answer)
        with pytest.raises(Unresolvable):
            await async_resolve_media(
                hass, f"{ROOT}/{account.entry_id}/40211/{EPISODE}", None
            )
    simulator.fault("blubrry", "/2/episode/*", status=404, json={})
    with pytest.raises(Unresolvable):
        await async_resolve_media(
            hass, f"{ROOT}/{account.entry_id}/40211/{EPISODE}", None
        )
    with pytest.raises(BrowseError):
        await browse(hass, account.entry_id, "7")
    assert not list(account.async_get_active_flows(hass, {"reauth"}))


async def test_a_program_without_hosting_is_an_empty_folder(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.fault("blubrry", "/2/episode/*", status=403, json={})
    assert not (await browse(hass, account.entry_id, "40211")).children


async def test_a_file_without_a_name_is_taken_for_the_usual_audio(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.fault(
        "blubrry",
        "/2/episode/*",
        json={"data": [{"id": 1, "media_url": "https://example.org/listen"}]},
    )
    program = await browse(hass, account.entry_id, "40211")
    assert program.children[0].media_content_type == "audio/mpeg"


async def test_programs_and_episodes_are_found_by_title(
    hass: HomeAssistant, account: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": "media_source/search_media",
            "media_content_id": f"{ROOT}/{account.entry_id}",
            "search_query": "SINTEL",
        }
    )
    answer = await client.receive_json()
    titles = [row["title"] for row in answer["result"]["result"]]
    assert "Sintel Soundtrack Sessions" in titles
    assert "Ep 2: Sintel, the story" in titles
