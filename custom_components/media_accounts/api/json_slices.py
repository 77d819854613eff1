"""Parse JSON of any size without blocking the event loop.

The parser of the standard library holds the GIL, so a thread would not help: a long
list is parsed in slices instead.
"""

import asyncio
from collections.abc import Iterator
import json
import re
from typing import Final

from .parsing import MAX_ITEMS, Json, parse_json

# A slice ends after this many characters or rows, whichever comes first.
_CHARACTERS: Final = 256 * 1024
_ROWS: Final = 500

_DECODER: Final = json.JSONDecoder()
_BETWEEN: Final = re.compile(r"[\s,]*")


async def read_json(text: str) -> Json:
    """Return the JSON value of a text; of a long list only the first `MAX_ITEMS` rows.

    Raises ValueError if the text is not JSON, or is nested too deeply.
    """
    if len(text) <= _CHARACTERS or not text.startswith("["):
        return parse_json(text)
    rows: list[Json] = []
    for part in _slices(text):
        rows += part
        if len(rows) >= MAX_ITEMS:
            break
        await asyncio.sleep(0)
    return rows


def _slices(text: str) -> Iterator[list[Json]]:
    """Yield the rows of a list in slices."""
    start, is_open = 1, True
    while is_open:
        # A row that the end of the slice cuts off begins the next slice.
        part = text[start : start + _CHARACTERS]
        rows: list[Json] = []
        end = 0
        while len(rows) < _ROWS:
            end = _BETWEEN.match(part, end).end()  # type: ignore[union-attr]
            if part.startswith("]", end):
                is_open = False
                end += 1
                break
            try:
                row, after = _DECODER.raw_decode(part, end)
            except ValueError:
                break
            except RecursionError:
                raise ValueError("JSON is nested too deeply") from None
            if after == len(part):
                break
            rows.append(row)
            end = after
        if not rows and is_open:
            raise ValueError("JSON has a row that is too long, or does not end")
        yield rows
        start += end
    if text[start:].strip():
        raise ValueError("JSON goes on after its end")
