"""The calendar of a Blubrry account."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from homeassistant.config_entries import ConfigEntry

from ..provider.calendar import DatedEvent
from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsCalendarEntityDescription,
)
from .account import account_of
from .api.hosting import Hosting
from .coordinator import Programs

EPISODE_OUT: Final = "episode_out"
PLAN_ENDS: Final = "plan_ends"
QUOTA_RESETS: Final = "quota_resets"


def _events(entry: ConfigEntry, _: date, __: date) -> Iterator[DatedEvent]:
    account = account_of(entry)
    programs: Programs = account.coordinator.data
    hosted: Mapping[str, Hosting | None] = account.hosting.data or {}
    for program_id, status in programs.items():
        program = {"program": status.program.title}
        for episode in status.summary.episodes if status.summary else ():
            if episode.published is not None:
                yield DatedEvent(
                    kind=EPISODE_OUT,
                    start=episode.published,
                    placeholders={**program, "title": episode.title or program_id},
                )
        hosting = hosted.get(program_id)
        if hosting is None:
            continue
        if hosting.plan_ends is not None:
            yield DatedEvent(
                kind=PLAN_ENDS, start=hosting.plan_ends, placeholders=program
            )
        if hosting.quota is not None and hosting.quota.next_reset is not None:
            yield DatedEvent(
                kind=QUOTA_RESETS,
                start=hosting.quota.next_reset,
                placeholders=program,
            )


CALENDAR_ENTITIES: Final[EntityDescriptions[Programs]] = (
    MediaAccountsCalendarEntityDescription(
        key="calendar",
        translation_key="calendar",
        events_fn=_events,
        coordinators_fn=lambda entry: (account_of(entry).hosting,),
    ),
)
