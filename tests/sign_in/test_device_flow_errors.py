"""Failed sign-ins to Real-Debrid, each with a next step for the user."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from tests.helpers import Pauses, approves, choose, denies, nobody_acts, outcome, submit
from tests.real_debrid.device_flow import CODE_PATH, CREDENTIALS_PATH, TOKEN_PATH
from tests.simulator import Simulator
from tests.simulator.real_debrid import DeniedVariant

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

USER = "/rest/1.0/user"

ADDRESS_REFUSED = {"error": "ip_not_allowed_203.0.113.7", "error_code": 22}


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
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == step_id

    await _new_code_works(hass, simulator, pauses, failed)


async def test_after_a_code_expired_a_new_one_can_be_approved(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_expired"
    # Every five seconds for 15 minutes, and no more.
    assert len(simulator.requests_to(path=CREDENTIALS_PATH)) == 180

    await _new_code_works(hass, simulator, pauses, failed)


async def _new_code_works(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, failed: Any
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE_PATH)) == 2
    polled = [
        request.query["code"]
        for request in simulator.requests_to(path=CREDENTIALS_PATH)
    ]
    assert polled[0] != polled[-1]


TROUBLE: dict[str, Any] = {
    # aiohttp retries once automatically.
    "no answer": {"drop": True, "times": 2},
    "bad gateway": {"status": 502},
    "page": {"status": 200, "text": "<html>Maintenance</html>"},
    "forbidden page": {"status": 403, "text": "<html>Access denied</html>"},
    "redirect": {"status": 302, "headers": {"Location": "https://example.org"}},
    "no JSON": {"status": 200, "text": "out of order"},
    "service error": {"status": 503, "json": {"error": "x", "error_code": 25}},
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_connection_errors_before_there_is_a_code(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CODE_PATH, **trouble)
    failed = await choose(hass, "real_debrid")
    assert failed["step_id"] == "real_debrid_connection"

    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_short_connection_errors_while_waiting_are_ignored(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **trouble | {"times": 3})
    pauses.then(*[nobody_acts] * 3, approves(simulator, "quietotter"))
    added = await outcome(hass, await choose(hass, "real_debrid"))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_long_connection_errors_while_waiting_are_reported(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **trouble | {"times": None})
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_connection"

    simulator.clear_faults()
    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_no_second_approval_if_the_account_could_not_be_read(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, trouble: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", USER, **trouble)
    pauses.then(approves(simulator, "quietotter"))
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_connection"

    shown = await submit(hass, failed)
    assert shown["progress_action"] == "read_account"
    added = await outcome(hass, shown)

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE_PATH)) == 1
    assert len(simulator.requests_to(path=TOKEN_PATH)) == 1


ACCOUNT_TROUBLE = {
    10: "account_two_factor",
    11: "account_two_factor",
    14: "account_locked",
    15: "account_not_activated",
    22: "account_address_refused",
}


@pytest.mark.parametrize(("code", "error"), ACCOUNT_TROUBLE.items())
async def test_no_second_approval_if_the_account_required_action(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, code: int, error: str
) -> None:
    refusal = {"error": "some_text", "error_code": code}
    # The client asks a second time before it reports a problem of the account.
    simulator.fault("real_debrid", USER, status=403, json=refusal, times=2)
    pauses.then(approves(simulator, "quietotter"))
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": error}

    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert len(simulator.requests_to(path=CODE_PATH)) == 1


@pytest.mark.parametrize(("code", "error"), ACCOUNT_TROUBLE.items())
async def test_account_problems_before_there_is_a_token(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, code: int, error: str
) -> None:
    person = simulator.real_debrid.people["lockedbadger"]
    person.trouble = code
    pauses.then(approves(simulator, "lockedbadger"))
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": error}

    person.trouble = None
    pauses.then(approves(simulator, "lockedbadger"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["title"] == "lockedbadger"


async def test_an_ip_address_that_is_refused_at_once_is_reported(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    simulator.fault("real_debrid", CODE_PATH, status=403, json=ADDRESS_REFUSED)
    failed = await choose(hass, "real_debrid")
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": "account_address_refused"}

    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await submit(hass, failed))
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_an_ip_address_that_is_refused_while_waiting_is_reported(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, status=403, json=ADDRESS_REFUSED)
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_account"
    assert failed["errors"] == {"base": "account_address_refused"}

    await _new_code_works(hass, simulator, pauses, failed)


REFUSALS: dict[str, Any] = {
    "bad token": {"status": 401, "json": {"error": "bad_token", "error_code": 8}},
    "denied": {"status": 403, "json": {"error": "permission_denied", "error_code": 9}},
}


@pytest.mark.parametrize("path", [TOKEN_PATH, USER])
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
    failed = await outcome(hass, await choose(hass, "real_debrid"))
    assert failed["step_id"] == "real_debrid_refused"

    await _new_code_works(hass, simulator, pauses, failed)


async def test_a_form_can_be_looked_at_again(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("real_debrid", CODE_PATH, status=502)
    failed = await choose(hass, "real_debrid")
    again = await hass.config_entries.flow.async_configure(failed["flow_id"])
    assert again["type"] is FlowResultType.FORM
    assert again["step_id"] == failed["step_id"]


async def test_an_unsafe_address_of_the_service_ends_the_flow(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", "http://example.org")
    ended = await choose(hass, "real_debrid")
    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == "endpoint_invalid"
    assert ended["description_placeholders"] == {
        "variable": "MEDIA_ACCOUNTS_REAL_DEBRID_URL"
    }
