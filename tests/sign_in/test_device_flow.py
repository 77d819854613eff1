"""The steps of signing in to Real-Debrid."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import (
    EVENT_DATA_ENTRY_FLOW_PROGRESS_UPDATE,
    FlowResultType,
    UnknownFlow,
)
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import (
    Pauses,
    approves,
    choose,
    entries,
    nobody_acts,
    outcome,
    submit,
)
from tests.real_debrid.device_flow import CODE_PATH, CREDENTIALS_PATH
from tests.simulator import Simulator
from tests.simulator.real_debrid import PendingVariant

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def test_approving_adds_the_account(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    shown = await choose(hass, "real_debrid")
    assert shown["type"] is FlowResultType.SHOW_PROGRESS
    assert shown["progress_action"] == "wait_for_approval"

    added = await outcome(hass, shown)

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert added["title"] == "quietotter"
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == "real_debrid_4815162"
    assert entry.data["provider"] == "real_debrid"
    # One poll immediately, and one after each interval.
    assert len(simulator.requests_to(path=CREDENTIALS_PATH)) == 3
    assert pauses.seconds == [5, 5]


async def test_the_sign_in_is_in_the_vault(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    await outcome(hass, await choose(hass, "real_debrid"))

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
    flow_id = (await choose(hass, "real_debrid"))["flow_id"]
    await hass.async_block_till_done(wait_background_tasks=True)
    # For example two pages that show the dialog.
    added, refused = await asyncio.gather(
        *(hass.config_entries.flow.async_configure(flow_id) for _ in range(2)),
        return_exceptions=True,
    )

    assert isinstance(added, dict)
    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert isinstance(refused, UnknownFlow)
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED


async def test_of_two_dialogs_for_one_account_the_second_says_so(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    approve = approves(simulator, "quietotter")
    pauses.then(approve, approve)
    shown = [await choose(hass, "real_debrid") for _ in range(2)]
    await hass.async_block_till_done(wait_background_tasks=True)
    vault = await async_get_vault(hass)
    store, stored = vault.async_store, asyncio.Event()

    async def slow_store(unique_id: str, token: Token) -> None:
        await stored.wait()
        await store(unique_id, token)

    # The first one still writes when the second one arrives.
    monkeypatch.setattr(vault, "async_store", slow_store)
    flows = hass.config_entries.flow
    first = hass.async_create_task(flows.async_configure(shown[0]["flow_id"]))
    await asyncio.sleep(0)
    second = await flows.async_configure(shown[1]["flow_id"])
    stored.set()
    added = await first

    assert added["type"] is FlowResultType.CREATE_ENTRY
    assert second["type"] is FlowResultType.ABORT
    assert second["reason"] == "already_configured"
    assert second["description_placeholders"] == {"account": "quietotter"}
    assert len(entries(hass)) == 1


@pytest.mark.parametrize("direct", [True, False])
async def test_the_dialog_shows_qr_code_link_and_code(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, *, direct: bool
) -> None:
    simulator.real_debrid.settings.direct_url = direct
    pauses.then(approves(simulator, "quietotter"))
    shown = await choose(hass, "real_debrid")

    (device,) = simulator.real_debrid.grants.devices.values()
    url = simulator.real_debrid.url
    scanned = (
        f"{url}/authorize?client_id=X245A4XAIBGVM&amp;device_id={device.device_code}"
        if direct
        else f"{url}/device"
    )
    assert shown["description_placeholders"] == {
        "service": "Real-Debrid",
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
        CODE_PATH,
        json={**_code(simulator), "direct_verification_url": direct},
    )
    pauses.hold()
    shown = await choose(hass, "real_debrid")

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
    simulator.fault("real_debrid", CODE_PATH, json={**_code(simulator), **unsafe})
    failed = await choose(hass, "real_debrid")
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
    shown = await choose(hass, "real_debrid")
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
    await outcome(hass, await choose(hass, "real_debrid"))
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
    simulator.fault("real_debrid", CREDENTIALS_PATH, status=429, headers=headers)
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    await outcome(hass, await choose(hass, "real_debrid"))
    assert pauses.seconds == seconds


@pytest.mark.parametrize("pending", PendingVariant)
async def test_every_way_to_say_pending_is_waited_for(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, pending: PendingVariant
) -> None:
    simulator.real_debrid.settings.pending = pending
    pauses.then(nobody_acts, nobody_acts, approves(simulator, "quietotter"))
    added = await outcome(hass, await choose(hass, "real_debrid"))
    assert added["type"] is FlowResultType.CREATE_ENTRY


async def test_closing_the_dialog_stops_the_polling(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.then(nobody_acts)
    pauses.hold()
    shown = await choose(hass, "real_debrid")
    await pauses.endless.wait()

    hass.config_entries.flow.async_abort(shown["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)

    assert pauses.cancelled
    assert len(simulator.requests_to(path=CREDENTIALS_PATH)) == 2
    approves(simulator, "quietotter")()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.requests_to(path=CREDENTIALS_PATH)) == 2
    assert not entries(hass)


async def test_an_open_dialog_does_not_delay_the_stop_of_home_assistant(
    hass: HomeAssistant,
    pauses: Pauses,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses.hold()
    await choose(hass, "real_debrid")
    await pauses.endless.wait()

    await hass.async_stop(force=True)

    assert pauses.cancelled
    assert "still running" not in caplog.text


async def test_the_dialog_can_be_looked_at_again_while_it_waits(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    pauses.hold()
    shown = await choose(hass, "real_debrid")
    await pauses.endless.wait()

    again = await hass.config_entries.flow.async_configure(shown["flow_id"])

    assert again["description_placeholders"] == shown["description_placeholders"]
    assert len(simulator.requests_to(path=CODE_PATH)) == 1
    assert len(simulator.requests_to(path=CREDENTIALS_PATH)) == 1
    hass.config_entries.flow.async_abort(shown["flow_id"])
