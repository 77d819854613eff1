"""Repair issues of an account, created and deleted as its data changes."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from enum import StrEnum
import re
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity

from .const import CONF_PROVIDER, DOMAIN
from .ha_compat import (
    UnknownImplementationError,
    async_create_issue,
    async_refresh_issues,
)
from .provider.account import MediaAccountsConfigEntry
from .provider.issues import Issue, IssueSource
from .vault.vault import Vault

ENTRY_ID: Final = "entry_id"


class SetUpProblem(StrEnum):
    """Reasons why an account cannot be set up until the user signs in again."""

    CREDENTIAL_REMOVED = "application_credential_removed"
    SECRETS_LOCKED = "secrets_locked"


@callback
def async_follow_issues(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    sources: Iterable[IssueSource[Any]],
) -> None:
    """Keep the issues of an account up to date for as long as it is set up."""
    for source in sources:
        _follow(hass, entry, source)


def _follow[DataT](
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, source: IssueSource[DataT]
) -> None:
    coordinator = source.coordinator(entry.runtime_data)
    keys = "|".join(map(re.escape, source.keys))
    pattern = rf"(?:{keys})_{entry.entry_id}"

    @callback
    def async_refresh() -> None:
        data: DataT | None = coordinator.data
        if data is None or not coordinator.last_update_success:
            return
        with async_refresh_issues(hass, DOMAIN, issue_id_pattern=pattern):
            for issue in source.find(entry, data):
                _create(hass, entry, issue)

    async_refresh()
    # The context keeps the coordinator polling, even if no entity shows its data.
    entry.async_on_unload(coordinator.async_add_listener(async_refresh, ""))


def _create(hass: HomeAssistant, entry: MediaAccountsConfigEntry, issue: Issue) -> None:
    async_create_issue(
        hass,
        DOMAIN,
        "_".join(filter(None, (issue.key, entry.entry_id, issue.item_id))),
        config_entry_id=entry.entry_id,
        is_fixable=False,
        learn_more_url=issue.learn_more_url,
        severity=issue.severity,
        translation_key=issue.key,
        translation_placeholders={"account": entry.title, **issue.placeholders},
    )


@contextmanager
def refresh_set_up_issues(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> Generator[None]:
    """Create or delete the issues of the set-up that runs in the block."""
    problem: SetUpProblem | None = None
    try:
        yield
    except UnknownImplementationError:
        problem = SetUpProblem.CREDENTIAL_REMOVED
        raise
    except ConfigEntryAuthFailed:
        if vault.is_locked(str(entry.unique_id)):
            problem = SetUpProblem.SECRETS_LOCKED
        raise
    finally:
        _show_set_up_issue(hass, entry, problem)


def _show_set_up_issue(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, problem: SetUpProblem | None
) -> None:
    issue_ids = {kind: f"{kind}_{entry.entry_id}" for kind in SetUpProblem}
    with async_refresh_issues(hass, DOMAIN, issue_ids=issue_ids.values()):
        if problem is not None:
            async_create_issue(
                hass,
                DOMAIN,
                issue_ids[problem],
                config_entry_id=entry.entry_id,
                data={ENTRY_ID: entry.entry_id},
                is_fixable=True,
                severity=IssueSeverity.ERROR,
                translation_key=problem,
                translation_placeholders={"account": entry.title},
            )


def _access_issue_id(entry: MediaAccountsConfigEntry) -> str:
    return f"access_remains_{entry.unique_id}"


@callback
def async_create_access_issue(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, page: str
) -> None:
    """Create an issue with the page on which to revoke a removed account's access."""
    async_create_issue(
        hass,
        DOMAIN,
        _access_issue_id(entry),
        is_fixable=True,
        severity=IssueSeverity.WARNING,
        translation_key=f"access_remains_{entry.data[CONF_PROVIDER]}",
        translation_placeholders={"account": entry.title, "page": page},
    )


@callback
def async_delete_access_issue(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Delete the issue about remaining access: its account was added again."""
    ir.async_delete_issue(hass, DOMAIN, _access_issue_id(entry))
