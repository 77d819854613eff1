"""Classify the answers of Real-Debrid by the documented error codes.

Source: https://api.real-debrid.com/, "List of numeric error codes".
"""

from http import HTTPStatus
from typing import Final

from ...api.errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from ...api.http import Answer
from ...api.parsing import as_int

# The codes that are not about a single request.
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

NOT_FOUND: Final = 7
NOT_PREMIUM: Final = 20

# The errors by status, for answers without a code.
_CODE_OF_STATUS: Final = {
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: 35,
    509: 21,
}


def error_code(answer: Answer) -> int | None:
    """Return the numeric `error_code` of an answer, None if it has none."""
    return as_int(answer.map.get("error_code")) or None


def check_answer(answer: Answer) -> None:
    """Raise the error that an answer represents: by its code, then its status."""
    answer.check_transport()
    code = error_code(answer)
    failed = bool(answer.map.get("error")) if code is None else code != _ALREADY_DONE
    if answer.ok and not failed:
        return
    message = f"{answer.where}: {answer.status}, code {code}"
    if code is None:
        code = _CODE_OF_STATUS.get(answer.status)
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
        # Without a code a 403 is from a firewall, not from the API.
        raise PassingTrouble(message)
    if code is None and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    raise RequestRefused(message, reason=code)


def check_user_answer(answer: Answer) -> None:
    """Check an answer of /user, which every scope covers.

    There "permission denied" means that the sign-in was revoked or the account is
    blocked, not that a scope is missing.
    """
    if error_code(answer) == _PERMISSION_DENIED:
        raise SignInRefused(f"{answer.where}: permission denied")
    check_answer(answer)


def check_premium_answer(answer: Answer) -> None:
    """Check an answer to a request that only premium accounts may send.

    Every scope covers adding torrents and unrestricting links, so that there
    "permission denied" is about the plan: documented as "not premium".
    """
    if error_code(answer) == _PERMISSION_DENIED:
        raise RequestRefused(f"{answer.where}: not premium", reason=NOT_PREMIUM)
    check_answer(answer)
