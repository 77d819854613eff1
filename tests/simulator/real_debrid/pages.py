"""The pages on which a person enters a code and authorizes an application."""

from html import escape
from math import ceil
from typing import Final

from aiohttp import web

from tests.simulator.page import choose_person, decide, hidden, page
from tests.simulator.real_debrid.errors import KINDS
from tests.simulator.real_debrid.grants import Device
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid

TITLE: Final = RealDebrid.title

routes = web.RouteTableDef()


@routes.get("/", allow_head=False)
async def home(request: web.Request) -> web.Response:
    """Show the start page."""
    return page(
        TITLE,
        "Nothing here but a simulator",
        """<p>You have a code? <a href="/device">Connect a device</a>.</p>
<p>You let an application in? <a href="/devices">Remove it</a>.</p>""",
    )


@routes.get("/device", allow_head=False)
async def device_page(request: web.Request) -> web.Response:
    """Ask for the code that the application shows."""
    return _ask_code()


@routes.post("/device")
async def device_typed(request: web.Request) -> web.StreamResponse:
    """Handle the code that a person entered."""
    service = request.app[SERVICE]
    form = await request.post()
    # The real page's guard refuses a form that has more fields than this one.
    if set(form) - {"usercode", "action"}:
        return page(
            TITLE, "Forbidden", "<p>This is not the form of this page.</p>", 403
        )
    if form.get("action") != "Continue":
        return _ask_code("Please use the button.", 400)
    device = service.grants.device_of(
        str(form.get("usercode", "")), service.clock.now()
    )
    if device is None:
        return _ask_code("This code does not exist, or it has expired.", 404)
    raise web.HTTPSeeOther(
        f"/authorize?client_id={device.client_id}&device_id={device.device_code}"
    )


@routes.get("/authorize", allow_head=False)
async def authorize_page(request: web.Request) -> web.Response:
    """Show the consent page for the application."""
    service = request.app[SERVICE]
    query = request.query
    device = _device(service, query.get("client_id", ""), query.get("device_id", ""))
    if device is None:
        return _gone()
    now = service.clock.now()
    choice = choose_person(
        (person.username, words(person, now)) for person in service.people.values()
    )
    fields = hidden({"client_id": device.client_id, "device_id": device.device_code})
    return page(
        TITLE,
        "Let this application use your account?",
        f"""<p>An application asks to see your account, torrents and downloads and to
unrestrict links. Its code is <code>{escape(device.user_code)}</code>: approve only
if you see the same code there.</p>
<form method="post" action="/authorize">
{fields}
{choice}
{decide()}
</form>""",
    )


@routes.post("/authorize")
async def authorize_decided(request: web.Request) -> web.Response:
    """Handle the person's decision."""
    service = request.app[SERVICE]
    form = {name: str(value) for name, value in (await request.post()).items()}
    device = _device(service, form.get("client_id", ""), form.get("device_id", ""))
    if device is None:
        return _gone()
    match form.get("action"), form.get("username", ""):
        case "Deny", _:
            service.deny(device.user_code)
            return page(
                TITLE, "Refused", "<p>Nothing was shared. You may close this page.</p>"
            )
        case "Approve", username if username in service.people:
            service.approve(device.user_code, username)
            return page(
                TITLE,
                "Approved",
                f"<p>The application may use the account of <b>{escape(username)}</b>."
                " You may close this page.</p>",
            )
    return page(TITLE, "Bad request", "<p>Choose a person and a button.</p>", 400)


def _device(service: RealDebrid, client_id: str, device_code: str) -> Device | None:
    device = service.grants.devices.get(device_code)
    if device is None or device.client_id != client_id:
        return None
    return device if service.grants.open(device, service.clock.now()) else None


def _ask_code(problem: str = "", status: int = 200) -> web.Response:
    shown = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    return page(
        TITLE,
        "Connect a device",
        f"""{shown}
<form method="post" action="/device">
<label for="usercode">Code that the application shows</label>
<input type="text" id="usercode" name="usercode" required autofocus
 autocomplete="off" autocapitalize="characters" spellcheck="false">
<button id="continue" name="action" value="Continue">Continue</button>
</form>""",
        status,
    )


def _gone() -> web.Response:
    return page(
        TITLE,
        "This code is over",
        "<p>It has expired, it was used already, or it never existed. Ask the"
        ' application for a new one, then <a href="/device">type it here</a>.</p>',
        410,
    )


def words(person: Person, now: float) -> str:
    """Return a short description of an account's state."""
    if person.trouble is not None:
        return KINDS[person.trouble].slug.replace("_", " ")
    if left := person.premium_left(now):
        return f"premium, {ceil(left / 86_400)} days left"
    return "free" if person.premium_until is None else "free, premium has ended"
