"""The coordinators of a Real-Debrid account: update intervals and stable states."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.real_debrid.account import account_of
from custom_components.media_accounts.real_debrid.coordinator import (
    TransfersCoordinator,
    UserCoordinator,
)
from tests.helpers import add_real_debrid, reauth_flows, set_up
from tests.real_debrid.acting import with_api_token
from tests.simulator import Simulator
from tests.simulator.real_debrid import TorrentStatus
from tests.support import case, json_reply, page_reply, text_reply

USER = "/rest/1.0/user"
TORRENTS = "/rest/1.0/torrents"
ACTIVE_COUNT = "/rest/1.0/torrents/activeCount"
DAY = 86_400


@pytest.fixture
async def entry(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, simulator: Simulator
) -> MockConfigEntry:
    """Return an account that is set up, in a time that stands still."""
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    simulator.requests.clear()
    return entry


@pytest.fixture
def user(entry: MockConfigEntry) -> UserCoordinator:
    return account_of(entry).user


@pytest.fixture
def transfers(entry: MockConfigEntry) -> TransfersCoordinator:
    return account_of(entry).transfers


def leave(simulator: Simulator, seconds: int) -> None:
    """Make the service return the seconds of premium left, but no date."""
    simulator.clear_faults()
    answer = {"id": 4815162, "username": "quietotter", "premium": seconds}
    simulator.fault("real_debrid", USER, json=answer, times=None)


# The account


async def test_the_account_is_read_four_times_an_hour(user: UserCoordinator) -> None:
    assert user.update_interval == timedelta(minutes=15)


@pytest.mark.parametrize("wavering", [-299, -30, -1, 1, 30, 299])
async def test_an_end_of_premium_that_merely_wavers_stays(
    simulator: Simulator, user: UserCoordinator, wavering: int
) -> None:
    leave(simulator, 10 * DAY)
    await user.async_refresh()
    known = user.data
    assert known.premium_until is not None
    leave(simulator, 10 * DAY + wavering)
    await user.async_refresh()
    assert user.data == known


@pytest.mark.parametrize("change", [-DAY, -300, 300, 30 * DAY])
async def test_an_end_of_premium_that_moves_is_followed(
    simulator: Simulator, user: UserCoordinator, change: int
) -> None:
    leave(simulator, 60 * DAY)
    await user.async_refresh()
    known = user.data.premium_until
    assert known is not None
    leave(simulator, 60 * DAY + change)
    await user.async_refresh()
    assert user.data.premium_until == known + timedelta(seconds=change)
    assert abs(timedelta(seconds=change)) >= timedelta(minutes=5)


async def test_what_wavers_does_not_drift_away(
    simulator: Simulator, user: UserCoordinator
) -> None:
    """Each step is small, but it is compared with the state shown."""
    leave(simulator, 10 * DAY)
    await user.async_refresh()
    first = user.data.premium_until
    assert first is not None
    shown = []
    for step in range(1, 4):
        leave(simulator, 10 * DAY + step * 120)
        await user.async_refresh()
        assert user.data.premium_until is not None
        shown.append((user.data.premium_until - first).total_seconds())
    assert shown == [0, 0, 360]


async def test_the_end_of_premium_is_the_same_in_winter_and_summer(
    simulator: Simulator, user: UserCoordinator
) -> None:
    until = simulator.real_debrid.people["quietotter"].premium_until
    assert until is not None
    for zone in ("UTC", "Europe/Paris", "Etc/GMT-2"):
        simulator.real_debrid.settings.user_expiration_zone = zone
        await user.async_refresh()
        assert user.data.premium_until == datetime.fromtimestamp(until, UTC)


async def test_premium_that_ends_has_no_end_any_more(
    simulator: Simulator, user: UserCoordinator
) -> None:
    assert user.data.premium
    simulator.real_debrid.set_premium("quietotter", None)
    await user.async_refresh()
    assert not user.data.premium
    assert user.data.premium_until is None
    simulator.real_debrid.set_premium("quietotter", 30 * DAY)
    await user.async_refresh()
    assert user.data.premium_until is not None


@pytest.mark.parametrize(
    "reply",
    [
        case("a page", page_reply(200)),
        case("blocked", page_reply(403)),
        case("trouble", text_reply(502)),
        case("slow down", text_reply(429)),
        case("nothing", text_reply(204)),
        case("an error with 200", json_reply(200, {"error": "x"})),
        case("locked", json_reply(403, {"error_code": 14})),
    ],
)
async def test_errors_keep_the_data_and_the_sign_in(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    user: UserCoordinator,
    reply: Any,
) -> None:
    known = user.data
    simulator.fault("real_debrid", USER, **reply, times=2)
    await user.async_refresh()
    assert not user.last_update_success
    assert user.data == known
    simulator.clear_faults()
    freezer.tick(timedelta(minutes=15))
    await user.async_refresh()
    assert user.last_update_success
    await hass.async_block_till_done()
    assert reauth_flows(hass) == []


async def test_a_revoked_grant_asks_for_a_new_sign_in(
    hass: HomeAssistant, simulator: Simulator, user: UserCoordinator
) -> None:
    simulator.real_debrid.revoke("quietotter")
    await user.async_refresh()
    await hass.async_block_till_done()
    assert len(reauth_flows(hass)) == 1
    # One request found the token refused; its renewal was refused as well.
    assert len(simulator.requests_to(path="/oauth/v2/token")) == 1


async def test_a_revoked_token_that_cannot_be_renewed_costs_two_requests(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    """The first refusal may be wrong; the second one confirms it."""
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    simulator.real_debrid.grants.api_tokens.clear()
    simulator.requests.clear()
    await account_of(entry).user.async_refresh()
    await hass.async_block_till_done()
    assert len(reauth_flows(hass)) == 1
    assert len(simulator.requests_to(path=USER)) == 2


# The torrents


def finish_all(simulator: Simulator) -> None:
    for torrent in simulator.real_debrid.people["quietotter"].torrents:
        torrent.status = TorrentStatus.DOWNLOADED


async def test_torrents_are_read_often_only_while_some_are_active(
    simulator: Simulator, transfers: TransfersCoordinator
) -> None:
    assert transfers.data.active
    assert transfers.update_interval == timedelta(minutes=1)
    finish_all(simulator)
    await transfers.async_refresh()
    assert transfers.data.active == 0
    assert transfers.update_interval == timedelta(minutes=10)


async def test_how_many_may_be_active_is_asked_once_an_hour(
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
    transfers: TransfersCoordinator,
) -> None:
    finish_all(simulator)
    await transfers.async_refresh()
    simulator.requests.clear()
    for _ in range(6):
        freezer.tick(600)
        await transfers.async_refresh()
    assert len(simulator.requests_to(path=ACTIVE_COUNT)) == 1
    assert len(simulator.requests_to(path=TORRENTS)) == 6


async def test_slots_that_the_service_changes_are_followed(
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
    transfers: TransfersCoordinator,
) -> None:
    assert transfers.data.slots == 20
    simulator.real_debrid.settings.active_limit = 10
    freezer.tick(3600)
    await transfers.async_refresh()
    assert transfers.data.slots == 10


async def test_an_empty_library_is_a_number_too(
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
    transfers: TransfersCoordinator,
) -> None:
    simulator.real_debrid.people["quietotter"].torrents.clear()
    freezer.tick(3600)
    await transfers.async_refresh()
    assert transfers.last_update_success
    assert (transfers.data.active, transfers.data.total) == (0, 0)


async def test_errors_of_torrents_do_not_affect_the_account(
    simulator: Simulator, user: UserCoordinator, transfers: TransfersCoordinator
) -> None:
    simulator.fault("real_debrid", f"{TORRENTS}*", **text_reply(502), times=None)
    await transfers.async_refresh()
    await user.async_refresh()
    assert not transfers.last_update_success
    assert user.last_update_success
