"""Values that no service should send, and responses that contain them."""

from collections.abc import Mapping
from dataclasses import replace
import json
from random import Random
from typing import Any, Final

import pytest

from custom_components import media_accounts
from custom_components.media_accounts.api import http
from custom_components.media_accounts.api.http import Answer

HOSTILE: Final[Mapping[str, Any]] = {
    "path up": "/../auth",
    "path to the configuration": "/../../configuration.yaml",
    "path to a page": "/../../www/x.html",
    "dots": "..",
    "half a character": "\ud800",
    "half a character in a name": "Sin\udc00tel",
    "zero byte": "a\x00b",
    "escape sequence": "\x1b[2J\x07",
    "turned direction": "gpj\u202e.exe",
    "lines": "one\r\ntwo\u2028three",
    "markup": "<img src=x onerror=alert(1)> [a](javascript:1) {{ states }}",
    "two million letters": "A" * 2_000_000,
    "a long date": "1" * 2000,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "minus infinite": float("-inf"),
    "an endless integer": 10**400,
    "an endless number as text": "1e400",
    "not a number as text": "NaN",
    "negative": -1,
    "below 64 bits": -(2**63) - 1,
    "64 bits": 2**63 - 1,
    "above 64 bits": 2**64,
    "gigabytes above 64 bits": 9 * 10**18,
    "the last day": "9999-12-31T23:59:59-12:00",
    "the first day": "0001-01-01T00:00:00+14:00",
    "seconds beyond time": 10**15,
    "true": True,
    "null": None,
    "a list": [],
    "a map": {},
    "deep": [[[[[[[[[["a"]]]]]]]]]],
    "script address": "javascript:alert(1)",
    "local address": "http://192.168.1.1/cgi-bin/reboot?img",
    "address with credentials": "https://user:secret@example.org/",
}

# The part of the other values that becomes hostile as well.
_PART: Final = 0.3


class Poison:
    """Adds hostile rows to all responses, and replaces a part of their values."""

    def __init__(self, value: Any, seed: int = 0, part: float = _PART) -> None:
        self._value = value
        self._random = Random(seed)  # noqa: S311
        self._part = part

    def __call__(self, body: Any) -> Any:
        match body:
            case dict():
                poisoned = {
                    key: value if key in ("username", "data") else self(value)
                    for key, value in body.items()
                }
                if isinstance(self._value, str) and body:
                    poisoned[self._value] = next(iter(body.values()))
                return poisoned
            case list():
                rows = [self(row) for row in body]
                if body and isinstance(body[0], dict):
                    rows += [dict.fromkeys(body[0], self._value)]
                    rows += [{**body[0], key: self._value} for key in body[0]]
                return rows
            case _:
                return self._value if self._random.random() < self._part else body


def answer_with(monkeypatch: pytest.MonkeyPatch, poison: Poison) -> None:
    """Make the responses to the requests of an account hostile.

    Its identity stays valid, so that the account can be set up.
    """
    real = http.exchange

    async def exchange(*args: Any, **more: Any) -> Answer:
        answer = await real(*args, **more)
        body = answer.json
        if body is None or answer.where.endswith("/user"):
            return answer
        return replace(answer, json=json.loads(json.dumps(poison(body))))

    monkeypatch.setattr(f"{media_accounts.__name__}.api.client.exchange", exchange)
