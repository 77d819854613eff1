"""One refresh at a time, and no token is lost."""

import asyncio
from dataclasses import replace
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from yarl import URL

from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    ProviderError,
    SecretsLocked,
    SignInRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import DEVICE_GRANT
from custom_components.media_accounts.vault.session import CLOSE_SECONDS
from custom_components.media_accounts.vault.vault import STORAGE_KEY, STORAGE_VERSION
from tests.secrecy.assertions import known_secrets
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, outcome, page_reply, printed
from tests.vault.account import ACCOUNT, DAY, FRESH, OVER, TOKEN_PATH, Account, callers

# When a token is refreshed


async def test_a_missing_token_is_a_refused_sign_in(account: Account) -> None:
    with pytest.raises(SignInRefused):
        await account.session.access_token()
    assert account.refreshes == []


async def test_a_token_that_no_key_decrypts_is_reported_as_locked(
    hass: HomeAssistant, hass_storage: dict[str, Any], account: Account
) -> None:
    hass_storage[STORAGE_KEY] = {
        "version": STORAGE_VERSION,
        "data": {ACCOUNT: "encrypted with a key that is gone"},
    }
    await account.vault.async_load()
    assert await outcome(account.session.access_token()) is SecretsLocked
    # Signing in again helps nevertheless.
    token = await account.sign_in()
    assert await account.session.access_token() == token.access_token
    assert account.refreshes == []


@pytest.mark.parametrize("ends_in", [FRESH, 301])
async def test_a_fresh_token_is_used_as_it_is(account: Account, ends_in: float) -> None:
    token = await account.sign_in(ends_in=ends_in)
    assert await account.session.access_token() == token.access_token
    assert account.refreshes == []


@pytest.mark.parametrize(
    "ends_in", [case("five minutes left", 300), case("over", OVER), case("old", -DAY)]
)
async def test_a_token_near_its_end_is_refreshed_as_documented(
    account: Account, ends_in: float
) -> None:
    token = await account.sign_in(ends_in=ends_in)
    renewed = await account.session.access_token()
    (request,) = account.refreshes
    assert request.form == {
        "client_id": token.client_id,
        "client_secret": token.client_secret,
        "code": token.refresh_token,
        "grant_type": DEVICE_GRANT,
    }
    assert renewed != token.access_token
    assert account.token == replace(
        token, access_token=renewed, expires_at=time.time() + DAY, lifetime=DAY
    )
    assert await account.session.access_token() == renewed
    assert len(account.refreshes) == 1


async def test_a_rejected_token_is_refreshed_however_fresh(account: Account) -> None:
    token = await account.sign_in()
    renewed = await account.session.access_token(rejected=token.access_token)
    assert renewed != token.access_token
    assert len(account.refreshes) == 1


async def test_a_newer_token_than_the_rejected_one_is_tried_first(
    account: Account,
) -> None:
    token = await account.sign_in()
    assert await account.session.access_token(rejected="older") == token.access_token
    assert account.refreshes == []


async def test_a_token_without_refresh_token_is_refused_after_its_end(
    account: Account,
) -> None:
    token = await account.sign_in(ends_in=OVER)
    await account.vault.async_store(ACCOUNT, replace(token, refresh_token=None))
    with pytest.raises(SignInRefused):
        await account.session.access_token()
    assert account.refreshes == []


async def test_a_token_without_refresh_token_is_tried_twice(account: Account) -> None:
    token = await account.sign_in()
    await account.vault.async_store(ACCOUNT, replace(token, refresh_token=None))
    rejected = token.access_token
    assert await account.session.access_token(rejected=rejected) == rejected
    assert account.refreshes == []


async def test_a_token_that_the_service_ended_early_is_refreshed_after_the_first_401(
    hass: HomeAssistant, account: Account
) -> None:
    token = await account.sign_in()
    account.simulator.real_debrid.disable_access_token(token.access_token)
    client = RealDebridClient(
        async_get_clientsession(hass),
        URL(account.simulator.real_debrid.url),
        account.session,
    )
    assert (await client.user()).username == "quietotter"
    assert [request.status for request in account.simulator.requests] == [401, 200, 200]


# Concurrent callers


async def test_many_callers_make_one_refresh(account: Account) -> None:
    token = await account.sign_in(ends_in=OVER)
    fault = account.hold()
    early = callers(account, 20)
    await fault.reached.wait()
    late = callers(account, 20) + callers(account, 20, rejected=token.access_token)
    fault.release()
    answers = await asyncio.gather(*early, *late)
    assert len(set(answers)) == 1
    assert len(account.refreshes) == 1


async def test_a_burst_of_401s_makes_one_refresh(
    hass: HomeAssistant, account: Account
) -> None:
    await account.sign_in()
    account.simulator.real_debrid.expire_access_tokens()
    client = RealDebridClient(
        async_get_clientsession(hass),
        URL(account.simulator.real_debrid.url),
        account.session,
    )
    await asyncio.gather(*(client.user() for _ in range(10)))
    assert len(account.refreshes) == 1
    users = account.simulator.requests_to("real_debrid", path="/rest/1.0/user")
    assert sorted(request.status for request in users) == [200] * 10 + [401] * 10


async def test_many_callers_share_one_failure(account: Account) -> None:
    await account.sign_in(ends_in=OVER)
    fault = account.hold(**page_reply(503))
    asking = callers(account, 20)
    await fault.reached.wait()
    fault.release()
    errors = await asyncio.gather(*asking, return_exceptions=True)
    assert {type(error) for error in errors} == {PassingTrouble}
    assert len(account.refreshes) == 1


# Refresh tokens


async def test_a_new_refresh_token_replaces_the_old_one(account: Account) -> None:
    account.simulator.real_debrid.settings.rotate_refresh_token = True
    tokens = [await account.sign_in()]
    for _ in range(3):
        await account.session.access_token(rejected=tokens[-1].access_token)
        assert account.token is not None
        tokens.append(account.token)
    # The simulator refuses all but the newest.
    assert len({token.refresh_token for token in tokens}) == 4
    assert [request.form["code"] for request in account.refreshes] == [
        token.refresh_token for token in tokens[:-1]
    ]


async def test_without_a_new_refresh_token_the_old_one_stays(
    account: Account,
) -> None:
    account.simulator.real_debrid.settings.refresh_omits_refresh_token = True
    token = await account.sign_in()
    first = await account.session.access_token(rejected=token.access_token)
    second = await account.session.access_token(rejected=first)
    assert len({token.access_token, first, second}) == 3
    assert account.token is not None
    assert account.token.refresh_token == token.refresh_token


# Cancelled callers and unloads


async def test_a_cancelled_caller_leaves_the_refresh_running(
    account: Account,
) -> None:
    account.simulator.real_debrid.settings.rotate_refresh_token = True
    token = await account.sign_in(ends_in=OVER)
    fault = account.hold()
    gone, stays = callers(account, 2)
    await fault.reached.wait()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    fault.release()
    assert account.token == token
    assert await stays == account.token.access_token != token.access_token
    assert len(account.refreshes) == 1


@pytest.mark.parametrize("reply", [{}, page_reply(503)], ids=["well", "badly"])
async def test_a_refresh_that_nobody_waits_for_logs_no_error(
    account: Account, reply: FaultOptions, caplog: pytest.LogCaptureFixture
) -> None:
    """The test plugin fails a test that leaves an exception unretrieved."""
    await account.sign_in(ends_in=OVER)
    fault = account.hold(**reply)
    (gone,) = callers(account, 1)
    await fault.reached.wait()
    gone.cancel()
    fault.release()
    await account.session.async_close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_closing_waits_for_a_refresh_in_flight(account: Account) -> None:
    token = await account.sign_in(ends_in=OVER)
    await account.session.async_close()
    fault = account.hold()
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    closing = asyncio.create_task(account.session.async_close())
    await asyncio.sleep(0)
    assert not closing.done()
    fault.release()
    await closing
    assert account.token != token
    assert await asking == account.token.access_token


async def test_closing_ends_a_refresh_that_takes_too_long(
    account: Account, freezer: FrozenDateTimeFactory
) -> None:
    token = await account.sign_in(ends_in=OVER)
    fault = account.hold()
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    closing = asyncio.create_task(account.session.async_close())
    await asyncio.sleep(0)
    freezer.tick(CLOSE_SECONDS - 1)
    await asyncio.sleep(0)
    assert not closing.done()
    freezer.tick(2)
    await closing
    with pytest.raises(asyncio.CancelledError):
        await asking
    fault.release()
    assert account.token == token


async def test_a_cancelled_refresh_is_started_again_by_the_next_caller(
    account: Account,
) -> None:
    await account.sign_in(ends_in=OVER)
    fault = account.hold()
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    (renewal,) = (
        task for task in asyncio.all_tasks() if task.get_name() == f"refresh {ACCOUNT}"
    )
    renewal.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    fault.release()
    assert await account.session.access_token() == account.token.access_token
    assert len(account.refreshes) == 2


# Secrets


async def test_no_error_log_or_repr_contains_a_secret(
    account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    token = await account.sign_in(ends_in=OVER)
    echo = {"error": f"canary {token.refresh_token}", "client": token.client_secret}
    errors: list[ProviderError] = []
    for reply in (
        json_reply(400, {**echo, "error_code": 2}),
        json_reply(403, {**echo, "error_code": 9}),
        json_reply(403, {**echo, "error_code": 22}),
        json_reply(400, echo),
        json_reply(429, echo),
        json_reply(503, echo),
        json_reply(200, echo),
        {**page_reply(403), "text": f"<p>{echo}</p>"},
        {"drop": True},
    ):
        await account.sign_in(ends_in=OVER)
        account.simulator.fault("real_debrid", TOKEN_PATH, **reply)
        with pytest.raises(ProviderError) as caught:
            await account.session.access_token()
        errors.append(caught.value)
    await account.sign_in(ends_in=OVER)
    await account.session.access_token()

    shown = "\n".join(
        [
            *map(printed, errors),
            *(
                f"{record.getMessage()} {record.exc_text}"
                for record in caplog.records
                # The test plugin logs whatever is written to a store.
                if not record.name.startswith("pytest_homeassistant_custom_component")
            ),
            repr(account.session),
            repr(vars(account.session)),
            repr(account.token),
        ]
    )
    secrets = known_secrets(account.simulator) | {"canary"}
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in shown] == []
