"""Dataclasses from and to JSON."""

import dataclasses
from enum import StrEnum
from typing import Any, TypedDict

import pytest

from tests.simulator.shape import ShapeError, change, from_plain, to_plain


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass(kw_only=True)
class Part:
    name: str
    size: float = 1.0


@dataclasses.dataclass(kw_only=True)
class Whole:
    number: int
    colour: Colour = Colour.RED
    maybe: int | None = None
    parts: list[Part] = dataclasses.field(default_factory=list)
    by_id: dict[int, Part] = dataclasses.field(default_factory=dict)
    on: bool = False


class Loose(TypedDict, total=False):
    anything: object
    number: int


WHOLE = Whole(
    number=3,
    colour=Colour.BLUE,
    maybe=4,
    parts=[Part(name="a"), Part(name="b", size=2)],
    by_id={7: Part(name="c")},
    on=True,
)
PLAIN = {
    "number": 3,
    "colour": "blue",
    "maybe": 4,
    "parts": [{"name": "a", "size": 1.0}, {"name": "b", "size": 2}],
    "by_id": {"7": {"name": "c", "size": 1.0}},
    "on": True,
}


def test_there_and_back() -> None:
    assert to_plain(WHOLE) == PLAIN
    assert from_plain(Whole, PLAIN) == WHOLE


def test_defaults_and_null() -> None:
    assert from_plain(Whole, {"number": 1, "maybe": None}) == Whole(number=1)


def test_a_whole_number_is_a_float_too() -> None:
    size = from_plain(Part, {"name": "a", "size": 2}).size
    assert isinstance(size, float)


def test_dicts_with_named_items() -> None:
    assert from_plain(Loose, {"anything": [1, {}]}) == {"anything": [1, {}]}


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ([], "value must be dict"),
        ({}, "number"),
        ({"number": "3"}, "value.number must be int"),
        ({"number": True}, "value.number must be int"),
        ({"number": None}, "value.number must be int"),
        ({"number": 1, "maybe": "x"}, "value.maybe must be int"),
        ({"number": 1, "on": 1}, "value.on must be bool"),
        ({"number": 1, "size": 1}, "value has no size; it has by_id, colour"),
        ({"number": 1, "colour": "pink"}, "value.colour is none of: red, blue"),
        ({"number": 1, "parts": {}}, "value.parts must be list"),
        ({"number": 1, "parts": [{"name": 1}]}, "value.parts[0].name must be str"),
        ({"number": 1, "by_id": {"7": 1}}, "value.by_id.7 must be dict"),
    ],
)
def test_what_is_wrong_and_where(plain: Any, text: str) -> None:
    with pytest.raises(ShapeError) as raised:
        from_plain(Whole, plain)
    assert text in str(raised.value)


def test_changing_all_or_nothing() -> None:
    whole = Whole(number=1)
    with pytest.raises(ShapeError):
        change(whole, {"number": 2, "colour": "pink"})
    assert whole == Whole(number=1)
    change(whole, {"number": 2, "colour": "blue"})
    assert whole == Whole(number=2, colour=Colour.BLUE)
