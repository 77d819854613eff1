"""The authorization request of an application, and the redirects back to it."""

import dataclasses
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from tests.simulator.blubrry.scene import Blubrry


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asked:
    """An authorization request that may be shown to a person."""

    client_id: str
    redirect_uri: str
    response_type: str
    state: str

    @property
    def implicit(self) -> bool:
        """Return true if the request asks for the token itself."""
        return self.response_type == "token"

    def back(self, *, fragment: bool = False, **answer: str) -> web.Response:
        """Send the browser back to the application."""
        given = {"state": self.state, **answer} if self.state else answer
        join = "&" if urlsplit(self.redirect_uri).query else "?"
        location = f"{self.redirect_uri}{'#' if fragment else join}{urlencode(given)}"
        return web.Response(status=302, headers={"Location": location})

    def refused(self, service: Blubrry, error: str, description: str) -> web.Response:
        """Send the browser back with an error."""
        in_query = service.settings.implicit_error_in_query
        return self.back(
            fragment=self.implicit and not in_query,
            error=error,
            error_description=description,
        )

    def approved(self, service: Blubrry, username: str) -> web.Response:
        """Send the browser back with a code, or with the token itself."""
        if not self.implicit:
            code = service.authorize(self.client_id, self.redirect_uri, username)
            return self.back(code=code)
        token = service.sign_in_implicitly(self.client_id, username)
        # In the documented order, without the fields that a setting omits.
        shown = {"access_token": token["access_token"], "state": self.state}
        shown |= {
            name: str(token[name])
            for name in ("token_type", "expires_in")
            if name in token
        }
        location = f"{self.redirect_uri}#{urlencode(shown)}"
        return web.Response(status=302, headers={"Location": location})
