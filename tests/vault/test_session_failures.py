"""Failed refreshes, and new sign-ins during a refresh."""

import asyncio
import time

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.api.errors import (
    AccountProblem,
    AccountTrouble,
    PassingTrouble,
    ProviderError,
    RateLimited,
    SignInRefused,
)
from custom_components.media_accounts.vault import session as session_module
from custom_components.media_accounts.vault.session import (
    COOL_DOWN_SECONDS,
    SIGN_IN_RETRY_SECONDS,
)
from tests.simulator.faults import FaultOptions
from tests.support import PASSING_REPLIES, case, json_reply, outcome, page_reply
from tests.vault.account import (
    ACCOUNT,
    DAY,
    DUE,
    OVER,
    TOKEN_PATH,
    Account,
    callers,
)

# Failed refreshes


@pytest.mark.parametrize("reply", PASSING_REPLIES.values(), ids=PASSING_REPLIES.keys())
async def test_a_passing_failure_keeps_the_token(
    account: Account, reply: FaultOptions
) -> None:
    token = await account.sign_in(ends_in=DUE)
    account.simulator.fault("real_debrid", TOKEN_PATH, **reply, times=None)
    # The old token serves until it expires...
    assert await account.session.access_token() == token.access_token
    # ...unless the service rejected it...
    with pytest.raises(PassingTrouble):
        await account.session.access_token(rejected=token.access_token)
    assert account.token == token
    # ...and the next refresh succeeds.
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
async def test_an_expired_token_is_not_used(
    account: Account, reply: FaultOptions, expected: type[ProviderError]
) -> None:
    token = await account.sign_in(ends_in=OVER)
    account.simulator.fault("real_debrid", TOKEN_PATH, **reply)
    assert await outcome(account.session.access_token()) is expected
    assert account.token == token


async def test_a_token_is_used_until_it_expires(
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
async def test_a_revoked_grant_is_tried_once_an_hour_and_may_be_accepted_again(
    account: Account, freezer: FrozenDateTimeFactory, ends_in: float
) -> None:
    await account.sign_in(ends_in=ends_in)
    account.simulator.real_debrid.revoke("quietotter")
    for _ in range(4):
        with pytest.raises(SignInRefused):
            await account.session.access_token()
        freezer.tick(SIGN_IN_RETRY_SECONDS / 4)
    assert len(account.refreshes) == 1
    token = account.token
    assert token is not None
    # The service had revoked it by mistake.
    for grant in account.simulator.real_debrid.grants.clients.values():
        grant.revoked = False
    assert await account.session.access_token() != token.access_token
    assert len(account.refreshes) == 2


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
    """A machine without a hardware clock can start with a wrong year."""
    await account.sign_in(ends_in=OVER)
    account.simulator.fault("real_debrid", TOKEN_PATH, status=503)
    now = time.time()
    monkeypatch.setattr(session_module.time, "time", lambda: now + 3650 * DAY)
    assert await outcome(account.session.access_token()) is PassingTrouble
    monkeypatch.setattr(session_module.time, "time", lambda: now)
    passed = time.monotonic() + COOL_DOWN_SECONDS
    monkeypatch.setattr(session_module.time, "monotonic", lambda: passed)
    assert await outcome(account.session.access_token()) is None


async def test_a_kept_error_keeps_no_traceback_and_no_cause(account: Account) -> None:
    """Their frames would keep bodies in memory."""
    await account.sign_in(ends_in=OVER)
    account.simulator.fault(
        "real_debrid",
        TOKEN_PATH,
        **json_reply(403, {"error_code": 14}),
    )
    for _ in range(2):
        with pytest.raises(AccountTrouble) as caught:
            await account.session.access_token()
        assert caught.value.problem is AccountProblem.LOCKED
        assert account.session._failure is not None
        kept = account.session._failure.error
        assert kept is not caught.value
        assert str(kept) == str(caught.value)
        assert kept.__traceback__ is kept.__cause__ is kept.__context__ is None
    assert len(account.refreshes) == 1


# A new sign-in or a removal during a refresh


@pytest.mark.parametrize(
    "reply",
    [
        case("the refresh goes well", {}),
        case("the refresh fails", page_reply(503)),
        case("the old grant is refused", json_reply(403, {"error_code": 9})),
    ],
)
async def test_a_new_sign_in_replaces_a_refresh_of_the_old_token(
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
    await account.vault.async_remove(ACCOUNT)
    fault.release()
    assert await outcome(asking) is SignInRefused
    assert account.token is None


async def test_a_rejected_new_token_does_not_wait_for_the_old_refresh(
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
