"""Faults: answers, delays and dropped connections in place of a service."""

from asyncio import Event, sleep
import dataclasses
from enum import StrEnum
from fnmatch import fnmatchcase
import gzip
import json
from typing import Final, TypedDict, Unpack

from aiohttp import web

JSON_TYPE: Final = "application/json"
TEXT_TYPE: Final = "text/html"


class Delivery(StrEnum):
    """The way in which the body of a fault is sent."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of it, and the connection is closed."""
    STALLED = "stalled"
    """The headers, and then nothing until the fault is released."""
    DRIPPING = "dripping"
    """A byte every few milliseconds, without an end, until the fault is released."""


DRIP_SECONDS: Final = 0.005


@dataclasses.dataclass(kw_only=True, eq=False)
class Fault:
    """One fault: the requests that it applies to, and its effect on them.

    With a status or a body it responds; without either it only delays or holds the
    request before the service responds; `drop` closes the connection.
    """

    service: str
    path: str
    method: str | None = None
    status: int | None = None
    body: str | None = None
    content_type: str = TEXT_TYPE
    charset: str = "utf-8"
    """The encoding of the body; the header says UTF-8 in any case."""
    compressed: bool = False
    """Compress the body with gzip."""
    delivery: Delivery = Delivery.WHOLE
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    delay: float = 0.0
    """Real seconds: a client's timeouts run in real time too."""
    times: int | None = 1
    drop: bool = False
    hold: bool = False
    used: int = 0

    def __post_init__(self) -> None:
        """Prepare the two ends of a held request."""
        self.reached = Event()
        self._released = Event()

    @property
    def over(self) -> bool:
        """Return true if the fault has been applied the set number of times."""
        return self.times is not None and self.used >= self.times

    def meets(self, service: str, method: str, path: str) -> bool:
        """Return true if the fault applies to a request; its path may have `*`."""
        return (
            not self.over
            and self.service == service
            and self.method in {None, method}
            and fnmatchcase(path, self.path)
        )

    def release(self) -> None:
        """Release held requests, and hold no more of them."""
        self.hold = False
        self._released.set()

    async def happen(self, request: web.Request) -> web.StreamResponse | None:
        """Apply once; None means that the service answers after all."""
        self.used += 1
        self.reached.set()
        if self.hold:
            await self._released.wait()
        if self.delay:
            await sleep(self.delay)
        if self.drop:
            return _abort(request)
        if self.status is None and self.body is None:
            return None
        body = (self.body or "").encode(self.charset)
        headers = dict(self.headers)
        if self.compressed:
            body = gzip.compress(body, compresslevel=1)
            headers["Content-Encoding"] = "gzip"
        if self.delivery is not Delivery.WHOLE:
            return await self._deliver(request, headers, body)
        return web.Response(
            status=self.status or 200,
            headers=headers,
            body=body,
            content_type=self.content_type,
            charset="utf-8",
        )

    async def _deliver(
        self, request: web.Request, headers: dict[str, str], body: bytes
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=self.status or 200, headers=headers)
        response.content_type = self.content_type
        if self.delivery is not Delivery.DRIPPING:
            response.content_length = len(body)
        await response.prepare(request)
        match self.delivery:
            case Delivery.CUT:
                await response.write(body[: len(body) // 2])
            case Delivery.STALLED:
                await self._released.wait()
            case _:
                while not self._released.is_set():
                    await response.write(b" ")
                    await sleep(DRIP_SECONDS)
        return _abort(request)


def _abort(request: web.Request) -> web.Response:
    """Close the connection; return a response that is never sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


class Faults:
    """The faults of a scene; the oldest one that matches a request applies to it."""

    def __init__(self) -> None:
        """Begin without any."""
        self._faults: list[Fault] = []

    def open(self) -> list[Fault]:
        """Return the faults that can still happen."""
        return [fault for fault in self._faults if not fault.over]

    def add(self, fault: Fault) -> Fault:
        """Add a fault that was made elsewhere."""
        self._faults.append(fault)
        return fault

    def find(self, service: str, method: str, path: str) -> Fault | None:
        """Return the fault that applies to a request."""
        return next(
            (fault for fault in self._faults if fault.meets(service, method, path)),
            None,
        )

    def clear(self) -> None:
        """Remove all faults and release held requests."""
        for fault in self._faults:
            fault.release()
        self._faults.clear()


class FaultOptions(TypedDict, total=False):
    """The options of a fault; all have a default."""

    method: str | None
    status: int | None
    """200 where only a body is given"""
    json: object
    text: str | None
    content_type: str | None
    charset: str
    """The encoding of the body; the header says UTF-8 in any case"""
    compressed: bool
    """Compress the body with gzip"""
    delivery: Delivery
    headers: dict[str, str] | None
    delay: float
    """Real seconds"""
    times: int | None
    """The number of requests it applies to; None: until the faults are cleared"""
    drop: bool
    """Close the connection without an answer"""
    hold: bool
    """Hold requests back until `Fault.release`"""


def make_fault(service: str, path: str, **options: Unpack[FaultOptions]) -> Fault:
    """Create a fault; its body is either `json` or `text`."""
    is_json = "json" in options
    body = json.dumps(options["json"]) if is_json else options.get("text")
    return Fault(
        service=service,
        path=path,
        method=options.get("method"),
        status=options.get("status"),
        body=body,
        content_type=options.get("content_type")
        or (JSON_TYPE if is_json else TEXT_TYPE),
        charset=options.get("charset", "utf-8"),
        compressed=options.get("compressed", False),
        delivery=options.get("delivery", Delivery.WHOLE),
        headers=options.get("headers") or {},
        delay=options.get("delay", 0.0),
        times=options.get("times", 1),
        drop=options.get("drop", False),
        hold=options.get("hold", False),
    )
