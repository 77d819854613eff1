"""The page on which a person revokes access."""

from html import escape

from aiohttp import web

from tests.simulator.page import page
from tests.simulator.service import Service


def add_page(application: web.Application, service: Service, path: str) -> None:
    """Add the page to the application of a service."""

    async def show(_: web.Request) -> web.Response:
        rows = "\n".join(
            f"""<form method="post" action="{path}">
<p class="choice"><span>{escape(username)} <small>let an application in</small></span>
<button id="remove-{escape(username)}" name="username" value="{escape(username)}"
 class="second" aria-label="Remove access of {escape(username)}">Remove</button></p>
</form>"""
            for username in service.granted()
        )
        return page(
            service.title,
            "Connected applications",
            rows or "<p>Nobody has let an application in.</p>",
        )

    async def remove(request: web.Request) -> web.Response:
        username = str((await request.post()).get("username", ""))
        if username in service.granted():
            service.revoke(username)
        raise web.HTTPSeeOther(path)

    application.router.add_get(path, show, allow_head=False)
    application.router.add_post(path, remove)
