"""Read statistics in any form, and add them up."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.test_simulator.http import Http

STATS = "/2/stats/openmovies"
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def whole(value: int | str) -> int:
    """Return a number in any of its forms."""
    return int(str(value).replace(",", ""))


def listed(rows: list[Any] | Mapping[str, Any]) -> list[Any]:
    """Return rows in either of their forms."""
    return list(rows.values()) if isinstance(rows, Mapping) else rows


async def ok(http: Http, path: str, **query: str | int) -> Any:
    """Return the JSON of a successful response."""
    answer = await http.get(path, **query)
    assert answer.status == 200, answer.text
    return answer.json


async def dated(
    http: Http,
    path: str,
    first: date = TODAY,
    last: date | None = None,
    **query: str | int,
) -> Any:
    """Return a successful response for a range of days."""
    between = {"start-date": first.isoformat()}
    if last is not None:
        between["end-date"] = last.isoformat()
    return await ok(http, path, **between, **query)


async def by_day(http: Http, first: date, last: date) -> dict[str, int]:
    """Return the downloads of each day, read from `totals.json` in short steps."""
    days: dict[str, int] = {}
    while first <= last:
        end = min(last, first + 6 * DAY)
        rows = (await dated(http, f"{STATS}/totals.json", first, end))["results"]
        for row in rows:
            days[row["date"]] = days.get(row["date"], 0) + whole(row["downloads"])
        first = end + DAY
    return days
