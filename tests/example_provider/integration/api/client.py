"""The calls of Film Locker's API."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Self, override

from ...api.client import ServiceClient
from ...api.errors import PassingTrouble, RequestRefused, SignInRefused
from ...api.http import Answer
from ...api.limiter import Limiter, Rule
from ...api.parsing import as_int, as_text


@dataclass(frozen=True, kw_only=True)
class Locker:
    """An account: its number of films, used space and quota in bytes."""

    account_id: int
    name: str
    films: int | None
    used: int | None
    quota: int | None

    @classmethod
    def from_answer(cls, answer: Answer) -> Self:
        """Read the answer of /v1/account; raises PassingTrouble without an account."""
        account_id = as_int(answer.map.get("id"))
        name = as_text(answer.map.get("name"))
        if account_id is None or name is None:
            raise PassingTrouble(f"{answer.where}: no account in the answer")
        return cls(
            account_id=account_id,
            name=name,
            films=as_int(answer.map.get("films")),
            used=as_int(answer.map.get("used_bytes")),
            quota=as_int(answer.map.get("quota_bytes")),
        )


def new_limiter() -> Limiter:
    """Return the limits of one account: 60 requests a minute."""
    return Limiter(Rule(requests=60, seconds=60))


class FilmLockerClient(ServiceClient):
    """The calls that the owner of an account makes."""

    @override
    def check(self, answer: Answer) -> None:
        answer.check_transport()
        if answer.ok:
            return
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise SignInRefused(f"{answer.where}: {answer.status}")
        raise RequestRefused(f"{answer.where}: {answer.status}")

    async def locker(self) -> Locker:
        """Read the account (/v1/account)."""
        return Locker.from_answer(await self.get("v1/account"))
