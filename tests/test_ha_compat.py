"""Tests of the compatibility shims, against Home Assistant's own where present."""

import re
from types import ModuleType

from homeassistant import core
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity
import pytest

from custom_components.media_accounts import ha_compat
from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator

needs_2026_11 = pytest.mark.skipif(
    not ha_compat.LINKS_ISSUES_TO_ENTRIES, reason="Home Assistant 2026.11 brought it"
)

either = pytest.mark.parametrize(
    "module", [ha_compat, pytest.param(ir, marks=needs_2026_11)], ids=["ours", "theirs"]
)


def create_issue(
    hass: HomeAssistant, issue_id: str, config_entry_id: str | None = None
) -> None:
    ha_compat.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        config_entry_id=config_entry_id,
        is_fixable=False,
        severity=IssueSeverity.ERROR,
        translation_key="key_file_missing",
    )


def issue_ids(hass: HomeAssistant) -> set[str]:
    return {issue_id for _, issue_id in ir.async_get(hass).issues}


@needs_2026_11
@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize("secret", [None, "", "a secret/ü&+"])
def test_client_auth_equals_the_original(method: str, secret: str | None) -> None:
    from homeassistant.helpers import oauth2  # noqa: PLC0415

    arguments = {"grant_type": "refresh_token"}, "an id/ü", secret, method
    assert ha_compat.client_auth(*arguments) == oauth2.client_auth(*arguments)  # type: ignore[arg-type]


@needs_2026_11
def test_async_noop_equals_the_original() -> None:
    assert ha_compat.async_noop() is core.async_noop() is None


@either
async def test_refresh_deletes_issues_that_are_not_created_again(
    hass: HomeAssistant, module: ModuleType
) -> None:
    for issue_id in ("one_1", "one_2", "two_1", "three"):
        create_issue(hass, issue_id)
    with module.async_refresh_issues(hass, DOMAIN, issue_id_pattern="one_"):
        create_issue(hass, "one_2")
        create_issue(hass, "one_3")
    assert issue_ids(hass) == {"one_2", "one_3", "two_1", "three"}
    with module.async_refresh_issues(hass, DOMAIN, issue_ids=["three", "four"]):
        pass
    assert issue_ids(hass) == {"one_2", "one_3", "two_1"}


@either
async def test_error_in_a_refresh_keeps_all_issues(
    hass: HomeAssistant, module: ModuleType
) -> None:
    create_issue(hass, "one")
    with (
        pytest.raises(ValueError, match=re.escape("an error")),
        module.async_refresh_issues(hass, DOMAIN, issue_ids=["one"]),
    ):
        raise ValueError("an error")
    assert issue_ids(hass) == {"one"}
    assert ha_compat._refreshes == []


async def test_issues_of_an_entry_are_linked_to_it_and_deleted_with_it(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    create_issue(hass, f"one_{entry.entry_id}", entry.entry_id)
    create_issue(hass, "two")
    if ha_compat.LINKS_ISSUES_TO_ENTRIES:
        issue = ir.async_get(hass).async_get_issue(DOMAIN, f"one_{entry.entry_id}")
        assert issue is not None
        assert issue.config_entry_id == entry.entry_id
    await hass.config_entries.async_remove(entry.entry_id)
    assert f"one_{entry.entry_id}" not in issue_ids(hass)
    assert "two" in issue_ids(hass)


async def test_removed_implementation_starts_reauthentication(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "auth_implementation": "another"}
    )
    with pytest.raises(ha_compat.UnknownImplementationError):
        await ha_compat.async_get_config_entry_implementation(hass, entry)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
