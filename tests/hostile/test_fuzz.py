"""Any response of a service becomes a model or one of our own errors.

Every call of both clients is found automatically and gets responses of any form: JSON
of the field names that the parsers look for with unfit values, and random bytes.
`FUZZ_EXAMPLES` is the number of responses for each call.
"""

import ast
import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
import inspect
import json
import os
from pathlib import Path
import re
from types import UnionType
from typing import Any, Final, get_type_hints

from aiohttp import ClientSession
from homeassistant.util import dt as dt_util
from hypothesis import HealthCheck, example, given, settings, strategies as st
import orjson
import pytest
from yarl import URL

from custom_components import media_accounts
from custom_components.media_accounts.api import http
from custom_components.media_accounts.api.client import FixedToken, ServiceClient
from custom_components.media_accounts.api.errors import ProviderError
from custom_components.media_accounts.api.http import Answer
from custom_components.media_accounts.api.limiter import Limiter
from custom_components.media_accounts.api.parsing import (
    MAX_ADDRESS,
    MAX_INT,
    parse_json,
)
from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.oauth2 import request_token
from custom_components.media_accounts.blubrry.api.programs import Program
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    RealDebridDeviceGrant,
    refresh,
)
from tests.support import answered

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "10"))
"""The default is a short, deterministic run; a longer one is random."""

FOLDER: Final = Path(media_accounts.__file__).parent

# A call with more responses than this counts as endless.
MAX_REQUESTS: Final = 60


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def _names() -> Iterator[str]:
    """Return the names and words that the source looks for."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            value = getattr(node, "value", None)
            if isinstance(value, str) and re.fullmatch(r"[\w-]{1,30}", value):
                yield value


NAMES: Final = st.sampled_from(sorted({*_names()}))

SCALARS: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(),
    st.text(max_size=40),
    NAMES,
    st.sampled_from(
        [
            "0",
            "-1",
            "1,234",
            "9" * 400,
            "1e400",
            "NaN",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-12:00",
            "2026-02-30",
            "2026-11-22T05:30:12.000Z",
            "Sun, 22 Nov 2026 05:30:12 +0000",
            "00/00/0000",
            "11/22/2026",
            "https://example.org/a",
            "http://[::1",
            "//",
            "\ud800",
            "\x00",
            "A" * 5000,
            "99:99:99",
        ]
    ),
)

JSON: Final = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=8),
        st.lists(st.dictionaries(NAMES, inner, max_size=8), max_size=3),
    ),
    max_leaves=30,
)

BODIES: Final = st.one_of(
    JSON.map(json.dumps),
    JSON.map(json.dumps).map(lambda text: text[: len(text) // 2]),
    st.binary(max_size=60).map(lambda body: body.decode("utf-8-sig", "replace")),
    st.just("[" * 50_000),
    st.just("<html>"),
    st.just(""),
)

HEADERS: Final = st.dictionaries(
    st.sampled_from(["Retry-After", "Date", "Content-Type", "X-Total-Count", "Link"]),
    st.one_of(
        st.integers().map(str),
        st.sampled_from(["text/html", "application/json", "Sun, 22 Nov 2026 05:30:12"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    ),
    max_size=3,
)

ANSWERS: Final = st.builds(
    lambda status, headers, body: answered(body, status, headers),
    st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503]),
    HEADERS,
    BODIES,
)


class Endless(AssertionError):
    """A call sends requests without end."""


ARGUMENTS: Final[dict[object, object]] = {
    str: "ABC",
    int: 3,
    bool: True,
    bytes: b"x",
    date: date(2026, 11, 22),
    Program: Program.from_row(
        {"program_id": "1", "program_title": "Free Films", "program_keyword": "free"}
    ),
}


def _fitting(annotation: object) -> object:
    """Return an argument of a type; several numbers of files for any other."""
    for kind, value in ARGUMENTS.items():
        choices = annotation.__args__ if isinstance(annotation, UnionType) else ()
        if annotation is kind or kind in choices:
            return value
    return (1, 2)


def calls_of(client: ServiceClient) -> dict[str, Callable[[], Any]]:
    """Return the calls of a client, with valid arguments."""
    found: dict[str, Callable[[], Any]] = {}
    owners = {"": client, **{k: v for k, v in vars(client).items() if k[0] != "_"}}
    for owner_name, owner in owners.items():
        for name, method in inspect.getmembers(owner, inspect.ismethod):
            if name.startswith("_") or name in {"request", "get", "check"}:
                continue
            if not (
                inspect.iscoroutinefunction(method)
                or inspect.isasyncgenfunction(method)
            ):
                continue
            hints = get_type_hints(method)
            arguments = {
                parameter.name: _fitting(hints[parameter.name])
                for parameter in inspect.signature(method).parameters.values()
                if parameter.default is inspect.Parameter.empty
                and parameter.kind is not inspect.Parameter.VAR_KEYWORD
            }
            found[f"{owner_name}.{name}".lstrip(".")] = _bound(method, arguments)
    return found


def _bound(method: Callable[..., Any], arguments: dict[str, Any]) -> Callable[[], Any]:
    positional = [
        arguments.pop(parameter.name)
        for parameter in inspect.signature(method).parameters.values()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        and parameter.name in arguments
    ]
    return lambda: method(*positional, **arguments)


def _clients() -> dict[str, Callable[[ClientSession], ServiceClient]]:
    url, tokens = URL("https://api.example.org"), FixedToken("abc")
    return {
        "real_debrid": lambda http: RealDebridClient(http, url, tokens, Limiter()),
        "blubrry": lambda http: BlubrryClient(http, url, tokens),
    }


CLIENTS: Final = _clients()


def _call_names() -> list[tuple[str, str]]:
    nobody: Any = None
    return [(who, call) for who in CLIENTS for call in calls_of(CLIENTS[who](nobody))]


def answering(monkeypatch: pytest.MonkeyPatch, answers: list[Answer]) -> None:
    """Answer every request with the next of these responses, in a cycle."""
    requests = 0

    async def exchange(*_: object, **__: object) -> Answer:
        nonlocal requests
        requests += 1
        if requests > MAX_REQUESTS:
            raise Endless
        return answers[(requests - 1) % len(answers)]

    async def acquire(*_: object) -> None:
        """Do not wait."""

    for module in ("api.client", "real_debrid.api.oauth2", "blubrry.api.oauth2"):
        monkeypatch.setattr(f"{media_accounts.__name__}.{module}.exchange", exchange)
    monkeypatch.setattr(Limiter, "_acquire", acquire)


async def _ask(call: Callable[[], Any]) -> object:
    result = call()
    if inspect.isasyncgen(result):
        return [item async for item in result]
    return await result


def tried(make: Callable[[], Any]) -> None:
    """Call, and accept a model that can be serialized, or one of our errors."""
    try:
        result = asyncio.run(_ask(make))
    except ProviderError:
        return
    check_storable(result)


def check_storable(value: Any) -> None:  # noqa: C901
    """Check that Home Assistant can store and show all that a model is made of."""
    match value:
        case None | bool() | StrEnum() | tzinfo():
            return
        case str():
            assert len(value) <= MAX_ADDRESS
            assert value.isprintable() or "\u200c" in value or "\u200d" in value
            orjson.dumps(value)
        case int() | float():
            assert -MAX_INT <= value <= MAX_INT
        case datetime():
            assert value.tzinfo is not None
            dt_util.as_local(value + timedelta(days=366)).isoformat()
        case date():
            assert value + timedelta(days=366) > value
        case Mapping():
            for key, inner in value.items():
                check_storable(key)
                check_storable(inner)
        case tuple() | list():
            for inner in value:
                check_storable(inner)
        case _ if is_dataclass(value):
            for field in fields(value):
                check_storable(getattr(value, field.name))
        case _:
            pytest.fail(f"a client returned a {type(value)}")


FUZZ: Final = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("who", "name"), _call_names())
@FUZZ
@given(answers=st.lists(ANSWERS, min_size=1, max_size=3))
def test_a_call_survives_any_answer(who: str, name: str, answers: list[Answer]) -> None:
    nobody: Any = None
    with pytest.MonkeyPatch.context() as monkeypatch:
        answering(monkeypatch, answers)
        tried(calls_of(CLIENTS[who](nobody))[name])


def test_calls_are_found() -> None:
    names = _call_names()
    assert ("real_debrid", "user") in names
    assert ("real_debrid", "torrents.details") in names
    assert ("blubrry", "statistics.summary") in names
    assert len(names) > 30


TOKEN: Final = Token(
    access_token="a",
    expires_at=0,
    lifetime=1,
    refresh_token="b",
    client_id="c",
    client_secret="d",
)


@pytest.mark.parametrize(
    "call",
    [
        lambda http, url: RealDebridDeviceGrant(http, url).request_code(),
        lambda http, url: refresh(http, url, TOKEN),
        lambda http, url: request_token(http, url, {}, {}),
    ],
    ids=["device code", "Real-Debrid token", "Blubrry token"],
)
@FUZZ
@given(answers=st.lists(ANSWERS, min_size=1, max_size=2))
def test_a_sign_in_survives_any_answer(
    call: Callable[[Any, URL], Any], answers: list[Answer]
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        answering(monkeypatch, answers)
        tried(lambda: call(None, URL("https://api.example.org")))


@FUZZ
@given(stored=JSON)
def test_a_stored_token_can_be_anything(stored: Any) -> None:
    token = Token.from_json(stored)
    assert token is None or Token.from_json(token.as_json()) is not None


@FUZZ
@given(body=st.text() | JSON.map(json.dumps))
@example(body="[" * 100_000)
@example(body="9" * 5000)
def test_any_text_is_json_or_is_not(body: str) -> None:
    with suppress(ValueError):
        parse_json(body)


def test_the_patched_names_exist() -> None:
    assert inspect.iscoroutinefunction(http.exchange)
