"""`/hosts`: the supported hosts and their status."""

import re
from typing import Final

from aiohttp import web

from tests.simulator.real_debrid.answers import answer, answer_map, inner_map, json_date
from tests.simulator.real_debrid.hosters import COMPETITORS, HOSTERS, Hoster, icon_path
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid
from tests.simulator.real_debrid.settings import HostStatus, Settings

CHECKED_EVERY: Final = 300
"""Seconds from one look at a host to the next."""
REMOTE: Final = Hoster(id="0", name="Remote", domain="")
"""The entry with an empty domain, which represents remote traffic."""

routes = web.RouteTableDef()


@routes.get(f"{BASE}/hosts", allow_head=False)
async def hosts(request: web.Request) -> web.Response:
    """Return the supported hosts, by domain."""
    service = request.app[SERVICE]
    listed = _supported(service.settings)
    if listed and service.settings.remote_host:
        listed.append(REMOTE)
    shown = {
        hoster.domain: {
            **_names(service, hoster),
            "image_big": service.url + icon_path(hoster.domain),
        }
        for hoster in listed
    }
    return answer_map(shown, service.settings)


@routes.get(f"{BASE}/hosts/status", allow_head=False)
@signed_in
async def status(call: Call) -> web.Response:
    """Return the status of each host, here and at two competitors."""
    service, settings = call.service, call.service.settings
    now = service.clock.now()
    checked = json_date(now - now % CHECKED_EVERY, settings.list_zone, settings.dates)
    shown: dict[str, object] = {}
    for hoster in HOSTERS.values():
        state = hoster.now(settings)
        rivals = {
            rival: {"status": state, "check_time": checked}
            for rival in COMPETITORS
            if state is not HostStatus.UNSUPPORTED
        }
        shown[hoster.domain] = {
            **_names(service, hoster),
            "supported": int(state is not HostStatus.UNSUPPORTED),
            "status": state,
            "check_time": checked,
            "competitors_status": inner_map(rivals, settings),
        }
    return answer_map(shown, settings)


@routes.get(f"{BASE}/hosts/regex", allow_head=False)
async def regex(request: web.Request) -> web.Response:
    """Return the patterns of file links, between slashes as in PHP."""
    return _patterns(request, "f")


@routes.get(f"{BASE}/hosts/regexFolder", allow_head=False)
async def regex_folder(request: web.Request) -> web.Response:
    """Return the patterns of folder links."""
    return _patterns(request, "folder")


@routes.get(f"{BASE}/hosts/domains", allow_head=False)
async def domains(request: web.Request) -> web.Response:
    """Return the domains of the supported hosts."""
    settings = request.app[SERVICE].settings
    return answer([hoster.domain for hoster in _supported(settings)], settings)


def _supported(settings: Settings) -> list[Hoster]:
    return [
        hoster
        for hoster in HOSTERS.values()
        if hoster.now(settings) is not HostStatus.UNSUPPORTED
    ]


def _names(service: RealDebrid, hoster: Hoster) -> dict[str, object]:
    return {
        "id": hoster.id,
        "name": hoster.name,
        "image": service.url + icon_path(hoster.domain),
    }


def _patterns(request: web.Request, kind: str) -> web.Response:
    settings = request.app[SERVICE].settings
    patterns = [
        rf"/(http|https):\/\/{re.escape(hoster.domain)}\/{kind}\/.+/"
        for hoster in _supported(settings)
    ]
    return answer(patterns, settings)
