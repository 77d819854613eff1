"""A scenario of everything: sign-in, updates, actions, media, triggers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import voluptuous as vol
from yarl import URL

from custom_components.media_accounts.condition import CONDITIONS
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.trigger import TRIGGERS
from tests.blubrry.sign_in.test_other_grants import BACK, other_way
from tests.descriptions import DESCRIPTIONS
from tests.helpers import (
    Browser,
    Pauses,
    add_api_key,
    approves,
    choose,
    denies,
    entries,
    outcome,
    submit,
)
from tests.real_debrid.sign_in.test_api_token import open_form
from tests.secrecy.markers import HASH, LINK, MAIL, PASSWORD
from tests.simulator import Simulator

OTTER: Final = "quietotter"
PROGRAM: Final = 40_211

# The required options of triggers and conditions.
OPTIONS: Final[dict[str, Any]] = {"downloads": 1, "points": 2_000}


async def sign_in_every_way(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, browser: Browser
) -> None:
    """Add an account with each sign-in method, most of them after a failure."""
    pauses.then(denies(simulator))
    await outcome(hass, await choose(hass, "real_debrid"))
    pauses.then(approves(simulator, OTTER))
    await outcome(hass, await choose(hass, "real_debrid"))

    await submit(hass, await open_form(hass), token=f"{PASSWORD}-mistyped")
    token = simulator.real_debrid.api_token("lastlantern")
    await submit(hass, await open_form(hass), token=token)

    client_id = await add_api_key(hass, simulator)
    await browser.come_back(await choose(hass, "blubrry"), error="access_denied")
    await browser.decide(await choose(hass, "blubrry"), "filmhost")

    simulator.blubrry.approve_client(client_id)
    form = await other_way(hass, "blubrry_credentials")
    form = await submit(hass, form, username=MAIL, password=f"{PASSWORD}-mistyped")
    await submit(hass, form, username=MAIL, password=PASSWORD)

    simulator.blubrry.people["guestreader"].programs = [40_777]
    answer = simulator.blubrry.sign_in_implicitly(client_id, "guestreader")
    token = answer["access_token"]
    form = await other_way(hass, "blubrry_implicit")
    form = await submit(hass, form, client_id=client_id, redirect_uri=BACK)
    await submit(hass, form, address=f"{BACK}#access_token={token}&state=mistyped")
    state = URL(form["description_placeholders"]["url"]).query["state"]
    address = f"{BACK}#access_token={token}&expires_in=3600&state={state}"
    added = await submit(hass, form, address=address)
    assert added["type"] is FlowResultType.CREATE_ENTRY

    key = simulator.blubrry.create_api_key(None)
    simulator.blubrry.people["librarian"].programs = [41_000]
    form = await other_way(hass, "blubrry_sealed_key")
    page = await submit(
        hass,
        form,
        client_id=key.client_id,
        client_secret=f"{PASSWORD}-mistyped",
    )
    form = await submit(hass, await browser.decide(page, "librarian"))
    page = await submit(
        hass, form, client_id=key.client_id, client_secret=key.client_secret
    )
    added = await browser.decide(page, "librarian")
    assert added["type"] is FlowResultType.CREATE_ENTRY

    await hass.async_block_till_done(wait_background_tasks=True)
    assert {(e.data["provider"], e.data["method"]) for e in entries(hass)} == {
        (provider, method.key)
        for provider, definition in PROVIDERS.items()
        for method in definition.sign_in_methods
    }


async def add_automations(hass: HomeAssistant) -> None:
    """Add an automation with every trigger and condition for each account.

    It fires an event and a notification with its trigger, and runs an action.
    """
    automations = [
        {
            "alias": entry.title,
            "id": entry.entry_id,
            "mode": "queued",
            "max": 100,
            "trace": {"stored_traces": 100},
            "triggers": all_of("trigger", TRIGGERS, entry),
            # Each is evaluated, and none stops the automation.
            "conditions": [
                {"or": [condition, "{{ true }}"]}
                for condition in all_of("condition", CONDITIONS, entry)
            ],
            "actions": [
                {"event": "automation_ran", "event_data": {"by": "{{ trigger }}"}},
                {
                    "action": "persistent_notification.create",
                    "data": {"message": "{{ trigger }}"},
                },
                {
                    "action": f"{DOMAIN}.{_read_action(entry)}",
                    "data": {"config_entry_id": entry.entry_id},
                    "response_variable": "answer",
                    "continue_on_error": True,
                },
            ],
        }
        for entry in entries(hass)
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done(wait_background_tasks=True)


def _read_action(entry: ConfigEntry) -> str | None:
    return DESCRIPTIONS[entry.data["provider"]].read_action


def all_of(
    kind: str, classes: Mapping[str, Any], entry: ConfigEntry
) -> list[dict[str, Any]]:
    """Return every trigger or condition of an account."""
    provider = entry.data["provider"]
    found = []
    for key, cls in classes.items():
        if (description := cls.descriptions.get(provider)) is not None:
            options = {"config_entry_id": entry.entry_id}
            options |= {
                n: OPTIONS[n] for n in map(str, description.options) if n in OPTIONS
            }
            found.append({kind: f"{DOMAIN}.{key}", "options": options})
    return found


async def change_accounts(hass: HomeAssistant, simulator: Simulator) -> None:
    """Change the accounts at the services so that triggers fire."""
    service = simulator.real_debrid
    service.set_points(OTTER, 5_000)
    torrent = service.add_torrent(OTTER, service.magnet("Sintel"))
    service.finish_torrent(OTTER, torrent.id)
    simulator.blubrry.boost(PROGRAM, 5_000)
    simulator.blubrry.use_up_quota(PROGRAM)
    for entry in entries(hass):
        for coordinator in {group.coordinator for group in entry.runtime_data.groups}:
            await coordinator.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)


async def reload(hass: HomeAssistant) -> None:
    """Reload every account."""
    for entry in entries(hass):
        await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def run_everything(hass: HomeAssistant, simulator: Simulator) -> list[object]:
    """Run every action of every account, press its buttons and walk its media.

    Returns the responses of the actions.
    """
    answers: list[object] = []
    torrents = [t for p in simulator.real_debrid.people.values() for t in p.torrents]
    given: dict[str, Any] = {
        "magnet": f"magnet:?xt=urn:btih:{HASH}&dn=Sintel",
        "link": LINK,
        "container": LINK,
        "url": LINK,
        "torrent_id": torrents[0].id,
        "download_id": "ABCDEFGHIJKLM",
        "program": str(PROGRAM),
        "filename": "sintel.mp3",
        "title": "Sintel",
        "files": "all",
    }
    for entry in entries(hass):
        definition = PROVIDERS[entry.data["provider"]]
        for action in definition.actions:
            wanted = {str(field) for field in action.fields}
            needed = {str(f) for f in action.fields if isinstance(f, vol.Required)}
            for fields in (needed, needed | ({"link"} & wanted), wanted & {*given}):
                with suppress(HomeAssistantError, vol.Invalid):
                    answers.append(
                        await hass.services.async_call(
                            DOMAIN,
                            action.name,
                            {"config_entry_id": entry.entry_id}
                            | {name: given[name] for name in fields if name in given},
                            blocking=True,
                            return_response=True,
                            context=Context(),
                        )
                    )
        if definition.media is not None:
            async for _ in walk(definition.media, entry, ()):
                pass
        await async_get_config_entry_diagnostics(hass, entry)
    for state in hass.states.async_all("button"):
        with suppress(HomeAssistantError):
            await hass.services.async_call(
                "button", "press", {"entity_id": state.entity_id}, blocking=True
            )
    return answers


async def walk(tree: Any, entry: Any, path: tuple[str, ...]) -> AsyncIterator[None]:
    """Open every folder of an account, and play its items."""
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
