"""`/unrestrict`: new download URLs of the service for links of hosts."""

from typing import Any

from aiohttp import web

from tests.simulator.real_debrid import containers
from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.downloads import show_file
from tests.simulator.real_debrid.errors import (
    HOSTER_LIMIT_REACHED,
    HOSTER_NOT_FREE,
    INFRINGING_FILE,
    PARAMETER_MISSING,
    TRAFFIC_EXHAUSTED,
    UNAVAILABLE_FILE,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.hosters import FOLDERS, icon_path, links_in, read
from tests.simulator.real_debrid.links import Linked, find, supported
from tests.simulator.real_debrid.media import mime_type
from tests.simulator.real_debrid.parameters import form_of, required
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid

routes = web.RouteTableDef()


@routes.post(f"{BASE}/unrestrict/check")
async def check(request: web.Request) -> web.Response:
    """Return information about a link; this needs no sign-in."""
    service = request.app[SERVICE]
    (address,) = required(await form_of(request), "link")
    found = find(service, address)
    shown: dict[str, object] = {
        "host": found.host,
        "link": found.link,
        "filename": found.filename,
        "filesize": found.bytes,
        "supported": int(supported(service, address)),
    }
    if service.settings.host_icon:
        shown["host_icon"] = service.url + icon_path(found.host)
    return answer(shown, service.settings)


@routes.post(f"{BASE}/unrestrict/link")
@signed_in
async def link(call: Call) -> web.Response:
    """Create a new URL for the file of a link."""
    service, person = call.service, call.person
    form = await form_of(call.request)
    (address,) = required(form, "link")
    remote = form.get("remote", "0")
    if remote not in {"0", "1"}:
        raise RefusedError(WRONG_PARAMETER, "remote")
    if address in service.settings.infringing:
        raise RefusedError(INFRINGING_FILE)
    found = find(service, address)
    _check_allowance(call, found, remote=remote == "1")
    if found.host in person.traffic:
        person.traffic[found.host].take_link()
    return answer(
        _unrestricted(service, person, found, remote=remote == "1"), service.settings
    )


@routes.post(f"{BASE}/unrestrict/folder")
@signed_in
async def folder(call: Call) -> web.Response:
    """List the links in a folder."""
    (address,) = required(await form_of(call.request), "link")
    found = read(address)
    links = links_in(found[0], found[2]) if found and found[1] == "folder" else []
    return answer(links, call.service.settings)


@routes.put(f"{BASE}/unrestrict/containerFile")
@signed_in
async def container_file(call: Call) -> web.Response:
    """List the links in a container, which is the body as it is."""
    call.require_premium()
    body = await call.request.read()
    if not body:
        raise RefusedError(PARAMETER_MISSING)
    return answer(containers.read(body), call.service.settings)


@routes.post(f"{BASE}/unrestrict/containerLink")
@signed_in
async def container_link(call: Call) -> web.Response:
    """List the links in a container that a host has."""
    call.require_premium()
    (address,) = required(await form_of(call.request), "link")
    found = read(address)
    if found is None:
        raise RefusedError(WRONG_PARAMETER, "link")
    hoster, kind, name = found
    if kind != "c" or name not in FOLDERS:
        raise RefusedError(UNAVAILABLE_FILE)
    return answer(links_in(hoster, name), call.service.settings)


def _check_allowance(call: Call, found: Linked, *, remote: bool) -> None:
    traffic = call.person.traffic
    if found.hoster is None:
        call.require_premium()
    elif not found.hoster.free and not call.person.premium_left(
        call.service.clock.now()
    ):
        raise RefusedError(HOSTER_NOT_FREE)
    if remote and ("remote" not in traffic or not traffic["remote"].left):
        raise RefusedError(TRAFFIC_EXHAUSTED)
    if found.host in traffic and not traffic[found.host].left:
        raise RefusedError(HOSTER_LIMIT_REACHED)


def _unrestricted(
    service: RealDebrid, person: Person, found: Linked, *, remote: bool
) -> dict[str, Any]:
    qualities = found.hoster.qualities if found.hoster else ()
    best, *others = [
        service.begin_download(
            person,
            filename=found.filename,
            size=found.bytes,
            link=found.link,
            host=found.host,
            quality=quality,
            remote=remote,
        )
        for quality in qualities or (None,)
    ]
    shown: dict[str, Any] = {**show_file(service, best), "crc": 1}
    if others:
        shown["type"] = best.quality
        shown["alternative"] = [
            {
                "id": other.id,
                "filename": other.filename,
                "download": service.address_of(other),
                "type": other.quality,
                **_undocumented(service, other),
            }
            for other in others
        ]
    return shown


def _undocumented(service: RealDebrid, other: Download) -> dict[str, object]:
    if not service.settings.alternative_details:
        return {}
    return {"mimeType": mime_type(other.filename), "quality": other.quality}
