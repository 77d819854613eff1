"""Film Locker over HTTP: the device flow of RFC 8628, and one call."""

from aiohttp import web

from tests.simulator.applications_page import add_page
from tests.simulator.film_locker.scene import SERVICE, FilmLocker
from tests.simulator.service import watched

routes = web.RouteTableDef()


def build(service: FilmLocker) -> web.Application:
    """Return the application of a service."""
    application = web.Application(middlewares=[watched(service)])
    application[SERVICE] = service
    application.add_routes(routes)
    add_page(application, service, "/applications")
    return application


@routes.post("/oauth/device")
async def authorize_device(request: web.Request) -> web.Response:
    """Issue a device code (RFC 8628, section 3.2)."""
    service = request.app[SERVICE]
    code, device = service.issue_device()
    return web.json_response(
        {
            "device_code": code,
            "user_code": device.user_code,
            "verification_uri": f"{service.url}/device",
            "interval": service.settings.interval,
            "expires_in": int(service.settings.device_code_life),
        }
    )


@routes.post("/oauth/token")
async def token(request: web.Request) -> web.Response:
    """Issue a token for a device code or a refresh token."""
    service, form = request.app[SERVICE], await request.post()
    service.forget_expired()
    if form.get("grant_type") == "refresh_token":
        owner = service.grants.refresh_tokens.get(str(form.get("refresh_token")))
        if owner is None:
            return _refused("invalid_grant")
        return web.json_response(service.issue_token(owner))
    code = str(form.get("device_code"))
    device = service.grants.devices.get(code)
    if device is None:
        return _refused("expired_token")
    if device.denied:
        return _refused("access_denied")
    if device.username is None:
        return _refused("authorization_pending")
    del service.grants.devices[code]
    return web.json_response(service.sign_in(device.username))


@routes.get("/v1/account", allow_head=False)
async def account(request: web.Request) -> web.Response:
    """Show the account of the person whose token it is."""
    service = request.app[SERVICE]
    service.forget_expired()
    secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
    granted = service.grants.access_tokens.get(secret)
    if granted is None:
        return web.json_response({"error": "invalid_token"}, status=401)
    person = service.people[granted.username]
    return web.json_response(
        {
            "id": person.id,
            "name": person.username,
            "films": len(person.films),
            "used_bytes": sum(person.films.values()),
            "quota_bytes": person.quota,
        }
    )


def _refused(error: str) -> web.Response:
    return web.json_response({"error": error}, status=400)
