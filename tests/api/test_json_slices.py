"""Long lists are parsed in slices, as strictly as short ones."""

import asyncio
import json
import time

import pytest

from custom_components.media_accounts.api import json_slices
from custom_components.media_accounts.api.json_slices import read_json
from custom_components.media_accounts.api.parsing import MAX_ITEMS, Json
from tests.support import case


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit a slice to a few characters and rows."""
    monkeypatch.setattr(json_slices, "_CHARACTERS", 120)
    monkeypatch.setattr(json_slices, "_ROWS", 3)


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize(
    "value",
    [
        case("numbers", list(range(100))),
        case("long numbers", [10**15 + n for n in range(30)]),
        case("texts", [f"a, b ] {n}" for n in range(30)]),
        case("maps", [{"id": n, "x": [1, {"y": "]"}]} for n in range(30)]),
        case("lists", [[], [[1]], [{}]] * 20),
        case("words", [None, True, False, 1.5e3] * 20),
        case("escapes", ['Z\u00fcrich \U0001f600 \\ " ]' for _ in range(20)]),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
async def test_a_list_is_the_same_in_slices(value: Json, indent: int | None) -> None:
    assert await read_json(json.dumps(value, indent=indent)) == value


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize(
    "text",
    [
        case("cut off", json.dumps(list(range(100)))[:-1]),
        case("cut off in a row", json.dumps([{"a": "b"}] * 20)[:-4]),
        case("a long row", json.dumps([1, "x" * 150, 2])),
        case("words", "[" + "1, " * 30 + "many]"),
        case("more after the end", json.dumps(list(range(100))) + "[]"),
        case("nested", "[" * 200_000),
        case("no list", "x" * 200),
    ],
)
async def test_a_long_list_that_is_none_raises_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        await read_json(text)


async def test_a_list_ends_after_the_maximum_number_of_rows() -> None:
    rows = await read_json("[" + "12345678901234567890," * (2 * MAX_ITEMS) + "1]")
    assert isinstance(rows, list)
    assert MAX_ITEMS <= len(rows) < MAX_ITEMS + 1000


async def test_others_have_their_turn_while_a_list_is_read() -> None:
    text = json.dumps([{"id": str(n), "links": ["x" * 40] * 5} for n in range(5000)])
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    start = time.process_time()
    assert len(await read_json(text)) == 5000  # type: ignore[arg-type]
    task.cancel()
    assert turns >= 10
    assert time.process_time() - start < 5
