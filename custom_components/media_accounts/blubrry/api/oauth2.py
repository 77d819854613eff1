"""Blubrry's token endpoint (Blubrry API, "OAuth 2.0").

Depends on aiohttp, not on Home Assistant.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import ClientSession, hdrs
from yarl import URL

from ...api.errors import PassingTrouble, RequestRefused, SignInRefused
from ...api.http import Answer, exchange
from ...api.parsing import Json, as_secret, as_text

AUTHORIZE_PATH: Final = "oauth2/authorize"
TOKEN_PATH: Final = "oauth2/token"

# RFC 6749, sections 4.1.2.1 and 5.2, and one code of Blubrry's own: the errors about
# the grant or the client.
REFUSALS: Final = frozenset(
    {
        "access_denied",
        "invalid_client",
        "invalid_grant",
        "redirect_uri_mismatch",
        "unauthorized_client",
    }
)
# The token endpoint does not support the grant.
UNSUPPORTED_GRANT: Final = "unsupported_grant_type"

_PASSING: Final = frozenset({"server_error", "temporarily_unavailable"})


async def request_token(
    http: ClientSession, url: URL, form: Mapping[str, str], headers: Mapping[str, str]
) -> Mapping[str, Json]:
    """Send a POST request to the token endpoint; return its answer, which has a token.

    Raises SignInRefused (with the OAuth error as its reason) if the grant or the client
    is refused, RequestRefused for other errors of the request, and PassingTrouble or
    RateLimited for errors that say nothing about the sign-in.
    """
    answer = await exchange(http, hdrs.METH_POST, url, data=form, headers=headers)
    return _token(answer)


async def request_token_by_query(
    http: ClientSession, url: URL, query: Mapping[str, str]
) -> Mapping[str, Json]:
    """Use the authorize endpoint, as Blubrry documents it for user credentials.

    Raises like `request_token`. A page in place of JSON means that this API key may not
    use the grant: it is the page on which the user grants the access.
    """
    answer = await exchange(http, hdrs.METH_GET, url, params=query)
    if answer.is_html and answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SignInRefused(
            f"{answer.where}: a page for people", reason="unauthorized_client"
        )
    return _token(answer)


def _token(answer: Answer) -> Mapping[str, Json]:
    answer.check_transport()
    _check(answer)
    if as_secret(answer.map.get("access_token")) is None:
        raise PassingTrouble(f"{answer.where}: no access token in the answer")
    return answer.map


def _check(answer: Answer) -> None:
    """Classify by `error` first, by the status second; an error can have status 200."""
    error = as_text(answer.map.get("error"))
    if answer.ok and error is None:
        return
    message = f"{answer.where}: {answer.status}"
    if error in REFUSALS:
        raise SignInRefused(f"{message} {error}", reason=error)
    if error in _PASSING or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PassingTrouble(message)
    if answer.json is None:
        raise PassingTrouble(message)
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise SignInRefused(message)
    raise RequestRefused(
        message, reason=UNSUPPORTED_GRANT if error == UNSUPPORTED_GRANT else None
    )
