"""Real-Debrid's REST API 1.0 (https://api.real-debrid.com/).

HTTP and JSON in, models out; knows aiohttp, not Home Assistant.
"""

from http import HTTPStatus
from typing import Final, override

from ..errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from ..exchange import Answer, ServiceClient
from ..parse import as_int, as_list
from .models import Transfers, User

# The numeric codes of the API documentation that are not about a single request.
_BAD_LOGIN: Final = (8, 12, 13)
_PASSING: Final = (-1, 6, 25)
_SLOW_DOWN: Final = (5, 34)
_PERMISSION_DENIED: Final = 9
_OUT_OF_SCOPE: Final = (_PERMISSION_DENIED, 37)
_ALREADY_DONE: Final = 31
_ACCOUNT_PROBLEMS: Final = {
    10: AccountProblem.TWO_FACTOR,
    11: AccountProblem.TWO_FACTOR,
    14: AccountProblem.LOCKED,
    15: AccountProblem.NOT_ACTIVATED,
    22: AccountProblem.ADDRESS_REFUSED,
}


def error_code(answer: Answer) -> int | None:
    """Return the numeric `error_code` of an answer, None where it has none."""
    return as_int(answer.map.get("error_code")) or None


def check_answer(answer: Answer) -> None:
    """Raise the error that an answer stands for: by its code, then its status."""
    answer.check_transport()
    code = error_code(answer)
    if answer.ok and (code is None or code == _ALREADY_DONE):
        return
    message = f"{answer.where}: {answer.status}, code {code}"
    if code in _ACCOUNT_PROBLEMS:
        raise AccountTrouble(message, problem=_ACCOUNT_PROBLEMS[code])
    if code in _SLOW_DOWN:
        raise RateLimited(message, retry_after=answer.retry_after)
    if code in _BAD_LOGIN or (
        code is None and answer.status == HTTPStatus.UNAUTHORIZED
    ):
        raise SignInRefused(message)
    if code in _PASSING:
        raise PassingTrouble(message)
    if code in _OUT_OF_SCOPE:
        raise NotIncluded(message)
    if code is None and answer.status == HTTPStatus.FORBIDDEN:
        # Without a code a 403 comes from the edge, not from the API.
        raise PassingTrouble(message)
    if code is None and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    raise RequestRefused(message, reason=code)


def _check_user_answer(answer: Answer) -> None:
    """Check an answer of /user, which every scope covers.

    There "permission denied" means that the sign-in is dead or the account is
    barred, not that a scope is missing.
    """
    if error_code(answer) == _PERMISSION_DENIED:
        raise SignInRefused(f"{answer.where}: permission denied")
    check_answer(answer)


class RealDebridClient(ServiceClient):
    """The calls that an account's owner makes."""

    @override
    def check(self, answer: Answer) -> None:
        check_answer(answer)

    async def user(self) -> User:
        """Read the account (/user)."""
        answer = await self.get("rest/1.0/user", check=_check_user_answer)
        return User.from_answer(answer.json, now=answer.date)

    async def transfers(self) -> Transfers:
        """Count the torrents (/torrents/activeCount, X-Total-Count of /torrents)."""
        active = (await self.get("rest/1.0/torrents/activeCount")).map
        return Transfers(
            active=as_int(active.get("nb")),
            slots=as_int(active.get("limit")),
            total=await self._count_torrents(),
        )

    async def _count_torrents(self) -> int | None:
        answer = await self.get("rest/1.0/torrents", params={"limit": 1})
        total = as_int(answer.headers.get("X-Total-Count"))
        if total is None and not as_list(answer.json):
            return 0  # An empty library is a 204, an empty list, or a stray map.
        return total
