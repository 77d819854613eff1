"""Select entities for the account settings, and the conversion of points."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.settings import SETTINGS
from tests.helpers import set_up
from tests.real_debrid.acting import (
    BASE,
    answer,
    asked,
    enable,
    pass_time,
    press,
    value,
    with_api_token,
)
from tests.simulator import Simulator
from tests.support import case

BUTTON = "button.quietotter_convert_points"
CAST = "select.quietotter_preferred_cast_audio"
LANGUAGE = "select.quietotter_language"
PORT = "select.quietotter_download_port"
PROTOCOL = "select.quietotter_download_protocol"
QUALITY = "select.quietotter_streaming_quality"
STREAMING_LANGUAGE = "select.quietotter_preferred_streaming_language"

SHOWN = {
    CAST: ("dolby", ["aac", "dolby"]),
    LANGUAGE: ("English", ["English", "Français", "Deutsch"]),
    PORT: ("secured", ["normal", "secured"]),
    PROTOCOL: ("IPv4+IPv6", ["IPv4+IPv6", "IPv4", "IPv6"]),
    QUALITY: ("original", ["original", "high", "medium", "low"]),
    STREAMING_LANGUAGE: ("English", ["English", "French", "Italian", "Spanish"]),
}


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Return an account whose sign-in reaches the settings."""
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    return entry


async def choose(hass: HomeAssistant, entity_id: str, option: str) -> None:
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id, "option": option},
        blocking=True,
    )
    await hass.async_block_till_done()


def options(hass: HomeAssistant, entity_id: str) -> list[str]:
    state = hass.states.get(entity_id)
    assert state is not None
    offered: list[str] = state.attributes["options"]
    return offered


async def test_settings_are_there_for_who_wants_them(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    selects = [
        entity
        for entity in er.async_entries_for_config_entry(entity_registry, entry.entry_id)
        if entity.domain == "select"
    ]
    assert {entity.translation_key for entity in selects} == SETTINGS.keys()
    assert {entity.entity_category for entity in selects} == {EntityCategory.CONFIG}
    await enable(hass, entry, *SHOWN)
    assert {name: (value(hass, name), options(hass, name)) for name in SHOWN} == SHOWN


async def test_settings_out_of_scope_are_absent(
    hass: HomeAssistant, simulator: Simulator, entity_registry: er.EntityRegistry
) -> None:
    simulator.real_debrid.refuse("quietotter", "/settings*", 9)
    await set_up(hass, await with_api_token(hass, simulator))
    assert not [
        entity for entity in entity_registry.entities if entity.startswith("select.")
    ]
    # Requested once more for confirmation.
    assert len(asked(simulator, "settings")) == 2


@pytest.mark.parametrize(
    ("entity_id", "option", "name", "sent"),
    [
        (PORT, "normal", "download_port", "normal"),
        (PROTOCOL, "IPv6", "download_protocol", "IPv6"),
        (LANGUAGE, "Français", "locale", "fr"),
        (STREAMING_LANGUAGE, "Spanish", "streaming_language_preference", "esp"),
        (QUALITY, "low", "streaming_quality", "low"),
        (
            "select.quietotter_mobile_streaming_quality",
            "medium",
            "mobile_streaming_quality",
            "medium",
        ),
        (CAST, "aac", "streaming_cast_audio_preference", "aac"),
    ],
)
async def test_a_setting_is_changed_at_the_service(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    entity_id: str,
    option: str,
    name: str,
    sent: str,
) -> None:
    await enable(hass, entry, entity_id)
    assert value(hass, entity_id) != option
    await choose(hass, entity_id, option)
    (request,) = asked(simulator, "settings/update")
    assert request.method == "POST"
    assert request.form == {"setting_name": name, "setting_value": sent}
    assert value(hass, entity_id) == option
    person = simulator.real_debrid.people["quietotter"]
    owner = person if name == "locale" else person.preferences
    assert getattr(owner, name) == sent


async def test_the_language_is_also_in_the_account_data(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await enable(hass, entry, LANGUAGE, "sensor.quietotter_language")
    await choose(hass, LANGUAGE, "Deutsch")
    assert value(hass, "sensor.quietotter_language") == "de"


async def test_what_is_changed_on_the_website_is_followed(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await enable(hass, entry, QUALITY)
    simulator.real_debrid.people["quietotter"].preferences.streaming_quality = "high"
    await pass_time(hass, freezer, hours=1, minutes=1)
    assert value(hass, QUALITY) == "high"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (1, "refused_setting"),
        (2, "refused_setting"),
        (9, "action_not_included"),
        (14, "action_account_locked"),
        (25, "action_service_unreachable"),
        (34, "action_rate_limited"),
    ],
)
async def test_a_refused_change_is_reported(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    code: int,
    key: str,
) -> None:
    await enable(hass, entry, QUALITY)
    simulator.real_debrid.refuse("quietotter", "/settings/update", code)
    with pytest.raises(HomeAssistantError) as raised:
        await choose(hass, QUALITY, "low")
    assert raised.value.translation_key == key
    assert value(hass, QUALITY) == "original"


async def test_what_is_offered_no_more_is_known_after_a_refusal(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    await enable(hass, entry, PROTOCOL)
    simulator.real_debrid.change_settings(protocols=False)
    with pytest.raises(HomeAssistantError) as raised:
        await choose(hass, PROTOCOL, "IPv6")
    assert raised.value.translation_key == "refused_setting"
    assert options(hass, PROTOCOL) == []
    assert value(hass, PROTOCOL) == "unknown"
    with pytest.raises(ServiceValidationError):
        await choose(hass, PROTOCOL, "IPv4")
    assert len(asked(simulator, "settings/update")) == 1


async def test_only_what_the_service_lists_can_be_chosen(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.change_settings(protocols=False)
    await enable(hass, entry, QUALITY)
    with pytest.raises(ServiceValidationError):
        await choose(hass, QUALITY, "best")
    assert not asked(simulator, "settings/update")


@pytest.mark.parametrize(
    ("allowed", "chosen", "offered", "shown"),
    [
        case("a list", ["a", "b"], "b", {"a": "a", "b": "b"}, "b"),
        case("a map", {"en": "English"}, "en", {"English": "en"}, "English"),
        case("numbers", [1, 2], "2", {"1": "1", "2": "2"}, "2"),
        case("a list that PHP numbered", {"1": "b"}, "b", {"b": "b"}, "b"),
        case("a choice that is gone", ["a"], "z", {"a": "a"}, None),
        case("no choice", ["a"], None, {"a": "a"}, None),
        case("the same words", {"x": "A", "y": "A"}, "y", {"A": "x", "y": "y"}, "y"),
        case("holes", {"x": "A", "": "B", "y": None}, "x", {"A": "x"}, "A"),
    ],
)
async def test_however_the_service_lists_them(
    *,
    simulator: Simulator,
    client: RealDebridClient,
    allowed: Any,
    chosen: object,
    offered: dict[str, str],
    shown: str | None,
) -> None:
    answer(simulator, "settings", {"locales": allowed, "locale": chosen})
    settings = await client.settings.read()
    assert settings.keys() == {"locale"}
    assert (settings["locale"].offered, settings["locale"].chosen) == (offered, shown)


@pytest.mark.parametrize("allowed", [[], {}, None, "en", 5, [None], {"en": []}])
async def test_what_nothing_can_be_chosen_of_is_no_setting(
    simulator: Simulator, client: RealDebridClient, allowed: object
) -> None:
    answer(simulator, "settings", {"locales": allowed, "locale": "en"})
    assert not await client.settings.read()


# Points.


async def test_points_become_days(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    await enable(hass, entry, BUTTON)
    before = value(hass, "sensor.quietotter_premium_until")
    await press(hass, BUTTON)
    (sent,) = asked(simulator, "settings/convertPoints")
    assert sent.method == "POST"
    assert value(hass, "sensor.quietotter_points") == "830"
    assert str(value(hass, "sensor.quietotter_premium_until")) > str(before)

    with pytest.raises(HomeAssistantError) as raised:
        await press(hass, BUTTON)
    assert raised.value.translation_key == "refused_points"
    assert value(hass, "sensor.quietotter_points") == "830"


async def test_a_page_says_nothing_about_points(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    await enable(hass, entry, BUTTON)
    path = f"{BASE}/settings/convertPoints"
    simulator.fault("real_debrid", path, status=503, text="<html>")
    with pytest.raises(HomeAssistantError) as raised:
        await press(hass, BUTTON)
    assert raised.value.translation_key == "action_service_unreachable"
