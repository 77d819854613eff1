"""What Blubrry brings to the integration."""

from typing import Final

from ..kit import Kit
from .account import async_set_up_account
from .actions import ACTIONS
from .automations import CONDITIONS, TRIGGERS
from .client import EPISODE_NOT_FOUND, NO_PROGRAMS
from .media import BlubrryMedia
from .methods import WAYS
from .options import options_schema
from .repairs import ISSUES
from .series import series_of

KIT: Final = Kit(
    title="Blubrry",
    access_page="https://blubrry.com",
    set_up=async_set_up_account,
    ways=WAYS,
    actions=ACTIONS,
    refusals={
        EPISODE_NOT_FOUND: "refused_episode_not_found",
        NO_PROGRAMS: "refused_no_programs",
    },
    media=BlubrryMedia(),
    options=options_schema,
    triggers=TRIGGERS,
    conditions=CONDITIONS,
    issues=ISSUES,
    series=series_of,
)
