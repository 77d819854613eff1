"""The page on which a person sees their private API token."""

from html import escape

from aiohttp import web

from tests.simulator.page import choose_person, page
from tests.simulator.real_debrid.pages import TITLE, words
from tests.simulator.real_debrid.scene import SERVICE

routes = web.RouteTableDef()


@routes.get("/apitoken", allow_head=False)
async def ask(request: web.Request) -> web.Response:
    """Show a choice of accounts; the real page uses a session cookie."""
    service = request.app[SERVICE]
    now = service.clock.now()
    choice = choose_person(
        (person.username, words(person, now)) for person in service.people.values()
    )
    return page(
        TITLE,
        "Your private API token",
        f"""<form method="post" action="/apitoken">
{choice}
<button id="show" name="action" value="Show">Show my token</button>
</form>""",
    )


@routes.post("/apitoken")
async def show(request: web.Request) -> web.Response:
    """Show the token of the selected account."""
    service = request.app[SERVICE]
    username = str((await request.post()).get("username", ""))
    if username not in service.people:
        return page(TITLE, "Bad request", "<p>Choose a person.</p>", 400)
    token = service.api_token(username)
    return page(
        TITLE,
        f"The private API token of {username}",
        f"""<p><code id="token">{escape(token)}</code></p>
<p class="note">It reaches everything in this account. Keep it to yourself.</p>""",
    )
