"""The permissions that actions and the media browser need."""

from http import HTTPStatus
from typing import Any

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.components.media_source import async_browse_media
from homeassistant.core import (
    Context,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.exceptions import Unauthorized
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from tests.descriptions import ADD_ENTRY
from tests.helpers import add_real_debrid, set_up
from tests.simulator import Simulator
from tests.vault.helpers import rotate

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def person(hass: HomeAssistant, group_id: str) -> User:
    """Return a user besides the owner, who is the first user."""
    MockUser(is_owner=True).add_to_hass(hass)
    return await hass.auth.async_create_user("Robin", group_ids=[group_id])


def test_what_destroys_or_publishes_is_for_administrators() -> None:
    names = {
        action.name: action.admin_only
        for definition in PROVIDERS.values()
        for action in definition.actions
        if action.name.partition("_")[0] in ("delete", "publish", "clear", "remove")
    }
    assert names.keys() >= {"delete_download", "delete_torrent", "publish_episode"}
    assert all(names.values())


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_read_only_user_may_use_no_action(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    reader = await person(hass, GROUP_ID_READ_ONLY)
    asked = len(simulator.requests)
    for action in PROVIDERS[provider].actions:
        with pytest.raises(Unauthorized):
            await call(hass, reader, action.name, entry.entry_id)
    with pytest.raises(Unauthorized):
        await rotate(hass, reader)
    assert len(simulator.requests) == asked


async def test_a_user_may_use_what_does_not_destroy(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    user = await person(hass, GROUP_ID_USER)
    assert await call(hass, user, "get_torrents", entry.entry_id)
    with pytest.raises(Unauthorized):
        await call(hass, user, "delete_torrent", entry.entry_id)
    with pytest.raises(Unauthorized):
        await rotate(hass, user)


async def test_somebody_who_is_gone_may_use_nothing(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    user = await person(hass, GROUP_ID_USER)
    await hass.auth.async_remove_user(user)
    with pytest.raises(Unauthorized):
        await call(hass, user, "get_torrents", entry.entry_id)


FIELDS = {
    "add_magnet": {"magnet": f"magnet:?xt=urn:btih:{'0' * 40}"},
    "check_link": {"link": "https://example.org/film"},
    "delete_download": {"download_id": "ABC"},
    "delete_torrent": {"torrent_id": "ABC"},
    "get_audience": {"program": "1"},
    "get_episodes": {"program": "1"},
    "get_media": {"program": "1"},
    "get_statistics": {"program": "1"},
    "get_streams": {"download_id": "ABC"},
    "get_torrent": {"torrent_id": "ABC"},
    "publish_episode": {"program": "1", "filename": "a.mp3", "title": "A"},
    "select_files": {"torrent_id": "ABC"},
    "unrestrict_link": {"link": "https://example.org/film"},
}
"""The required fields of the actions."""


async def call(hass: HomeAssistant, user: User, name: str, entry_id: str) -> Any:
    return await hass.services.async_call(
        DOMAIN,
        name,
        {"config_entry_id": entry_id, **FIELDS.get(name, {})},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id),
    )


@pytest.mark.parametrize(
    ("group_id", "expected"),
    [(GROUP_ID_READ_ONLY, []), (GROUP_ID_USER, ["Real-Debrid"])],
)
async def test_a_call_by_rest_browses_no_more_than_its_user_may(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    group_id: str,
    expected: list[str],
) -> None:
    """`media_player.browse_media` forwards requests to media sources."""
    await set_up(hass, await add_real_debrid(hass, simulator))
    for component in ("api", "media_source"):
        assert await async_setup_component(hass, component, {})

    async def browse(call: ServiceCall) -> ServiceResponse:
        folder = await async_browse_media(hass, f"media-source://{DOMAIN}")
        return {"titles": [child.title for child in folder.children or ()]}

    hass.services.async_register(
        "test", "browse", browse, supports_response=SupportsResponse.ONLY
    )
    user = await person(hass, group_id)
    token = await hass.auth.async_create_refresh_token(user, "https://example.org/")
    client = await hass_client(hass.auth.async_create_access_token(token))
    async with client.post("/api/services/test/browse?return_response") as response:
        assert response.status == HTTPStatus.OK
        assert (await response.json())["service_response"] == {"titles": expected}
