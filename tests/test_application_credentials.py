"""The dialog in which people add the API keys that they created at Blubrry."""

from typing import Any

from homeassistant.components.application_credentials import ClientCredential
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from yarl import URL

from custom_components.media_accounts.api.endpoints import EndpointInvalid
from custom_components.media_accounts.application_credentials import (
    async_get_auth_implementation,
    async_get_description_placeholders,
)
from custom_components.media_accounts.const import DOMAIN
from tests.publishing.texts import TEXTS, placeholders
from tests.simulator import Simulator


@pytest.fixture(autouse=True)
async def application_credentials(
    hass: HomeAssistant, hass_storage: dict[str, Any], socket_enabled: None
) -> None:
    assert await async_setup_component(hass, "application_credentials", {})


async def _shown(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> dict[str, str]:
    """Return the placeholders of the dialog, as the frontend asks for them."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "application_credentials/config"})
    answer = await client.receive_json()
    assert answer["success"]
    shown: dict[str, str] = answer["result"]["integrations"][DOMAIN][
        "description_placeholders"
    ]
    return shown


async def test_the_text_of_the_dialog_has_what_it_names(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    shown = await _shown(hass, hass_ws_client)
    assert placeholders(TEXTS["application_credentials.description"]) == shown.keys()
    assert shown["console_url"] == "https://blubrry.com"


async def test_with_my_home_assistant_the_redirect_address_is_the_same_for_all(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    hass.config.components.add("my")
    shown = await _shown(hass, hass_ws_client)
    assert shown["redirect_url"] == "https://my.home-assistant.io/redirect/oauth"


@pytest.mark.parametrize(
    "origin", ["http://homeassistant.local:8123", "https://home.example.org"]
)
async def test_without_it_the_redirect_address_is_that_of_the_browser(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    hass_access_token: str,
    origin: str,
) -> None:
    assert await async_setup_component(hass, "config", {})
    assert await async_setup_component(hass, "websocket_api", {})
    # A browser sends the frontend's URL, at the websocket in `Origin`
    # and for flows in a header of the frontend's own.
    browser = await hass_client()
    async with browser.ws_connect("/api/websocket", origin=origin) as socket:
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hass_access_token})
        await socket.receive_json()
        await socket.send_json({"id": 1, "type": "application_credentials/config"})
        answer = await socket.receive_json()
        shown = answer["result"]["integrations"][DOMAIN]["description_placeholders"]

        key = simulator.blubrry.create_api_key(shown["redirect_url"])
        await socket.send_json(
            {
                "id": 2,
                "type": "application_credentials/create",
                "domain": DOMAIN,
                "client_id": key.client_id,
                "client_secret": key.client_secret,
            }
        )
        assert (await socket.receive_json())["success"]

    flows = "/api/config/config_entries/flow"
    headers = {"HA-Frontend-Base": origin}
    async with browser.post(flows, json={"handler": DOMAIN}, headers=headers) as menu:
        flow_id = (await menu.json())["flow_id"]
    async with browser.post(
        f"{flows}/{flow_id}", json={"next_step_id": "blubrry"}, headers=headers
    ) as step:
        asked = await step.json()

    assert asked["type"] == "external"
    assert URL(asked["url"]).query["redirect_uri"] == shown["redirect_url"]
    # The service accepts no other redirect URL for this key.
    async with async_get_clientsession(hass).get(asked["url"]) as page:
        assert page.status == 200


async def test_without_a_browser_the_dialog_names_the_path(hass: HomeAssistant) -> None:
    shown = await async_get_description_placeholders(hass)
    assert shown["redirect_url"] == "/auth/external/callback"


async def test_an_api_key_is_used_at_the_endpoints_of_blubrry(
    hass: HomeAssistant,
) -> None:
    implementation = await async_get_auth_implementation(
        hass, "auth domain", ClientCredential("an id", "a secret", "My key")
    )
    assert implementation.domain == "auth domain"
    assert implementation.name == "My key"
    assert implementation.authorize_url == "https://api.blubrry.com/oauth2/authorize"
    assert implementation.token_url == "https://api.blubrry.com/oauth2/token"


async def test_an_unsafe_endpoint_is_not_used(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIA_ACCOUNTS_BLUBRRY_URL", "http://example.org")
    with pytest.raises(EndpointInvalid):
        await async_get_auth_implementation(
            hass, "auth domain", ClientCredential("an id", "a secret")
        )
