"""What becomes of a sign-in when a refresh fails, or a person signs in meanwhile."""

import asyncio
import time

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.api.errors import (
    AccountTrouble,
    PassingTrouble,
    ProviderError,
    RateLimited,
    SignInRefused,
)
from custom_components.media_accounts.vault import session as session_module
from custom_components.media_accounts.vault.session import COOL_DOWN_SECONDS
from tests.simulator.faults import FaultOptions
from tests.support import PASSING_REPLIES, case, json_reply, outcome, page_reply
from tests.vault.test_session import (
    ACCOUNT,
    DAY,
    DUE,
    OVER,
    TOKEN_PATH,
    Account,
    an_account,  # noqa: F401
    callers,
)

# What a failure means


@pytest.mark.parametrize("reply", PASSING_REPLIES.values(), ids=PASSING_REPLIES.keys())
async def test_passing_trouble_leaves_the_sign_in_as_it_is(
    account: Account, reply: FaultOptions
) -> None:
    token = await account.sign_in(ends_in=DUE)
    account.simulator.fault("real_debrid", TOKEN_PATH, **reply, times=None)
    # The old token serves while it lives...
    assert await account.session.access_token() == token.access_token
    # ...unless it was refused...
    with pytest.raises(PassingTrouble):
        await account.session.access_token(rejected=token.access_token)
    assert account.token == token
    # ...and once the trouble is over, all is as before.
    account.simulator.clear_faults()
    await account.sign_in(ends_in=OVER)
    assert await account.session.access_token() == account.token.access_token


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("slow down", json_reply(429, {"error_code": 34}), RateLimited),
        case("a page", page_reply(403), PassingTrouble),
        case("locked", json_reply(403, {"error_code": 14}), AccountTrouble),
    ],
)
async def test_a_token_that_is_over_does_not_serve(
    account: Account, reply: FaultOptions, expected: type[ProviderError]
) -> None:
    token = await account.sign_in(ends_in=OVER)
    account.simulator.fault("real_debrid", TOKEN_PATH, **reply)
    assert await outcome(account.session.access_token()) is expected
    assert account.token == token


async def test_a_token_serves_until_its_very_end(
    account: Account, freezer: FrozenDateTimeFactory
) -> None:
    token = await account.sign_in(ends_in=DUE)
    account.simulator.fault("real_debrid", TOKEN_PATH, status=503, times=None)
    freezer.tick(DUE - 1)
    assert await account.session.access_token() == token.access_token
    freezer.tick(1)
    with pytest.raises(PassingTrouble):
        await account.session.access_token()


@pytest.mark.parametrize("ends_in", [DUE, OVER])
async def test_a_revoked_grant_is_lost_and_not_asked_for_again(
    account: Account, freezer: FrozenDateTimeFactory, ends_in: float
) -> None:
    await account.sign_in(ends_in=ends_in)
    account.simulator.real_debrid.revoke("quietotter")
    for _ in range(3):
        with pytest.raises(SignInRefused):
            await account.session.access_token()
        freezer.tick(DAY)
    assert len(account.refreshes) == 1
    assert account.token is not None


async def test_a_new_sign_in_is_used_from_the_next_request_on(account: Account) -> None:
    await account.sign_in(ends_in=OVER)
    account.simulator.real_debrid.revoke("quietotter")
    with pytest.raises(SignInRefused):
        await account.session.access_token()
    newer = await account.sign_in()
    assert await account.session.access_token() == newer.access_token


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        case("after trouble", page_reply(503), COOL_DOWN_SECONDS),
        case("slow down", json_reply(429, {}), COOL_DOWN_SECONDS),
        case(
            "slow down for a moment",
            json_reply(429, {}, headers={"Retry-After": "2"}),
            COOL_DOWN_SECONDS,
        ),
        case(
            "slow down for long",
            json_reply(429, {}, headers={"Retry-After": "600"}),
            600,
        ),
    ],
)
async def test_a_failed_refresh_is_not_tried_again_at_once(
    account: Account,
    freezer: FrozenDateTimeFactory,
    reply: FaultOptions,
    seconds: float,
) -> None:
    await account.sign_in(ends_in=OVER)
    account.simulator.fault("real_debrid", TOKEN_PATH, **reply)
    errors = set()
    for _ in range(5):
        errors.add(await outcome(account.session.access_token()))
    freezer.tick(seconds - 1)
    errors.add(await outcome(account.session.access_token()))
    assert len(errors) == 1
    assert None not in errors
    assert len(account.refreshes) == 1
    freezer.tick(1)
    assert await account.session.access_token() == account.token.access_token
    assert len(account.refreshes) == 2


async def test_a_cool_down_does_not_outlast_a_clock_that_was_wrong(
    hass: HomeAssistant, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without a clock of its own can start years off."""
    await account.sign_in(ends_in=OVER)
    account.simulator.fault("real_debrid", TOKEN_PATH, status=503)
    now = time.time()
    monkeypatch.setattr(session_module.time, "time", lambda: now + 3650 * DAY)
    assert await outcome(account.session.access_token()) is PassingTrouble
    monkeypatch.setattr(session_module.time, "time", lambda: now)
    passed = time.monotonic() + COOL_DOWN_SECONDS
    monkeypatch.setattr(session_module.time, "monotonic", lambda: passed)
    assert await outcome(account.session.access_token()) is None


# A person who signs in again meanwhile


@pytest.mark.parametrize(
    "reply",
    [
        case("the refresh goes well", {}),
        case("the refresh fails", page_reply(503)),
        case("the old grant is refused", json_reply(403, {"error_code": 9})),
    ],
)
async def test_a_new_sign_in_wins_over_a_refresh_of_the_old_one(
    account: Account, reply: FaultOptions
) -> None:
    await account.sign_in(ends_in=OVER)
    fault = account.hold(**reply)
    asking = callers(account, 3)
    await fault.reached.wait()
    newer = await account.sign_in()
    fault.release()
    assert await asyncio.gather(*asking) == [newer.access_token] * 3
    assert account.token == newer
    assert await account.session.access_token() == newer.access_token


@pytest.mark.parametrize("reply", [{}, page_reply(503)], ids=["well", "badly"])
async def test_an_account_that_was_removed_gets_no_token_back(
    account: Account, reply: FaultOptions
) -> None:
    await account.sign_in(ends_in=OVER)
    fault = account.hold(**reply)
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    await account.vault.async_forget(ACCOUNT)
    fault.release()
    assert await outcome(asking) is SignInRefused
    assert account.token is None


async def test_a_refused_new_sign_in_does_not_wait_for_the_old_one(
    account: Account,
) -> None:
    await account.sign_in(ends_in=OVER)
    fault = account.hold()
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    newer = await account.sign_in()
    newest = await account.session.access_token(rejected=newer.access_token)
    assert newest != newer.access_token
    fault.release()
    assert await asking == newest
    assert account.token is not None
    assert account.token.access_token == newest
