"""The steps of signing in to Blubrry."""

from base64 import b64decode
from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import unquote_plus

from homeassistant.components.application_credentials import (
    DATA_COMPONENT,
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ImplementationUnavailableError
from homeassistant.helpers.config_entry_oauth2_flow import (
    AbstractOAuth2Implementation,
    async_add_implementation_provider,
)
import pytest
from yarl import URL

from custom_components.media_accounts.blubrry.sign_in import identity
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.sign_in import code_flow
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import (
    HOME,
    KEY_NAME,
    Browser,
    add_api_key,
    add_blubrry,
    add_real_debrid,
    choose,
    delete_api_keys,
    entries,
    reauth_flows,
    set_up,
    submit,
)
from tests.simulator import Simulator
from tests.simulator.blubrry import NoPrograms

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

TOKEN = "/oauth2/token"
MEDIA = "/2/media/index.json"
STATS = "/2/stats/index.json"

FILMHOST = "blubrry_40211"
"""The unique id of an entry is that of the oldest program."""


async def test_without_credentials_a_person_is_asked_for_them(
    hass: HomeAssistant, browser: Browser
) -> None:
    ended = await choose(hass, "blubrry")
    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == "missing_credentials"


async def test_unavailable_credentials_are_reported(
    hass: HomeAssistant, browser: Browser
) -> None:
    async def out_of_order(*_: object) -> list[AbstractOAuth2Implementation]:
        raise ImplementationUnavailableError

    async_add_implementation_provider(hass, "cloud", out_of_order)
    ended = await choose(hass, "blubrry")
    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == "oauth_implementation_unavailable"


async def test_approving_adds_the_account(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    client_id = await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")

    assert asked["type"] is FlowResultType.EXTERNAL_STEP
    page = URL(asked["url"])
    assert str(page).startswith(f"{simulator.blubrry.url}/oauth2/authorize?")
    assert page.query["response_type"] == "code"
    assert page.query["client_id"] == client_id
    assert page.query["redirect_uri"] == f"{HOME}/auth/external/callback"
    assert page.query["state"]

    added = await browser.decide(asked, "filmhost")
    await hass.async_block_till_done()

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert added["title"] == "Blubrry (Open Movie Hour)"
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == FILMHOST
    assert entry.data["provider"] == "blubrry"
    assert entry.data["auth_implementation"] == KEY_NAME
    assert entry.data["program_ids"] == ["1498812", "40211"]


async def test_the_sign_in_is_in_the_vault(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await _add_filmhost(hass, simulator, browser)
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert token.access_token in simulator.blubrry.grants.access_tokens
    assert token.refresh_token in simulator.blubrry.grants.refresh_tokens
    assert token.lifetime == 3600
    assert token.client_secret is None


async def test_the_client_is_named_with_http_basic(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    secret = "two words: and /signs?"
    simulator.blubrry.register_client("an id", secret)
    await async_import_client_credential(
        hass, DOMAIN, ClientCredential("an id", secret), KEY_NAME
    )
    asked = await choose(hass, "blubrry")
    added = await browser.decide(asked, "filmhost")

    assert added["type"] is FlowResultType.CREATE_ENTRY
    (request,) = simulator.requests_to(path=TOKEN)
    scheme, _, pair = request.headers["Authorization"].partition(" ")
    assert scheme == "Basic"
    name, _, password = b64decode(pair).decode().partition(":")
    assert (unquote_plus(name), unquote_plus(password)) == ("an id", secret)
    assert request.form.keys() == {"grant_type", "code", "redirect_uri"}


async def test_with_several_credentials_a_person_chooses(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator, "First key")
    second = await add_api_key(hass, simulator, "Second key")
    picker = await choose(hass, "blubrry")
    assert picker["step_id"] == "pick_implementation"

    asked = await submit(hass, picker, implementation="Second key")
    assert URL(asked["url"]).query["client_id"] == second
    await browser.decide(asked, "filmhost")

    (entry,) = entries(hass)
    assert entry.data["auth_implementation"] == "Second key"


async def test_programs_of_all_pages_are_found(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    simulator.blubrry.settings.page_size_cap = 20
    await add_api_key(hass, simulator)
    await browser.decide(await choose(hass, "blubrry"), "librarian")

    (entry,) = entries(hass)
    assert len(entry.data["program_ids"]) == 24
    assert [request.query["start"] for request in simulator.requests_to(path=MEDIA)][
        :2
    ] == ["0", "20"]


@pytest.mark.parametrize(
    "settings",
    [
        {"omit_expires_in": True},
        {"expires_in_as_string": True},
        {"ids_as_strings": True},
        {"keyword_null": True},
        {"total_header": False},
        {"refresh_returns_refresh_token": True},
    ],
    ids=str,
)
async def test_what_the_service_may_do_otherwise(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    settings: dict[str, bool],
) -> None:
    simulator.blubrry.change_settings(**settings)
    entry = await _add_filmhost(hass, simulator, browser)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == FILMHOST
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert token.lifetime == 3600


# Failures, each with an error message and a next step.


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("consent_required", "consent_denied"),
        ("access_denied", "consent_denied"),
        ("unauthorized_client", "unauthorized_client"),
        ("redirect_uri_mismatch", "redirect_uri_mismatch"),
        ("<b>something</b>", "not_authorized"),
    ],
)
async def test_what_blubrry_sends_back_in_place_of_a_code(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    error: str,
    reason: str,
) -> None:
    await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    failed = await browser.come_back(asked, error=error)
    await _fails_but_can_go_on(hass, browser, failed, reason)


async def test_denied_access_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    failed = await browser.decide(asked, action="Deny")
    await _fails_but_can_go_on(hass, browser, failed, "consent_denied")


async def _fails_but_can_go_on(
    hass: HomeAssistant, browser: Browser, failed: ConfigFlowResult, reason: str
) -> None:
    assert failed["type"] is FlowResultType.FORM
    assert failed["step_id"] == "blubrry_failed"
    assert failed["errors"] == {"base": reason}
    assert not entries(hass)

    added = await browser.decide(await submit(hass, failed), "filmhost")
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_secret_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator, client_secret="mistyped")
    asked = await choose(hass, "blubrry")
    failed = await browser.decide(asked, "filmhost")
    assert failed["errors"] == {"base": "invalid_client"}

    # The message asks the user to add the credentials again.
    await delete_api_keys(hass)
    await add_api_key(hass, simulator)
    added = await browser.decide(await submit(hass, failed), "filmhost")
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_with_a_refused_client_a_person_is_asked_for_another(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator, "Mistyped", client_secret="mistyped")
    failed = await browser.decide(await choose(hass, "blubrry"), "filmhost")
    assert failed["errors"] == {"base": "invalid_client"}
    ended = await submit(hass, failed)
    assert ended["reason"] == "missing_credentials"

    # Home Assistant's dialog adds them and starts a flow, which continues.
    await add_api_key(hass, simulator, "Correct")
    flows = hass.config_entries.flow
    form = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert form["step_id"] == "pick_implementation"
    (field,) = form["data_schema"].schema
    assert field.default() == "Correct"
    page = await submit(hass, form, implementation="Correct")
    added = await browser.decide(page, "filmhost")
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "path", [["blubrry"], ["other_ways", "blubrry_credentials"]], ids=" ".join
)
async def test_added_credentials_lead_straight_on(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, path: list[str]
) -> None:
    flows = hass.config_entries.flow

    async def start() -> ConfigFlowResult:
        return await flows.async_init(DOMAIN, context={"source": SOURCE_USER})

    ended = await start()
    for step in path:
        ended = await flows.async_configure(ended["flow_id"], {"next_step_id": step})
    assert ended["reason"] == "missing_credentials"

    # Without new ones, the flow shows the usual menu.
    menu = await start()
    assert menu["type"] is FlowResultType.MENU
    flows.async_abort(menu["flow_id"])

    await add_api_key(hass, simulator)
    page = await start()
    assert page["type"] in (FlowResultType.EXTERNAL_STEP, FlowResultType.FORM)
    assert page["step_id"] in ("auth", "blubrry_password")
    flows.async_abort(page["flow_id"])
    # It continues only once.
    menu = await start()
    assert menu["type"] is FlowResultType.MENU


async def test_credentials_that_come_much_later_lead_nowhere(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await choose(hass, "blubrry")
    await add_api_key(hass, simulator)
    later = monotonic() + 3601
    monkeypatch.setattr(code_flow, "monotonic", lambda: later)
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert menu["type"] is FlowResultType.MENU


@pytest.mark.parametrize("status", [400, 401])
async def test_a_deleted_api_key_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, status: int
) -> None:
    simulator.blubrry.settings.invalid_client_status = status
    client_id = await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    simulator.blubrry.remove_client(client_id)
    failed = await browser.come_back(asked, code="anything")
    assert failed["errors"] == {"base": "invalid_client"}


async def test_another_redirect_address_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    client_id = await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    code = simulator.blubrry.authorize(client_id, "https://example.org/", "filmhost")
    failed = await browser.come_back(asked, code=code)
    await _fails_but_can_go_on(hass, browser, failed, "redirect_uri_mismatch")


async def test_an_expired_code_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    client_id = await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    code = _code_for(simulator, client_id, asked)
    simulator.clock.advance(301)
    failed = await browser.come_back(asked, code=code)
    await _fails_but_can_go_on(hass, browser, failed, "invalid_grant")


async def test_a_used_code_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    client_id = await add_api_key(hass, simulator)
    asked = await choose(hass, "blubrry")
    code = _code_for(simulator, client_id, asked)
    del simulator.blubrry.grants.codes[code]
    failed = await browser.come_back(asked, code=code)
    await _fails_but_can_go_on(hass, browser, failed, "invalid_grant")


def _code_for(simulator: Simulator, client_id: str, asked: ConfigFlowResult) -> str:
    redirect_uri = URL(asked["url"]).query["redirect_uri"]
    return simulator.blubrry.authorize(client_id, redirect_uri, "filmhost")


TROUBLE: dict[str, Any] = {
    "no answer": {"drop": True, "times": 2},
    "bad gateway": {"status": 502},
    "page": {"status": 200, "text": "<html>Welcome to the guest network</html>"},
    "forbidden page": {"status": 403, "text": "<html>Access denied</html>"},
    "redirect": {"status": 302, "headers": {"Location": "https://example.org"}},
    "no JSON": {"status": 200, "text": "out of order"},
}


@pytest.mark.parametrize("path", [TOKEN, MEDIA, STATS])
@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_connection_errors_are_reported(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    path: str,
    trouble: dict[str, Any],
) -> None:
    await add_api_key(hass, simulator)
    simulator.fault("blubrry", path, **trouble)
    failed = await browser.decide(await choose(hass, "blubrry"), "filmhost")
    simulator.clear_faults()
    await _fails_but_can_go_on(hass, browser, failed, "service_unreachable")


OTHER_ANSWERS: dict[str, Any] = {
    "rate_limited": {"status": 429},
    "not_authorized": {"status": 401, "json": {"error": 401}},
    "service_unreachable": {"status": 400, "json": {"error": "invalid_request"}},
}


@pytest.mark.parametrize("path", [TOKEN, "/2/*/index.json"])
@pytest.mark.parametrize("reason", OTHER_ANSWERS)
async def test_what_else_the_service_may_answer(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    path: str,
    reason: str,
) -> None:
    answer = OTHER_ANSWERS[reason]
    await add_api_key(hass, simulator)
    simulator.fault("blubrry", path, **answer, times=None)
    failed = await browser.decide(await choose(hass, "blubrry"), "filmhost")
    simulator.clear_faults()
    await _fails_but_can_go_on(hass, browser, failed, reason)


async def test_a_token_response_without_a_token_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator)
    simulator.fault("blubrry", TOKEN, json={"token_type": "bearer"})
    failed = await browser.decide(await choose(hass, "blubrry"), "filmhost")
    await _fails_but_can_go_on(hass, browser, failed, "service_unreachable")


@pytest.mark.parametrize("path", [TOKEN, MEDIA])
async def test_a_timeout_is_reported(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    await add_api_key(hass, simulator)
    simulator.fault("blubrry", path, hold=True, times=None)
    asked = await choose(hass, "blubrry")
    with monkeypatch.context() as impatient:
        impatient.setattr(identity, "OAUTH_TOKEN_TIMEOUT_SEC", 0)
        failed = await browser.decide(asked, "filmhost")
    simulator.clear_faults()
    await _fails_but_can_go_on(hass, browser, failed, "service_unreachable")


@pytest.mark.parametrize("answer", NoPrograms)
async def test_an_account_without_programs_is_reported(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, answer: NoPrograms
) -> None:
    simulator.blubrry.settings.no_programs = answer
    await add_api_key(hass, simulator)
    failed = await browser.decide(await choose(hass, "blubrry"), "newcomer")
    await _fails_but_can_go_on(
        hass,
        browser,
        failed,
        "service_unreachable" if answer is NoPrograms.NOT_AVAILABLE else "no_programs",
    )


async def test_programs_without_statistics_make_an_account(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    simulator.fault(
        "blubrry", STATS, status=403, json={"error": "No access"}, times=None
    )
    entry = await _add_filmhost(hass, simulator, browser)
    assert entry.state is ConfigEntryState.LOADED


async def test_a_form_can_be_looked_at_again(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator)
    failed = await browser.decide(await choose(hass, "blubrry"), action="Deny")
    again = await hass.config_entries.flow.async_configure(failed["flow_id"])
    assert again["type"] is FlowResultType.FORM
    assert again["step_id"] == failed["step_id"]
    assert again["errors"] == failed["errors"]


async def test_an_unsafe_address_of_the_service_ends_the_flow(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await add_api_key(hass, simulator)
    monkeypatch.setenv("MEDIA_ACCOUNTS_BLUBRRY_URL", "http://example.org")
    ended = await choose(hass, "blubrry")
    assert ended["reason"] == "endpoint_invalid"
    assert ended["description_placeholders"] == {
        "variable": "MEDIA_ACCOUNTS_BLUBRRY_URL"
    }


# The account that the user signs in to.


async def _add_filmhost(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> Any:
    await add_api_key(hass, simulator)
    await browser.decide(await choose(hass, "blubrry"), "filmhost")
    await hass.async_block_till_done()
    return entries(hass)[-1]


@pytest.mark.parametrize(
    "programs",
    [[40_211, 1_498_812], [40_211], [1_498_812], [40_211, 1_498_812, 40_777]],
    ids=["same", "one less", "the oldest one less", "one more"],
)
async def test_the_same_account_is_not_added_twice(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, programs: list[int]
) -> None:
    entry = await _add_filmhost(hass, simulator, browser)
    vault = await async_get_vault(hass)
    before = vault.token(FILMHOST)

    simulator.blubrry.people["filmhost"].programs = programs
    refused = await browser.decide(await choose(hass, "blubrry"), "filmhost")

    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "already_configured"
    assert refused["description_placeholders"] == {
        "account": "Blubrry (Open Movie Hour)"
    }
    assert entries(hass) == [entry]
    assert vault.token(FILMHOST) == before


async def test_accounts_that_share_a_program_live_side_by_side(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    simulator.blubrry.people["guestreader"].programs = [40_777, 1_498_812, 41_000]
    await set_up(hass, await add_real_debrid(hass, simulator))
    await _add_filmhost(hass, simulator, browser)
    await browser.decide(await choose(hass, "blubrry"), "guestreader")
    await hass.async_block_till_done()
    assert {entry.unique_id: entry.state for entry in entries(hass)} == {
        "real_debrid_4815162": ConfigEntryState.LOADED,
        FILMHOST: ConfigEntryState.LOADED,
        "blubrry_40777": ConfigEntryState.LOADED,
    }


async def test_accounts_that_share_their_oldest_program_live_side_by_side(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await _add_filmhost(hass, simulator, browser)
    await browser.decide(await choose(hass, "blubrry"), "guestreader")
    await hass.async_block_till_done()
    first, second = entries(hass)
    assert first.unique_id == FILMHOST
    assert second.unique_id != FILMHOST
    assert {first.state, second.state} == {ConfigEntryState.LOADED}


async def test_programs_that_are_all_there_already_are_not_added_again(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    people = simulator.blubrry.people
    people["guestreader"].programs = [40_777, 41_000]
    people["newcomer"].programs = [40_211, 40_777]
    await _add_filmhost(hass, simulator, browser)
    await browser.decide(await choose(hass, "blubrry"), "guestreader")

    refused = await browser.decide(await choose(hass, "blubrry"), "newcomer")

    assert refused["reason"] == "already_configured"
    assert [entry.unique_id for entry in entries(hass)] == [FILMHOST, "blubrry_40777"]


type Start = Callable[[HomeAssistant, Any], Any]


async def _reauth(hass: HomeAssistant, entry: Any) -> Any:
    return await submit(hass, await entry.start_reauth_flow(hass))


async def _reconfigure(hass: HomeAssistant, entry: Any) -> Any:
    result = await entry.start_reconfigure_flow(hass)
    if result["type"] is FlowResultType.MENU:
        return await hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": "blubrry"}
        )
    return result


@pytest.mark.parametrize(
    ("start", "reason"),
    [(_reauth, "reauth_successful"), (_reconfigure, "reconfigure_successful")],
)
async def test_signing_in_again_renews_the_token(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    start: Start,
    reason: str,
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token(FILMHOST)

    ended = await browser.decide(await start(hass, entry), "filmhost")
    await hass.async_block_till_done()

    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == reason
    assert vault.token(FILMHOST) != before
    assert entry.state is ConfigEntryState.LOADED
    assert entries(hass) == [entry]


async def test_reauthentication_uses_the_credentials_of_before(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    await add_api_key(hass, simulator, "Another key")
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)

    asked = await _reauth(hass, entry)

    item = hass.data[DATA_COMPONENT].async_client_credentials(DOMAIN)
    used = item[entry.data["auth_implementation"]].client_id
    assert URL(asked["url"]).query["client_id"] == used


async def test_reconfiguration_can_change_to_other_credentials(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await add_api_key(hass, simulator, "Newer key")

    picker = await _reconfigure(hass, entry)
    asked = await submit(hass, picker, implementation="Newer key")
    await browser.decide(asked, "filmhost")
    await hass.async_block_till_done()

    assert entry.data["auth_implementation"] == "Newer key"
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("start", [_reauth, _reconfigure])
async def test_signing_in_again_with_another_account_is_refused(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, start: Start
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token(FILMHOST)

    wrong = await browser.decide(await start(hass, entry), "bunnyfan")
    assert wrong["step_id"] == "blubrry_failed"
    assert wrong["errors"] == {"base": "wrong_account"}
    assert wrong["description_placeholders"]["account"] == entry.title
    assert vault.token(FILMHOST) == before

    right = await browser.decide(await submit(hass, wrong), "filmhost")
    assert right["type"] is FlowResultType.ABORT
    assert vault.token(FILMHOST) != before
    assert entries(hass) == [entry]


@pytest.mark.parametrize("start", [_reauth, _reconfigure])
async def test_a_program_in_common_does_not_make_it_the_same_account(
    hass: HomeAssistant, simulator: Simulator, browser: Browser, start: Start
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await browser.decide(await choose(hass, "blubrry"), "guestreader")
    await hass.async_block_till_done(wait_background_tasks=True)
    _, other = entries(hass)
    programs = [set(account.data["program_ids"]) for account in (entry, other)]
    assert programs[0] & programs[1]

    wrong = await browser.decide(await start(hass, entry), "guestreader")

    assert wrong["errors"] == {"base": "wrong_account"}
    assert set(entry.data["program_ids"]) == programs[0]


async def test_an_account_that_has_changed_much_can_sign_in_again(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    simulator.blubrry.people["filmhost"].programs = [1_498_812, 40_777]

    ended = await browser.decide(await _reauth(hass, entry), "filmhost")
    await hass.async_block_till_done()

    assert ended["reason"] == "reauth_successful"
    assert entry.unique_id == FILMHOST
    assert entry.data["program_ids"] == ["1498812", "40777"]
    assert entry.state is ConfigEntryState.LOADED


async def test_credentials_that_were_deleted_come_back_with_the_account(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await delete_api_keys(hass)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (pending,) = reauth_flows(hass)

    # The dialog ends, and the frontend asks for credentials.
    form = await hass.config_entries.flow.async_configure(pending["flow_id"])
    ended = await submit(hass, form)
    assert ended["reason"] == "missing_credentials"

    # With them the flow restarts as if the account was added.
    await add_api_key(hass, simulator, "Newer key")
    page = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    ended = await browser.decide(page, "filmhost")
    await hass.async_block_till_done()

    assert ended["reason"] == "reauth_successful"
    assert entries(hass) == [entry]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["auth_implementation"] == "Newer key"
    assert not hass.config_entries.flow.async_progress()


async def test_deleted_credentials_can_be_replaced_by_others(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await delete_api_keys(hass)
    await add_api_key(hass, simulator, "Newer key")
    await set_up(hass, entry)
    (pending,) = reauth_flows(hass)

    form = await hass.config_entries.flow.async_configure(pending["flow_id"])
    await browser.decide(await submit(hass, form), "filmhost")
    await hass.async_block_till_done()

    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["auth_implementation"] == "Newer key"
