"""HTTP replies, test cases, a clock and name resolution for the tests."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import socket
import time
from types import ModuleType, SimpleNamespace
from typing import Any, Final

from aiohttp import ThreadedResolver
from multidict import CIMultiDict, CIMultiDictProxy
import pytest

from custom_components.media_accounts.api.errors import ProviderError
from custom_components.media_accounts.api.http import Answer
from custom_components.media_accounts.api.parsing import parse_json
from tests.simulator.faults import FaultOptions

PAGE: Final = (
    "<!DOCTYPE html>\n<html><head><title>Temporary maintenance</title></head></html>"
)
JSON: Final = "application/json"
HTML: Final = "text/html"
TEXT: Final = "text/plain"


def json_reply(
    status: int, body: object, *, headers: Mapping[str, str] | None = None
) -> FaultOptions:
    """Return a JSON response of the API."""
    return FaultOptions(status=status, json=body, headers=dict(headers or {}))


def text_reply(
    status: int,
    text: str = "",
    *,
    content_type: str = TEXT,
    headers: Mapping[str, str] | None = None,
) -> FaultOptions:
    """Return a response that is not JSON; by default without a body."""
    return FaultOptions(
        status=status, text=text, content_type=content_type, headers=dict(headers or {})
    )


def page_reply(status: int) -> FaultOptions:
    """Return an HTML page: maintenance, a captive portal, a firewall."""
    return text_reply(status, PAGE, content_type=HTML)


# Responses that prove nothing about the sign-in.
PASSING_REPLIES: Final[Mapping[str, FaultOptions]] = {
    "no answer": FaultOptions(drop=True),
    "500 without a body": text_reply(500),
    "502 in words": text_reply(502, "Bad Gateway"),
    "503 as a page": page_reply(503),
    "503 in JSON": json_reply(503, {"error": "server_error"}),
    "a page with 200": page_reply(200),
    "a page with 401": page_reply(401),
    "a page with 403": page_reply(403),
    "a page with 404": page_reply(404),
    "403 in words": text_reply(403, "error code: 1010"),
    "401 without a body": text_reply(401),
    "403 without a body": text_reply(403),
    "200 without a body": text_reply(200),
    "200 without a token": json_reply(200, {"token_type": "Bearer"}),
    "200 with a list": json_reply(200, []),
    "a redirect": text_reply(302, headers={"Location": "/elsewhere"}),
}


def case(name: str, *values: object) -> object:
    """Return a test case with an id."""
    return pytest.param(*values, id=name)


async def outcome(awaitable: Awaitable[object]) -> type[ProviderError] | None:
    """Return the class of the error that is raised, or None."""
    try:
        await awaitable
    except ProviderError as err:
        return type(err)
    return None


def patch_clock(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    *,
    sleep: Callable[[float], Awaitable[None]],
    monotonic: Callable[[], float] | None = None,
) -> None:
    """Replace `asyncio.sleep` and `time.monotonic` in one module.

    The event loop keeps its own clock, and so do all timeouts.
    """
    monkeypatch.setattr(
        module, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    )
    if monotonic is not None:
        monkeypatch.setattr(
            module, "time", SimpleNamespace(**{**vars(time), "monotonic": monotonic})
        )


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Resolve every name to these addresses, or to none."""

    async def resolve(
        self: object, host: str, port: int = 0, family: int = 0
    ) -> list[dict[str, Any]]:
        if not addresses:
            raise socket.gaierror(-2, "Name or service not known")
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
            for address in addresses
        ]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)


class FastTime:
    """A clock that sleeping advances immediately."""

    def __init__(self, on_sleep: Callable[[float], object] = lambda _: None) -> None:
        """Start at zero; `on_sleep` gets the seconds, to advance other clocks."""
        self.now = 0.0
        self.naps: list[float] = []
        self._on_sleep = on_sleep

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds
        self._on_sleep(seconds)
        await asyncio.sleep(0)

    def rule(self, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        """Replace the clock of a module."""
        patch_clock(monkeypatch, module, sleep=self.sleep, monotonic=self.monotonic)


def printed(error: BaseException) -> str:
    """Return everything that a log can show of an error: chain, texts and values."""
    shown = []
    link: BaseException | None = error
    while link is not None:
        shown.append(f"{link!r} {link} {link.args} {vars(link)}")
        context = None if link.__suppress_context__ else link.__context__
        link = link.__cause__ or context
    return "\n".join(shown)


def answered(
    body: str = "{}", status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """Return the parsed response for a body."""
    text = body.strip()
    try:
        json = parse_json(text)
    except ValueError:
        json = None
    return Answer(
        where="GET /probe",
        status=status,
        headers=CIMultiDictProxy(CIMultiDict(headers or {})),
        json=json,
        text=text if json is None else "",
        size=len(body),
    )
