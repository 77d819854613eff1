"""Classify the answers of Blubrry's API 2 by its error codes and texts."""

from http import HTTPStatus
from typing import Final

from ...api.errors import NotIncluded, PassingTrouble, RequestRefused, SignInRefused
from ...api.http import Answer
from ...api.parsing import as_int, as_text

NO_PROGRAMS: Final = "no_programs"
NO_STATISTICS: Final = "no_statistics"
EPISODE_NOT_FOUND: Final = "episode_not_found"

# Parts of error texts that are more specific than the status.
_NOT_AVAILABLE_NOW: Final = "currently not available"
_NO_PROGRAMS_TEXT: Final = "no programs found"
_NO_STATISTICS_TEXT: Final = "no statistics"


def check_answer(answer: Answer) -> None:
    """Raise the error that an answer represents.

    Errors have several structures, possibly with HTTP 200: `error` is a text or the
    status as a number, and `message` or `error_description` explain it.
    """
    answer.check_transport()
    error = answer.map.get("error")
    if answer.ok and not error:
        return
    status = as_int(error) or answer.status
    text = " ".join(
        as_text(answer.map.get(key)) or ""
        for key in ("error", "message", "error_description")
    ).lower()
    message = f"{answer.where}: {status}"
    if as_text(answer.map.get("code")) == EPISODE_NOT_FOUND:
        # It is sent with 401, but says nothing about the sign-in.
        raise RequestRefused(message, reason=EPISODE_NOT_FOUND)
    if _NO_PROGRAMS_TEXT in text:
        raise RequestRefused(message, reason=NO_PROGRAMS)
    if _NO_STATISTICS_TEXT in text:
        raise NotIncluded(message, reason=NO_STATISTICS)
    if _NOT_AVAILABLE_NOW in text or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    if status == HTTPStatus.UNAUTHORIZED:
        raise SignInRefused(message)
    if status == HTTPStatus.FORBIDDEN and answer.text:
        # The API refuses with JSON or an empty body: this answer is from a proxy or
        # firewall.
        raise PassingTrouble(message)
    if status in (HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        raise NotIncluded(message)
    raise RequestRefused(message)


def require(answer: Answer, key: str) -> None:
    """Raise NotIncluded if an answer lacks its rows, which does not mean zero."""
    if key not in answer.map:
        raise NotIncluded(f"{answer.where}: no {key}")
