"""The actions on a Blubrry account and its programs."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..api.errors import NotIncluded, RequestRefused
from ..const import DOMAIN
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action
from .account import BlubrryAccount, account_of
from .api.programs import Program
from .api.statistics import Counts, EpisodeCounts, spans
from .responses import fields_of, plain

ATTR_EPISODE_ID: Final = "episode_id"
ATTR_FILENAME: Final = "filename"
ATTR_FROM: Final = "from"
ATTR_LIMIT: Final = "limit"
ATTR_NOTES: Final = "notes"
ATTR_PER: Final = "per"
ATTR_PROGRAM: Final = "program"
ATTR_TITLE: Final = "title"
ATTR_TO: Final = "to"

# What the audience is read of where no span is given.
_USUAL_SPAN: Final = timedelta(days=29)

type _Run = Callable[
    [BlubrryAccount, Program, Mapping[str, Any]], Awaitable[JsonObjectType]
]


class Per(StrEnum):
    """What statistics are given for, each by itself."""

    DAY = "day"
    EPISODE = "episode"
    PROGRAM = "program"


def _program(account: BlubrryAccount, name: str) -> Program:
    """Return the program that a person names by its id, its keyword or its title.

    A title that several have is refused: an episode must not go to the wrong one.
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


def _on_program(run: _Run) -> Any:
    """Return what runs an action that is about one program."""

    async def run_on_program(
        hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
    ) -> JsonObjectType:
        account = account_of(entry)
        program = _program(account, data[ATTR_PROGRAM])
        return {
            "program_id": program.program_id,
            "title": program.title,
            **await run(account, program, data),
        }

    return run_on_program


def _span(data: Mapping[str, Any]) -> tuple[date, date] | None:
    """Return the span that was asked for, None where neither end was given."""
    if ATTR_FROM not in data and ATTR_TO not in data:
        return None
    last = data.get(ATTR_TO, dt_util.utcnow().date())
    first = data.get(ATTR_FROM, last)
    if first > last:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="span_reversed"
        )
    return first, last


def _usual_span() -> tuple[date, date]:
    today = dt_util.utcnow().date()
    return today - _USUAL_SPAN, today


async def _get_programs(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
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
    account: BlubrryAccount, program: Program, data: Mapping[str, Any]
) -> JsonObjectType:
    client = account.client
    span = _span(data)
    if data[ATTR_PER] == Per.DAY:
        first, last = span or _usual_span()
        days: defaultdict[date, int] = defaultdict(int)
        for start, end in spans(first, last):
            for day in await client.statistics.daily_downloads(program, start, end):
                days[day.day] += day.downloads
        return {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "downloads": sum(days.values()),
            "days": plain(dict(sorted(days.items()))),
        }
    if span is None:
        if data[ATTR_PER] == Per.PROGRAM:
            return _counts(await client.statistics.lifetime_counts(program))
        found = await client.statistics.lifetime_episode_counts(program)
        return {"episodes": _episodes(found)}
    found = await client.statistics.episode_counts(program, *span)
    told: JsonObjectType = {"from": span[0].isoformat(), "to": span[1].isoformat()}
    if data[ATTR_PER] == Per.EPISODE:
        return {**told, "episodes": _episodes(found)}
    nothing = Counts(downloads=0, full=None, partial={})
    return {
        **told,
        **_counts(sum((episode.counts for episode in found.values()), nothing)),
    }


def _counts(counts: Counts) -> JsonObjectType:
    return fields_of(counts)


def _episodes(found: Mapping[str, EpisodeCounts]) -> Any:
    return [
        {
            "episode_id": episode.episode_id,
            "title": episode.title,
            "filename": episode.filename,
            "published": plain(episode.published),
            **_counts(episode.counts),
        }
        for episode in sorted(
            found.values(), key=lambda episode: -episode.counts.downloads
        )
    ]


async def _get_episodes(
    account: BlubrryAccount, program: Program, data: Mapping[str, Any]
) -> JsonObjectType:
    episodes = await account.client.episodes.list(program, limit=data[ATTR_LIMIT])
    return {"episodes": plain(episodes)}


async def _get_media(
    account: BlubrryAccount, program: Program, data: Mapping[str, Any]
) -> JsonObjectType:
    hosting = await account.client.hosting.read(program)
    answer = fields_of(hosting)
    if hosting.quota is not None:
        answer["quota"] = {**fields_of(hosting.quota), "used": hosting.quota.used}
    try:
        migration = await account.client.hosting.migration(program)
    except NotIncluded, RequestRefused:
        return {**answer, "migration": None}
    return {**answer, "migration": plain(migration)}


async def _get_audience(
    account: BlubrryAccount, program: Program, data: Mapping[str, Any]
) -> JsonObjectType:
    first, last = _span(data) or _usual_span()
    found = await account.client.statistics.audience(
        program, first, last, data.get(ATTR_EPISODE_ID)
    )
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **{part: plain(shares) for part, shares in found.items()},
    }


async def _publish_episode(
    account: BlubrryAccount, program: Program, data: Mapping[str, Any]
) -> JsonObjectType:
    episode_id = await account.client.episodes.publish(
        program,
        filename=data[ATTR_FILENAME],
        title=data[ATTR_TITLE],
        notes=data[ATTR_NOTES],
    )
    await account.coordinator.async_request_refresh()
    return {"episode_id": episode_id}


_TEXT: Final = vol.All(cv.string, vol.Length(min=1))
_PROGRAM: Final = {vol.Required(ATTR_PROGRAM): _TEXT}
_SPAN: Final = {vol.Optional(ATTR_FROM): cv.date, vol.Optional(ATTR_TO): cv.date}

ACTIONS: Final = (
    Action(
        name="get_programs",
        run=_get_programs,
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_statistics",
        run=_on_program(_get_statistics),
        fields={
            **_PROGRAM,
            **_SPAN,
            vol.Optional(ATTR_PER, default=Per.DAY.value): vol.Coerce(Per),
        },
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_episodes",
        run=_on_program(_get_episodes),
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
        run=_on_program(_get_media),
        fields=_PROGRAM,
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="get_audience",
        run=_on_program(_get_audience),
        fields={**_PROGRAM, **_SPAN, vol.Optional(ATTR_EPISODE_ID): _TEXT},
        supports_response=SupportsResponse.ONLY,
    ),
    Action(
        name="publish_episode",
        run=_on_program(_publish_episode),
        fields={
            **_PROGRAM,
            vol.Required(ATTR_FILENAME): _TEXT,
            vol.Required(ATTR_TITLE): _TEXT,
            vol.Optional(ATTR_NOTES, default=""): cv.string,
        },
        admin_only=True,
    ),
)
