"""Undocumented forms of Blubrry's responses give the same results over HTTP.

The simulator has a setting for each form that the documentation leaves open, or that
differs between accounts; the settings are explained there.
"""

from collections.abc import Coroutine, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.api.errors import NotIncluded, RequestRefused
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.hosting import HostingProblem
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.helpers import add_blubrry, entity_states, reauth_flows, set_up
from tests.simulator import Simulator
from tests.simulator.blubrry import Envelope, NoPrograms, Numbers, Statistics
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Tier
from tests.simulator.blubrry.settings import (
    Available,
    DateForm,
    HostingForm,
    Partials,
    RecordCount,
)
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, outcome, text_reply

NUMBER = 40_211


@pytest.fixture(autouse=True)
def time_stands_still(simulator: Simulator) -> None:
    """Keep data unchanged between two updates, and tokens valid after time jumps."""
    simulator.clock.stop()
    simulator.blubrry.settings.access_token_life = 7 * 86_400.0


async def all_there_is(client: BlubrryClient) -> Mapping[str, Any]:
    """Read all data of a program."""
    listing = await client.programs.list()
    program = listing.programs[str(NUMBER)]
    today = datetime.now(UTC).date()
    first = today - timedelta(days=60)
    episodes = await client.episodes.list(program, limit=60)
    return {
        "programs": listing,
        "hosted": await client.programs.hosted(),
        "summary": await client.statistics.summary(program),
        "recent": await client.statistics.recent_days(program),
        "days": await client.statistics.daily_downloads(
            program, first + timedelta(20), today
        ),
        "span": await client.statistics.episode_counts(program, first, today),
        "lifetimes": await client.statistics.lifetime_episode_counts(program),
        "lifetime": await client.statistics.lifetime_counts(program),
        "audience": await client.statistics.audience(
            program, first + timedelta(20), today
        ),
        "hosting": await client.hosting.read(program),
        "migration": await client.hosting.migration(program),
        "episodes": episodes,
        "episode": await client.episodes.read(program, episodes[0].episode_id),
        "info": await client.programs.info(program),
    }


def paid_calls(
    client: BlubrryClient, program: Program
) -> Iterator[Coroutine[Any, Any, object]]:
    """Make, one after another, the calls that not every plan includes."""
    today = datetime.now(UTC).date()
    yield client.statistics.recent_days(program)
    yield client.statistics.daily_downloads(program, today, today)
    yield client.statistics.episode_counts(program, today, today)
    yield client.statistics.lifetime_episode_counts(program)
    yield client.statistics.lifetime_counts(program)


@pytest.mark.parametrize(
    "settings",
    [
        *(case(f"numbers: {form}", {"numbers": form}) for form in Numbers),
        *(case(f"hosting: {form}", {"hosting_form": form}) for form in HostingForm),
        *(case(f"reset: {form}", {"next_date": form}) for form in DateForm),
        *(case(f"info: {form}", {"info_dates": form}) for form in DateForm),
        *(case(f"count: {form}", {"record_count": form}) for form in RecordCount),
        case("lists as maps", {"lists_as_maps": True}),
        case("ids as strings", {"ids_as_strings": True}),
        case("an episode in data", {"episode_in_data": True}),
        case("days without downloads", {"omit_empty_days": False}),
        case("days added up", {"add_up_days": True}),
        case("no totals of lists", {"total_header": False}),
        case("small pages", {"page_size_cap": 7}),
        case(
            "everything at once",
            {
                "numbers": Numbers.COMMAS,
                "hosting_form": HostingForm.STRINGS,
                "next_date": DateForm.RFC_2822,
                "lists_as_maps": True,
                "ids_as_strings": True,
                "episode_in_data": True,
                "total_header": False,
            },
        ),
    ],
)
async def test_the_same_is_read_in_every_form(
    simulator: Simulator, client: BlubrryClient, settings: dict[str, Any]
) -> None:
    documented = await all_there_is(client)
    assert all(documented.values())
    simulator.blubrry.change_settings(**settings)
    assert await all_there_is(client) == documented


@pytest.mark.parametrize(
    ("partials", "told"),
    [
        (Partials.ZERO, dict.fromkeys(("25", "50", "75", "99"), 0)),
        (Partials.NULL, {}),
        (Partials.MISSING, {}),
    ],
)
async def test_partial_downloads_are_those_that_the_plan_tells(
    simulator: Simulator,
    client: BlubrryClient,
    partials: Partials,
    told: dict[str, int],
) -> None:
    simulator.blubrry.settings.partials = partials
    simulator.blubrry.programs[NUMBER].tier = Tier.STANDARD
    program = (await client.programs.list()).programs[str(NUMBER)]
    counts = await client.statistics.lifetime_counts(program)
    assert counts.partial == told
    assert counts.downloads > 0


@pytest.mark.parametrize(
    ("available", "left", "problem"),
    [
        (Available.NULL, None, None),
        (Available.NEGATIVE, 0, HostingProblem.FROZEN),
    ],
)
async def test_what_is_left_of_a_quota_can_be_nothing_or_less(
    simulator: Simulator,
    client: BlubrryClient,
    available: Available,
    left: int | None,
    problem: HostingProblem | None,
) -> None:
    simulator.blubrry.settings.quota_available = available
    program = (await client.programs.list()).programs[str(NUMBER)]
    hosting = await client.hosting.read(program)
    assert hosting.quota is not None
    assert hosting.quota.left == left
    assert hosting.problem is problem


async def test_a_plain_list_of_files_has_no_quota(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.blubrry.settings.quota_known = False
    program = (await client.programs.list()).programs[str(NUMBER)]
    hosting = await client.hosting.read(program)
    assert hosting.quota is None
    assert hosting.unpublished == len(hosting.files) == 2
    # There the dates are texts instead of seconds.
    assert all(file.changed for file in hosting.files)


@pytest.mark.parametrize(
    ("zone", "days_ago"), [("UTC", 0), ("America/New_York", 1), ("Asia/Tokyo", 0)]
)
async def test_today_is_the_day_that_has_begun_at_blubrry(
    simulator: Simulator, client: BlubrryClient, zone: str, days_ago: int
) -> None:
    simulator.blubrry.settings.statistics_zone = zone
    night = (simulator.clock.local() + timedelta(days=1)).replace(hour=2, minute=0)
    simulator.clock.move_to(night.timestamp())
    program = (await client.programs.list()).programs[str(NUMBER)]
    recent = await client.statistics.recent_days(program)
    ledger = Ledger(
        simulator.blubrry.programs[NUMBER], ZoneInfo(zone), night.timestamp()
    )
    assert recent.today == ledger.today == night.date() - timedelta(days=days_ago)
    assert recent.downloads_today == ledger.total(ledger.today, ledger.today)


async def test_a_day_that_cannot_be_is_not_today(
    simulator: Simulator, client: BlubrryClient
) -> None:
    program = (await client.programs.list()).programs[str(NUMBER)]
    today = simulator.clock.local().date()
    tomorrow = today + timedelta(days=1)
    rows = [
        {"date": day, "downloads": 7}
        for day in ("9999-12-31", (today + timedelta(days=2)).isoformat())
    ]
    answer = {"daily": [{"date": today.isoformat(), "downloads": 5}, *rows]}
    simulator.fault("blubrry", "/2/stats/*/data.json", json=answer)
    recent = await client.statistics.recent_days(program)
    assert (recent.today, recent.downloads_today) == (today, 5)

    # East of Greenwich the next day may have begun.
    rows.append({"date": tomorrow.isoformat(), "downloads": 3})
    simulator.fault("blubrry", "/2/stats/*/data.json", json={"daily": rows})
    recent = await client.statistics.recent_days(program)
    assert (recent.today, recent.downloads_today) == (tomorrow, 3)


@pytest.mark.parametrize(
    ("average", "read"),
    [(74, 74), ("1,074", 1074), (74.4, 74), ("74.6", 75), (None, None)],
)
async def test_an_average_may_be_fractional(
    simulator: Simulator, client: BlubrryClient, average: Any, read: int | None
) -> None:
    program = (await client.programs.list()).programs[str(NUMBER)]
    simulator.fault(
        "blubrry",
        "/2/stats/*/data.json",
        json={"daily": [], "averages": {"thirty_day": average}},
    )
    recent = await client.statistics.recent_days(program)
    assert (recent.average, recent.trend) == (read, None)


@pytest.mark.parametrize(
    "reply",
    [
        case("a map", json_reply(200, {})),
        case("a list", json_reply(200, [])),
        case("nothing", text_reply(200)),
        case("no content", text_reply(204)),
    ],
)
async def test_no_answer_is_not_zero(
    simulator: Simulator, client: BlubrryClient, reply: FaultOptions
) -> None:
    program = (await client.programs.list()).programs[str(NUMBER)]
    simulator.fault("blubrry", "/2/stats/openmovies/*", **reply, times=None)
    for call in paid_calls(client, program):
        assert await outcome(call) is NotIncluded


@pytest.mark.parametrize("as_200", [False, True])
@pytest.mark.parametrize("envelope", Envelope)
async def test_a_plan_may_refuse_in_any_form(
    simulator: Simulator, client: BlubrryClient, envelope: Envelope, *, as_200: bool
) -> None:
    program = (await client.programs.list()).programs[str(NUMBER)]
    simulator.blubrry.change_settings(
        error_envelope=envelope, errors_as_200=as_200, undocumented=False
    )
    simulator.blubrry.put_program(
        NUMBER, hosting=False, tier=Tier.FREE, special_access=False
    )
    for status in (402, 403):
        simulator.blubrry.settings.plan_refusal_status = status
        for call in paid_calls(client, program):
            assert await outcome(call) in (NotIncluded, RequestRefused)


@pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")
@pytest.mark.parametrize("as_200", [False, True])
@pytest.mark.parametrize("envelope", Envelope)
async def test_an_account_stays_loaded_whatever_the_form_of_errors(
    hass: HomeAssistant, simulator: Simulator, envelope: Envelope, *, as_200: bool
) -> None:
    simulator.blubrry.change_settings(
        error_envelope=envelope,
        errors_as_200=as_200,
        undocumented=False,
        no_programs=NoPrograms.NO_PROGRAMS,
    )
    # One program has only a name, the other one has everything.
    simulator.blubrry.put_program(
        NUMBER, hosting=False, tier=Tier.FREE, statistics=Statistics.ABSENT
    )
    simulator.blubrry.put_program(1_498_812, hosting=True)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    states = entity_states(hass, entry)
    assert states[
        "sensor.blubrry_sintel_soundtrack_sessions_total_downloads"
    ].isdecimal()
    assert "sensor.blubrry_open_movie_hour_downloads_today" not in states
    assert "sensor.blubrry_open_movie_hour_quota_left" not in states
    assert not reauth_flows(hass)
