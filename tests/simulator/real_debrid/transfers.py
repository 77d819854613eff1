"""`/torrents` for those who change something: add, choose files, delete."""

from aiohttp import web

from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.errors import (
    ACTION_ALREADY_DONE,
    DISABLED_ENDPOINT,
    INFRINGING_FILE,
    PARAMETER_MISSING,
    TOO_MANY_ACTIVE_DOWNLOADS,
    TORRENT_ALREADY_ACTIVE,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.magnets import Described, read_magnet, read_torrent
from tests.simulator.real_debrid.motion import select
from tests.simulator.real_debrid.parameters import form_of, required
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.torrent import HOST, Torrent, TorrentStatus
from tests.simulator.real_debrid.torrents import find

routes = web.RouteTableDef()


@routes.post(f"{BASE}/torrents/addMagnet")
@signed_in
async def add_magnet(call: Call) -> web.Response:
    """Add the torrent of a magnet link."""
    form = await form_of(call.request)
    (text,) = required(form, "magnet")
    _check_host(form.get("host"))
    return _add(call, read_magnet(text))


@routes.put(f"{BASE}/torrents/addTorrent")
@signed_in
async def add_torrent(call: Call) -> web.Response:
    """Add a torrent file, which is the body as it is."""
    _check_host(call.request.query.get("host"))
    body = await call.request.read()
    if not body:
        raise RefusedError(PARAMETER_MISSING)
    return _add(call, read_torrent(body))


@routes.post(f"{BASE}/torrents/selectFiles/{{id}}")
@signed_in
async def select_files(call: Call) -> web.Response:
    """Choose the files to download, which can be done once."""
    torrent = find(call)
    (wanted,) = required(await form_of(call.request), "files")
    if torrent.status is TorrentStatus.MAGNET_CONVERSION:
        # The files are not known yet.
        raise _no_such_files()
    if torrent.status is not TorrentStatus.WAITING_FILES_SELECTION:
        if call.service.settings.repeated_selection_says_so:
            raise RefusedError(ACTION_ALREADY_DONE)
        return web.Response(status=202)
    chosen = _chosen(torrent, wanted)
    _check_slots(call)
    select(torrent, chosen, call.service.clock.now())
    call.service.changed()
    return web.Response(status=204)


@routes.delete(f"{BASE}/torrents/delete/{{id}}")
@signed_in
async def delete(call: Call) -> web.Response:
    """Delete a torrent; the downloads that came from it stay."""
    call.person.torrents.remove(find(call))
    call.service.changed()
    return web.Response(status=204)


@routes.get(f"{BASE}/torrents/availableHosts", allow_head=False)
@signed_in
async def available_hosts(call: Call) -> web.Response:
    """Return where torrents can be downloaded to; sizes are in GB."""
    settings = call.service.settings
    return answer([{"host": HOST, "max_file_size": settings.max_file_size}], settings)


@routes.get(f"{BASE}/torrents/instantAvailability/{{hashes:.+}}", allow_head=False)
@signed_in
async def instant_availability(call: Call) -> web.Response:
    """Return the error of this call, which was disabled in November 2024."""
    raise RefusedError(DISABLED_ENDPOINT)


def _add(call: Call, described: Described) -> web.Response:
    service, person = call.service, call.person
    call.require_premium()
    if described.hash in service.settings.infringing:
        raise RefusedError(INFRINGING_FILE)
    if service.settings.refuse_active_again and any(
        torrent.hash == described.hash for torrent in person.active()
    ):
        raise RefusedError(TORRENT_ALREADY_ACTIVE)
    _check_slots(call)
    torrent = service.begin_torrent(person, described)
    uri = f"{service.url}{BASE}/torrents/info/{torrent.id}"
    return answer({"id": torrent.id, "uri": uri}, service.settings, status=201)


def _chosen(torrent: Torrent, wanted: str) -> set[int]:
    known = {file.id for file in torrent.files}
    if wanted == "all":
        return known
    numbers = [number.strip() for number in wanted.split(",")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise _no_such_files()
    chosen = {int(number) for number in numbers}
    if not chosen <= known:
        raise _no_such_files()
    return chosen


def _no_such_files() -> RefusedError:
    return RefusedError(WRONG_PARAMETER, "files", status=404)


def _check_host(host: object) -> None:
    if host not in {None, "", HOST}:
        raise RefusedError(WRONG_PARAMETER, "host")


def _check_slots(call: Call) -> None:
    if len(call.person.active()) >= call.service.settings.active_limit:
        raise RefusedError(TOO_MANY_ACTIVE_DOWNLOADS)
