"""OAuth 2.0 of Blubrry: the token endpoint."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote_plus

from aiohttp import web

from tests.simulator.blubrry.errors import RefusedError, oauth
from tests.simulator.blubrry.grants import Client
from tests.simulator.blubrry.scene import SERVICE, Blubrry
from tests.simulator.blubrry.settings import ClientAuthentication, PasswordGrant
from tests.simulator.request_log import FORM

NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}

type Grant = Callable[[Blubrry, Client, Mapping[str, str]], dict[str, object]]

routes = web.RouteTableDef()


@routes.post("/oauth2/token")
async def token(request: web.Request) -> web.Response:
    """Return an access token for a code, a refresh token, or a name and password."""
    service = request.app[SERVICE]
    # Anything but a form has no parameters in it, JSON least of all.
    posted = await request.post() if request.content_type == FORM else {}
    form = {name: str(value) for name, value in posted.items()}
    grant_type = _required(form, "grant_type")
    grants = dict(GRANTS)
    if service.settings.password_grant is PasswordGrant.AUTHORIZE:
        del grants["password"]
    if (grant := grants.get(grant_type)) is None:
        raise oauth("unsupported_grant_type", f"Grant type {grant_type} is not known")
    client = _client(service, request, form)
    return web.json_response(grant(service, client, form), headers=NO_STORE)


def by_address(service: Blubrry, query: Mapping[str, str]) -> web.Response:
    """Respond to user credentials in the query of the authorization endpoint.

    As "User Credentials" documents it, with client id and secret.
    """
    pair = query.get("client_id", ""), query.get("client_secret", "")
    client = _known_client(service, pair)
    answer = _user_credentials(service, client, query)
    return web.json_response(answer, headers=NO_STORE)


def _exchange(
    service: Blubrry, client: Client, form: Mapping[str, str]
) -> dict[str, object]:
    secret = _required(form, "code")
    code = service.grants.codes.get(secret)
    if code is None or code.client_id != client.client_id:
        raise oauth("invalid_grant", "This code does not exist or was used already")
    if service.clock.now() >= code.expires_at:
        raise oauth("invalid_grant", "This code has expired")
    if form.get("redirect_uri") != code.redirect_uri:
        raise oauth(
            "redirect_uri_mismatch", "The redirect URI is not the one of the request"
        )
    del service.grants.codes[secret]
    return service.issue_token(client.client_id, code.username, refresh_token=True)


def _refresh(
    service: Blubrry, client: Client, form: Mapping[str, str]
) -> dict[str, object]:
    secret = _required(form, "refresh_token")
    refresh = service.grants.refresh_tokens.get(secret)
    if refresh is None or refresh.client_id != client.client_id:
        raise oauth("invalid_grant", "This refresh token is not valid")
    rotates = service.settings.refresh_returns_refresh_token
    if rotates:
        del service.grants.refresh_tokens[secret]
    return service.issue_token(
        client.client_id, refresh.username, refresh_token=rotates
    )


def _user_credentials(
    service: Blubrry, client: Client, form: Mapping[str, str]
) -> dict[str, object]:
    if not client.password_grant:
        raise oauth("unauthorized_client", "Blubrry did not approve this API key")
    email, password = _required(form, "username"), _required(form, "password")
    for person in service.people.values():
        if (person.email, person.password) == (email, password):
            return service.issue_token(
                client.client_id, person.username, refresh_token=True
            )
    raise oauth(
        "invalid_grant",
        "Invalid username and password combination",
        service.settings.invalid_user_status,
    )


GRANTS: Final[Mapping[str, Grant]] = {
    "authorization_code": _exchange,
    "refresh_token": _refresh,
    "password": _user_credentials,
}


def _client(service: Blubrry, request: web.Request, form: Mapping[str, str]) -> Client:
    where = service.settings.client_authentication
    pair: tuple[str, str] | None = None
    if where is not ClientAuthentication.BODY:
        pair = _basic(request.headers.get("Authorization", ""))
    if pair is None and where is not ClientAuthentication.BASIC:
        pair = form.get("client_id", ""), form.get("client_secret", "")
    return _known_client(service, pair or ("", ""))


def _known_client(service: Blubrry, pair: tuple[str, str]) -> Client:
    # RFC 6749 has id and secret encoded as in a form before they become Basic; the
    # documented `curl -u` does not encode them.
    for decode in (str, unquote_plus):
        client_id, secret = (decode(part) for part in pair)
        client = service.grants.clients.get(client_id)
        if client is not None and client.client_secret == secret:
            return client
    raise oauth(
        "invalid_client",
        "The client credentials are missing or wrong",
        service.settings.invalid_client_status,
    )


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = b64decode(value, validate=True).decode()
    except Base64Error, UnicodeDecodeError:
        return None
    client_id, colon, secret = text.partition(":")
    return (client_id, secret) if colon else None


def _required(form: Mapping[str, str], name: str) -> str:
    if value := form.get(name):
        return value
    raise oauth("invalid_request", f"Missing parameter: {name}")


def wrong_method() -> RefusedError:
    """Return the refusal of a GET on the token endpoint."""
    return oauth("invalid_request", "Use POST for the token endpoint", 405)
