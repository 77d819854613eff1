"""Values of unexpected types are parsed to exact ones."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.media_accounts.api.parsing import (
    MAX_INT,
    MAX_ITEMS,
    MAX_SECRET,
    MAX_TEXT,
    Json,
    as_float,
    as_int,
    as_list,
    as_map,
    as_rows,
    as_secret,
    as_text,
    iso_datetime,
    mail_datetime,
    parse_json,
)
from custom_components.media_accounts.blubrry.api.hosting import (
    as_flag,
)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('{"a": [1, "b", null, true]}', {"a": [1, "b", None, True]}),
        (" 12 ", 12),
        ("null", None),
        ('"https:\\/\\/example.org"', "https://example.org"),
    ],
)
def test_json_is_read(body: str, value: Json) -> None:
    assert parse_json(body) == value


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("2026-11-22 10:00:00", id="raw text"),
        pytest.param("<html></html>", id="a page"),
        pytest.param('{"a": 1', id="cut off"),
        pytest.param("[" * 200_000, id="nested without end"),
        pytest.param("9" * 5000, id="a number without end"),
    ],
)
def test_what_is_no_json_raises_value_error(body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_json(body)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        (0, 0),
        (-3, -3),
        ("7", 7),
        (" 48,211 ", 48211),
        ("-3", -3),
        (7.9, 7),
        (None, None),
        ("", None),
        ("7.9", None),
        ("many", None),
        (True, None),
        (False, None),
        ([7], None),
        ({"total": 7}, None),
        (float("nan"), None),
        (float("inf"), None),
        (MAX_INT, MAX_INT),
        (-MAX_INT, -MAX_INT),
        (MAX_INT + 1, None),
        ("9" * 20, None),
        ("9" * 5000, None),
    ],
)
def test_integers_come_in_many_forms(value: Json, number: int | None) -> None:
    assert as_int(value) == number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (41.5, 41.5),
        (7, 7.0),
        ("41.5", 41.5),
        (" 7 ", 7.0),
        (None, None),
        ("", None),
        ("many", None),
        (True, None),
        ([41.5], None),
        ("nan", None),
        (float("inf"), None),
        pytest.param(10**400, None, id="endless"),
    ],
)
def test_fractions_are_finite(value: Json, number: float | None) -> None:
    assert as_float(value) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Sintel", "Sintel"),
        ("  Sintel\n", "Sintel"),
        (1498812, "1498812"),
        ("x" * (MAX_TEXT + 1), "x" * MAX_TEXT),
        ("x" * 10**6, "x" * MAX_TEXT),
        (41.5, "41.5"),
        ("Sin\x00tel\x07", "Sintel"),
        ("Sin\ud800tel", "Sintel"),
        ("letnis\u202e.exe", "letnis.exe"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("one\u2028two", "one two"),
        ("\ufeffSintel\uffff", "Sintel"),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        (-(10**400), None),
        (MAX_INT, str(MAX_INT)),
        (MAX_INT + 1, None),
        ("\x00\x1b ", None),
        pytest.param(10**5000, None, id="endless"),
        ("", None),
        ("   ", None),
        (None, None),
        (True, None),
        ([], None),
        ({}, None),
    ],
)
def test_texts_are_not_empty_and_not_endless(value: Json, text: str | None) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("ABC234", "ABC234"),
        (" kept as it is ~", " kept as it is ~"),
        ("", None),
        (None, None),
        (40, None),
        (["ABC234"], None),
        ("ABC\r\nX-Injected: 1", None),
        ("ABC\x00", None),
        ("\ud800", None),
        ("schl\u00fcssel", None),
        ("A" * MAX_SECRET, "A" * MAX_SECRET),
        ("A" * (MAX_SECRET + 1), None),
    ],
)
def test_secrets_are_printable_ascii_or_none(value: Json, secret: str | None) -> None:
    assert as_secret(value) == secret


@pytest.mark.parametrize("value", [[], None, "text", 4, True])
def test_what_is_no_map_is_an_empty_one(value: Json) -> None:
    assert as_map(value) == {}
    assert as_map({"a": 1}) == {"a": 1}


@pytest.mark.parametrize("value", [{}, {"0": 1}, None, "text", 4, True])
def test_what_is_no_list_is_an_empty_one(value: Json) -> None:
    assert as_list(value) == []
    assert as_list([1]) == [1]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ([1, 2], [1, 2]),
        ({"0": 1, "1": 2}, [1, 2]),
        ([], []),
        ({}, []),
        (None, []),
        ("text", []),
        (4, []),
    ],
)
def test_a_list_may_have_become_a_map_with_numbered_keys(
    value: Json, rows: list[Json]
) -> None:
    assert as_rows(value) == rows


def test_nothing_is_without_end() -> None:
    rows: list[Json] = [7] * (MAX_ITEMS + 1)
    fields: dict[str, Json] = {str(number): 7 for number in range(MAX_ITEMS + 1)}
    assert len(as_list(rows)) == len(as_rows(rows)) == MAX_ITEMS
    assert len(as_map(fields)) == len(as_rows(fields)) == MAX_ITEMS
    assert as_map(dict(list(fields.items())[1:])) == dict(list(fields.items())[1:])


TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-22T10:00:00.000Z", TEN),
        ("2026-11-22T10:00:00Z", TEN),
        ("2026-11-22T11:00:00+01:00", TEN),
        ("2026-11-22T11:00:00+0100", TEN),
        ("2026-11-22 10:00:00", TEN),
        ("", None),
        ("soon", None),
        ("2026-13-40T10:00:00Z", None),
        (None, None),
        (1795341600, None),
        ([], None),
        ("9999-12-31T23:59:59-10:00", None),
        ("0001-01-01T00:00:00+10:00", None),
    ],
)
def test_iso_times_are_aware_and_in_utc(value: Json, moment: datetime | None) -> None:
    assert iso_datetime(value) == moment
    assert moment is None or _zone(iso_datetime(value)) is UTC


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Sun, 22 Nov 2026 10:00:00 +0000", TEN),
        ("Sun, 22 Nov 2026 10:00:00 GMT", TEN),
        ("Sun, 22 Nov 2026 10:00:00 -0000", TEN),
        ("Sun, 22 Nov 2026 05:00:00 -0500", TEN),
        ("22 Nov 2026 10:00:00 +0000", TEN),
        ("", None),
        ("yesterday", None),
        ("Sun, 42 Nov 2026 10:00:00 +0000", None),
        ("Sun, 22 Nov 2026 10:00:00 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -0500", None),
        (None, None),
        (1795341600, None),
    ],
)
def test_mail_times_are_aware_and_in_utc(value: Json, moment: datetime | None) -> None:
    assert mail_datetime(value) == moment
    assert moment is None or _zone(mail_datetime(value)) is UTC


def _zone(moment: datetime | None) -> Any:
    return moment and moment.tzinfo


def test_flags_come_in_many_forms() -> None:
    assert [as_flag(value) for value in (True, 1, "true", "yes")] == [True] * 4
    assert [as_flag(value) for value in (False, 0, None, "false", "")] == [False] * 5
