"""One limiter holds back all calls of an account, of each service."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
import time
from typing import Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.api.errors import RateLimited, SignInRefused
from custom_components.media_accounts.blubrry.account import (
    account_of as blubrry_account,
)
from custom_components.media_accounts.provider.account import MediaAccountsConfigEntry
from custom_components.media_accounts.real_debrid.account import (
    account_of as real_debrid_account,
)
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.descriptions import ADD_ENTRY
from tests.helpers import set_up
from tests.simulator import Simulator
from tests.support import case, text_reply

type Call = Callable[[], Awaitable[object]]

TOKEN_PATHS: Final = {
    "real_debrid": "/oauth/v2/token",
    "blubrry": "/oauth2/token",
}


def calls_of(entry: MediaAccountsConfigEntry) -> list[Call]:
    """Return four calls of different paths; the first one sends a single request."""
    if entry.data["provider"] == "real_debrid":
        client = real_debrid_account(entry).client
        return [
            client.user,
            client.torrents.slots,
            client.hosts.names,
            client.torrents.list,
        ]
    account = blubrry_account(entry)
    first, *_ = account.programs.values()

    def of_first(read: Callable[..., Awaitable[object]]) -> Call:
        return lambda: read(first)

    statistics = account.client.statistics
    return [
        of_first(statistics.summary),
        # Two lists at once.
        account.client.programs.list,
        of_first(statistics.recent_days),
        of_first(account.client.hosting.read),
    ]


async def wait_of(call: Call) -> float:
    """Return the seconds after which a rate limited call may be repeated."""
    with pytest.raises(RateLimited) as caught:
        await call()
    assert caught.value.retry_after is not None
    return caught.value.retry_after


@pytest.mark.parametrize("provider", ADD_ENTRY)
@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        case("not named", None, 120),
        case("named", "90", 90),
        case("absurd", "1000000000000", 3600),
        case("a number of 500 digits", "9" * 500, 3600),
    ],
)
async def test_a_rate_limited_call_holds_back_all_others(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
    retry_after: str | None,
    wait: float,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    simulator.requests.clear()
    headers = {"Retry-After": retry_after} if retry_after else {}
    simulator.fault(provider, "/*", **text_reply(429, headers=headers))
    first, *others = calls_of(entry)
    assert await wait_of(first) == pytest.approx(wait, abs=1)
    for call in others:
        assert await wait_of(call) == pytest.approx(wait, abs=1)
    assert len(simulator.requests) == 1
    freezer.tick(wait + 1)
    for call in (first, *others):
        await call()


@pytest.mark.parametrize("provider", ADD_ENTRY)
async def test_a_rate_limited_renewal_of_the_token_holds_back_all_calls(
    hass: HomeAssistant,
    simulator: Simulator,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    token = vault.token(str(entry.unique_id))
    assert token is not None
    # Due for renewal, but still valid.
    due = replace(token, expires_at=time.time() + 30)
    await vault.async_store(str(entry.unique_id), due)
    simulator.fault(provider, TOKEN_PATHS[provider], **text_reply(429))
    simulator.requests.clear()
    for call in calls_of(entry):
        assert await wait_of(call) == pytest.approx(120, abs=1)
    assert [request.path for request in simulator.requests] == [TOKEN_PATHS[provider]]


@pytest.mark.parametrize("provider", ADD_ENTRY)
async def test_a_refusal_that_is_no_rate_limit_holds_back_nothing(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    simulator.fault(provider, "/*", status=401, json={"error": 401}, times=2)
    first, second, *_ = calls_of(entry)
    with pytest.raises(SignInRefused):
        await first()
    assert entry.runtime_data.client.limiter.retry_after == 0
    await second()
