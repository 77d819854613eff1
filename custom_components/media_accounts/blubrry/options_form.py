"""The options form of a Blubrry entry."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..api.parsing import as_int
from ..const import CONF_PROGRAM_IDS
from ..provider.account import MediaAccountsConfigEntry
from ..update_interval import update_interval_field
from .account import account_of
from .options import (
    CONF_EPISODE_HISTORY,
    CONF_LEFT_OUT,
    CONF_MILESTONES,
    episode_history,
    excluded_ids,
)


class _MilestonesSelector(SelectSelector):
    """Selects numbers of downloads, such as "2,500", typed one by one."""

    def __init__(self) -> None:
        """Initialize without options: users type their own numbers."""
        super().__init__(
            SelectSelectorConfig(options=[], multiple=True, custom_value=True)
        )

    @override
    def __call__(self, data: Any) -> list[str]:
        """Validate the numbers, and format them uniformly."""
        numbers = {as_int(text) for text in super().__call__(data)}
        milestones = {number for number in numbers if number is not None and number > 0}
        if milestones != numbers:
            raise vol.Invalid("a milestone is a whole number above zero")
        return [str(number) for number in sorted(milestones)]


def _titles(entry: MediaAccountsConfigEntry) -> Mapping[str, str]:
    """Return the known titles of all podcasts, by id."""
    ids = entry.data[CONF_PROGRAM_IDS]
    if entry.state is not ConfigEntryState.LOADED:
        return {program_id: program_id for program_id in ids}
    titles = account_of(entry).titles
    return {program_id: titles.get(program_id, program_id) for program_id in ids}


def options_schema(entry: MediaAccountsConfigEntry) -> vol.Schema:
    """Return the schema of the form, filled with the current options."""
    titles = _titles(entry)
    return vol.Schema(
        {
            vol.Optional(
                CONF_LEFT_OUT, default=sorted(excluded_ids(entry) & titles.keys())
            ): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        SelectOptionDict(value=program_id, label=title)
                        for program_id, title in titles.items()
                    ],
                    multiple=True,
                    mode=SelectSelectorMode.DROPDOWN,
                )
            ),
            vol.Optional(
                CONF_MILESTONES, default=list(entry.options.get(CONF_MILESTONES, ()))
            ): _MilestonesSelector(),
            vol.Optional(
                CONF_EPISODE_HISTORY, default=episode_history(entry)
            ): BooleanSelector(),
            **update_interval_field(entry),
        }
    )
