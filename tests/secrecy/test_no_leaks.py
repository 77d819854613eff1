"""Recognizable secrets of the services reach no output.

A scenario runs everything once, errors included, at debug level. Then every file of
the configuration folder is searched, the database of the recorder among them, and the
log, the traces, and all responses to a user who is not an administrator.
"""

import json
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.components.recorder import get_instance
from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import MATCH_ALL, Event, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.media_accounts.real_debrid import torrent_actions
from tests.helpers import Browser, Pauses, entries, reauth_flows
from tests.secrecy import outputs, scenario
from tests.secrecy.markers import (
    ADDRESS,
    DATABASE,
    Secrets,
    mark_accounts,
    searched,
)
from tests.simulator import Simulator
from tests.support import patch_clock

COMPONENTS: Final = (
    "api",
    "config",
    "diagnostics",
    "history",
    "logbook",
    "media_source",
    "persistent_notification",
    "repairs",
    "system_health",
    "system_log",
)

# None of them is secret.
ENTRY_KEYS: Final = {
    "auth_implementation",
    "client_id",
    "method",
    "program_ids",
    "provider",
    "redirect_uri",
}


@pytest.fixture
def recorder_db_url(tmp_path: Path) -> str:
    """Make the recorder write into the folder that is searched."""
    return f"sqlite:///{tmp_path}/{DATABASE}"


@pytest.fixture(autouse=True)
def minutes_pass(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make actions wait for a torrent in simulated time."""

    async def sleep(seconds: float) -> None:
        simulator.clock.advance(seconds)

    patch_clock(monkeypatch, torrent_actions, sleep=sleep)


@pytest.fixture(autouse=True)
def debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.fixture
def heard(hass: HomeAssistant) -> list[str]:
    """Return all events from now on."""
    events: list[str] = []

    def listen(event: Event) -> None:
        events.append(json.dumps(event.as_dict(), default=str))

    hass.bus.async_listen(MATCH_ALL, listen)
    return events


@pytest.mark.real_storage
@pytest.mark.usefixtures("no_waiting")
@pytest.mark.timeout(900)
async def test_no_output_holds_a_secret(
    recorder_mock: object,
    hass: HomeAssistant,
    simulator: Simulator,
    *,
    heard: list[str],
    pauses: Pauses,
    browser: Browser,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    for component in COMPONENTS:
        assert await async_setup_component(hass, component, {})
    secrets = Secrets()
    mark_accounts(simulator)
    answers: list[object] = []

    await scenario.sign_in_every_way(hass, simulator, pauses, browser)
    await scenario.add_automations(hass)
    secrets.collect(simulator)
    answers += await scenario.run_everything(hass, simulator)
    await scenario.change_accounts(hass, simulator)
    secrets.collect(simulator)

    # Errors whose text contains an address.
    slug = {"error": f"ip_not_allowed_{ADDRESS}", "error_code": 22}
    body = {"status": 500, "json": {"error": slug["error"], "message": ADDRESS}}
    simulator.fault("real_debrid", "/rest/1.0/**", status=403, json=slug, times=None)
    simulator.fault("blubrry", "/2/**", times=None, **body)
    await scenario.reload(hass)
    await scenario.run_everything(hass, simulator)
    simulator.faults.clear()
    await scenario.reload(hass)
    # A token refresh, a key rotation, revoked sign-ins.
    simulator.clock.advance(8 * 86400)
    answers += await scenario.run_everything(hass, simulator)
    secrets.collect(simulator)
    for action in ("rotate_key", "clear_statistics"):
        await hass.services.async_call(DOMAIN, action, blocking=True)
    for grants in (simulator.real_debrid.grants, simulator.blubrry.grants):
        grants.access_tokens.clear()
    await scenario.reload(hass)
    flows = hass.config_entries.flow
    heard += [
        repr(await flows.async_configure(f["flow_id"])) for f in reauth_flows(hass)
    ]
    secrets.collect(simulator)

    # The responses to a user, and those only to administrators.
    await async_wait_recording_done(hass)
    MockUser(is_owner=True).add_to_hass(hass)
    robin, wren = [
        await outputs.client_of(
            hass,
            await hass.auth.async_create_user(name, group_ids=[group]),
            hass_ws_client,
            hass_client,
        )
        for name, group in (("Robin", GROUP_ID_USER), ("Wren", GROUP_ID_ADMIN))
    ]
    heard.append(await outputs.read_everything(hass, robin))
    traces = await outputs.read_traces(wren)
    for who in (robin, wren):
        await who.close()
    for entry in entries(hass):
        # The diagnostics are for administrators, who send them to others.
        heard.append(json.dumps(await async_get_config_entry_diagnostics(hass, entry)))
        assert entry.data.keys() <= ENTRY_KEYS

    await stop(hass)
    places: dict[str, Any] = {
        "outputs": "\n".join(heard),
        "answers": repr(answers),
        "traces": traces,
        **searched(tmp_path, caplog),
    }
    assert {DATABASE, f".storage/{DOMAIN}.vault", ".storage/trace.saved_traces"} <= (
        places.keys()
    )
    assert "automation_ran" in places["outputs"]
    # The search finds secrets where they may be.
    assert any(link in places["answers"] for link in secrets.links)
    assert any(link in traces for link in secrets.links)
    assert not {
        (place, secret)
        for place, text in places.items()
        for secret in secrets.all
        if secret in text and not secrets.is_allowed(place, secret)
    }


async def stop(hass: HomeAssistant) -> None:
    """Stop Home Assistant so that it writes everything to disk."""
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await async_wait_recording_done(hass)
    await hass.async_add_executor_job(get_instance(hass).engine.dispose)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
