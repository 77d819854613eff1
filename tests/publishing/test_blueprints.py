"""Tests that each blueprint is found, can be set up and works."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
import re
import shutil
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.components.media_source import async_resolve_media
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.media_accounts.markup import escape_markdown
from custom_components.media_accounts.real_debrid import torrent_actions
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator
from tests.support import patch_clock

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "blueprints"
FILES: Final = sorted(FOLDER.rglob("*.yaml"))
REPOSITORY: Final = "https://github.com/media-accounts/media-accounts"
IMPORT: Final = "https://my.home-assistant.io/redirect/blueprint_import/"

OTTER: Final = "quietotter"
PROGRAM: Final = 40_211
DAY_SECONDS: Final = 86_400


@pytest.fixture(autouse=True)
async def at_ten(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, tmp_path: Path
) -> None:
    """Start on a Sunday at ten, with the blueprints in the configuration folder."""
    freezer.move_to("2026-11-22 10:00:00+00:00")
    await hass.config.async_set_time_zone("UTC")
    hass.config.config_dir = str(tmp_path)
    await hass.async_add_executor_job(shutil.copytree, FOLDER, tmp_path / FOLDER.name)


pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.fixture
def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the notifications from now on."""
    return async_mock_service(hass, "persistent_notification", "create")


@pytest.fixture
async def otter(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """Set up a Real-Debrid account without activity."""
    simulator.real_debrid.settings.open_source_scopes.append("settings")
    simulator.real_debrid.set_premium(OTTER, 8 * DAY_SECONDS)
    simulator.real_debrid.set_points(OTTER, 500)
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    return entry


@pytest.fixture
async def podcasts(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """Set up an account of Blubrry."""
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    return entry


async def automate(
    hass: HomeAssistant, name: str, entry: ConfigEntry, **inputs: Any
) -> None:
    """Create an automation from a blueprint."""
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "alias": name,
                "use_blueprint": {
                    "path": f"media_accounts/{name}.yaml",
                    "input": {"account": entry.entry_id, **inputs},
                },
            }
        },
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    shown = hass.states.get(f"automation.{name}")
    assert shown is not None
    assert shown.state == "on"


async def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> None:
    """Advance the clock."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


def messages(calls: list[ServiceCall]) -> list[str]:
    """Return the messages of the notifications."""
    return [call.data["message"] for call in calls]


async def test_all_are_found_by_home_assistant(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "automation", {})
    found = await async_get_blueprints(hass).async_get_blueprints()
    ours = {path: found[path] for path in found if path.startswith("media_accounts/")}
    assert len(ours) == len(FILES) == 7
    for path, blueprint in ours.items():
        assert isinstance(blueprint, Blueprint), path
        assert blueprint.validate() is None
        assert blueprint.metadata["source_url"] == (
            f"{REPOSITORY}/blob/main/blueprints/automation/{path}"
        )
        for name, field in blueprint.inputs.items():
            assert field["name"], name
            assert field["description"], name


def test_all_can_be_imported_from_the_documentation() -> None:
    page = (ROOT / "README.md").read_text()
    links = [
        urlsplit(part.partition(")")[0])
        for part in page.split("](")[1:]
        if part.startswith(IMPORT)
    ]
    imported = {parse_qs(link.query)["blueprint_url"][0] for link in links}
    assert imported == {
        f"{REPOSITORY}/blob/main/{file.relative_to(ROOT).as_posix()}" for file in FILES
    }


@pytest.mark.parametrize(
    "name",
    [
        "[a link](https://example.org) ![a picture](//example.org)",
        "<b>bold</b> **bold** __bold__ ~~struck~~ `code` \\\\ # | {{ braces }}",
        "www.example.org robin@example.org https://example.org",
        "Open Movie Hour: 5 downloads, 7.5 %!",
    ],
)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_names_are_no_markup_in_notifications(
    hass: HomeAssistant, file: Path, name: str
) -> None:
    inputs = load_yaml_dict(str(file))["blueprint"]["input"]
    defaults = inputs.get("actions", {}).get("default", [])
    texts = [
        call["data"]["message"]
        for call in defaults
        if call["action"] == "persistent_notification.create"
    ]
    assert bool(texts) == (file.stem != "transfer_ready")
    for text in texts:
        variables = {"message": name, "added": {"name": name, "torrent_id": "A"}}
        shown = Template(text, hass).async_render(variables, parse_result=False)
        # These two are markup only beside others, which are escaped.
        expected = escape_markdown(name).replace(r"\!", "!")
        expected = re.sub(r"\\:(?!//)", ":", expected)
        assert shown == expected


async def test_premium_reminder(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    told: list[ServiceCall],
    otter: ConfigEntry,
) -> None:
    await automate(hass, "premium_reminder", otter, days=7, at="09:00:00")
    await later(hass, freezer, timedelta(hours=22, minutes=59))
    assert not told
    await later(hass, freezer, timedelta(minutes=2))
    assert messages(told) == ["Premium of quietotter ends on 2026-11-30."]
    await later(hass, freezer, timedelta(days=1))
    assert len(told) == 1


async def test_points_to_premium(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    told: list[ServiceCall],
    otter: ConfigEntry,
) -> None:
    button = "button.quietotter_convert_points"
    er.async_get(hass).async_update_entity(button, disabled_by=None)
    await hass.config_entries.async_reload(otter.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await automate(hass, "points_to_premium", otter, button=button)
    person = simulator.real_debrid.people[OTTER]
    before = person.premium_until
    assert before is not None

    simulator.real_debrid.set_points(OTTER, 999)
    await later(hass, freezer, timedelta(minutes=15))
    assert not told
    simulator.real_debrid.set_points(OTTER, 1_250)
    await later(hass, freezer, timedelta(minutes=15))
    assert messages(told) == [
        "1250 points of quietotter were turned into premium days."
    ]
    assert person.points == 250
    assert person.premium_until == before + 30 * DAY_SECONDS


async def test_transfer_ready(
    hass: HomeAssistant,
    simulator: Simulator,
    otter: ConfigEntry,
) -> None:
    assert await async_setup_component(hass, "media_source", {})
    notified = async_mock_service(hass, "notify", "mobile_app_phone")
    played = async_mock_service(hass, "media_player", "play_media")
    await automate(
        hass,
        "transfer_ready",
        otter,
        notifier="notify.mobile_app_phone",
        media_player="media_player.living_room",
    )
    service = simulator.real_debrid
    torrent = service.add_torrent(OTTER, service.magnet("Sintel"))
    service.next_status(OTTER, torrent.id)
    service.choose_files(OTTER, torrent.id)
    service.finish_torrent(OTTER, torrent.id)
    await otter.runtime_data.transfers.async_refresh()
    # The automation waits for the button.
    listeners = hass.bus.async_listeners
    while "mobile_app_notification_action" not in listeners():  # noqa: ASYNC110
        await asyncio.sleep(0)

    (notification,) = notified
    assert notification.data["message"] == torrent.filename
    (button,) = notification.data["data"]["actions"]
    assert not played

    for action in ("ANOTHER_BUTTON", button["action"]):
        hass.bus.async_fire("mobile_app_notification_action", {"action": action})
    await hass.async_block_till_done(wait_background_tasks=True)
    (call,) = played
    assert call.data["entity_id"] == ["media_player.living_room"]
    media = call.data["media"]["media_content_id"]
    largest = max(torrent.files, key=lambda file: file.bytes)
    assert media.endswith(f"/torrents/{torrent.id}/{largest.id}")
    resolved = await async_resolve_media(hass, media, "media_player.living_room")
    assert resolved.url.startswith("http")


@pytest.mark.parametrize("way", ["helper", "notification"])
async def test_add_magnet(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    told: list[ServiceCall],
    otter: ConfigEntry,
    way: str,
) -> None:
    async def wait(seconds: float) -> None:
        simulator.clock.advance(seconds)

    patch_clock(monkeypatch, torrent_actions, sleep=wait)
    helper = "input_text.magnet"
    assert await async_setup_component(
        hass, "input_text", {"input_text": {"magnet": {"max": 255}}}
    )
    await automate(hass, "add_magnet", otter, helper=helper)
    before = len(simulator.real_debrid.torrents(OTTER))

    async def give(text: str) -> None:
        if way == "helper":
            await hass.services.async_call(
                "input_text", "set_value", {"entity_id": helper, "value": text}
            )
        else:
            hass.bus.async_fire(
                "mobile_app_notification_action",
                {"action": "MEDIA_ACCOUNTS_ADD_MAGNET", "reply_text": text},
            )
        await hass.async_block_till_done(wait_background_tasks=True)

    await give("a shopping list")
    assert len(simulator.real_debrid.torrents(OTTER)) == before
    await give(simulator.real_debrid.magnet("Caminandes")[:255])
    assert len(simulator.real_debrid.torrents(OTTER)) == before + 1
    assert len(told) == 1
    shown = hass.states.get(helper)
    assert shown is not None
    assert not shown.state.startswith("magnet:")


@pytest.mark.parametrize(
    ("hour", "zone", "last"),
    [
        (9, "UTC", date(2026, 11, 22)),
        # At ten at night it is still Sunday in Blubrry's time zone.
        (3, "America/New_York", date(2026, 11, 21)),
    ],
)
async def test_weekly_report(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    told: list[ServiceCall],
    podcasts: ConfigEntry,
    hour: int,
    zone: str,
    last: date,
) -> None:
    simulator.blubrry.settings.statistics_zone = zone
    await automate(
        hass, "weekly_report", podcasts, program="openmovies", at=f"{hour:02}:00:00"
    )
    await later(hass, freezer, timedelta(hours=14 + hour, seconds=1))
    week, before = (
        simulator.blubrry.downloads(PROGRAM, end - timedelta(days=6), end)
        for end in (last, last - timedelta(days=7))
    )
    change = round(100 * (week - before) / before)
    (message,) = messages(told)
    assert message == (
        f"openmovies: {week} downloads in the last seven days, "
        f"{change:+d} % against the week before."
    )
    # No report on another day.
    await later(hass, freezer, timedelta(days=1))
    assert len(told) == 1
    await hass.services.async_call(
        "automation",
        "turn_off",
        {"entity_id": "automation.weekly_report"},
        blocking=True,
    )


async def test_milestone(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    told: list[ServiceCall],
    podcasts: ConfigEntry,
) -> None:
    await automate(hass, "milestone", podcasts)
    simulator.blubrry.boost_to(PROGRAM, 100_000)
    await later(hass, freezer, timedelta(hours=1))
    assert messages(told) == ["Open Movie Hour has reached 100000 downloads!"]
    await later(hass, freezer, timedelta(hours=1))
    assert len(told) == 1


async def test_quota_warning(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    told: list[ServiceCall],
    podcasts: ConfigEntry,
) -> None:
    await automate(hass, "quota_warning", podcasts, percentage=95)
    simulator.blubrry.use_up_quota(PROGRAM)
    await later(hass, freezer, timedelta(hours=7))
    assert messages(told) == [
        "100.0 % of the hosting quota of Open Movie Hour is used."
    ]
    await later(hass, freezer, timedelta(hours=7))
    assert len(told) == 1
