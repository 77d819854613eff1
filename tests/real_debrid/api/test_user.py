"""The owner of an account, from whatever /user answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import PassingTrouble
from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.real_debrid.api.user import AccountType, User
from tests.support import case

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DAY = 86_400
END = NOW + timedelta(days=46)

ANSWER = {
    "id": 4815162,
    "username": "quietotter",
    "email": "qui*****@example.org",
    "points": 1830,
    "locale": "en",
    "avatar": "https://fcdn.real-debrid.com/images/forum/empty.png",
    "type": "premium",
    "premium": 46 * DAY,
    "expiration": "2027-01-07T10:00:00.000Z",
}


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


def read(**changes: Any) -> User:
    return User.from_answer(ANSWER | changes, now=NOW)


def test_an_account_as_documented() -> None:
    assert read() == User(
        user_id=4815162,
        username="quietotter",
        account_type=AccountType.PREMIUM,
        premium=True,
        premium_until=END,
        points=1830,
        locale="en",
        avatar="https://fcdn.real-debrid.com/images/forum/empty.png",
    )


def test_nobody_sees_the_mail_address() -> None:
    assert "example.org" not in repr(read())


def test_numbers_may_be_strings_of_digits() -> None:
    assert read(id="4815162", points="1,830", premium=f"{46 * DAY}") == read()


def test_what_is_optional_may_be_missing_or_odd() -> None:
    bare: dict[str, Json] = {"id": 4815162, "username": "quietotter"}
    expected = User(
        user_id=4815162,
        username="quietotter",
        account_type=None,
        premium=False,
        premium_until=None,
        points=None,
    )
    assert User.from_answer(bare, now=NOW) == expected
    odd: dict[str, Json] = dict.fromkeys(ANSWER.keys() - bare.keys())
    assert User.from_answer(bare | odd, now=NOW) == expected
    odder: dict[str, Json] = {name: [{}] for name in odd}
    assert User.from_answer(bare | odder, now=NOW) == expected


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "quietotter",
        {},
        ANSWER | {"id": None},
        ANSWER | {"id": "otter"},
        ANSWER | {"username": None},
        ANSWER | {"username": ""},
        [ANSWER],
    ],
)
def test_an_answer_that_names_no_account_is_passing_trouble(answer: Json) -> None:
    with pytest.raises(PassingTrouble):
        User.from_answer(answer, now=NOW)


@pytest.mark.parametrize(
    ("answered", "account_type", "premium"),
    [
        case("premium", {}, AccountType.PREMIUM, True),
        case("free", {"type": "free", "premium": 0}, AccountType.FREE, False),
        case("lapsed", {"premium": 0}, AccountType.PREMIUM, False),
        case("below nothing", {"premium": -5}, AccountType.PREMIUM, False),
        case("only a type", {"premium": None}, AccountType.PREMIUM, True),
        case("an unknown type", {"type": "platinum"}, None, True),
        case(
            "nothing but an unknown type",
            {"type": "platinum", "premium": None},
            None,
            False,
        ),
        case("a type that is none", {"type": 3, "premium": None}, None, False),
    ],
)
def test_premium_is_what_is_left_or_else_the_type(
    answered: dict[str, Any], account_type: AccountType | None, *, premium: bool
) -> None:
    user = read(**answered)
    assert (user.account_type, user.premium) == (account_type, premium)


@pytest.mark.parametrize(
    "expiration",
    ["1970-01-01T00:00:00.000Z", "2026-11-02T10:00:00.000Z", "", None, "never", 0],
)
def test_without_premium_there_is_no_end_of_it(expiration: Json) -> None:
    free = read(type="free", premium=0, expiration=expiration)
    assert free.premium_until is None


@pytest.mark.parametrize(
    ("expiration", "seconds", "expected"),
    [
        case("UTC", "2027-01-07T10:00:00.000Z", 46 * DAY, END),
        case("an offset of its own", "2027-01-07T11:00:00+01:00", 46 * DAY, END),
        # Local times that are written as UTC.
        case("winter in Paris", "2027-01-07T11:00:00.000Z", 46 * DAY, END),
        case("summer in Paris", "2027-01-07T12:00:00.000Z", 46 * DAY, END),
        case("west of Greenwich", "2027-01-07T02:00:00.000Z", 46 * DAY, END),
        case("as far as zones go", "2027-01-08T00:00:00.000Z", 46 * DAY, END),
        # The seconds left are counted while the answer is under way.
        case("slow", "2027-01-07T11:00:00.000Z", 46 * DAY - 90, END),
        case("early", "2027-01-07T11:00:00.000Z", 46 * DAY + 90, END),
        # The two say different things: the date is the steadier one.
        case("half an hour apart", "2027-01-07T10:30:00.000Z", 46 * DAY, None),
        case("a day apart", "2027-01-08T10:00:00.000Z", 46 * DAY, None),
        case("years apart", "2027-01-07T10:00:00.000Z", 4600 * DAY, None),
        case("more seconds than time has", "2027-01-07T10:00:00.000Z", 10**15, None),
        # One of the two is missing.
        case("no seconds", "2027-01-07T10:00:00.000Z", None, END),
        case("no date", None, 46 * DAY, END),
        case("an empty date", "", "3974400", END),
    ],
)
def test_the_end_of_premium_is_the_true_moment(
    expiration: str | None, seconds: Json, expected: datetime | None
) -> None:
    if expected is None:
        assert expiration is not None
        expected = datetime.fromisoformat(expiration)
    assert read(expiration=expiration, premium=seconds).premium_until == expected


@pytest.mark.parametrize("seconds", [10**15, 10**30])
def test_more_seconds_than_time_has_and_no_date_is_no_end(seconds: int) -> None:
    user = read(expiration=None, premium=seconds)
    assert user.premium
    assert user.premium_until is None


@pytest.mark.parametrize(
    ("avatar", "shown"),
    [
        ("https://example.org/a.png", "https://example.org/a.png"),
        ("http://example.org/a.png", None),
        ("http://127.0.0.1:4711/a.png", "http://127.0.0.1:4711/a.png"),
        ("http://127.0.0.1:4712/a.png", None),
        ("https://", None),
        ("https://[::1", None),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_an_avatar_is_fetched_from_a_safe_address(
    avatar: str | None, shown: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", "http://127.0.0.1:4711")
    assert read(avatar=avatar).avatar == shown
