"""The ways in which Blubrry says no."""

from typing import Final

from aiohttp import web

UNAUTHORIZED: Final = {
    "error": 401,
    "error_description": "Unauthorized - Check Authentication",
}


class RefusedError(Exception):
    """The service refuses a request with a JSON body."""

    def __init__(self, status: int, body: dict[str, object]) -> None:
        """Take the status and the body of the answer."""
        super().__init__(status)
        self.status = status
        self.body = body

    def response(self) -> web.Response:
        """Return the answer."""
        return web.json_response(self.body, status=self.status)


def unauthorized() -> RefusedError:
    """Return the refusal of a call without a living access token."""
    return RefusedError(401, dict(UNAUTHORIZED))


def about_program(status: int, text: str) -> RefusedError:
    """Return the refusal of a call about one program."""
    return RefusedError(status, {"error": text, "message": text})


def oauth(error: str, description: str, status: int = 400) -> RefusedError:
    """Return a refusal of the token endpoint, in the form of RFC 6749."""
    return RefusedError(status, {"error": error, "error_description": description})
