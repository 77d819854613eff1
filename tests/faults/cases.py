"""The faults: wrong answers, no answers, and the errors that services document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.faults.outcomes import Error
from tests.simulator.blubrry.errors import UNAUTHORIZED
from tests.simulator.faults import Delivery, FaultOptions
from tests.simulator.real_debrid.errors import KINDS
from tests.support import JSON, PAGE, json_reply, page_reply, text_reply

BIG_BODY: Final = "[" + ",".join([f'{{"{"x" * 1000}": 1}}'] * 5_000) + "]"
"""A list of 5 MB: 5,000 objects, which mean nothing."""
BOMB: Final = "[" + " " * 64 * 1024**2
"""64 MiB, which compress to less than 300 KiB."""
DEEP: Final = "[" * 100_000 + "]" * 100_000
HUGE_NUMBERS: Final = (
    '{"id": 1e400, "points": -1e400, "total": NaN, "nb": 1'
    + "0" * 400
    + ', "limit": -5, "bytes": Infinity, "expiration": 1e308, "program_id": 1e400}'
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault that can apply to any request, and the error that it usually causes.

    `address` replaces the address of the service; else the simulator applies `options`.
    `repeats` is false for a fault that no longer applies to the next request.
    `lacks_content` is true for a success without the expected content, `endless` for
    a response that only the client's timeout ends.
    """

    name: str
    error: Error
    options: FaultOptions | None = None
    address: str | None = None
    repeats: bool = True
    lacks_content: bool = False
    endless: bool = False


def _no_answer() -> Iterator[Fault]:
    unavailable = Error.UNAVAILABLE
    yield Fault(
        name="name not found", error=unavailable, address="https://service.invalid"
    )
    yield Fault(
        name="connection refused", error=unavailable, address="http://127.0.0.1:1"
    )
    yield Fault(name="TLS error", error=unavailable, address="https://127.0.0.1:{port}")
    for name, options in {
        "connection reset": FaultOptions(drop=True),
        "accepted, no answer": FaultOptions(hold=True),
        "stalled after the headers": FaultOptions(
            text="{}", content_type=JSON, delivery=Delivery.STALLED
        ),
        "slow drip": FaultOptions(
            text="{}", content_type=JSON, delivery=Delivery.DRIPPING
        ),
        "truncated": FaultOptions(
            text='{"id": 1}', content_type=JSON, delivery=Delivery.CUT
        ),
        "compressed bomb": FaultOptions(text=BOMB, content_type=JSON, compressed=True),
        "not gzip": FaultOptions(
            text="{}", content_type=JSON, headers={"Content-Encoding": "gzip"}
        ),
    }.items():
        yield Fault(
            name=name,
            error=unavailable,
            options=options,
            endless="hold" in options
            or options.get("delivery") in (Delivery.STALLED, Delivery.DRIPPING),
        )


def _statuses() -> Iterator[Fault]:
    unavailable, limited = Error.UNAVAILABLE, Error.RATE_LIMITED
    refused = Error.REQUEST_REFUSED
    elsewhere = {"Location": "https://elsewhere.example/"}
    for name, options, error in (
        ("301 to another host", text_reply(301, headers=elsewhere), unavailable),
        ("304", text_reply(304), unavailable),
        ("400 without a body", text_reply(400), refused),
        ("404 without a body", text_reply(404), refused),
        ("409 without a body", text_reply(409), refused),
        ("429", text_reply(429), limited),
        ("429, Retry-After in seconds", _wait(429, "90"), limited),
        (
            "429, Retry-After as a date",
            _wait(429, "Sun, 22 Nov 2026 05:30:12 GMT"),
            limited,
        ),
        ("429, absurd Retry-After", _wait(429, "1" + "0" * 12), limited),
        ("429, Retry-After that is no time", _wait(429, "later"), limited),
        ("451 without a body", text_reply(451), refused),
        ("500 without a body", text_reply(500), unavailable),
        ("502 in HTML", page_reply(502), unavailable),
        ("503 without a body", text_reply(503), unavailable),
        ("503 with Retry-After", _wait(503, "90"), limited),
        ("509 without a body", text_reply(509), unavailable),
        ("520 in HTML", page_reply(520), unavailable),
        ("403 of a firewall", text_reply(403, "error code: 1010"), unavailable),
        ("401 as a page", page_reply(401), unavailable),
        ("403 as a page", page_reply(403), unavailable),
        ("404 as a page", page_reply(404), unavailable),
        ("captive portal", page_reply(200), unavailable),
    ):
        yield Fault(name=name, error=error, options=options)


def _contents() -> Iterator[Fault]:
    for name, options, error in (
        ("204", text_reply(204), Error.NONE),
        ("empty body", text_reply(200), Error.NONE),
        ("empty list", json_reply(200, []), Error.NONE),
        ("empty object", json_reply(200, {}), Error.NONE),
        ("null", json_reply(200, None), Error.UNAVAILABLE),
        ("a number in place of the container", json_reply(200, 7), Error.NONE),
        ("a text in place of the container", json_reply(200, "text"), Error.NONE),
        ("lists in place of values", json_reply(200, _everywhere([])), Error.NONE),
        ("nulls in place of values", json_reply(200, _everywhere(None)), Error.NONE),
        ("objects in place of values", json_reply(200, _everywhere({})), Error.NONE),
        ("absurd numbers", _json_text(HUGE_NUMBERS), Error.NONE),
        ("a body of 5 MB", _json_text(BIG_BODY), Error.UNAVAILABLE),
        ("deep nesting", _json_text(DEEP), Error.UNAVAILABLE),
        ("cut JSON", _json_text('{"id": 1, "na'), Error.UNAVAILABLE),
        (
            "bad UTF-8",
            FaultOptions(text='{"name": "é"}', charset="latin-1", content_type=JSON),
            Error.NONE,
        ),
    ):
        yield Fault(
            name=name,
            error=error,
            options=options,
            lacks_content=error is Error.NONE,
        )


def _wait(status: int, seconds: str) -> FaultOptions:
    return text_reply(status, headers={"Retry-After": seconds})


def _json_text(text: str) -> FaultOptions:
    return text_reply(200, text, content_type=JSON)


def _everywhere(value: object) -> dict[str, object]:
    """Return an object with the value in the fields that both services use."""
    names = (
        "id username type premium expiration points nb limit bytes host data results "
        "daily program_id overall current_month quota media error_code filename links "
        "status files access_token expires_in device_code user_code verification_url"
    )
    return dict.fromkeys(names.split(), value)


FAULTS: Final[Mapping[str, tuple[Fault, ...]]] = {
    "no answer": tuple(_no_answer()),
    "statuses": tuple(_statuses()),
    "contents": tuple(_contents()),
}
"""The faults of any service, in groups."""

_ACCOUNT: Final = (10, 11, 14, 15, 22)
_SIGN_IN: Final = (8, 12, 13)
_LIMITED: Final = (5, 34)
_UNAVAILABLE: Final = (-1, 6, 25)
_SCOPE: Final = (9, 37)
_ALREADY_DONE: Final = 31


def _error_of_code(code: int) -> Error:
    for codes, error in (
        (_ACCOUNT, Error.ACCOUNT_PROBLEM),
        (_SIGN_IN, Error.SIGN_IN_REFUSED),
        (_LIMITED, Error.RATE_LIMITED),
        (_UNAVAILABLE, Error.UNAVAILABLE),
        (_SCOPE, Error.NOT_INCLUDED),
        ((_ALREADY_DONE,), Error.NONE),
    ):
        if code in codes:
            return error
    return Error.REQUEST_REFUSED


REAL_DEBRID_FAULTS: Final = (
    Fault(name="401 once", error=Error.NONE, options=text_reply(401), repeats=False),
    Fault(name="401", error=Error.SIGN_IN_REFUSED, options=text_reply(401)),
    Fault(name="403 without a body", error=Error.UNAVAILABLE, options=text_reply(403)),
    *(
        Fault(
            name=f"code {code}, {kind.slug.partition('_203')[0]}",
            error=_error_of_code(code),
            options=json_reply(kind.status, {"error": kind.slug, "error_code": code}),
            lacks_content=code == _ALREADY_DONE,
        )
        for code, kind in KINDS.items()
    ),
)
"""The documented error codes, and the answers that depend on the service."""

BLUBRRY_FAULTS: Final = (
    Fault(
        name="401 once",
        error=Error.NONE,
        options=json_reply(401, UNAUTHORIZED),
        repeats=False,
    ),
    Fault(
        name="401", error=Error.SIGN_IN_REFUSED, options=json_reply(401, UNAUTHORIZED)
    ),
    Fault(
        name="401 with 200",
        error=Error.SIGN_IN_REFUSED,
        options=json_reply(200, UNAUTHORIZED),
    ),
    Fault(name="403 without a body", error=Error.NOT_INCLUDED, options=text_reply(403)),
    Fault(
        name="402, payment required",
        error=Error.NOT_INCLUDED,
        options=json_reply(402, {"error": "Payment required"}),
    ),
    Fault(
        name="403, access denied",
        error=Error.NOT_INCLUDED,
        options=json_reply(403, {"error": "Access denied", "code": "access_denied"}),
    ),
    Fault(
        name="no programs found",
        error=Error.REQUEST_REFUSED,
        options=json_reply(404, {"error": "No programs found"}),
    ),
    Fault(
        name="no statistics",
        error=Error.NOT_INCLUDED,
        options=json_reply(403, {"error": "No statistics for this program"}),
    ),
    Fault(
        name="currently not available",
        error=Error.UNAVAILABLE,
        options=json_reply(403, {"error": "Statistics are currently not available"}),
    ),
    Fault(
        name="500 in JSON",
        error=Error.UNAVAILABLE,
        options=json_reply(500, {"error": 500, "message": PAGE}),
    ),
)
"""The documented refusals of API 2, and the answers that depend on the service."""
