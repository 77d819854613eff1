"""The actions on a Blubrry account and its podcasts."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..api.errors import NotIncluded, RequestRefused
from ..const import DOMAIN
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action, ActionHandler, required_field
from ..provider.responses import fields_of, to_json
from .account import BlubrryAccount, account_of
from .api.hosting import Migration
from .api.programs import Program
from .api.statistics import Counts, spans
from .coordinator import device_identifier
from .responses import episodes_response, hosting_response

ATTR_EPISODE_ID: Final = "episode_id"
ATTR_FILENAME: Final = "filename"
ATTR_FROM: Final = "from"
ATTR_LIMIT: Final = "limit"
ATTR_NOTES: Final = "notes"
ATTR_PER: Final = "per"
ATTR_PROGRAM: Final = "program"
ATTR_TITLE: Final = "title"
ATTR_TO: Final = "to"

# The default span of statistics by day and of the audience.
_DEFAULT_SPAN: Final = timedelta(days=29)

type _ProgramHandler = Callable[
    [BlubrryAccount, Program, ServiceCall], Awaitable[JsonObjectType]
]


class Per(StrEnum):
    """The rows of the statistics."""

    DAY = "day"
    EPISODE = "episode"
    PROGRAM = "program"


def _program(account: BlubrryAccount, name: str) -> Program:
    """Return the podcast with an id, a keyword or a title.

    Raises ServiceValidationError, also if several podcasts have the title: an episode
    must not be published in the wrong one.
    """
    programs = account.programs.values()
    for program in programs:
        if name in (program.program_id, program.keyword):
            return program
    titled = [
        program for program in programs if program.title.casefold() == name.casefold()
    ]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="program_ambiguous",
            translation_placeholders={
                "program": name,
                "ids": ", ".join(sorted(program.program_id for program in titled)),
            },
        )
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="program_unknown",
        translation_placeholders={
            "program": name,
            "programs": ", ".join(
                sorted(program.title for program in account.programs.values())
            ),
        },
    )


def _program_of_device(entry: MediaAccountsConfigEntry, call: ServiceCall) -> Program:
    """Return the podcast of the device; raises ServiceValidationError."""
    device, _ = dr.async_get_device_and_config_entry_for_domain(
        call.hass, call.data[ATTR_DEVICE_ID], domain=DOMAIN
    )
    account_id = str(entry.unique_id)
    for program_id, program in account_of(entry).programs.items():
        if device and device_identifier(account_id, program_id) in device.identifiers:
            return program
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="device_without_program",
        translation_placeholders={"account": entry.title},
    )


def _on_program(handler: _ProgramHandler) -> ActionHandler:
    """Return the handler of an action on one podcast."""

    async def handle(
        entry: MediaAccountsConfigEntry, call: ServiceCall
    ) -> JsonObjectType:
        account = account_of(entry)
        if required_field(call, ATTR_PROGRAM, ATTR_DEVICE_ID) == ATTR_PROGRAM:
            program = _program(account, call.data[ATTR_PROGRAM])
        else:
            program = _program_of_device(entry, call)
        return {
            "program_id": program.program_id,
            "title": program.title,
            **await handler(account, program, call),
        }

    return handle


def _span(call: ServiceCall) -> tuple[date, date] | None:
    """Return the first and the last day of the call, None if neither was given."""
    if ATTR_FROM not in call.data and ATTR_TO not in call.data:
        return None
    last = call.data.get(ATTR_TO, dt_util.utcnow().date())
    first = call.data.get(ATTR_FROM, last)
    if first > last:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="span_reversed"
        )
    return first, last


def _default_span() -> tuple[date, date]:
    today = dt_util.utcnow().date()
    return today - _DEFAULT_SPAN, today


async def _get_programs(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    account = account_of(entry)
    try:
        hosted = await account.client.programs.hosted()
    except NotIncluded, RequestRefused:
        hosted = {}
    return {
        "programs": [
            {**fields_of(program), "hosting": hosted.get(program_id)}
            for program_id, program in account.programs.items()
        ]
    }


async def _get_statistics(
    account: BlubrryAccount, program: Program, call: ServiceCall
) -> JsonObjectType:
    client = account.client
    span = _span(call)
    if call.data[ATTR_PER] == Per.DAY:
        first, last = span or _default_span()
        days: defaultdict[date, int] = defaultdict(int)
        for start, end in spans(first, last):
            for day in await client.statistics.daily_downloads(program, start, end):
                days[day.day] += day.downloads
        return {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "downloads": sum(days.values()),
            "days": to_json(dict(sorted(days.items()))),
        }
    if span is None:
        if call.data[ATTR_PER] == Per.PROGRAM:
            return fields_of(await client.statistics.lifetime_counts(program))
        found = await client.statistics.lifetime_episode_counts(program)
        return {"episodes": episodes_response(found)}
    found = await client.statistics.episode_counts(program, *span)
    response: JsonObjectType = {"from": span[0].isoformat(), "to": span[1].isoformat()}
    if call.data[ATTR_PER] == Per.EPISODE:
        return {**response, "episodes": episodes_response(found)}
    nothing = Counts(downloads=0, full=None, partial={})
    return {
        **response,
        **fields_of(sum((episode.counts for episode in found.values()), nothing)),
    }


async def _get_episodes(
    account: BlubrryAccount, program: Program, call: ServiceCall
) -> JsonObjectType:
    episodes = await account.client.episodes.list(program, limit=call.data[ATTR_LIMIT])
    return {"episodes": to_json(episodes)}


async def _get_media(
    account: BlubrryAccount, program: Program, call: ServiceCall
) -> JsonObjectType:
    hosting = await account.client.hosting.read(program)
    migration: Migration | None = None
    with suppress(NotIncluded, RequestRefused):
        migration = await account.client.hosting.migration(program)
    return {**hosting_response(hosting), "migration": to_json(migration)}


async def _get_audience(
    account: BlubrryAccount, program: Program, call: ServiceCall
) -> JsonObjectType:
    first, last = _span(call) or _default_span()
    found = await account.client.statistics.audience(
        program, first, last, call.data.get(ATTR_EPISODE_ID)
    )
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **{part: to_json(shares) for part, shares in found.items()},
    }


async def _publish_episode(
    account: BlubrryAccount, program: Program, call: ServiceCall
) -> JsonObjectType:
    episode_id = await account.client.episodes.publish(
        program,
        filename=call.data[ATTR_FILENAME],
        title=call.data[ATTR_TITLE],
        notes=call.data[ATTR_NOTES],
    )
    await account.coordinator.async_request_refresh()
    return {"episode_id": episode_id}


_TEXT: Final = vol.All(cv.string, vol.Length(min=1))
_PROGRAM: Final = {
    vol.Optional(ATTR_PROGRAM): _TEXT,
    vol.Optional(ATTR_DEVICE_ID): cv.string,
}
_SPAN: Final = {vol.Optional(ATTR_FROM): cv.date, vol.Optional(ATTR_TO): cv.date}

ACTIONS: Final = (
    Action(
        name="get_programs",
        handler=_get_programs,
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_statistics",
        handler=_on_program(_get_statistics),
        fields={
            **_PROGRAM,
            **_SPAN,
            vol.Optional(ATTR_PER, default=Per.DAY.value): vol.Coerce(Per),
        },
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_episodes",
        handler=_on_program(_get_episodes),
        fields={
            **_PROGRAM,
            vol.Optional(ATTR_LIMIT, default=10): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=1000)
            ),
        },
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_media",
        handler=_on_program(_get_media),
        fields=_PROGRAM,
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_audience",
        handler=_on_program(_get_audience),
        fields={**_PROGRAM, **_SPAN, vol.Optional(ATTR_EPISODE_ID): _TEXT},
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="publish_episode",
        handler=_on_program(_publish_episode),
        fields={
            **_PROGRAM,
            vol.Required(ATTR_FILENAME): _TEXT,
            vol.Required(ATTR_TITLE): _TEXT,
            vol.Optional(ATTR_NOTES, default=""): cv.string,
        },
        admin_only=True,
    ),
)
