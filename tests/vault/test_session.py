"""The sign-in stays alive: one refresh in flight, and no token is ever lost."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
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
from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    DEVICE_GRANT,
    refresh,
)
from custom_components.media_accounts.vault.session import OAuth2Session
from custom_components.media_accounts.vault.vault import (
    STORAGE_KEY,
    STORAGE_VERSION,
    Vault,
)
from tests.secrecy.assertions import known_secrets
from tests.simulator import Fault, Recorded, Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, outcome, page_reply, printed

ACCOUNT = "real_debrid_4815162"
TOKEN_PATH = "/oauth/v2/token"
DAY = 86_400

# Seconds to the end of a token that was issued for a day.
FRESH, DUE, OVER = DAY / 2, 299, 0


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody's sign-in at the simulator, in the vault, and in a session."""

    vault: Vault
    session: OAuth2Session
    simulator: Simulator

    @property
    def token(self) -> Token | None:
        """Return what the vault holds."""
        return self.vault.token(ACCOUNT)

    @property
    def refreshes(self) -> list[Recorded]:
        """Return the requests to the token endpoint."""
        return self.simulator.requests_to("real_debrid", path=TOKEN_PATH)

    async def sign_in(self, *, ends_in: float = FRESH) -> Token:
        """Sign in anew, and let the vault have the token."""
        answer = self.simulator.real_debrid.sign_in("quietotter")
        token = replace(
            Token.from_answer(answer, now=time.time()),
            expires_at=time.time() + ends_in,
            client_id=answer["client_id"],
            client_secret=answer["client_secret"],
        )
        await self.vault.async_store(ACCOUNT, token)
        return token

    def hold(self, **reply: object) -> Fault:
        """Hold the next refresh back until the fault is released."""
        options: FaultOptions = {"hold": True, **reply}  # type: ignore[typeddict-item]
        return self.simulator.fault("real_debrid", TOKEN_PATH, **options)


@pytest.fixture(name="account")
async def an_account(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, simulator: Simulator
) -> Account:
    """Return an account that nobody has signed in to yet; time stands still."""
    vault = Vault(hass)
    url = URL(simulator.real_debrid.url)
    renew = partial(refresh, async_get_clientsession(hass), url)
    return Account(
        vault=vault,
        session=OAuth2Session(hass, vault, ACCOUNT, renew),
        simulator=simulator,
    )


def callers(
    account: Account, number: int, *, rejected: str | None = None
) -> list[asyncio.Task[str]]:
    """Let several ask for the token at once."""
    return [
        asyncio.create_task(account.session.access_token(rejected=rejected))
        for _ in range(number)
    ]


# When a token is renewed


async def test_without_a_token_a_person_has_to_sign_in(account: Account) -> None:
    with pytest.raises(SignInRefused):
        await account.session.access_token()
    assert account.refreshes == []


async def test_a_token_that_no_key_opens_is_not_a_lost_grant(
    hass: HomeAssistant, hass_storage: dict[str, Any], account: Account
) -> None:
    hass_storage[STORAGE_KEY] = {
        "version": STORAGE_VERSION,
        "data": {ACCOUNT: "sealed with a key that is gone"},
    }
    await account.vault.async_load()
    assert await outcome(account.session.access_token()) is SecretsLocked
    # To sign in anew helps all the same.
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
async def test_a_token_near_its_end_is_renewed_as_documented(
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


async def test_a_refused_token_is_renewed_however_fresh(account: Account) -> None:
    token = await account.sign_in()
    renewed = await account.session.access_token(rejected=token.access_token)
    assert renewed != token.access_token
    assert len(account.refreshes) == 1


async def test_a_newer_token_than_the_refused_one_is_tried_first(
    account: Account,
) -> None:
    token = await account.sign_in()
    assert await account.session.access_token(rejected="older") == token.access_token
    assert account.refreshes == []


async def test_a_sign_in_that_cannot_be_renewed_is_lost_at_its_end(
    account: Account,
) -> None:
    token = await account.sign_in(ends_in=OVER)
    await account.vault.async_store(ACCOUNT, replace(token, refresh_token=None))
    with pytest.raises(SignInRefused):
        await account.session.access_token()
    assert account.refreshes == []


async def test_a_token_that_cannot_be_renewed_is_tried_twice(account: Account) -> None:
    token = await account.sign_in()
    await account.vault.async_store(ACCOUNT, replace(token, refresh_token=None))
    rejected = token.access_token
    assert await account.session.access_token(rejected=rejected) == rejected
    assert account.refreshes == []


async def test_a_token_that_the_service_ended_early_is_renewed_on_the_first_401(
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


# One refresh in flight, whoever asks


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


# Which refresh token stays


async def test_a_refresh_token_that_comes_back_is_kept(account: Account) -> None:
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


async def test_without_one_the_old_refresh_token_stays(account: Account) -> None:
    account.simulator.real_debrid.settings.refresh_omits_refresh_token = True
    token = await account.sign_in()
    first = await account.session.access_token(rejected=token.access_token)
    second = await account.session.access_token(rejected=first)
    assert len({token.access_token, first, second}) == 3
    assert account.token is not None
    assert account.token.refresh_token == token.refresh_token


# Whoever goes away meanwhile


async def test_a_caller_that_goes_away_leaves_the_refresh_running(
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
async def test_a_refresh_ends_quietly_when_nobody_waits_for_it(
    account: Account, reply: FaultOptions, caplog: pytest.LogCaptureFixture
) -> None:
    """The test kit fails a test that leaves an exception to nobody."""
    await account.sign_in(ends_in=OVER)
    fault = account.hold(**reply)
    (gone,) = callers(account, 1)
    await fault.reached.wait()
    gone.cancel()
    fault.release()
    await account.session.async_settle()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_to_settle_is_to_wait_for_the_refresh_in_flight(account: Account) -> None:
    token = await account.sign_in(ends_in=OVER)
    await account.session.async_settle()
    fault = account.hold()
    (asking,) = callers(account, 1)
    await fault.reached.wait()
    settling = asyncio.create_task(account.session.async_settle())
    await asyncio.sleep(0)
    assert not settling.done()
    fault.release()
    await settling
    assert account.token != token
    assert await asking == account.token.access_token


async def test_a_refresh_that_is_cut_off_is_begun_anew_by_the_next_caller(
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


async def test_no_secret_is_shown_whatever_happens(
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
                # The test kit logs whatever is written to a store.
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
