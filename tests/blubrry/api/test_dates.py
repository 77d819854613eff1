"""Dates in every notation that Blubrry writes."""

from datetime import UTC, datetime

import pytest

from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.blubrry.api.dates import as_day, as_moment

MORNING = datetime(2026, 12, 3, 6, tzinfo=UTC)


MIDNIGHT = datetime(2026, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (1796277600, MORNING),
        ("1796277600", MORNING),
        ("2026-12-03T06:00:00Z", MORNING),
        ("2026-12-03 06:00:00", MORNING),
        ("06:00:00 2026-12-03", MORNING),
        ("Thu, 03 Dec 2026 06:00:00 +0000", MORNING),
        ("Thu, 03 Dec 2026 01:00:00 -0500", MORNING),
        ("2026-12-03", MIDNIGHT),
        ("12/03/2026", MIDNIGHT),
        ("December 3, 2026", MIDNIGHT),
        ("Dec 3rd, 2026", MIDNIGHT),
        ("3 December 2026", MIDNIGHT),
        *((value, None) for value in (None, "", 0, "0", "soon", True, 10**15, 10**20)),
        ("0000-00-00 00:00:00", None),
        ("13/40/2026", None),
    ],
)
def test_dates_come_in_many_notations(written: Json, expected: datetime | None) -> None:
    assert as_moment(written) == expected
    assert as_day(written) == (expected.date() if expected else None)
