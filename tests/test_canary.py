"""Recognisable secrets go in at every place where a service puts one; none comes out.

Everything that the integration does is done once, in trouble too, at debug level.
Then every file of the configuration folder is searched, the database of the recorder
among them, the log, and all that somebody is told who is no administrator.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
import json
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.components.recorder import get_instance
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import MATCH_ALL, Context, Event, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.media_accounts.const import DOMAIN, Provider
from custom_components.media_accounts.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.media_accounts.providers import KITS
from custom_components.media_accounts.real_debrid import torrent_actions
from tests.helpers import (
    Browser,
    Pauses,
    add_api_key,
    approves,
    choose,
    denies,
    entries,
    outcome,
    reauth_flows,
)
from tests.secrecy import _TEST_LOGGERS, known_secrets
from tests.simulator import Simulator
from tests.test_vault import hass_config_dir, hass_storage  # noqa: F401

ADDRESS: Final = "203.0.113.77"
HASH: Final = "c0ffee" * 6 + "cafe"
LINK: Final = "https://host.example/canary-link-4711"

TYPED: Final = {HASH, LINK}
"""What a person types into an action."""

# What everybody may ask.
COMMANDS: Final = (
    {"type": "get_states"},
    {"type": "get_config"},
    {"type": "get_services"},
    {"type": "config/entity_registry/list"},
    {"type": "config/device_registry/list"},
    {"type": "repairs/list_issues"},
    {"type": "frontend/get_translations", "language": "en", "category": "services"},
    {"type": "recorder/list_statistic_ids"},
    {"type": "media_source/browse_media"},
)


@pytest.fixture
def recorder_db_url(tmp_path: Path) -> str:
    """Let the recorder write into the folder that is searched."""
    return f"sqlite:///{tmp_path}/home-assistant_v2.db"


@pytest.fixture(autouse=True)
def minutes_pass(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let actions that wait for a torrent be there at once."""

    async def sleep(seconds: float) -> None:
        simulator.clock.advance(seconds)

    monkeypatch.setattr(torrent_actions, "sleep", sleep)


@pytest.fixture(autouse=True)
def debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


async def try_everything(hass: HomeAssistant, simulator: Simulator) -> None:
    """Run every action of every account with ids of its own, and walk its media."""
    torrents = [t for p in simulator.real_debrid.people.values() for t in p.torrents]
    for entry in entries(hass):
        kit = KITS[Provider(entry.data["provider"])]
        program = str(min(simulator.blubrry.programs))
        for action in kit.actions:
            given: dict[str, Any] = {
                "magnet": f"magnet:?xt=urn:btih:{HASH}&dn=Sintel",
                "link": LINK,
                "container": LINK,
                "url": LINK,
                "torrent_id": torrents[0].id,
                "download_id": "ABCDEFGHIJKLM",
                "program": program,
                "filename": "sintel.mp3",
                "title": "Sintel",
                "files": "all",
            }
            wanted = {str(field) for field in action.fields}
            needed = {str(f) for f in action.fields if isinstance(f, vol.Required)}
            for fields in (needed, needed | ({"link"} & wanted), wanted & {*given}):
                with suppress(HomeAssistantError, vol.Invalid):
                    await hass.services.async_call(
                        DOMAIN,
                        action.name,
                        {"config_entry_id": entry.entry_id}
                        | {name: given[name] for name in fields if name in given},
                        blocking=True,
                        return_response=True,
                        context=Context(),
                    )
        if kit.media is not None:
            async for _ in walk(kit.media, entry, ()):
                pass
        await async_get_config_entry_diagnostics(hass, entry)
    for state in hass.states.async_all("button"):
        with suppress(HomeAssistantError):
            await hass.services.async_call(
                "button", "press", {"entity_id": state.entity_id}, blocking=True
            )


async def walk(tree: Any, entry: Any, path: tuple[str, ...]) -> AsyncIterator[None]:
    """Open every folder of an account, and play all that is in it."""
    with suppress(Exception):
        node = await tree.browse(entry, path)
        for child in node.children:
            if child.mime_type:
                with suppress(Exception):
                    await tree.resolve(entry, child.path)
            if child.can_expand and len(path) < 3:
                async for _ in walk(tree, entry, child.path):
                    pass
        await tree.search(entry, "a")
    yield


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.timeout(600)
async def test_no_secret_comes_out(
    recorder_mock: object,
    hass: HomeAssistant,
    simulator: Simulator,
    *,
    pauses: Pauses,
    browser: Browser,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    for component in ("media_source", "system_health", "repairs", "logbook"):
        assert await async_setup_component(hass, component, {})
    told: list[str] = []

    def listen(event: Event) -> None:
        told.append(json.dumps(event.as_dict(), default=str))

    hass.bus.async_listen(MATCH_ALL, listen)

    # Every way in, and some ways out.
    pauses.then(denies(simulator))
    await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    pauses.then(approves(simulator, "quietotter"))
    added = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    await add_api_key(hass, simulator)
    await browser.come_back(await choose(hass, Provider.BLUBRRY), error="access_denied")
    added = await browser.decide(await choose(hass, Provider.BLUBRRY), "filmhost")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(entries(hass)) == 2

    await try_everything(hass, simulator)

    # In trouble, with an address in the text of the error, and one that asks for it.
    slug = {"error": f"ip_not_allowed_{ADDRESS}", "error_code": 22}
    body = {"status": 500, "json": {"error": slug["error"], "message": ADDRESS}}
    simulator.fault("real_debrid", "/rest/1.0/**", status=403, json=slug, times=None)
    simulator.fault("blubrry", "/2/**", times=None, **body)
    for entry in entries(hass):
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    await try_everything(hass, simulator)
    simulator.faults.clear()
    for entry in entries(hass):
        await hass.config_entries.async_reload(entry.entry_id)
    # A refresh, a lost sign-in, a rotation.
    simulator.clock.advance(8 * 86400)
    await try_everything(hass, simulator)
    await hass.services.async_call(DOMAIN, "rotate_key", blocking=True)
    for grants in (simulator.real_debrid.grants, simulator.blubrry.grants):
        grants.access_tokens.clear()
    for entry in entries(hass):
        await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    flows = hass.config_entries.flow
    told += [
        repr(await flows.async_configure(f["flow_id"])) for f in reauth_flows(hass)
    ]

    # What somebody is told who is no administrator.
    MockUser(is_owner=True).add_to_hass(hass)
    user = await hass.auth.async_create_user("Robin", group_ids=[GROUP_ID_USER])
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.org")
    client = await hass_ws_client(
        hass, access_token=hass.auth.async_create_access_token(refresh)
    )
    for command in COMMANDS:
        await client.send_json_auto_id(dict(command))
        told.append(json.dumps(await client.receive_json()))
    for entry in entries(hass):
        # The download is for administrators, and yet: it is sent to others.
        told.append(json.dumps(await async_get_config_entry_diagnostics(hass, entry)))
        assert entry.data.keys() <= {
            "provider",
            "method",
            "auth_implementation",
            "program_ids",
        }
    await async_wait_recording_done(hass)
    await hass.async_add_executor_job(get_instance(hass).engine.dispose)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()

    places = {"told": "\n".join(told), **searched(tmp_path, caplog)}
    assert any(name.startswith("home-assistant_v2.db") for name in places)
    assert f".storage/{DOMAIN}.vault" in places
    assert not {
        (place, secret)
        for place, text in places.items()
        for secret in given(simulator)
        if secret in text and not is_allowed(place, secret, simulator)
    }


def given(simulator: Simulator) -> set[str]:
    """Return all secrets that went in."""
    people = simulator.real_debrid.people.values()
    return {
        *known_secrets(simulator),
        *(person.email for person in people),
        *(torrent.hash for person in people for torrent in person.torrents),
        ADDRESS,
        HASH,
        LINK,
    }


def is_allowed(place: str, secret: str, simulator: Simulator) -> bool:
    """Return whether a secret may be there, each for its reason.

    API keys are in Home Assistant's own store, in plain text. What a person types
    into an action is in the event with which Home Assistant itself tells of every
    action, which its core logs and its recorder keeps. SECURITY.md says both.
    """
    if secret in TYPED:
        return place in ("told", "log") or place.startswith("home-assistant_v2.db")
    keys = simulator.blubrry.grants.clients.values()
    return place == ".storage/application_credentials" and secret in {
        key.client_secret for key in keys
    }


def searched(folder: Path, caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """Return the log, our own part of it, and every file of the folder."""
    lines = [
        (record.name, f"{record.getMessage()} {record.exc_text}")
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.name not in _TEST_LOGGERS
    ]
    ours = [line for name, line in lines if DOMAIN in name]
    assert ours
    logs = {"log": "\n".join(line for _, line in lines), "own log": "\n".join(ours)}
    return logs | {
        str(path.relative_to(folder)): path.read_bytes().decode(errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".py"
    }
