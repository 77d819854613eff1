"""Diagnostics and system information: their content, without secrets."""

from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    get_system_health_info,
)

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.coordinator import MediaAccountsCoordinator
from custom_components.media_accounts.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
    shape,
)
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.keys import KEY_FILE_VARIABLE, STORAGE_KEY
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.descriptions import ADD_ENTRY
from tests.helpers import add_blubrry, add_real_debrid, revoke, set_up
from tests.publishing.source import modules
from tests.secrecy.assertions import known_secrets
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting")

OWN_WORD = re.compile(r"[a-z][a-z0-9_.]*|[A-Z][A-Za-z]+|\d+(\.\d+)*")
"""Names of fields, types and errors, and numbers: no sentence, name or address."""


NAMES = {
    text
    for module in modules()
    for item in vars(module).values()
    if isinstance(item, type) and issubclass(item, MediaAccountsCoordinator)
    if isinstance(text := vars(item).get("name"), str)
}
"""The names of the coordinators."""


async def told(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]:
    """Return the diagnostics of an account as they are downloaded."""
    found = await async_get_config_entry_diagnostics(hass, entry)
    told: dict[str, Any] = json.loads(json.dumps(found))
    return told


def leaves(value: Any) -> set[str]:
    """Return all keys and texts of a JSON value."""
    if isinstance(value, dict):
        return {*value, *(leaf for item in value.values() for leaf in leaves(item))}
    if isinstance(value, list):
        return {leaf for item in value for leaf in leaves(item)}
    return {value} if isinstance(value, str) else set()


def personal(simulator: Simulator, entry: ConfigEntry) -> set[str]:
    """Return the values that would identify a person or their media."""
    people = simulator.real_debrid.people.values()
    programs = simulator.blubrry.programs.values()
    torrents = [torrent for person in people for torrent in person.torrents]
    return {
        str(entry.unique_id),
        str(entry.unique_id).rpartition("_")[2],
        entry.entry_id,
        entry.title,
        *known_secrets(simulator),
        *(person.username for person in people),
        *(person.email for person in people),
        *(str(person.id) for person in people),
        *(torrent.hash for torrent in torrents),
        *(torrent.filename for torrent in torrents),
        *(str(program.program_id) for program in programs),
        *(program.title for program in programs),
        *(program.keyword for program in programs),
    }


def assert_tells_nothing(
    told: dict[str, Any], simulator: Simulator, entry: Any
) -> None:
    words = leaves(told) - NAMES
    assert not [word for word in words if not OWN_WORD.fullmatch(word)]
    text = json.dumps(told)
    assert not [
        secret
        for secret in personal(simulator, entry)
        if re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w.])", text)
    ]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_account_that_is_well(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    found = await told(hass, entry)

    account, sign_in = found["account"], found["sign_in"]
    assert account["provider"] == provider
    assert account["state"] == "loaded"
    assert account["reason"] is None
    assert account["endpoint"] == "replaced"
    assert sign_in["kept"] == "encrypted"
    assert sign_in["key"] == "inside"
    assert {"access_token", "refresh_token"} <= {*sign_in["fields"]}
    assert 0 < sign_in["seconds_left"] <= sign_in["lifetime"]
    assert found["requests"]["in_last_hour"] >= 1
    assert found["requests"]["pause_seconds"] == 0
    assert found["requests"]["limits"][0].keys() == {"requests", "seconds"}
    read = [reading for reading in found["coordinators"].values() if reading["data"]]
    assert read
    assert any(reading["update_interval_seconds"] for reading in read)
    assert any(reading["age_seconds"] is not None for reading in read)
    assert {kind.partition(".")[0] for kind in found["entities"]} >= {"sensor"}
    assert_tells_nothing(found, simulator, entry)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_account_whose_sign_in_is_lost(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    revoke(simulator, entry)
    await set_up(hass, entry)
    found = await told(hass, entry)
    assert found["account"]["state"] == "setup_error"
    assert found["account"]["reason"] == "sign_in_refused"
    assert "coordinators" not in found
    assert_tells_nothing(found, simulator, entry)


async def test_a_reading_that_failed_is_named(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    simulator.fault(
        "real_debrid",
        "/rest/1.0/user",
        status=429,
        headers={"Retry-After": "600"},
    )
    freezer.tick(timedelta(hours=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    found = await told(hass, entry)
    assert "RateLimited" in {r["error"] for r in found["coordinators"].values()}
    assert 0 < found["requests"]["pause_seconds"] <= 600
    assert_tells_nothing(found, simulator, entry)


async def test_data_outside_the_scope_is_reported(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    coordinator = entry.runtime_data.groups[0].coordinator
    simulator.fault(
        "real_debrid",
        "/rest/1.0/user",
        status=403,
        json={"error": "permission_denied", "error_code": 37},
    )
    await coordinator.async_refresh()
    reading = (await told(hass, entry))["coordinators"][coordinator.name]
    assert reading["error"] == "NotIncluded"
    assert not reading["is_included"]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_diagnostics_of_a_device_have_its_own_entities(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert devices
    whole = (await told(hass, entry))["entities"]
    for device in devices:
        found = await async_get_device_diagnostics(hass, entry, device)
        found = json.loads(json.dumps(found))
        assert found["entities"]
        assert found["entities"].keys() <= whole.keys()
        assert_tells_nothing(found, simulator, entry)


async def test_switches_are_shown_and_selections_are_counted(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    hass.config_entries.async_update_entry(
        entry, options={"is_on": True, "programs": ["40211", "40212"], "name": "Robin"}
    )
    account = (await told(hass, entry))["account"]
    assert account["options"] == {
        "is_on": True,
        "programs": {"count": 2, "known": 2, "of": "str"},
        "name": "str",
    }


async def test_where_a_token_is_kept(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    account_id = str(entry.unique_id)
    hass_storage[STORAGE_KEY]["data"] = {"keys": [generate_key()]}
    del hass.data[f"{DOMAIN}_vault"]
    sign_in = (await told(hass, entry))["sign_in"]
    assert sign_in == {"kept": "locked", "key": "inside"}

    vault = await async_get_vault(hass)
    await vault.async_store_in_memory(account_id, Token.lasting("abc"))
    sign_in = (await told(hass, entry))["sign_in"]
    assert sign_in["kept"] == "in_memory"
    assert sign_in["seconds_left"] is None

    await vault.async_remove(account_id)
    assert (await told(hass, entry))["sign_in"]["kept"] == "nowhere"

    key_file = tmp_path / "key"
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(key_file))
    del hass.data[f"{DOMAIN}_vault"]
    sign_in = (await told(hass, entry))["sign_in"]
    assert sign_in == {"kept": "unknown", "problem": "key_file_unusable"}
    key_file.write_text(generate_key())
    assert (await told(hass, entry))["sign_in"]["key"] == "outside"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://api.real-debrid.com", "usual"),
        ("https://api.real-debrid.com/", "usual"),
        ("", "usual"),
        ("https://user:secret@example.org", "invalid"),
    ],
)
async def test_where_the_service_is(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    said: str,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", address)
    assert (await told(hass, entry))["account"]["endpoint"] == said


@dataclass
class Film:
    name: str
    size: int | None
    secret: str = field(default="", repr=False)


def test_a_shape_shows_no_value() -> None:
    assert shape(Film(name="Sintel", size=None)) == {"name": "str", "size": "NoneType"}
    assert shape({"Robin": None, "Kim": [1.5]}) == {
        "count": 2,
        "known": 1,
        "of": {"count": 1, "known": 1, "of": "float"},
    }
    assert shape(()) == {"count": 0, "known": 0, "of": None}


# System information.


async def health(hass: HomeAssistant) -> dict[str, Any]:
    assert await async_setup_component(hass, "system_health", {})
    await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    return {
        key: await value if hasattr(value, "__await__") else value
        for key, value in info.items()
    }


async def test_system_information_of_all_accounts(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator, "quietotter"),
        await add_real_debrid(hass, simulator, "freefinch"),
        await add_blubrry(hass, simulator),
    ]
    revoke(simulator, accounts[1])
    await set_up(hass, *accounts)
    asked = [
        request
        for request in simulator.requests
        if request.path.startswith(("/rest/", "/2/"))
    ]
    info = await health(hass)
    assert info == {
        "can_reach_blubrry": "ok",
        "can_reach_real_debrid": "ok",
        "sign_ins_blubrry": "1 valid",
        "sign_ins_real_debrid": "1 lost, 1 valid",
        "requests_in_last_hour": info["requests_in_last_hour"],
    }
    assert 1 < info["requests_in_last_hour"] <= len(asked)


async def test_system_information_without_a_connection(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await simulator.stop()
    await set_up(hass, entry)
    info = await health(hass)
    assert info["can_reach_real_debrid"] == {"type": "failed", "error": "unreachable"}
    assert info["sign_ins_real_debrid"] == "1 not in use"
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", "http://example.org")
    info = await health(hass)
    assert info["can_reach_real_debrid"]["error"] == "invalid address"


async def test_system_information_without_accounts(hass: HomeAssistant) -> None:
    assert await health(hass) == {"requests_in_last_hour": 0}
