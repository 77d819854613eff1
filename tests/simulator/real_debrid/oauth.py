"""OAuth 2.0 of Real-Debrid: the device flow for open-source applications."""

from typing import Final

from aiohttp import web

from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.errors import (
    PERMISSION_DENIED,
    UNKNOWN_RESOURCE,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.grants import OPEN_SOURCE_CLIENT, Decision
from tests.simulator.real_debrid.parameters import form_of, required
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid
from tests.simulator.real_debrid.settings import DeniedVariant, PendingVariant

GRANT_TYPE: Final = "http://oauth.net/grant_type/device/1.0"
PENDING_TEXT: Final = "The user has not authorized this application yet"

routes = web.RouteTableDef()


@routes.get("/oauth/v2/device/code", allow_head=False)
async def device_code(request: web.Request) -> web.Response:
    """Begin a sign-in."""
    service = request.app[SERVICE]
    (client_id,) = required(request.query, "client_id")
    new_credentials = request.query.get("new_credentials")
    if client_id != OPEN_SOURCE_CLIENT or new_credentials not in {None, "yes"}:
        raise RefusedError(WRONG_PARAMETER)
    settings = service.settings
    device = service.grants.issue_device(
        new_credentials=new_credentials == "yes",
        expires_at=service.clock.now() + settings.device_code_life,
    )
    service.changed()
    shown: dict[str, str | int] = {
        "device_code": device.device_code,
        "user_code": device.user_code,
        "interval": settings.interval,
        "expires_in": int(settings.device_code_life),
        "verification_url": f"{service.url}/device",
    }
    if settings.direct_url:
        shown["direct_verification_url"] = (
            f"{service.url}/authorize"
            f"?client_id={client_id}&device_id={device.device_code}"
        )
    return answer(shown, settings)


@routes.get("/oauth/v2/device/credentials", allow_head=False)
async def device_credentials(request: web.Request) -> web.Response:
    """Return the user-bound credentials, once a person has approved the code."""
    service = request.app[SERVICE]
    client_id, code = required(request.query, "client_id", "code")
    device = service.grants.devices.get(code)
    if (
        client_id != OPEN_SOURCE_CLIENT
        or device is None
        or not device.new_credentials
        or service.clock.now() >= device.expires_at
    ):
        raise RefusedError(WRONG_PARAMETER)
    if device.decision is Decision.DENIED:
        return _denied(service)
    if device.decision is Decision.NONE:
        return _pending(service)
    pair = service.credentials(device)
    return answer(
        {"client_id": pair.client_id, "client_secret": pair.client_secret},
        service.settings,
    )


@routes.post("/oauth/v2/token")
async def token(request: web.Request) -> web.Response:
    """Return an access token for a device code or a refresh token."""
    service = request.app[SERVICE]
    client_id, client_secret, code, grant_type = required(
        await form_of(request), "client_id", "client_secret", "code", "grant_type"
    )
    if grant_type != GRANT_TYPE:
        raise RefusedError(WRONG_PARAMETER)
    grant = service.grants.grant_for(
        client_id, client_secret, code, service.clock.now()
    )
    person = service.people.get(grant.username)
    if person is None:
        raise RefusedError(PERMISSION_DENIED)
    if person.trouble is not None:
        raise RefusedError(person.trouble)
    return answer(service.issue_token(grant, code), service.settings)


def _denied(service: RealDebrid) -> web.Response:
    match service.settings.denied:
        case DeniedVariant.WRONG_PARAMETER:
            raise RefusedError(WRONG_PARAMETER)
        case DeniedVariant.UNKNOWN_RESOURCE:
            raise RefusedError(UNKNOWN_RESOURCE)
        case DeniedVariant.PENDING:
            return _pending(service)


def _pending(service: RealDebrid) -> web.Response:
    status, body = _PENDING[service.settings.pending]
    if body is None:
        return web.Response(status=status)
    return answer(body, service.settings, status=status)


_PENDING: Final[dict[PendingVariant, tuple[int, dict[str, object] | None]]] = {
    PendingVariant.FORBIDDEN_ERROR: (403, {"error": PENDING_TEXT}),
    PendingVariant.FORBIDDEN_NULL_CODE: (
        403,
        {"error": PENDING_TEXT, "error_code": None},
    ),
    PendingVariant.FORBIDDEN_EMPTY: (403, None),
    PendingVariant.FORBIDDEN_OLD_CODE: (
        403,
        {"error": "authorization_pending", "error_code": 10},
    ),
    PendingVariant.NULL_PAIR: (200, {"client_id": None, "client_secret": None}),
    PendingVariant.OK_ERROR: (200, {"error": PENDING_TEXT}),
    PendingVariant.OK_NO_SECRET: (200, {"status": "pending"}),
    PendingVariant.UNAVAILABLE: (503, {"error": PENDING_TEXT}),
}
