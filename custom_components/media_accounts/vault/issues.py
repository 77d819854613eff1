"""Repair issues about the keys and the vault, which affect all accounts."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity

from ..const import DOMAIN
from .errors import VaultProblem

KEY_FILE_NOT_USED: Final = "key_file_not_used"

_KEY_FILE_EXPOSED: Final = "key_file_exposed"

# The documentation of the keys. These issues cannot be fixed in Home Assistant itself.
_ABOUT_KEYS: Final = (
    "https://github.com/media-accounts/media-accounts/blob/main/SECURITY.md"
)

# These prevent the set-up of every account; the others do not.
_BLOCKING: Final = (VaultProblem.KEY_FILE_UNUSABLE, VaultProblem.KEY_STORE_UNWRITABLE)


@callback
def async_show_blocking_problem(hass: HomeAssistant, problem: str | None) -> None:
    """Create an issue for what prevents the set-up of all accounts; None deletes it."""
    for kind in _BLOCKING:
        _show(hass, kind, IssueSeverity.ERROR, is_shown=problem == kind)


@callback
def async_show_unwritten(hass: HomeAssistant, *, is_shown: bool) -> None:
    """Create or delete the issue about data that could not be written yet."""
    _show(hass, VaultProblem.VAULT_UNWRITABLE, IssueSeverity.ERROR, is_shown=is_shown)


@callback
def async_show_exposed_key_file(hass: HomeAssistant, *, is_exposed: bool) -> None:
    """Warn that users besides its owner may read or change the key file."""
    _show(hass, _KEY_FILE_EXPOSED, IssueSeverity.WARNING, is_shown=is_exposed)


@callback
def async_show_key_file_not_used(hass: HomeAssistant, *, is_shown: bool) -> None:
    """Create or delete the issue about secrets that the key file does not protect."""
    if is_shown:
        ir.async_create_issue(
            hass,
            DOMAIN,
            KEY_FILE_NOT_USED,
            is_fixable=True,
            severity=IssueSeverity.ERROR,
            translation_key=KEY_FILE_NOT_USED,
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, KEY_FILE_NOT_USED)


def _show(
    hass: HomeAssistant, key: str, severity: IssueSeverity, *, is_shown: bool
) -> None:
    if is_shown:
        ir.async_create_issue(
            hass,
            DOMAIN,
            key,
            is_fixable=False,
            learn_more_url=_ABOUT_KEYS,
            severity=severity,
            translation_key=key,
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, key)
