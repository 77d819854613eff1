"""The pages on which a person creates an API key and authorizes an application."""

import dataclasses
from html import escape
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from tests.simulator.blubrry import seed
from tests.simulator.blubrry.authorization import Asked
from tests.simulator.blubrry.grants import Client
from tests.simulator.blubrry.oauth import by_address
from tests.simulator.blubrry.people import Person
from tests.simulator.blubrry.scene import SERVICE, Blubrry
from tests.simulator.blubrry.settings import PasswordGrant
from tests.simulator.page import choose_person, decide, hidden, page

TITLE: Final = Blubrry.title

routes = web.RouteTableDef()


@routes.get("/", allow_head=False)
async def home(request: web.Request) -> web.Response:
    """Show the start page."""
    return page(
        TITLE,
        "Nothing here but a simulator",
        """<p>You need an API key? <a href="/developer">Make one</a>.</p>
<p>You let an application in? <a href="/applications">Remove it</a>.</p>""",
    )


@routes.get("/oauth2/authorize", allow_head=False)
async def consent_page(request: web.Request) -> web.Response:
    """Show the consent page for the application.

    The same URL also accepts user credentials; the response is then JSON.
    """
    service = request.app[SERVICE]
    if (
        request.query.get("grant_type") == "password"
        and service.settings.password_grant is not PasswordGrant.TOKEN
    ):
        return by_address(service, request.query)
    asked = _asked(service, dict(request.query))
    if isinstance(asked, web.Response):
        return asked
    choice = choose_person(
        (person.username, _words(person)) for person in service.people.values()
    )
    return page(
        TITLE,
        "Let this application use your account?",
        f"""<p>The application with the API key <code>{escape(asked.client_id)}</code>
asks for your programs and their statistics. Afterwards you go back to
<code>{escape(asked.redirect_uri)}</code>.</p>
<form method="post" action="/oauth2/authorize">
{hidden(dataclasses.asdict(asked))}
{choice}
{decide()}
</form>""",
    )


@routes.post("/oauth2/authorize")
async def consent_decided(request: web.Request) -> web.Response:
    """Handle the person's decision and redirect to the application."""
    service = request.app[SERVICE]
    form = {name: str(value) for name, value in (await request.post()).items()}
    asked = _asked(service, form)
    if isinstance(asked, web.Response):
        return asked
    match form.get("action"), form.get("username", ""):
        case "Deny", _:
            return asked.refused(service, "consent_required", "The user denied access")
        case "Approve", username if username in service.people:
            return asked.approved(service, username)
    return _trouble("Choose a person and a button.")


@routes.get("/developer", allow_head=False)
async def developer_page(request: web.Request) -> web.Response:
    """Show the page that creates API keys."""
    return page(
        TITLE,
        "Create API Key",
        f"""<p class="note">On the real site: Manage Account &gt; Developers &gt;
Create API Key.</p>
<form method="post" action="/developer">
<label for="redirect_uri">Redirect address (optional: without one any is allowed)
</label>
<input type="url" id="redirect_uri" name="redirect_uri"
 placeholder="https://my.home-assistant.io/redirect/oauth">
<label class="choice" for="password_grant">
<input type="checkbox" id="password_grant" name="password_grant" value="1">
<span>Approved for user credentials
<small>on the real site: after writing to Blubrry</small></span></label>
<p><button id="create">Create API Key</button></p>
</form>
<p class="note">There is one ready: client ID <code>{seed.CLIENT_ID}</code>, client
secret <code>{seed.CLIENT_SECRET}</code>.</p>""",
    )


@routes.post("/developer")
async def developer_created(request: web.Request) -> web.Response:
    """Create an API key and show it."""
    service = request.app[SERVICE]
    form = await request.post()
    redirect_uri = str(form.get("redirect_uri", "")).strip() or None
    if redirect_uri is not None and not _absolute(redirect_uri):
        return _trouble("The redirect address must be a whole address.")
    client: Client = service.create_api_key(redirect_uri)
    if "password_grant" in form:
        service.approve_client(client.client_id)
    allowed = escape(client.redirect_uri or "any")
    return page(
        TITLE,
        "Your API key",
        f"""<dl>
<dt>Client ID</dt><dd><code id="client_id">{client.client_id}</code></dd>
<dt>Client secret</dt><dd><code id="client_secret">{client.client_secret}</code></dd>
<dt>Redirect address</dt><dd><code id="redirect_uri">{allowed}</code></dd>
</dl>""",
    )


def _asked(service: Blubrry, given: dict[str, str]) -> Asked | web.Response:
    """Return the request, or the error response to an invalid one.

    Without a known client and its redirect URL the browser must not be redirected;
    every other error is returned to the application.
    """
    client = service.grants.clients.get(given.get("client_id", ""))
    if client is None:
        return _trouble("There is no such API key (invalid_client).")
    redirect_uri = given.get("redirect_uri", "")
    if not _absolute(redirect_uri):
        return _trouble("The redirect address is missing or wrong (invalid_uri).")
    if client.redirect_uri not in {None, redirect_uri}:
        return _trouble(
            "The redirect address is not the one of the API key"
            " (redirect_uri_mismatch)."
        )
    asked = Asked(
        client_id=client.client_id,
        redirect_uri=redirect_uri,
        response_type=given.get("response_type", ""),
        state=given.get("state", ""),
    )
    if not asked.state:
        return asked.refused(service, "invalid_request", "Missing state")
    known = {"code", "token"} if service.settings.implicit else {"code"}
    if asked.response_type not in known:
        return asked.refused(
            service,
            "unsupported_response_type" if asked.response_type else "invalid_request",
            f"The response type must be {' or '.join(sorted(known))}",
        )
    return asked


def _absolute(address: str) -> bool:
    # Applications on a phone may use a scheme of their own.
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not parts.fragment


def _trouble(text: str) -> web.Response:
    return page(
        TITLE,
        "This does not work",
        f'<p class="problem" role="alert">{escape(text)}</p>',
        400,
    )


def _words(person: Person) -> str:
    match len(person.programs):
        case 0:
            return "no programs"
        case 1:
            return "1 program"
        case number:
            return f"{number} programs"
