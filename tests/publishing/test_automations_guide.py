"""Tests of the automation guide: complete tables, examples that run."""

from pathlib import Path
import re
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.persistent_notification import DOMAIN as NOTIFICATIONS
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)
import yaml

from custom_components.media_accounts.condition import CONDITIONS
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.trigger import TRIGGERS
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator
from tests.stage import Stage

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "automations.md").read_text(
    encoding="utf-8"
)
EXAMPLES: Final = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_tables_name_all_there_is() -> None:
    named = set(re.findall(rf"^\| `{DOMAIN}\.(\w+)` \|", GUIDE, re.MULTILINE))
    assert named == TRIGGERS.keys() | CONDITIONS.keys()


def test_the_tables_name_every_option() -> None:
    rows = dict(re.findall(rf"^\| `{DOMAIN}\.(\w+)` (\|.*)$", GUIDE, re.MULTILINE))
    for key, described in (TRIGGERS | CONDITIONS).items():
        for description in described.descriptions.values():
            for option in map(str, description.options):
                assert f"`{option}`" in rows[key], (key, option)


@pytest.mark.usefixtures("no_waiting")
async def test_the_examples_run(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to("2026-11-10 15:00:00+00:00")
    simulator.reset()
    premium_until = dt_util.utcnow().timestamp() + 46 * 86_400
    film, podcast = (
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    )
    await set_up(hass, film, podcast)
    ids = {"REAL_DEBRID": film.entry_id, "BLUBRRY": podcast.entry_id}
    automations: list[dict[str, Any]] = [
        yaml.safe_load(re.sub(r"(\w+)_ACCOUNT", lambda found: ids[found[1]], example))
        for example in EXAMPLES
    ]
    assert len(automations) == 3
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    assert hass.state is CoreState.running
    assert len(hass.states.async_entity_ids("automation")) == 3
    said = async_mock_service(hass, NOTIFICATIONS, "create")

    service = simulator.real_debrid
    torrent = service.add_torrent("quietotter", service.magnet("Sintel"))
    service.finish_torrent("quietotter", torrent.id)
    await Stage(hass, simulator, freezer, film).refresh()
    assert [call.data["message"] for call in said] == ["Sintel is ready."]

    simulator.blubrry.use_up_quota(40_211)
    await Stage(hass, simulator, freezer, podcast).refresh()
    assert said[1].data == {
        "title": "Open Movie Hour",
        "message": "100 % of the hosting quota are used.",
    }

    # In the evening of the fifth day before the end.
    evening = dt_util.utc_from_timestamp(premium_until - 5 * 86_400)
    evening = evening.replace(hour=18, minute=30, second=1)
    freezer.move_to(evening)
    async_fire_time_changed(hass, evening)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert said[-1].data["message"] == "Premium of quietotter ends in 5 days."
