"""Signing in with an API key that only the vault keeps."""

import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.blubrry.sign_in.test_other_grants import other_way
from tests.helpers import (
    Browser,
    add_api_key,
    add_blubrry,
    delete_api_keys,
    entries,
    set_up,
    submit,
)
from tests.simulator import Simulator

FILMHOST = "blubrry_40211"

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def sealed_key_page(
    hass: HomeAssistant, simulator: Simulator, *, secret: str | None = None
) -> ConfigFlowResult:
    """Enter a new API key, and go to Blubrry's page."""
    key = simulator.blubrry.create_api_key(None)
    form = await other_way(hass, "blubrry_sealed_key")
    return await submit(
        hass,
        form,
        client_id=f" {key.client_id} ",
        client_secret=secret or key.client_secret,
    )


async def sealed(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> ConfigEntry:
    """Return an account that has signed in with a sealed API key."""
    page = await sealed_key_page(hass, simulator)
    added = await browser.decide(page, "filmhost")
    assert added["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    return entry


async def test_the_api_key_is_in_the_vault_and_nowhere_else(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    hass_storage: dict[str, Any],
) -> None:
    entry = await sealed(hass, simulator, browser)
    *_, key = simulator.blubrry.grants.clients.values()
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert (token.client_id, token.client_secret) == (key.client_id, key.client_secret)

    assert entry.data.keys() == {"provider", "method", "program_ids"}
    assert entry.data["method"] == "sealed_key"
    for stored in (json.dumps(hass_storage), *_files(Path(hass.config.config_dir))):
        assert key.client_secret not in stored
        assert key.client_id not in stored
    assert not hass.data["application_credentials"].async_items()


def _files(folder: Path) -> list[str]:
    return [
        path.read_text(errors="replace")
        for path in (folder / ".storage").glob("**/*")
        if path.is_file()
    ]


async def test_the_sign_in_renews_with_the_sealed_key(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await sealed(hass, simulator, browser)
    vault = await async_get_vault(hass)
    for _ in range(2):
        before = vault.token(FILMHOST)
        assert before is not None
        await entry.runtime_data.session.access_token(rejected=before.access_token)
        after = vault.token(FILMHOST)
        assert after is not None
        assert after.access_token != before.access_token
        assert after.client_secret == before.client_secret
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED


async def test_a_wrong_secret_leads_back_to_where_it_is_entered(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    page = await sealed_key_page(hass, simulator, secret="mistyped")
    failed = await browser.decide(page, "filmhost")
    assert failed["step_id"] == "blubrry_sealed_key_failed"
    assert failed["errors"] == {"base": "invalid_client"}
    form = await submit(hass, failed)
    assert form["step_id"] == "blubrry_sealed_key"
    *_, key = simulator.blubrry.grants.clients.values()
    page = await submit(
        hass, form, client_id=key.client_id, client_secret=key.client_secret
    )
    added = await browser.decide(page, "filmhost")
    assert added["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_signing_in_again_needs_no_key(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await sealed(hass, simulator, browser)
    simulator.blubrry.revoke("filmhost")
    confirm = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_REAUTH, "entry_id": entry.entry_id},
        data=dict(entry.data),
    )
    page = await submit(hass, confirm)
    assert page["type"] is FlowResultType.EXTERNAL_STEP
    done = await browser.decide(page, "filmhost")
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED


async def test_reconfiguring_moves_an_account_to_a_sealed_key_and_back(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    flows = hass.config_entries.flow

    menu = await entry.start_reconfigure_flow(hass)
    form = await flows.async_configure(
        menu["flow_id"], {"next_step_id": "blubrry_sealed_key"}
    )
    key = simulator.blubrry.create_api_key(None)
    page = await submit(
        hass, form, client_id=key.client_id, client_secret=key.client_secret
    )
    done = await browser.decide(page, "filmhost")
    assert done["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["method"] == "sealed_key"
    # The credentials are not in use any more.
    assert "auth_implementation" not in entry.data
    await delete_api_keys(hass)

    await add_api_key(hass, simulator, "another key")
    menu = await entry.start_reconfigure_flow(hass)
    page = await flows.async_configure(menu["flow_id"], {"next_step_id": "blubrry"})
    done = await browser.decide(page, "filmhost")
    assert done["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["method"] == "authorization_code"
    assert entry.data["auth_implementation"] == "another key"
    token = (await async_get_vault(hass)).token(FILMHOST)
    assert token is not None
    assert token.client_secret is None


async def test_removing_the_account_removes_the_key(
    hass: HomeAssistant, simulator: Simulator, browser: Browser
) -> None:
    entry = await sealed(hass, simulator, browser)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (await async_get_vault(hass)).token(FILMHOST) is None


@pytest.mark.usefixtures("browser")
async def test_an_unsafe_address_of_the_service_gets_no_key(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIA_ACCOUNTS_BLUBRRY_URL", "http://example.org")
    ended = await sealed_key_page(hass, simulator)
    assert ended["reason"] == "endpoint_invalid"
    assert not simulator.requests
