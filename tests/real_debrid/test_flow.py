"""The steps in which a person signs in to Real-Debrid."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import (
    EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE,
    FlowResultType,
    UnknownFlow,
)
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.media_accounts.const import Provider
from custom_components.media_accounts.vault import async_get_vault
from tests.helpers import (
    Pauses,
    add_real_debrid,
    approves,
    choose,
    denies,
    entries,
    nobody_acts,
    outcome,
    set_up,
    submit,
)
from tests.simulator import Simulator
from tests.simulator.real_debrid import DeniedVariant, PendingVariant

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

CODE = "/oauth/v2/device/code"
CREDENTIALS = "/oauth/v2/device/credentials"
TOKEN = "/oauth/v2/token"
USER = "/rest/1.0/user"

ADDRESS_REFUSED = {"error": "ip_not_allowed_203.0.113.7", "error_code": 22}


async def test_approving_adds_the_account(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    shown = await choose(hass, Provider.REAL_DEBRID)
    assert shown["type"] is FlowResultType.SHOW_PROGRESS
    assert shown["progress_action"] == "wait_for_approval"

    added = await outcome(hass, shown)

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert added["title"] == "quietotter"
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == "real_debrid_4815162"
    assert entry.data["provider"] == "real_debrid"
    # A poll at once, and one after each pause.
    assert len(simulator.requests_to(path=CREDENTIALS)) == 3
    assert pauses.seconds == [5, 5]


async def test_the_sign_in_is_in_the_vault(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    await outcome(hass, await choose(hass, Provider.REAL_DEBRID))

    (pair,) = simulator.real_debrid.grants.clients.values()
    token = (await async_get_vault(hass)).token("real_debrid_4815162")
    assert token is not None
    assert token.access_token in simulator.real_debrid.grants.access_tokens
    assert token.refresh_token == pair.refresh_tokens[-1]
    assert (token.client_id, token.client_secret) == (
        pair.client_id,
        pair.client_secret,
    )
    assert token.lifetime == 86_400


async def test_an_account_is_added_once_however_often_the_last_step_is_asked_for(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    flow_id = (await choose(hass, Provider.REAL_DEBRID))["flow_id"]
    await hass.async_block_till_done(wait_background_tasks=True)
    # Two pages that show the dialog, say.
    added, refused = await asyncio.gather(
        *(hass.config_entries.flow.async_configure(flow_id) for _ in range(2)),
        return_exceptions=True,
    )

    assert isinstance(added, dict)
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert isinstance(refused, UnknownFlow)
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("direct", [True, False])
async def test_the_dialog_shows_qr_code_link_and_code(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, *, direct: bool
) -> None:
    simulator.real_debrid.settings.direct_url = direct
    pauses.then(approves(simulator, "quietotter"))
    shown = await choose(hass, Provider.REAL_DEBRID)

    (device,) = simulator.real_debrid.grants.devices.values()
    url = simulator.real_debrid.url
    scanned = (
        f"{url}/authorize?client_id=X245A4XAIBGVM&amp;device_id={device.device_code}"
        if direct
        else f"{url}/device"
    )
    assert shown["description_placeholders"] == {
        "qr_code": (
            f'<ha-qr-code data="{scanned}" scale="5" margin="2" '
            'error-correction-level="low"></ha-qr-code>'
        ),
        "url": f"{url}/device",
        "user_code": device.user_code,
    }
    await outcome(hass, shown)


@pytest.mark.parametrize(
    "direct",
    [
        'https://real-debrid.com/"><script>alert(1)</script>',
        "https://real-debrid.com.example.org/authorize",
        "javascript:alert(1)",
        "http://real-debrid.com/authorize",
        42,
    ],
)
async def test_an_unsafe_direct_address_is_left_out(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, direct: object
) -> None:
    simulator.fault(
        "real_debrid",
        CODE,
        json={**_code(simulator), "direct_verification_url": direct},
    )
    pauses.hold()
    shown = await choose(hass, Provider.REAL_DEBRID)

    assert (
        f'data="{simulator.real_debrid.url}/device"'
        in (shown["description_placeholders"]["qr_code"])
    )
    hass.config_entries.flow.async_abort(shown["flow_id"])


@pytest.mark.parametrize(
    "unsafe",
    [
        {"user_code": "](https://example.org)"},
        {"user_code": "```"},
        {"user_code": None},
        {"device_code": None},
        {"verification_url": "https://example.org/device"},
        {"verification_url": None},
    ],
)
async def test_a_code_that_cannot_be_shown_is_not_shown(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, unsafe: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CODE, json={**_code(simulator), **unsafe})
    failed = await choose(hass, Provider.REAL_DEBRID)
    assert failed["step_id"] == "real_debrid_connection"

    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


def _code(simulator: Simulator) -> dict[str, Any]:
    return {
        "device_code": "A" * 52,
        "user_code": "OTTER234",
        "interval": 5,
        "expires_in": 900,
        "verification_url": f"{simulator.real_debrid.url}/device",
    }


async def test_the_ring_shows_the_time_that_is_left(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    simulator.real_debrid.settings.device_code_life = 20
    ring = async_capture_events(hass, EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE)
    shown = await choose(hass, Provider.REAL_DEBRID)
    expired = await outcome(hass, shown)

    assert expired["step_id"] == "real_debrid_expired"
    assert [event.data["progress"] for event in ring] == [1, 0.75, 0.5, 0.25]
    assert {event.data["flow_id"] for event in ring} == {shown["flow_id"]}


@pytest.mark.parametrize("interval", [1, 5, 12])
async def test_polls_at_the_interval_of_the_service(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, interval: int
) -> None:
    simulator.real_debrid.settings.interval = interval
    pauses.then(nobody_acts, nobody_acts, approves(simulator, "quietotter"))
    await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert pauses.seconds == [interval] * 3


@pytest.mark.parametrize(
    ("headers", "seconds"), [({}, [10, 10]), ({"Retry-After": "30"}, [30, 10])]
)
async def test_slow_down_widens_the_interval(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    headers: dict[str, str],
    seconds: list[int],
) -> None:
    simulator.fault("real_debrid", CREDENTIALS, status=429, headers=headers)
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert pauses.seconds == seconds


@pytest.mark.parametrize("pending", PendingVariant)
async def test_every_way_to_say_pending_is_waited_for(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, pending: PendingVariant
) -> None:
    simulator.real_debrid.settings.pending = pending
    pauses.then(nobody_acts, nobody_acts, approves(simulator, "quietotter"))
    added = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_closing_the_dialog_stops_the_polling(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(nobody_acts)
    pauses.hold()
    shown = await choose(hass, Provider.REAL_DEBRID)
    await pauses.endless.wait()

    hass.config_entries.flow.async_abort(shown["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)

    assert pauses.cancelled
    assert len(simulator.requests_to(path=CREDENTIALS)) == 2
    approves(simulator, "quietotter")()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.requests_to(path=CREDENTIALS)) == 2
    assert not entries(hass)


async def test_an_open_dialog_does_not_delay_the_stop_of_home_assistant(
    hass: HomeAssistant,
    pauses: Pauses,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses.hold()
    await choose(hass, Provider.REAL_DEBRID)
    await pauses.endless.wait()

    await hass.async_stop(force=True)

    assert pauses.cancelled
    assert "still running" not in caplog.text


async def test_the_dialog_can_be_looked_at_again_while_it_waits(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.hold()
    shown = await choose(hass, Provider.REAL_DEBRID)
    await pauses.endless.wait()

    again = await hass.config_entries.flow.async_configure(shown["flow_id"])

    assert again["description_placeholders"] == shown["description_placeholders"]
    assert len(simulator.requests_to(path=CODE)) == 1
    assert len(simulator.requests_to(path=CREDENTIALS)) == 1
    hass.config_entries.flow.async_abort(shown["flow_id"])


# The ways in which it does not work, each with a way on.


@pytest.mark.parametrize(
    ("denied", "step_id"),
    [
        (DeniedVariant.WRONG_PARAMETER, "real_debrid_refused"),
        (DeniedVariant.UNKNOWN_RESOURCE, "real_debrid_refused"),
        (DeniedVariant.PENDING, "real_debrid_expired"),
    ],
)
async def test_after_a_refusal_a_new_code_can_be_approved(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    denied: DeniedVariant,
    step_id: str,
) -> None:
    simulator.real_debrid.settings.denied = denied
    pauses.then(denies(simulator))
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == step_id

    await _new_code_works(hass, simulator, pauses, failed)


async def test_after_a_code_expired_a_new_one_can_be_approved(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_expired"
    # Every five seconds of 15 minutes, and not once more.
    assert len(simulator.requests_to(path=CREDENTIALS)) == 180

    await _new_code_works(hass, simulator, pauses, failed)


async def _new_code_works(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, failed: Any
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE)) == 2
    polled = [
        request.query["code"] for request in simulator.requests_to(path=CREDENTIALS)
    ]
    assert polled[0] != polled[-1]


TROUBLE: dict[str, Any] = {
    # aiohttp asks once more by itself.
    "no answer": {"drop": True, "times": 2},
    "bad gateway": {"status": 502},
    "page": {"status": 200, "text": "<html>Maintenance</html>"},
    "forbidden page": {"status": 403, "text": "<html>Access denied</html>"},
    "redirect": {"status": 302, "headers": {"Location": "https://example.org"}},
    "no JSON": {"status": 200, "text": "out of order"},
    "service error": {"status": 503, "json": {"error": "x", "error_code": 25}},
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_connection_trouble_before_there_is_a_code(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CODE, **trouble)
    failed = await choose(hass, Provider.REAL_DEBRID)
    assert failed["step_id"] == "real_debrid_connection"

    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_short_connection_trouble_while_waiting_is_not_noticed(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CREDENTIALS, **trouble | {"times": 3})
    pauses.then(*[nobody_acts] * 3, approves(simulator, "quietotter"))
    added = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_long_connection_trouble_while_waiting_is_told(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CREDENTIALS, **trouble | {"times": None})
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_connection"

    simulator.clear_faults()
    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_nobody_agrees_twice_when_the_account_could_not_be_read(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", USER, **trouble)
    pauses.then(approves(simulator, "quietotter"))
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_connection"

    shown = await submit(hass, failed)
    assert shown["progress_action"] == "read_account"
    added = await outcome(hass, shown)

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE)) == 1
    assert len(simulator.requests_to(path=TOKEN)) == 1


ACCOUNT_TROUBLE = {
    10: "account_two_factor",
    11: "account_two_factor",
    14: "account_locked",
    15: "account_not_activated",
    22: "account_address_refused",
}


@pytest.mark.parametrize(("code", "error"), ACCOUNT_TROUBLE.items())
async def test_nobody_agrees_twice_when_the_account_needed_its_owner(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, code: int, error: str
) -> None:
    refusal = {"error": "some_text", "error_code": code}
    simulator.fault("real_debrid", USER, status=403, json=refusal)
    pauses.then(approves(simulator, "quietotter"))
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": error}

    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE)) == 1


@pytest.mark.parametrize(("code", "error"), ACCOUNT_TROUBLE.items())
async def test_account_trouble_before_there_is_a_token(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, code: int, error: str
) -> None:
    person = simulator.real_debrid.people["lockedbadger"]
    person.trouble = code
    pauses.then(approves(simulator, "lockedbadger"))
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": error}

    person.trouble = None
    pauses.then(approves(simulator, "lockedbadger"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["title"] == "lockedbadger"


async def test_an_address_that_is_refused_at_once_is_told(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    simulator.fault("real_debrid", CODE, status=403, json=ADDRESS_REFUSED)
    failed = await choose(hass, Provider.REAL_DEBRID)
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": "account_address_refused"}

    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_an_address_that_is_refused_while_waiting_is_told(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    simulator.fault("real_debrid", CREDENTIALS, status=403, json=ADDRESS_REFUSED)
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": "account_address_refused"}

    await _new_code_works(hass, simulator, pauses, failed)


REFUSALS: dict[str, Any] = {
    "bad token": {"status": 401, "json": {"error": "bad_token", "error_code": 8}},
    "denied": {"status": 403, "json": {"error": "permission_denied", "error_code": 9}},
}


@pytest.mark.parametrize("path", [TOKEN, USER])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_a_sign_in_that_is_refused_at_its_end_starts_over(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    path: str,
    refusal: dict[str, Any],
) -> None:
    simulator.fault("real_debrid", path, **refusal)
    pauses.then(approves(simulator, "quietotter"))
    failed = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert failed["step_id"] == "real_debrid_refused"

    await _new_code_works(hass, simulator, pauses, failed)


async def test_a_form_can_be_looked_at_again(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("real_debrid", CODE, status=502)
    failed = await choose(hass, Provider.REAL_DEBRID)
    again = await hass.config_entries.flow.async_configure(failed["flow_id"])
    assert again["type"] is FlowResultType.FORM
    assert again["step_id"] == failed["step_id"]


# Which account it is.


async def test_the_same_account_is_not_added_twice(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "quietotter"))
    refused = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))

    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "already_configured"
    assert refused["description_placeholders"] == {"account": "quietotter"}
    assert entries(hass) == [entry]
    assert vault.token("real_debrid_4815162") == before


async def test_two_accounts_live_side_by_side(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    for person in ("quietotter", "freefinch"):
        pauses.then(approves(simulator, person))
        await outcome(hass, await choose(hass, Provider.REAL_DEBRID))

    assert [(e.title, e.unique_id, e.state) for e in entries(hass)] == [
        ("quietotter", "real_debrid_4815162", ConfigEntryState.LOADED),
        ("freefinch", "real_debrid_4815164", ConfigEntryState.LOADED),
    ]


async def test_a_lost_account_that_is_added_again_comes_back_to_life(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    simulator.real_debrid.revoke("quietotter")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR

    pauses.then(approves(simulator, "quietotter"))
    ended = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))

    assert ended["reason"] == "reauth_successful"
    assert entries(hass) == [entry]
    assert entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


type Start = Callable[[HomeAssistant, Any], Any]


async def _reauth(hass: HomeAssistant, entry: Any) -> Any:
    return await submit(hass, await entry.start_reauth_flow(hass))


async def _reconfigure(hass: HomeAssistant, entry: Any) -> Any:
    result = await entry.start_reconfigure_flow(hass)
    if result["type"] is FlowResultType.MENU:
        return await hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": Provider.REAL_DEBRID}
        )
    return result


@pytest.mark.parametrize(
    ("start", "reason"),
    [(_reauth, "reauth_successful"), (_reconfigure, "reconfigure_successful")],
)
async def test_signing_in_again_renews_the_token(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    start: Start,
    reason: str,
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "quietotter"))
    ended = await outcome(hass, await start(hass, entry))

    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == reason
    assert vault.token("real_debrid_4815162") != before
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["provider"] == "real_debrid"


@pytest.mark.parametrize("start", [_reauth, _reconfigure])
async def test_signing_in_again_with_another_account_is_refused(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, start: Start
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "freefinch"))
    wrong = await outcome(hass, await start(hass, entry))
    assert wrong["step_id"] == "real_debrid_wrong_account"
    assert wrong["description_placeholders"]["account"] == "quietotter"
    assert vault.token("real_debrid_4815162") == before
    assert vault.token("real_debrid_4815164") is None

    pauses.then(approves(simulator, "quietotter"))
    right = await outcome(hass, await submit(hass, wrong))
    assert right["type"] is FlowResultType.ABORT
    assert vault.token("real_debrid_4815162") != before
    assert entries(hass) == [entry]


async def test_a_revoked_grant_is_renewed_in_the_reauthentication_it_started(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    simulator.real_debrid.revoke("quietotter")
    await set_up(hass, entry)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])

    pauses.then(approves(simulator, "quietotter"))
    await outcome(hass, await submit(hass, form))

    assert entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


async def test_an_unsafe_address_of_the_service_ends_the_flow(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", "http://example.org")
    ended = await choose(hass, Provider.REAL_DEBRID)
    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == "endpoint_invalid"
    assert ended["description_placeholders"] == {
        "variable": "MEDIA_ACCOUNTS_REAL_DEBRID_URL"
    }
