"""One call of the control API from a shell."""

import json
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Call(NamedTuple):
    """One call of the control API."""

    method: str
    path: str
    body: dict[str, Any] | None = None


class CommandError(Exception):
    """The simulator cannot be reached, or it refuses the command."""


def send(control: str, call: Call) -> Any:
    """Send a request and return its JSON."""
    request = Request(  # noqa: S310 - the person at the shell says where
        control.rstrip("/") + call.path,
        data=None if call.body is None else json.dumps(call.body).encode(),
        method=call.method,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request) as answer:  # noqa: S310
            return json.load(answer)
    except HTTPError as error:
        with error:
            raise CommandError(json.load(error)["error"]) from None
    except OSError as error:
        raise CommandError(f"no simulator answers at {control}: {error}") from None
