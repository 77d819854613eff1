"""Repair issues about accounts are created, and deleted once they are fixed."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.issue_registry import IssueEntry, IssueSeverity
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.publishing.texts import TEXTS, placeholders
from tests.simulator import Simulator

QUARTER = timedelta(minutes=15)
DAY_SECONDS = 86_400
FILM, SESSIONS = 40_211, 1_498_812


@pytest.fixture(autouse=True)
async def at_ten(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Start at a fixed time."""
    freezer.move_to("2026-11-22 10:00:00+00:00")
    await hass.config.async_set_time_zone("UTC")


pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


def issues(hass: HomeAssistant) -> dict[str, IssueEntry]:
    """Return the open repair issues, by translation key."""
    found = {
        str(issue.translation_key): issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }
    for issue in found.values():
        check_texts(issue)
    return found


def check_texts(issue: IssueEntry) -> None:
    """Check that an issue has its texts, and says where it is solved."""
    path = f"issues.{issue.translation_key}"
    place = f"{path}.fix_flow.step.confirm" if issue.is_fixable else path
    for text in (TEXTS[f"{path}.title"], TEXTS[f"{place}.description"]):
        assert placeholders(text) <= (issue.translation_placeholders or {}).keys()
    assert issue.is_fixable == (issue.learn_more_url is None)


async def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta = QUARTER
) -> None:
    """Advance the time."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


# Premium.


async def test_premium_that_ends_soon(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.set_premium("quietotter", 8 * DAY_SECONDS)
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    assert not issues(hass)

    await later(hass, freezer, timedelta(days=1, minutes=1))
    (issue,) = issues(hass).values()
    assert issue.translation_key == "premium_expiring"
    assert issue.translation_placeholders == {
        "account": "quietotter",
        "day": "2026-11-30",
    }
    assert issue.learn_more_url == "https://real-debrid.com/premium"
    assert issue.severity is IssueSeverity.WARNING
    assert entry.entry_id in issue.issue_id

    simulator.real_debrid.set_premium("quietotter", 30 * DAY_SECONDS)
    await later(hass, freezer)
    assert not issues(hass)


async def test_premium_that_has_ended(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.set_premium("quietotter", 3 * DAY_SECONDS)
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    assert issues(hass).keys() == {"premium_expiring"}

    await later(hass, freezer, timedelta(days=3, minutes=1))
    assert issues(hass).keys() == {"premium_expired"}

    # As after a restart: the account does not show that it had premium.
    await hass.config_entries.async_unload(entry.entry_id)
    for issue_id in [issue.issue_id for issue in issues(hass).values()]:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issues(hass).keys() == {"premium_expired"}

    simulator.real_debrid.set_premium("quietotter", 30 * DAY_SECONDS)
    await later(hass, freezer)
    assert not issues(hass)


@pytest.mark.parametrize("username", ["freefinch", "lapsedheron"])
async def test_an_account_that_never_had_premium_here_misses_none(
    hass: HomeAssistant, simulator: Simulator, username: str
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator, username))
    assert not issues(hass)


async def test_a_single_answer_that_premium_is_over_counts_for_nothing(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator))
    simulator.fault(
        "real_debrid",
        "/rest/1.0/user",
        times=1,
        json={
            "id": simulator.real_debrid.people["quietotter"].id,
            "username": "quietotter",
            "points": 1830,
            "type": "free",
            "premium": 0,
            "expiration": "2026-11-01T00:00:00.000Z",
        },
    )
    await later(hass, freezer)
    assert not issues(hass)
    shown = hass.states.get("binary_sensor.quietotter_premium")
    assert shown is not None
    assert shown.state == "on"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"premium_expiring"}),
        ({"expiring_days": 2}, set()),
        ({"expiring_days": 0}, set()),
        ({"premium_warnings": False}, set()),
    ],
    ids=str,
)
async def test_warnings_about_premium_are_chosen_for_each_account(
    hass: HomeAssistant,
    simulator: Simulator,
    options: dict[str, Any],
    expected: set[str],
) -> None:
    simulator.real_debrid.set_premium("quietotter", 3 * DAY_SECONDS)
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    assert issues(hass).keys() == {"premium_expiring"}

    form = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(form["flow_id"], options)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issues(hass).keys() == expected
    shown = hass.states.get("binary_sensor.quietotter_premium")
    assert shown is not None


# Problems that require action on the service's website.


@pytest.mark.parametrize(
    ("code", "key", "page"),
    [
        (10, "account_two_factor", "https://real-debrid.com"),
        (11, "account_two_factor", "https://real-debrid.com"),
        (14, "account_locked", "https://real-debrid.com/support"),
        (15, "account_not_activated", "https://real-debrid.com"),
        (22, "account_address_refused", "https://real-debrid.com/vpn"),
    ],
)
@pytest.mark.parametrize("from_the_start", [False, True])
async def test_account_problems(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    code: int,
    key: str,
    page: str,
    *,
    from_the_start: bool,
) -> None:
    person = simulator.real_debrid.people["quietotter"]
    entry = await add_real_debrid(hass, simulator)
    if from_the_start:
        person.trouble = code
    await set_up(hass, entry)
    person.trouble = code
    await later(hass, freezer)

    (issue,) = issues(hass).values()
    assert issue.translation_key == key
    assert issue.learn_more_url == page
    assert issue.severity is IssueSeverity.ERROR

    person.trouble = None
    # Some coordinators update only once a day.
    await later(hass, freezer, timedelta(days=1, minutes=1))
    assert not issues(hass)


async def test_an_address_that_is_refused_for_an_action_only(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.refuse("quietotter", "/torrents", 22)
    await set_up(hass, await add_real_debrid(hass, simulator))
    await later(hass, freezer)
    assert issues(hass).keys() == {"account_address_refused"}
    simulator.real_debrid.refuse("quietotter", "/torrents", None)
    await later(hass, freezer)
    assert not issues(hass)


# Blubrry's plans.


async def test_a_quota_that_is_used_up(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, await add_blubrry(hass, simulator))
    assert not issues(hass)

    simulator.blubrry.use_up_quota(FILM)
    await later(hass, freezer, timedelta(hours=7))
    (issue,) = issues(hass).values()
    assert issue.translation_key == "quota_used_up"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["program"] == "Open Movie Hour"
    assert issue.learn_more_url == "https://blubrry.com"

    await later(hass, freezer, timedelta(days=12))
    assert not issues(hass)


async def test_a_plan_that_has_expired(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.blubrry.expire_plan(SESSIONS)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    (issue,) = issues(hass).values()
    assert issue.translation_key == "plan_expired"
    assert issue.severity is IssueSeverity.ERROR
    assert issue.learn_more_url == f"https://secure.blubrry.com/renew/{SESSIONS}"

    simulator.blubrry.renew_plan(SESSIONS)
    await later(hass, freezer, timedelta(hours=7))
    assert not issues(hass)


async def test_plans_are_watched_though_no_entity_shows_them(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.blubrry.expire_plan(FILM)
    await later(hass, freezer, timedelta(hours=7))
    assert issues(hass).keys() == {"plan_expired"}


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://blubrry.com/renew", "https://blubrry.com/renew"),
        ("http://secure.blubrry.com/renew", "https://blubrry.com"),
        ("https://blubrry.com.example/renew", "https://blubrry.com"),
        ("https://notblubrry.com/renew", "https://blubrry.com"),
        ("javascript:alert(1)", "https://blubrry.com"),
        ("https://[", "https://blubrry.com"),
        (None, "https://blubrry.com"),
    ],
)
async def test_only_a_page_of_blubrry_is_linked(
    hass: HomeAssistant, simulator: Simulator, link: str | None, page: str
) -> None:
    simulator.fault(
        "blubrry",
        "/2/media/openmovies/index.json",
        times=None,
        json={
            "quota": {
                "published": {"status": "EXPIRED", "available": 0, "total": 1},
                "expires": {"expired": True, "renew_link": link},
            }
        },
    )
    await set_up(hass, await add_blubrry(hass, simulator))
    assert issues(hass)["plan_expired"].learn_more_url == page


# While the data is unknown.


async def test_a_failed_refresh_deletes_no_issue(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.set_premium("quietotter", 3 * DAY_SECONDS)
    await set_up(hass, await add_real_debrid(hass, simulator))
    simulator.fault("real_debrid", "/rest/1.0/*", status=503, times=None)
    await later(hass, freezer)
    assert issues(hass).keys() == {"premium_expiring"}


async def test_what_a_person_ignores_stays_ignored_over_a_reload(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.blubrry.expire_plan(FILM)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    issue_id = issues(hass)["plan_expired"].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, ignore=True)

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issues(hass)["plan_expired"].dismissed_version is not None


async def test_accounts_do_not_delete_issues_of_others(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.set_premium("quietotter", 3 * DAY_SECONDS)
    first = await add_real_debrid(hass, simulator)
    await set_up(hass, first, await add_real_debrid(hass, simulator, "freefinch"))
    await later(hass, freezer)
    assert first.entry_id in issues(hass)["premium_expiring"].issue_id

    await hass.config_entries.async_remove(first.entry_id)
    assert issues(hass).keys() == {"access_remains_real_debrid"}
