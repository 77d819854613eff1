"""The actions, called as an automation calls them."""

from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.media_accounts.provider.responses import fields_of, to_json
from tests.helpers import add_real_debrid, set_up
from tests.simulator import Simulator

PROGRAM = "Open Movie Hour"


async def call(
    hass: HomeAssistant,
    account: MockConfigEntry,
    action: str,
    context: Context | None = None,
    **data: Any,
) -> Any:
    """Call an action and return its response."""
    return await hass.services.async_call(
        "media_accounts",
        action,
        {"config_entry_id": account.entry_id, **data},
        blocking=True,
        return_response=True,
        context=context,
    )


async def test_programs_are_named_with_their_hosting(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    answer = await call(hass, account, "get_programs")
    assert answer["programs"][0] == {
        "program_id": "40211",
        "keyword": "openmovies",
        "title": PROGRAM,
        "feed_url": "https://feeds.blubrry.com/feeds/openmovies.xml",
        "hosting": True,
    }


async def test_programs_have_names_without_hosting_information(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.fault("blubrry", "/2/service/index.json", status=404, json={})
    answer = await call(hass, account, "get_programs")
    assert [program["hosting"] for program in answer["programs"]] == [None, None]


async def test_daily_downloads_come_over_any_span(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    today = dt_util.utcnow().date()
    first = today - timedelta(days=99)
    answer = await call(
        hass, account, "get_statistics", program="40211", **{"from": first.isoformat()}
    )
    days = answer["days"]
    assert answer["from"] == first.isoformat()
    assert answer["to"] == today.isoformat()
    assert len(days) == 100
    assert list(days) == sorted(days)
    assert answer["downloads"] == sum(days.values()) > 0
    asked = simulator.requests_to("blubrry", path="/2/stats/openmovies/totals.json")
    assert len(asked) == 3

    halves = [
        await call(
            hass,
            account,
            "get_statistics",
            program="openmovies",
            **{"from": start.isoformat(), "to": end.isoformat()},
        )
        for start, end in (
            (first, first + timedelta(days=49)),
            (first + timedelta(days=50), today),
        )
    ]
    assert halves[0]["days"] | halves[1]["days"] == days


async def test_daily_downloads_are_of_thirty_days_where_nothing_is_said(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    answer = await call(hass, account, "get_statistics", program=PROGRAM.upper())
    assert len(answer["days"]) == 30


async def test_statistics_by_episode_and_of_the_program_agree(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    today = dt_util.utcnow().date()
    span = {
        "program": PROGRAM,
        "from": (today - timedelta(days=99)).isoformat(),
        "to": today.isoformat(),
    }
    episodes = (await call(hass, account, "get_statistics", per="episode", **span))[
        "episodes"
    ]
    counts = [episode["downloads"] for episode in episodes]
    assert counts == sorted(counts, reverse=True)
    assert len({episode["episode_id"] for episode in episodes}) == len(episodes)
    whole = await call(hass, account, "get_statistics", per="program", **span)
    days = await call(hass, account, "get_statistics", per="day", **span)
    assert whole["downloads"] == sum(counts) == days["downloads"]
    assert set(whole["partial"]) == {"25", "50", "75", "99"}


async def test_statistics_of_the_whole_life(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    whole = await call(hass, account, "get_statistics", program=PROGRAM, per="program")
    episodes = await call(
        hass, account, "get_statistics", program=PROGRAM, per="episode"
    )
    assert whole["downloads"] == sum(row["downloads"] for row in episodes["episodes"])
    state = hass.states.get("sensor.blubrry_open_movie_hour_total_downloads")
    assert state is not None
    assert whole["downloads"] >= int(state.state)


async def test_episodes_come_newest_first_over_all_pages(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    few = await call(hass, account, "get_episodes", program=PROGRAM, limit=2)
    assert [row["title"] for row in few["episodes"]] == [
        "Ep 30: Spring, the making",
        "Ep 29: Cosmos Laundromat, the making",
    ]
    assert few["episodes"][0]["media_url"].startswith("http")
    every = await call(hass, account, "get_episodes", program=PROGRAM, limit=1000)
    assert len(every["episodes"]) == 30


async def test_files_come_with_quota_and_migration(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    answer = await call(hass, account, "get_media", program=PROGRAM)
    assert [row["name"] for row in answer["files"] if not row["published"]] == [
        "omh-031-raw.mp3",
        "omh-trailer.wav",
    ]
    quota = answer["quota"]
    assert quota["unit"] == "bytes"
    assert quota["used"] + quota["left"] == quota["total"]
    assert set(answer["migration"]) == {"queued", "completed", "skipped", "failed"}


async def test_files_come_without_a_migration_that_is_refused(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.fault("blubrry", "/2/media/*/migrate_status.json", status=403, json={})
    answer = await call(hass, account, "get_media", program=PROGRAM)
    assert answer["migration"] is None


async def test_files_are_returned_without_an_unknown_quota(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.blubrry.settings.quota_known = False
    answer = await call(hass, account, "get_media", program=PROGRAM)
    assert answer["quota"] is None
    assert len(answer["files"]) == 2


async def test_an_audience_comes_where_the_plan_has_one(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    answer = await call(hass, account, "get_audience", program=PROGRAM)
    for part in ("countries", "apps", "app_types"):
        counts = [share["downloads"] for share in answer[part]]
        assert counts == sorted(counts, reverse=True)
        assert counts
    one = await call(
        hass, account, "get_audience", program=PROGRAM, episode_id="150220029"
    )
    assert sum(row["downloads"] for row in one["countries"]) < sum(
        row["downloads"] for row in answer["countries"]
    )

    simulator.fault("blubrry", "/2/stats/*/apps/", status=403, json={})
    assert "apps" not in await call(hass, account, "get_audience", program=PROGRAM)
    simulator.fault("blubrry", "/2/stats/*s/", status=403, json={}, times=3)
    with pytest.raises(HomeAssistantError) as refused:
        await call(hass, account, "get_audience", program=PROGRAM)
    assert refused.value.translation_key == "action_not_included"


async def test_a_title_that_two_programs_have_is_refused(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.blubrry.programs[1_498_812].title = PROGRAM.upper()
    await account.runtime_data.coordinator.async_refresh()
    with pytest.raises(ServiceValidationError) as refused:
        await call(hass, account, "get_episodes", program=PROGRAM)
    assert refused.value.translation_key == "program_ambiguous"
    assert refused.value.translation_placeholders == {
        "program": PROGRAM,
        "ids": "1498812, 40211",
    }
    answer = await call(hass, account, "get_episodes", program="1498812", limit=1)
    assert answer["episodes"][0]["title"] == "Ep 8: Session 8"


@pytest.mark.parametrize("action", ["get_media", "get_episodes", "get_statistics"])
async def test_a_program_that_is_not_there_is_said(
    hass: HomeAssistant, account: MockConfigEntry, action: str
) -> None:
    with pytest.raises(ServiceValidationError) as unknown:
        await call(hass, account, action, program="Moby Dick")
    assert unknown.value.translation_key == "program_unknown"
    assert unknown.value.translation_placeholders == {
        "program": "Moby Dick",
        "programs": f"{PROGRAM}, Sintel Soundtrack Sessions",
    }


async def test_a_span_that_ends_before_it_begins_is_said(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError) as reversed_span:
        await call(
            hass,
            account,
            "get_statistics",
            program=PROGRAM,
            **{"from": "2026-11-02", "to": "2026-11-01"},
        )
    assert reversed_span.value.translation_key == "span_reversed"


async def test_an_account_of_another_provider_is_said(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    other = await add_real_debrid(hass, simulator)
    await set_up(hass, other)
    with pytest.raises(ServiceValidationError) as wrong:
        await call(hass, other, "get_programs")
    assert wrong.value.translation_key == "not_an_account_of"


async def test_an_administrator_publishes_an_uploaded_file(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    await call(
        hass,
        account,
        "publish_episode",
        program=PROGRAM,
        filename="omh-031-raw.mp3",
        title="Ep 31: Glass Half",
        notes="<p>Under a free licence.</p>",
    )
    (sent,) = simulator.requests_to("blubrry", method="POST")
    assert sent.path == "/2/episode/openmovies/add"
    assert sent.headers["Content-Type"] == "application/json"
    answer = await call(hass, account, "get_episodes", program=PROGRAM, limit=1)
    assert answer["episodes"][0]["title"] == "Ep 31: Glass Half"


async def test_nobody_else_may_publish(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    hass_read_only_user: MockUser,
) -> None:
    with pytest.raises(Unauthorized):
        await call(
            hass,
            account,
            "publish_episode",
            Context(user_id=hass_read_only_user.id),
            program=PROGRAM,
            filename="omh-031-raw.mp3",
            title="Ep 31",
        )
    assert simulator.requests_to("blubrry", method="POST") == []


async def test_no_reading_publishes(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    for action in ("statistics", "episodes", "media", "audience"):
        await call(hass, account, f"get_{action}", program=PROGRAM)
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    media = {
        request.path
        for request in simulator.requests_to("blubrry", method="GET")
        if request.path.startswith("/2/media/")
    }
    assert media == {
        "/2/media/index.json",
        "/2/media/openmovies/index.json",
        "/2/media/openmovies/migrate_status.json",
        "/2/media/1498812/index.json",
    }


@pytest.mark.parametrize("value", [object(), {"a": b"bytes"}])
def test_what_has_no_json_form_is_no_response(value: object) -> None:
    with pytest.raises(TypeError):
        to_json(value)
    with pytest.raises(TypeError):
        fields_of(value)


def device_of(hass: HomeAssistant, account: MockConfigEntry, item_id: str) -> str:
    """Return the id of the device of a podcast, or of the account without an item."""
    registry = dr.async_get(hass)
    identifier = ("media_accounts", f"{account.unique_id}{item_id}")
    (device,) = (
        device
        for device in (
            *dr.async_entries_for_config_entry(registry, account.entry_id),
            *dr.async_child_entries_for_config_entry(registry, account.entry_id),
        )
        if identifier in device.identifiers
    )
    return device.id


async def test_a_podcast_is_named_by_its_device(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    device_id = device_of(hass, account, "_40211")
    answer = await call(hass, account, "get_episodes", device_id=device_id)
    assert answer == await call(hass, account, "get_episodes", program=PROGRAM)


@pytest.mark.parametrize("device", ["", None], ids=["of the account", "gone"])
async def test_a_device_that_is_no_podcast_is_refused(
    hass: HomeAssistant, account: MockConfigEntry, device: str | None
) -> None:
    device_id = "gone" if device is None else device_of(hass, account, device)
    with pytest.raises(ServiceValidationError) as refused:
        await call(hass, account, "get_media", device_id=device_id)
    assert refused.value.translation_key == "device_without_program"


@pytest.mark.parametrize("fields", [{}, {"program": PROGRAM, "device_id": "any"}])
async def test_a_podcast_is_named_once(
    hass: HomeAssistant, account: MockConfigEntry, fields: dict[str, str]
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await call(hass, account, "get_episodes", **fields)
    assert refused.value.translation_key == "one_source"
