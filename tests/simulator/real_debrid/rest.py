"""Shared parts of all signed-in calls of the REST API."""

from collections.abc import Awaitable, Callable
import dataclasses
from fnmatch import fnmatchcase
from math import ceil

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.simulator.real_debrid.errors import (
    BAD_TOKEN,
    PERMISSION_DENIED,
    TOO_MANY_REQUESTS,
    RefusedError,
)
from tests.simulator.real_debrid.motion import catch_up
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid

BASE = "/rest/1.0"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """An authenticated request."""

    request: web.Request
    service: RealDebrid
    person: Person
    token: str

    def require_premium(self) -> None:
        """Refuse accounts without premium."""
        if not self.person.premium_left(self.service.clock.now()):
            raise RefusedError(PERMISSION_DENIED)


type Endpoint = Callable[[Call], Awaitable[web.Response]]


def signed_in(endpoint: Endpoint) -> Handler:
    """Require a valid access token, and apply the rate limit."""

    async def handler(request: web.Request) -> web.StreamResponse:
        service = request.app[SERVICE]
        token = _token(request)
        now = service.clock.now()
        person = service.people.get(service.grants.owner_of(token, now) or "")
        if person is None:
            raise RefusedError(BAD_TOKEN)
        _limit(service, token, now)
        if person.trouble is not None:
            raise RefusedError(person.trouble)
        path = request.path.removeprefix(BASE)
        if token in service.grants.access_tokens:
            _check_scope(service, path)
        _refuse(person, path)
        for torrent in person.torrents:
            catch_up(torrent, service.settings, now)
        return await endpoint(
            Call(request=request, service=service, person=person, token=token)
        )

    return handler


def _token(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer" and token:
        return token
    return request.query.get("auth_token", "")


def _check_scope(service: RealDebrid, path: str) -> None:
    # A scope is the first part of a path, and a token can always be given back.
    scope = path.split("/")[1]
    if scope not in {*service.settings.open_source_scopes, "disable_access_token"}:
        raise RefusedError(PERMISSION_DENIED)


def _refuse(person: Person, path: str) -> None:
    for pattern, code in person.refusals.items():
        if fnmatchcase(path, pattern):
            raise RefusedError(code)


def _limit(service: RealDebrid, token: str, now: float) -> None:
    settings = service.settings
    if settings.rate_limit is None:
        return
    if wait := service.limiter.wait(token, settings.rate_limit, now):
        headers = {"Retry-After": str(ceil(wait))} if settings.retry_after else None
        raise RefusedError(TOO_MANY_REQUESTS, headers=headers)
