"""Long-term statistics are deleted on request, also those of removed accounts."""

from datetime import UTC, datetime
from typing import Any, Final

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    async_import_statistics,
    async_list_statistic_ids,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser
import voluptuous as vol

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator

# Of a filmhost program, of one with the same id prefix, and of another integration.
OWN: Final = f"{DOMAIN}:blubrry_40211_downloads"
OTHER_PROGRAM: Final = f"{DOMAIN}:blubrry_402110_downloads"
FOREIGN: Final = "somebody:blubrry_40211_downloads"

SENSOR: Final = "sensor.blubrry_open_movie_hour_total_downloads"

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable custom integrations after the recorder has started."""


async def keep(hass: HomeAssistant, statistic_id: str) -> None:
    """Record one value."""
    is_external = ":" in statistic_id
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        name=None,
        source=statistic_id.partition(":")[0] if is_external else "recorder",
        statistic_id=statistic_id,
        unit_class=None,
        unit_of_measurement="downloads",
    )
    add = async_add_external_statistics if is_external else async_import_statistics
    hour = datetime(2026, 11, 1, 10, tzinfo=UTC)
    add(hass, metadata, [StatisticData(start=hour, state=1, sum=1)])


async def kept(hass: HomeAssistant) -> set[str]:
    """Return the ids of the stored statistics."""
    await get_instance(hass).async_block_till_done()
    return {found["statistic_id"] for found in await async_list_statistic_ids(hass)}


async def clear(
    hass: HomeAssistant, context: Context | None = None, **fields: object
) -> Any:
    answer: Any = await hass.services.async_call(
        DOMAIN,
        "clear_statistics",
        fields,
        blocking=True,
        return_response=True,
        context=context,
    )
    return answer["statistics"]


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """Set an account up that has statistics of all kinds, among those of others."""
    entry = await add_blubrry(hass, simulator)
    hass.config_entries.async_update_entry(entry, options={"episode_history": True})
    await set_up(hass, entry)
    for statistic_id in (OTHER_PROGRAM, FOREIGN, SENSOR, "sensor.of_somebody"):
        await keep(hass, statistic_id)
    return entry


async def test_only_statistics_without_an_account_are_deleted(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    before = await kept(hass)
    assert before >= {OWN, OTHER_PROGRAM, FOREIGN, SENSOR, "sensor.of_somebody"}
    assert await clear(hass) == [OTHER_PROGRAM]
    assert await kept(hass) == before - {OTHER_PROGRAM}
    assert await clear(hass) == []


async def test_statistics_of_a_removed_account_go_on_request(
    hass: HomeAssistant, simulator: Simulator, entry: ConfigEntry
) -> None:
    other = await add_real_debrid(hass, simulator)
    await set_up(hass, other)
    await hass.config_entries.async_remove(entry.entry_id)
    before = await kept(hass)
    ours = {name for name in before if name.startswith(f"{DOMAIN}:")}
    assert OWN in ours
    assert any("_episode_" in name for name in ours)
    assert await clear(hass) == sorted(ours)
    assert await kept(hass) == before - ours


async def test_statistics_of_a_removed_account_go_while_there_is_no_other(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    assert OWN in await clear(hass)
    assert await kept(hass) >= {FOREIGN, "sensor.of_somebody"}


@pytest.mark.parametrize("is_set_up", [True, False])
async def test_everything_of_an_account_goes(
    hass: HomeAssistant, entry: ConfigEntry, *, is_set_up: bool
) -> None:
    if not is_set_up:
        await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    cleared = set(await clear(hass, config_entry_id=entry.entry_id))
    assert cleared >= {OWN, SENSOR}
    left = await kept(hass)
    assert left >= {OTHER_PROGRAM, FOREIGN, "sensor.of_somebody"}
    assert not left & {name for name in cleared if ":" in name}


async def test_the_history_of_an_existing_account_is_imported_again(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    before = await kept(hass)
    await clear(hass, config_entry_id=entry.entry_id)
    assert OWN not in await kept(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert {name for name in before if ":" in name} == {
        name for name in await kept(hass) if ":" in name
    }


async def test_single_statistics_go(hass: HomeAssistant, entry: ConfigEntry) -> None:
    before = await kept(hass)
    assert await clear(hass, statistic_ids=[OWN]) == [OWN]
    assert await kept(hass) == before - {OWN}


@pytest.mark.parametrize("foreign", [FOREIGN, SENSOR, f"{DOMAIN}:no_such_series"])
async def test_nothing_of_others_goes(
    hass: HomeAssistant, entry: ConfigEntry, foreign: str
) -> None:
    before = await kept(hass)
    with pytest.raises(ServiceValidationError) as raised:
        await clear(hass, statistic_ids=[OWN, foreign])
    assert raised.value.translation_key == "statistics_unknown"
    with pytest.raises(vol.Invalid):
        await clear(hass, statistic_ids=[OWN], config_entry_id=entry.entry_id)
    assert await kept(hass) == before


async def test_an_account_has_to_be_one_of_ours(
    hass: HomeAssistant, entry: ConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError):
        await clear(hass, config_entry_id="nobody")
    assert OWN in await kept(hass)


async def test_only_administrators_clear(
    hass: HomeAssistant, entry: ConfigEntry, hass_admin_user: MockUser
) -> None:
    user = await hass.auth.async_create_user("Robin", group_ids=[GROUP_ID_USER])
    with pytest.raises(Unauthorized):
        await clear(hass, Context(user_id=user.id))
    assert OTHER_PROGRAM in await kept(hass)
    assert await clear(hass, Context(user_id=hass_admin_user.id)) == [OTHER_PROGRAM]
