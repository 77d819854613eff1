"""What is wrong with the keys or the vault, as repair issues of all accounts."""

from collections.abc import Iterable
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.issue_registry import IssueSeverity

from ..const import DOMAIN
from ..ha_compat import async_create_issue, async_refresh_issues
from .keys import KeyProblem

# Where the key is explained; nothing in Home Assistant could mend it.
_ABOUT_KEYS: Final = (
    "https://github.com/media-accounts/media-accounts/blob/main/SECURITY.md"
)


@callback
def async_tell_problem(
    hass: HomeAssistant, problem: KeyProblem | None, *, among: Iterable[KeyProblem]
) -> None:
    """Tell of one problem among some, and no more of the others."""
    with async_refresh_issues(hass, DOMAIN, issue_ids=list(among)):
        if problem is not None:
            async_create_issue(
                hass,
                DOMAIN,
                problem,
                is_fixable=False,
                learn_more_url=_ABOUT_KEYS,
                severity=IssueSeverity.ERROR,
                translation_key=problem,
            )
