"""The sources of downloads: countries, applications and kinds of applications.

All of it is for programs to which Blubrry's support gave special access.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.counts import split
from tests.simulator.blubrry.errors import about_program, mistake
from tests.simulator.blubrry.forms import Row, number
from tests.simulator.blubrry.rest import BASE, Call, signed_in

# Usual shares, in thousandths, by the id under which they are listed.
COUNTRIES: Final = {
    230: ("United States", 431),
    77: ("United Kingdom", 117),
    57: ("Germany", 96),
    38: ("Canada", 88),
    13: ("Australia", 71),
    155: ("Netherlands", 64),
    31: ("Norway", 52),
    173: ("Portugal", 43),
    110: ("Japan", 38),
}
CLASSES: Final = {
    5: "Mobile Applications",
    2: "Desktop Applications",
    7: "Browsers",
    9: "Smart Speakers",
}
APPS: Final = {
    144: ("AntennaPod", 5, 402),
    151: ("Kasts", 2, 131),
    160: ("gPodder", 2, 97),
    172: ("Firefox", 7, 214),
    188: ("Home Assistant", 9, 89),
    203: ("VLC", 2, 67),
}

WHAT: Final = "{what:countries|apps|app-types}"

routes = web.RouteTableDef()

type _Divided = dict[int, tuple[Row, int]]
"""The description and the downloads of each id."""


def countries(total: int) -> _Divided:
    """Return the countries."""
    parts = split(total, [share for _, share in COUNTRIES.values()])
    return {
        key: ({"country_name": name}, part)
        for (key, (name, _)), part in zip(COUNTRIES.items(), parts, strict=True)
    }


def apps(total: int) -> _Divided:
    """Return the applications."""
    return {
        key: ({"client_name": APPS[key][0], "client_class_id": APPS[key][1]}, part)
        for key, part in _by_app(total).items()
    }


def app_types(total: int) -> _Divided:
    """Return the kinds of applications; they add up as the applications do."""
    by_app = _by_app(total)
    return {
        key: (
            {"client_class_name": name},
            sum(part for app, part in by_app.items() if APPS[app][1] == key),
        )
        for key, name in CLASSES.items()
    }


DIVIDED: Final[dict[str, Callable[[int], _Divided]]] = {
    "countries": countries,
    "apps": apps,
    "app-types": app_types,
}


@routes.get(f"{BASE}/stats/{{program}}/{WHAT}/", allow_head=False)
@routes.get(f"{BASE}/stats/{{program}}/{{episode}}/{WHAT}/", allow_head=False)
@signed_in
async def audience(call: Call) -> web.Response:
    """Divide the downloads of a program or an episode, in all or between two dates."""
    program, settings = call.counted_program(), call.settings
    if not program.special_access:
        raise about_program(403, "This takes special access: contact support")
    ledger, wanted = call.ledger(program), call.request.match_info.get("episode")
    first, last = call.day("startDate", date.min), call.day("endDate", ledger.today)
    if last < first:
        raise mistake("endDate must not be before startDate")
    episodes = [
        episode for episode in ledger.episodes if wanted in {None, str(episode.id)}
    ]
    if wanted is not None and not episodes:
        raise about_program(404, f"Unable to locate episode {wanted}")
    total = sum(ledger.between(episode, first, last) for episode in episodes)
    divided = DIVIDED[call.request.match_info["what"]](total)
    shown = {
        str(key): {**row, "total": number(part, settings)}
        for key, (row, part) in divided.items()
        if part
    }
    return web.json_response({"record_count": len(shown), **shown})


def _by_app(total: int) -> dict[int, int]:
    parts = split(total, [share for _, _, share in APPS.values()])
    return dict(zip(APPS, parts, strict=True))
