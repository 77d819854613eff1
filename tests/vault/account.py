"""A sign-in at the simulator, in the vault and in a session."""

import asyncio
from dataclasses import dataclass, replace
import time

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.vault.session import OAuth2Session
from custom_components.media_accounts.vault.vault import Vault
from tests.simulator import Fault, Recorded, Simulator
from tests.simulator.faults import FaultOptions

ACCOUNT = "real_debrid_4815162"
TOKEN_PATH = "/oauth/v2/token"
DAY = 86_400

# Seconds to the end of a token that was issued for a day.
FRESH, DUE, OVER = DAY / 2, 299, 0


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person's sign-in."""

    vault: Vault
    session: OAuth2Session
    simulator: Simulator

    @property
    def token(self) -> Token | None:
        """Return the token in the vault."""
        return self.vault.token(ACCOUNT)

    @property
    def refreshes(self) -> list[Recorded]:
        """Return the requests to the token endpoint."""
        return self.simulator.requests_to("real_debrid", path=TOKEN_PATH)

    async def sign_in(self, *, ends_in: float = FRESH) -> Token:
        """Sign in again, and store the token."""
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
        """Delay the next refresh until the fault is released."""
        options: FaultOptions = {"hold": True, **reply}  # type: ignore[typeddict-item]
        return self.simulator.fault("real_debrid", TOKEN_PATH, **options)


def callers(
    account: Account, number: int, *, rejected: str | None = None
) -> list[asyncio.Task[str]]:
    """Request the token several times concurrently."""
    return [
        asyncio.create_task(account.session.access_token(rejected=rejected))
        for _ in range(number)
    ]
