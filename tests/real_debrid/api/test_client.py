"""The parts that all requests of a client share."""

from typing import Any

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from yarl import URL

from custom_components.media_accounts.api import limiter
from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.errors import (
    AccountProblem,
    AccountTrouble,
    PassingTrouble,
    ProviderError,
    RateLimited,
)
from custom_components.media_accounts.api.http import USER_AGENT
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from tests.helpers import add_real_debrid, set_up
from tests.real_debrid.acting import BASE, answer, asked, press, value, with_api_token
from tests.simulator import Simulator
from tests.support import FastTime


def client_of(
    simulator: Simulator, http: ClientSession, username: str
) -> RealDebridClient:
    answer = simulator.real_debrid.sign_in(username)
    url = URL(simulator.real_debrid.url)
    return RealDebridClient(http, url, FixedToken(answer["access_token"]))


async def test_a_locked_account_is_no_lost_sign_in(simulator: Simulator) -> None:
    async with ClientSession() as http:
        client = client_of(simulator, http, "lockedbadger")
        with pytest.raises(AccountTrouble) as caught:
            await client.user()
        assert caught.value.problem is AccountProblem.LOCKED
        assert client.problems.current is AccountProblem.LOCKED
        simulator.real_debrid.people["lockedbadger"].trouble = None
        await client.user()
    assert client.problems.current is None


async def test_too_many_requests_a_minute_are_distinguished(
    simulator: Simulator, client: RealDebridClient
) -> None:
    simulator.real_debrid.change_settings(rate_limit=2, retry_after=True)
    simulator.clock.stop()
    await client.user()
    await client.user()
    with pytest.raises(RateLimited) as caught:
        await client.user()
    assert caught.value.retry_after == pytest.approx(60, abs=1)


async def test_every_request_bears_one_honest_name(
    simulator: Simulator, client: RealDebridClient
) -> None:
    await client.user()
    await client.hosts.names()
    assert {r.headers["User-Agent"] for r in simulator.requests} == {USER_AGENT}


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> FastTime:
    watch = FastTime()
    watch.rule(limiter, monkeypatch)
    return watch


async def test_bursts_and_torrent_lists_are_spread(
    simulator: Simulator, client: RealDebridClient, watch: FastTime
) -> None:
    for _ in range(20):
        await client.user()
    assert watch.now == 0
    await client.user()
    assert watch.now == 10
    answer(simulator, "torrents", [])
    for _ in range(61):
        await client.torrents.list()
    assert watch.now >= 60


async def test_pause_is_shared_by_all_calls(
    simulator: Simulator, client: RealDebridClient, watch: FastTime
) -> None:
    simulator.fault(
        "real_debrid", f"{BASE}/downloads", status=429, headers={"Retry-After": "100"}
    )
    with pytest.raises(RateLimited) as raised:
        await client.downloads.list()
    assert raised.value.retry_after == 100
    before = len(simulator.requests)
    with pytest.raises(RateLimited):
        await client.user()
    assert len(simulator.requests) == before
    watch.now = 100
    await client.user()


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 200, "text": "<html>maintenance</html>"},
        {"status": 503, "text": "<html>maintenance</html>"},
        {"status": 403, "text": "<html>firewall</html>"},
        {"status": 403},
        {"status": 302, "headers": {"Location": "/"}},
        {"status": 304, "headers": {"ETag": "0" * 40}},
        {"status": 200, "text": "not json", "content_type": "application/json"},
    ],
)
async def test_what_says_nothing_about_the_account(
    simulator: Simulator, client: RealDebridClient, fault: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", f"{BASE}/*", times=None, **fault)
    calls = (
        client.user,
        client.torrents.list,
        client.torrents.slots,
        client.downloads.list,
        client.hosts.names,
        client.traffic.hosts,
        client.settings.read,
    )
    for call in calls:
        with pytest.raises(ProviderError) as raised:
            await call()
        assert type(raised.value) is PassingTrouble
    assert client.problems.current is None


SCOPES = {
    "traffic": "sensor.quietotter_traffic_today",
    "hosts": "sensor.quietotter_hosts_up",
    "settings": "button.quietotter_convert_points",
}


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_code_may_reach_more_than_is_documented(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    scope: str,
) -> None:
    reached = simulator.real_debrid.settings.open_source_scopes
    simulator.real_debrid.change_settings(open_source_scopes=[*reached, scope])
    await set_up(hass, await add_real_debrid(hass, simulator))
    assert {
        name: entity_registry.async_get(entity_id) is not None
        for name, entity_id in SCOPES.items()
    } == {name: name == scope for name in SCOPES}


@pytest.mark.parametrize("code", [9, 37])
async def test_a_token_may_reach_less_than_is_documented(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    code: int,
) -> None:
    for path in ("/traffic*", "/hosts/status", "/settings*"):
        simulator.real_debrid.refuse("quietotter", path, code)
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    assert not [name for name in SCOPES.values() if entity_registry.async_get(name)]
    assert value(hass, "binary_sensor.quietotter_premium") == "on"
    # Data that is known not to be included is not requested again.
    before = len(asked(simulator, "traffic"))
    await press(hass, "button.quietotter_refresh")
    assert len(asked(simulator, "traffic")) == before == 2
    assert not any(entry.async_get_active_flows(hass, {"reauth"}))
