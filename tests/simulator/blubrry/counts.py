"""The split of downloads into whole and partial ones in the statistics."""

from collections.abc import Sequence
from typing import Final

from tests.simulator.blubrry.forms import Row, american, number
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Episode, Program, Tier
from tests.simulator.blubrry.settings import Partials, Settings

PARTS: Final = {
    "full_downloads": 809,
    "partial_25": 44,
    "partial_50": 41,
    "partial_75": 33,
    "partial_99": 73,
}
"""Usual shares, in thousandths."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Return parts of a total that add up to it."""
    whole, passed, parts = sum(weights), 0, []
    for weight in weights:
        before = total * passed // whole
        passed += weight
        parts.append(total * passed // whole - before)
    return parts


def downloads(
    counted: Sequence[int],
    program: Program,
    settings: Settings,
    documented: type[int | str],
) -> Row:
    """Return the total of some counts, and its parts.

    Only the advanced plan has partial downloads; the others have whole ones alone.
    """
    total = sum(counted)
    parts = dict.fromkeys(PARTS, 0) | {"full_downloads": total}
    if program.tier is Tier.ADVANCED:
        columns = zip(
            *(split(one, list(PARTS.values())) for one in (0, *counted)), strict=True
        )
        parts = dict(zip(PARTS, map(sum, columns), strict=True))
    shown: Row = {
        "total": number(total, settings, documented),
        "full_downloads": number(parts.pop("full_downloads"), settings, documented),
    }
    if program.tier is Tier.ADVANCED or settings.partials is Partials.ZERO:
        return shown | {name: number(part, settings) for name, part in parts.items()}
    if settings.partials is Partials.NULL:
        return shown | dict.fromkeys(parts)
    return shown


def episode_row(
    ledger: Ledger, program: Program, episode: Episode, count: int, settings: Settings
) -> Row:
    """Return an episode as the statistics have it."""
    return {
        "episode_id": str(episode.id),
        "episode_label": episode.title,
        "episode_filename": episode.filename,
        "episode_date": american(ledger.born(episode)),
        "duration_in_seconds": number(episode.duration, settings, str),
        **downloads([count], program, settings, str),
    }
