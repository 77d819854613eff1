"""The owner of an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.errors import (
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.user import AccountType, User
from tests.helpers import add_real_debrid, set_up
from tests.real_debrid.acting import answer, value
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.simulator.real_debrid import FreeExpiration
from tests.support import (
    case,
    json_reply,
    outcome,
    text_reply,
)

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
        # The remaining seconds decrease while the response is in transit.
        case("slow", "2027-01-07T11:00:00.000Z", 46 * DAY - 90, END),
        case("early", "2027-01-07T11:00:00.000Z", 46 * DAY + 90, END),
        # The two differ: the date is the more stable one.
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


USER = "/rest/1.0/user"


def client_of(
    simulator: Simulator, http: ClientSession, username: str
) -> RealDebridClient:
    answer = simulator.real_debrid.sign_in(username)
    url = URL(simulator.real_debrid.url)
    return RealDebridClient(http, url, FixedToken(answer["access_token"]))


def code(number: int | str, status: int = 403) -> FaultOptions:
    return json_reply(status, {"error": "canary", "error_code": number})


async def test_the_account_is_read(
    simulator: Simulator, client: RealDebridClient
) -> None:
    user = await client.user()
    person = simulator.real_debrid.people["quietotter"]
    assert (user.user_id, user.username) == (person.id, "quietotter")
    assert (user.account_type, user.premium) == (AccountType.PREMIUM, True)
    assert user.points == person.points
    assert user.premium_until == datetime.fromtimestamp(person.premium_until or 0, UTC)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York"])
async def test_the_end_of_premium_does_not_depend_on_the_services_zone(
    simulator: Simulator, client: RealDebridClient, zone: str
) -> None:
    simulator.real_debrid.settings.user_expiration_zone = zone
    premium_until = simulator.real_debrid.people["quietotter"].premium_until
    user = await client.user()
    assert user.premium_until == datetime.fromtimestamp(premium_until or 0, UTC)


async def test_the_services_own_clock_is_the_one_that_counts(
    simulator: Simulator, client: RealDebridClient
) -> None:
    """If this machine's clock is hours off, the guessed time zone would be wrong."""
    simulator.real_debrid.settings.user_expiration_zone = "Europe/Paris"
    simulator.clock.advance(-5 * 3600)
    premium_until = simulator.real_debrid.people["quietotter"].premium_until
    user = await client.user()
    assert user.premium_until == datetime.fromtimestamp(premium_until or 0, UTC)


@pytest.mark.parametrize("expiration", FreeExpiration)
async def test_who_never_was_premium_has_no_end_of_it(
    simulator: Simulator, expiration: FreeExpiration
) -> None:
    simulator.real_debrid.settings.free_expiration = expiration
    async with ClientSession() as http:
        user = await client_of(simulator, http, "freefinch").user()
    assert (user.premium, user.premium_until) == (False, None)
    assert user.account_type is AccountType.FREE


async def test_permission_denied_for_the_account_itself_is_a_lost_sign_in(
    simulator: Simulator, client: RealDebridClient
) -> None:
    simulator.fault("real_debrid", USER, **code(9), times=None)
    assert await outcome(client.user()) is SignInRefused


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("bad token", code(8, 401), SignInRefused),
        case("locked", code(14), AccountTrouble),
        case("no account", json_reply(200, {}), PassingTrouble),
        case("a list", json_reply(200, []), PassingTrouble),
        case("nothing", text_reply(204), PassingTrouble),
        case("an error with 200", json_reply(200, {"error": "x"}), RequestRefused),
    ],
)
async def test_an_account_that_cannot_be_read(
    simulator: Simulator,
    client: RealDebridClient,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("real_debrid", USER, **reply, times=None)
    assert await outcome(client.user()) is expected


@pytest.mark.parametrize(
    ("premium", "expiration", "hours"),
    [
        (7200, None, 2),
        (7200, "", 2),
        (7200, "{0}", 2),
        (7200, "{1}", 2),
        (7200, "{40}", 42),
        (None, "{0}", 2),
        (0, "{0}", None),
    ],
)
async def test_end_of_premium(
    *,
    simulator: Simulator,
    client: RealDebridClient,
    premium: int | None,
    expiration: str | None,
    hours: int | None,
) -> None:
    """`expiration` may be the service's local time, nothing, or plainly wrong."""
    now = datetime.now(UTC).replace(microsecond=0)
    if expiration:
        late = now + timedelta(hours=2 + int(expiration.strip("{}")))
        expiration = late.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    answer(
        simulator,
        "user",
        {
            "id": 1,
            "username": "quietotter",
            "type": "premium",
            "premium": premium,
            "expiration": expiration,
        },
    )
    user = await client.user()
    if hours is None:
        assert user.premium_until is None
    else:
        assert user.premium_until is not None
        away = abs(user.premium_until - now - timedelta(hours=hours))
        assert away < timedelta(minutes=30)


@pytest.mark.parametrize("body", [{"id": 1}, {"username": "x"}, [], {"id": "x"}])
async def test_answer_that_names_no_account(
    simulator: Simulator, client: RealDebridClient, body: Any
) -> None:
    answer(simulator, "user", body)
    with pytest.raises(PassingTrouble):
        await client.user()


async def test_an_account_without_a_language(
    hass: HomeAssistant, simulator: Simulator, entity_registry: er.EntityRegistry
) -> None:
    simulator.real_debrid.change_settings(user_locale=False)
    await set_up(hass, await add_real_debrid(hass, simulator))
    assert entity_registry.async_get("sensor.quietotter_language") is None
    assert value(hass, "binary_sensor.quietotter_premium") == "on"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(9, NotIncluded), (14, AccountTrouble), (22, AccountTrouble), (34, RateLimited)],
)
async def test_codes_that_are_digits(
    simulator: Simulator,
    client: RealDebridClient,
    code: int,
    expected: type[ProviderError],
) -> None:
    simulator.real_debrid.change_settings(strings_for_ints=True)
    simulator.real_debrid.refuse("quietotter", "/traffic", code)
    with pytest.raises(expected) as raised:
        await client.traffic.hosts()
    assert "203.0.113.7" not in str(raised.value)
