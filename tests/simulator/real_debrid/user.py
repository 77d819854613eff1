"""`/user`: the owner of the account, and the end of premium."""

from aiohttp import web

from tests.simulator.real_debrid.answers import answer, json_date
from tests.simulator.real_debrid.files import avatar_path
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.settings import FreeExpiration, Settings

routes = web.RouteTableDef()


@routes.get(f"{BASE}/user", allow_head=False)
@signed_in
async def user(call: Call) -> web.Response:
    """Return the person as the API shows them."""
    person, settings = call.person, call.service.settings
    left = person.premium_left(call.service.clock.now())
    shown: dict[str, str | int | None] = {
        "id": person.id,
        "username": person.username,
        "email": person.email,
        "points": person.points,
        "locale": person.locale,
        "avatar": person.avatar or call.service.url + avatar_path(person),
        "type": "premium" if left else "free",
        "premium": left,
        "expiration": _expiration(person, settings),
    }
    if not settings.user_locale:
        del shown["locale"]
    return answer(shown, settings)


def _expiration(person: Person, settings: Settings) -> str | None:
    if person.premium_until is not None:
        return json_date(
            person.premium_until, settings.user_expiration_zone, settings.dates
        )
    match settings.free_expiration:
        case FreeExpiration.PAST:
            return json_date(0, "UTC", settings.dates)
        case FreeExpiration.EMPTY:
            return ""
        case FreeExpiration.NULL:
            return None
