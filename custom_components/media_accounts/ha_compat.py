"""Backports of parts of Home Assistant that its oldest supported version lacks.

Each one names the version that introduced the original. Once that is the oldest
supported version, delete the backport and use the original. Tests compare the two.
"""

import base64
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
import re
from typing import Any, Final, Literal
from urllib.parse import quote_plus

from awesomeversion import AwesomeVersion
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import __version__
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryNotReady,
    HomeAssistantError,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.config_entry_oauth2_flow import (
    AbstractOAuth2Implementation,
    async_get_implementations,
)
from homeassistant.helpers.device_registry import DeviceInfo

OLDEST: Final = "2026.9"
_VERSION: Final = AwesomeVersion(__version__)
PREFIXES_CHILD_DEVICES: Final = _VERSION >= "2026.10.0b0"
LINKS_ISSUES_TO_ENTRIES: Final = _VERSION >= "2026.11.0b0"


# 2026.11: `homeassistant.core.async_noop`
def async_noop() -> None:
    """Do nothing."""


# 2026.11: `homeassistant.helpers.oauth2.client_auth`
def client_auth(
    data: Mapping[str, Any],
    client_id: str,
    client_secret: str | None,
    method: Literal["client_secret_basic", "client_secret_post"] = "client_secret_post",
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the body and headers that authenticate a client (RFC 6749, 2.3.1)."""
    if method == "client_secret_basic" and client_secret is not None:
        credentials = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        encoded = base64.b64encode(credentials.encode()).decode()
        return dict(data), {"Authorization": f"Basic {encoded}"}
    secret = {"client_secret": client_secret} if client_secret else {}
    return {**data, "client_id": client_id, **secret}, {}


# 2026.10: `homeassistant.exceptions.UnknownImplementationError`
class UnknownImplementationError(ConfigEntryAuthFailed):
    """The application credential of an entry was removed."""


# 2026.10: `async_get_config_entry_implementation` raises errors that set-up understands
async def async_get_config_entry_implementation(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> AbstractOAuth2Implementation:
    """Return the OAuth 2.0 implementation of an entry.

    Raises UnknownImplementationError if it was removed, ConfigEntryNotReady if it is
    temporarily unavailable.
    """
    try:
        implementations = await async_get_implementations(hass, entry.domain)
    except HomeAssistantError as err:
        raise ConfigEntryNotReady(str(err)) from err
    try:
        return implementations[entry.data["auth_implementation"]]
    except KeyError:
        raise UnknownImplementationError(
            translation_domain="homeassistant",
            translation_key="oauth2_unknown_implementation",
        ) from None


# 2026.10: entity ids of a child device start with the name of its parent
def child_device_name(parent: DeviceInfo, name: str) -> str:
    """Return a name that gives the entities of a child device the same ids."""
    return name if PREFIXES_CHILD_DEVICES else f"{parent['name']} {name}"


# 2026.11: issues that Home Assistant links to a config entry and deletes with it
@callback
def async_create_issue(
    hass: HomeAssistant,
    domain: str,
    issue_id: str,
    *,
    config_entry_id: str | None = None,
    **details: Any,
) -> None:
    """Create or update an issue, which the refreshes in progress then keep."""
    for kept in _refreshes:
        kept.add(issue_id)
    if LINKS_ISSUES_TO_ENTRIES:
        details["config_entry_id"] = config_entry_id
    ir.async_create_issue(hass, domain, issue_id, **details)


@callback
def async_delete_issues_of_entry(
    hass: HomeAssistant, domain: str, config_entry_id: str
) -> None:
    """Delete the issues of a removed entry: those with its id in their own."""
    with async_refresh_issues(
        hass, domain, issue_id_pattern=f".*{re.escape(config_entry_id)}"
    ):
        pass


# 2026.11: `homeassistant.helpers.issue_registry.async_refresh_issues`
@contextmanager
def async_refresh_issues(
    hass: HomeAssistant,
    domain: str,
    *,
    issue_id_pattern: str = "(?!)",
    issue_ids: Iterable[str] = (),
) -> Generator[None]:
    """Delete those of a set of issues that the block does not create again.

    An error in the block leaves all of them.
    """
    named = set(issue_ids)
    candidates = {
        issue_id
        for issue_domain, issue_id in ir.async_get(hass).issues
        if issue_domain == domain
        and (issue_id in named or re.match(issue_id_pattern, issue_id))
    }
    kept: set[str] = set()
    _refreshes.append(kept)
    try:
        yield
    finally:
        _refreshes.remove(kept)
    for issue_id in candidates - kept:
        ir.async_delete_issue(hass, domain, issue_id)


# Refreshes run in the event loop without awaiting: these are the ones on the stack.
_refreshes: Final[list[set[str]]] = []
