"""Recognisable secrets go in at every place where a service puts one; none comes out.

Everything that the integration does is done once, in trouble too, at debug level.
Then every file of the configuration folder is searched, the database of the recorder
among them, the log, the traces, and all that somebody is told who is no administrator.
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
from tests.secrecy import exercises as deeds, exits as questions
from tests.secrecy.canaries import ADDRESS, DATABASE, Secrets, plant, searched
from tests.simulator import Simulator
from tests.vault.test_vault import (
    hass_config_dir,  # noqa: F401
    hass_storage,  # noqa: F401
)

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

# Nothing that is secret: where a person signs in, and what of it is known again.
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
    """Let the recorder write into the folder that is searched."""
    return f"sqlite:///{tmp_path}/{DATABASE}"


@pytest.fixture(autouse=True)
def minutes_pass(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let actions that wait for a torrent be there at once."""

    async def sleep(seconds: float) -> None:
        simulator.clock.advance(seconds)

    monkeypatch.setattr(torrent_actions, "sleep", sleep)


@pytest.fixture(autouse=True)
def debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.fixture
def told(hass: HomeAssistant) -> list[str]:
    """Return all events from now on."""
    events: list[str] = []

    def listen(event: Event) -> None:
        events.append(json.dumps(event.as_dict(), default=str))

    hass.bus.async_listen(MATCH_ALL, listen)
    return events


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.timeout(900)
async def test_no_secret_comes_out(
    recorder_mock: object,
    hass: HomeAssistant,
    simulator: Simulator,
    *,
    told: list[str],
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
    plant(simulator)
    answers: list[object] = []

    await deeds.sign_in_every_way(hass, simulator, pauses, browser)
    await deeds.automate(hass)
    secrets.note(simulator)
    answers += await deeds.try_everything(hass, simulator)
    await deeds.let_things_happen(hass, simulator)
    secrets.note(simulator)

    # In trouble, with an address in the text of the error, and one that asks for it.
    slug = {"error": f"ip_not_allowed_{ADDRESS}", "error_code": 22}
    body = {"status": 500, "json": {"error": slug["error"], "message": ADDRESS}}
    simulator.fault("real_debrid", "/rest/1.0/**", status=403, json=slug, times=None)
    simulator.fault("blubrry", "/2/**", times=None, **body)
    await deeds.reload(hass)
    await deeds.try_everything(hass, simulator)
    simulator.faults.clear()
    await deeds.reload(hass)
    # A refresh, a rotation, sign-ins that are lost.
    simulator.clock.advance(8 * 86400)
    answers += await deeds.try_everything(hass, simulator)
    secrets.note(simulator)
    for action in ("rotate_key", "clear_statistics"):
        await hass.services.async_call(DOMAIN, action, blocking=True)
    for grants in (simulator.real_debrid.grants, simulator.blubrry.grants):
        grants.access_tokens.clear()
    await deeds.reload(hass)
    flows = hass.config_entries.flow
    told += [
        repr(await flows.async_configure(f["flow_id"])) for f in reauth_flows(hass)
    ]
    secrets.note(simulator)

    # What somebody is told who is no administrator, and what only these are told.
    await async_wait_recording_done(hass)
    MockUser(is_owner=True).add_to_hass(hass)
    robin, wren = [
        await questions.asker(
            hass,
            await hass.auth.async_create_user(name, group_ids=[group]),
            hass_ws_client,
            hass_client,
        )
        for name, group in (("Robin", GROUP_ID_USER), ("Wren", GROUP_ID_ADMIN))
    ]
    told.append(await questions.ask_everything(hass, robin))
    traces = await questions.ask_for_traces(wren)
    for who in (robin, wren):
        await who.close()
    for entry in entries(hass):
        # The download is for administrators, and yet: it is sent to others.
        told.append(json.dumps(await async_get_config_entry_diagnostics(hass, entry)))
        assert entry.data.keys() <= ENTRY_KEYS

    await stop(hass)
    places: dict[str, Any] = {
        "told": "\n".join(told),
        "answers": repr(answers),
        "traces": traces,
        **searched(tmp_path, caplog),
    }
    assert {DATABASE, f".storage/{DOMAIN}.vault", ".storage/trace.saved_traces"} <= (
        places.keys()
    )
    assert "canary_sang" in places["told"]
    # It can be found where it is.
    assert any(link in places["answers"] for link in secrets.links)
    assert any(link in traces for link in secrets.links)
    assert not {
        (place, secret)
        for place, text in places.items()
        for secret in secrets.all
        if secret in text and not secrets.is_allowed(place, secret)
    }


async def stop(hass: HomeAssistant) -> None:
    """Let Home Assistant write all that it writes at its end."""
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await async_wait_recording_done(hass)
    await hass.async_add_executor_job(get_instance(hass).engine.dispose)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
