"""Grants beside the default: `password.py`, `implicit.py`, `implementation.py`."""

from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
)
from yarl import URL

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import (
    Browser,
    add_api_key,
    add_blubrry,
    choose,
    entries,
    reauth_flows,
    set_up,
    submit,
)
from tests.simulator import Recorded, Simulator
from tests.simulator.blubrry.people import PASSWORD
from tests.simulator.blubrry.settings import ClientAuthentication, PasswordGrant

FILMHOST = "blubrry_40211"
MAIL = "filmhost@example.org"
BACK = "https://example.com/auth/external/callback"

pytestmark = pytest.mark.usefixtures("secrets_stay_secret")


async def other_way(hass: HomeAssistant, step: str) -> ConfigFlowResult:
    """Open the menu of the other sign-in methods, and select one."""
    flows = hass.config_entries.flow
    menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    for choice in ("other_ways", step):
        assert menu["type"] is FlowResultType.MENU
        assert choice in menu["menu_options"]
        menu = await flows.async_configure(menu["flow_id"], {"next_step_id": choice})
    return menu


async def password_form(
    hass: HomeAssistant, simulator: Simulator, *, approved: bool = True
) -> ConfigFlowResult:
    """Go to the form for name and password."""
    client_id = await add_api_key(hass, simulator)
    simulator.blubrry.approve_client(client_id, approved=approved)
    form = await other_way(hass, "blubrry_credentials")
    assert form["step_id"] == "blubrry_password"
    return form


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("grant", [PasswordGrant.TOKEN, PasswordGrant.AUTHORIZE])
async def test_name_and_password_sign_in_wherever_they_are_taken(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_storage: dict[str, Any],
    grant: PasswordGrant,
) -> None:
    simulator.blubrry.settings.password_grant = grant
    form = await password_form(hass, simulator)
    result = await submit(hass, form, username=f" {MAIL} ", password=PASSWORD)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["method"] == "user_credentials"
    assert entry.unique_id == FILMHOST
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert token.refresh_token is not None

    asked = [r for r in simulator.requests if r.path.startswith("/oauth2/")]
    assert asked[0].path == "/oauth2/token"
    assert asked[0].headers["Authorization"].startswith("Basic ")
    assert asked[0].form["grant_type"] == "password"
    assert len(asked) == (2 if grant is PasswordGrant.AUTHORIZE else 1)
    assert PASSWORD not in json.dumps(hass_storage)
    assert PASSWORD not in repr(hass.config_entries.flow.async_progress())


@pytest.mark.usefixtures("browser")
async def test_a_wrong_password_can_be_corrected(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    form = await password_form(hass, simulator)
    wrong = await submit(hass, form, username=MAIL, password="mistyped")
    assert wrong["errors"] == {"base": "credentials_refused"}
    assert "mistyped" not in repr(wrong["data_schema"].schema)
    result = await submit(hass, wrong, username=MAIL, password=PASSWORD)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("browser")
async def test_a_key_without_approval_is_said(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    form = await password_form(hass, simulator, approved=False)
    refused = await submit(hass, form, username=MAIL, password=PASSWORD)
    assert refused["errors"] == {"base": "credentials_not_approved"}


UNKNOWN = {"status": 400, "json": {"error": "unsupported_grant_type"}}


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (UNKNOWN, "credentials_not_approved"),
        ({"status": 200, "text": "<html>Agree?</html>"}, "credentials_not_approved"),
        ({"status": 503, "text": "<html>Soon</html>"}, "service_unreachable"),
        ({"status": 429, "json": {}}, "rate_limited"),
    ],
)
async def test_what_else_the_documented_request_can_end_in(
    hass: HomeAssistant, simulator: Simulator, answer: Any, error: str
) -> None:
    form = await password_form(hass, simulator)
    simulator.fault("blubrry", "/oauth2/token", **UNKNOWN)
    simulator.fault("blubrry", "/oauth2/authorize", **answer)
    refused = await submit(hass, form, username=MAIL, password=PASSWORD)
    assert refused["errors"] == {"base": error}


async def test_name_and_password_sign_in_again_with_the_same_key(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    simulator.blubrry.approve_client(next(reversed(simulator.blubrry.grants.clients)))
    await set_up(hass, entry)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "method": "user_credentials"}
    )
    confirm = await entry.start_reauth_flow(hass)
    form = await submit(hass, confirm)
    assert form["step_id"] == "blubrry_password"
    wrong = await submit(hass, form, username="bunnyfan@example.org", password=PASSWORD)
    assert wrong["errors"] == {"base": "wrong_account"}
    assert wrong["description_placeholders"]["account"] == entry.title
    done = await submit(hass, wrong, username=MAIL, password=PASSWORD)
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done()


async def link_of(hass: HomeAssistant, simulator: Simulator) -> ConfigFlowResult:
    """Go to the step with the link for the implicit grant."""
    key = simulator.blubrry.create_api_key()
    form = await other_way(hass, "blubrry_implicit")
    return await submit(hass, form, client_id=key.client_id, redirect_uri=BACK)


async def agree(
    hass: HomeAssistant, link: ConfigFlowResult, action: str = "Approve"
) -> str:
    """Open the link, decide, and return the address of the page that follows."""
    page = URL(link["description_placeholders"]["url"])
    assert page.query["response_type"] == "token"
    async with async_get_clientsession(hass).post(
        page.with_query(None),
        data={**page.query, "username": "filmhost", "action": action},
        allow_redirects=False,
    ) as answer:
        return answer.headers["Location"]


@pytest.mark.usefixtures("browser")
async def test_a_token_that_is_brought_along_lasts_an_hour_in_memory(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
) -> None:
    link = await link_of(hass, simulator)
    address = await agree(hass, link)
    result = await submit(hass, link, address=f"  {address}\n")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["method"] == "implicit"
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert token.refresh_token is None
    assert token.access_token not in json.dumps(hass_storage)

    # It is used until its last minute; other tokens would be renewed earlier.
    for minutes, waiting in ((58, 0), (3, 1)):
        freezer.tick(timedelta(minutes=minutes))
        async_fire_time_changed(hass)
        await entry.runtime_data.coordinator.async_refresh()
        await hass.async_block_till_done()
        assert len(reauth_flows(hass)) == waiting

    (flow,) = reauth_flows(hass)
    confirm = await hass.config_entries.flow.async_configure(flow["flow_id"])
    form = await submit(hass, confirm)
    assert form["step_id"] == "blubrry_implicit"
    known = {
        str(key): key.description or {"suggested_value": key.default()}
        for key in form["data_schema"].schema
    }
    assert known["client_id"] == {"suggested_value": entry.data["client_id"]}
    assert known["redirect_uri"] == {"suggested_value": BACK}
    link = await submit(
        hass, form, client_id=entry.data["client_id"], redirect_uri=BACK
    )
    done = await submit(hass, link, address=await agree(hass, link))
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.usefixtures("browser")
async def test_nothing_is_left_of_a_token_in_memory_after_a_restart(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    link = await link_of(hass, simulator)
    await submit(hass, link, address=await agree(hass, link))
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = entries(hass)
    hass.data.pop(f"{DOMAIN}_vault")
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(
    ("address", "error"),
    [
        (BACK, "address_without_token"),
        ("http://[", "address_without_token"),
        (f"{BACK}#access_token=mistyped-token&state=other", "address_of_another_link"),
        (f"{BACK}#access_token=mistyped-token", "address_of_another_link"),
        (f"{BACK}#error=access_denied&state=STATE", "consent_denied"),
        (f"{BACK}?error=consent_required&state=STATE", "consent_denied"),
        (f"{BACK}#error=unauthorized_client&state=STATE", "unauthorized_client"),
        (f"{BACK}#error=%3Cb%3E&state=STATE", "not_authorized"),
        (f"{BACK}#access_token=mistyped-token&state=STATE", "not_authorized"),
    ],
)
async def test_an_address_that_does_not_serve_is_said(
    hass: HomeAssistant, simulator: Simulator, address: str, error: str
) -> None:
    link = await link_of(hass, simulator)
    state = URL(link["description_placeholders"]["url"]).query["state"]
    refused = await submit(hass, link, address=address.replace("STATE", state))
    assert refused["errors"] == {"base": error}
    assert (
        refused["description_placeholders"]["url"]
        == (link["description_placeholders"]["url"])
    )
    result = await submit(hass, refused, address=await agree(hass, link))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.usefixtures("browser")
async def test_no_safe_address_ends_the_link(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await other_way(hass, "blubrry_implicit")
    monkeypatch.setenv("MEDIA_ACCOUNTS_BLUBRRY_URL", "http://example.org")
    result = await submit(hass, form, client_id="key", redirect_uri=BACK)
    assert result["reason"] == "endpoint_invalid"


async def test_the_redirect_address_is_guessed_without_a_browser(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    form = await other_way(hass, "blubrry_implicit")
    (field,) = (key for key in form["data_schema"].schema if key == "redirect_uri")
    assert field.default() == "/auth/external/media_accounts"


async def token_requests_of_a_refresh(
    simulator: Simulator, entry: ConfigEntry
) -> list[Recorded]:
    """Renew a token; return the requests to the token endpoint."""
    simulator.requests.clear()
    simulator.blubrry.expire_access_tokens()
    await entry.runtime_data.coordinator.async_refresh()
    assert entry.runtime_data.coordinator.last_update_success
    return simulator.requests_to("blubrry", path="/oauth2/token")


async def restart(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Start again from disk only."""
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.data.pop(f"{DOMAIN}_vault")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED


async def test_the_way_to_name_the_client_is_found_once(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    simulator.blubrry.settings.client_authentication = ClientAuthentication.BODY
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    for sent in (2, 1):
        asked = await token_requests_of_a_refresh(simulator, entry)
        assert len(asked) == sent
        assert asked[-1].status == 200
        assert "client_secret" in asked[-1].form

    await restart(hass, entry)
    (request,) = await token_requests_of_a_refresh(simulator, entry)
    assert request.status == 200
    assert "Authorization" not in request.headers

    # The key may later work with the documented method only.
    simulator.blubrry.settings.client_authentication = ClientAuthentication.BASIC
    assert len(await token_requests_of_a_refresh(simulator, entry)) == 2
    await restart(hass, entry)
    (request,) = await token_requests_of_a_refresh(simulator, entry)
    assert request.headers["Authorization"].startswith("Basic ")
    assert "client_secret" not in request.form


@pytest.mark.parametrize("way", [ClientAuthentication.BODY, ClientAuthentication.BASIC])
async def test_the_way_of_the_sign_in_is_that_of_the_first_refresh(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    way: ClientAuthentication,
) -> None:
    simulator.blubrry.settings.client_authentication = way
    await add_api_key(hass, simulator)
    page = await choose(hass, "blubrry")
    result = await browser.decide(page, "filmhost")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = entries(hass)
    await restart(hass, entry)
    (request,) = await token_requests_of_a_refresh(simulator, entry)
    assert ("client_secret" in request.form) is (way is ClientAuthentication.BODY)


async def test_a_client_that_is_unknown_in_both_ways_is_lost(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    simulator.blubrry.remove_client(next(reversed(simulator.blubrry.grants.clients)))
    simulator.requests.clear()
    await entry.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    assert len(simulator.requests_to("blubrry", path="/oauth2/token")) == 2
    assert len(reauth_flows(hass)) == 1


@pytest.mark.usefixtures("browser")
async def test_a_wrong_key_leads_from_the_password_to_its_correction(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await add_api_key(hass, simulator, client_secret="mistyped")
    form = await other_way(hass, "blubrry_credentials")
    failed = await submit(hass, form, username=MAIL, password=PASSWORD)
    assert failed["errors"] == {"base": "invalid_client"}
    corrected = await submit(hass, failed)
    assert corrected["reason"] == "missing_credentials"
