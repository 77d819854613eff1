"""The error responses of Blubrry."""

from typing import Final

from aiohttp import web

from tests.simulator.blubrry.settings import Envelope, Settings

UNAUTHORIZED: Final = {
    "error": 401,
    "error_description": "Unauthorized - Check Authentication",
}

_CODES: Final = {
    400: "parameter_invalid",
    402: "payment_required",
    403: "access_denied",
    404: "not_found",
}


class RefusedError(Exception):
    """The service refuses a request with a JSON body."""

    def __init__(self, status: int, body: dict[str, object]) -> None:
        """Create an error with the status and body of its response."""
        super().__init__(status)
        self.status = status
        self.body = body

    def response(self) -> web.Response:
        """Return the answer."""
        return web.json_response(self.body, status=self.status)


class RefusedCallError(Exception):
    """The service refuses a call because of its content, not its caller.

    Four forms of such errors are known; a setting selects one.
    """

    def __init__(
        self,
        status: int,
        text: str,
        *,
        code: str | None = None,
        envelope: Envelope = Envelope.TEXT,
    ) -> None:
        """Create an error with the form that is documented for the call."""
        super().__init__(status)
        self._status = status
        self._text = text
        self._code = code or _CODES[status]
        self._envelope = envelope

    def response(self, settings: Settings) -> web.Response:
        """Return the response in the form of the settings."""
        envelope = settings.error_envelope
        if envelope is Envelope.DOCUMENTED:
            envelope = self._envelope
        status = 200 if settings.errors_as_200 else self._status
        if envelope is Envelope.EMPTY:
            return web.Response(status=status)
        return web.json_response(self._body(envelope), status=status)

    def _body(self, envelope: Envelope) -> dict[str, object]:
        match envelope:
            case Envelope.NUMBER:
                return {"error": self._status, "error_description": self._text}
            case Envelope.CODE:
                return {"error": self._text, "code": self._code}
            case Envelope.MESSAGE:
                return {"error": self._text, "message": self._text}
            case _:
                return {"error": self._text}


def unauthorized() -> RefusedError:
    """Return the error for a call without a valid access token."""
    return RefusedError(401, dict(UNAUTHORIZED))


def about_program(status: int, text: str) -> RefusedCallError:
    """Return the refusal of a call about one program."""
    return RefusedCallError(status, text, envelope=Envelope.MESSAGE)


def mistake(text: str) -> RefusedCallError:
    """Return the refusal of a parameter that does not fit."""
    return RefusedCallError(400, text)


def oauth(error: str, description: str, status: int = 400) -> RefusedError:
    """Return a refusal of the token endpoint, in the form of RFC 6749."""
    return RefusedError(status, {"error": error, "error_description": description})
