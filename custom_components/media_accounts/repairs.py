"""The repair flows of fixable issues."""

import asyncio
from contextlib import suppress
from typing import Any, override

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .issues import ENTRY_ID, SetUpProblem
from .markup import escape_markdown
from .vault.errors import VaultUnavailable
from .vault.issues import KEY_FILE_NOT_USED
from .vault.vault import async_get_vault, vault_of
from .verified_store import STORE_KEY, VerifiedStore


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the repair flow of an issue.

    An issue without data can only be fixed elsewhere; its flow is a confirmation.
    """
    if issue_id == KEY_FILE_NOT_USED:
        return KeyFileRepairFlow()
    if data and STORE_KEY in data:
        return StoreRepairFlow()
    return SignInRepairFlow() if data else ConfirmRepairFlow()


class SignInRepairFlow(ConfirmRepairFlow):
    """Explains the problem with a sign-in, then continues in the sign-in dialog.

    The issue stays until the account is set up: the user may cancel in between.
    """

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain, then open the sign-in dialog, unless the problem is gone."""
        if user_input is None:
            return await super().async_step_confirm()
        entry_id = str((self.data or {})[ENTRY_ID])
        entry = self.hass.config_entries.async_get_known_entry(entry_id)
        if await self._async_is_key_back(entry):
            await self.hass.config_entries.async_reload(entry_id)
            return self.async_create_entry(data={})
        return self.async_abort(
            reason="sign_in_again",
            description_placeholders={"account": escape_markdown(entry.title)},
            next_flow=(FlowType.CONFIG_FLOW, await self._async_sign_in(entry)),
        )

    async def _async_is_key_back(self, entry: ConfigEntry) -> bool:
        """Return whether a token that no key decrypted can be decrypted now."""
        if not self.issue_id.startswith(SetUpProblem.SECRETS_LOCKED):
            return False
        unique_id = str(entry.unique_id)
        try:
            vault = await async_get_vault(self.hass)
            await vault.async_unlock(unique_id)
        except VaultUnavailable:
            return False
        return not vault.is_locked(unique_id)

    async def _async_sign_in(self, entry: ConfigEntry) -> str:
        """Return the id of the reauthentication flow, which may be running already."""
        sources = {SOURCE_REAUTH, SOURCE_RECONFIGURE}
        for flow in entry.async_get_active_flows(self.hass, sources):
            return flow["flow_id"]
        started = await self.hass.config_entries.flow.async_init(
            DOMAIN,
            context={
                "source": SOURCE_REAUTH,
                "entry_id": entry.entry_id,
                "title_placeholders": {"name": entry.title},
                "unique_id": entry.unique_id,
            },
            data=dict(entry.data),
        )
        return started["flow_id"]


class _StorageRepairFlow(RepairsFlow):
    """Offers solutions for a problem in `.storage`, and reloads the accounts."""

    options: list[str]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Start the dialog."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the options."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_menu(
            step_id="confirm",
            menu_options=self.options,
            description_placeholders=issue.translation_placeholders if issue else None,
        )

    async def async_step_reload(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Reload the accounts; the dialog succeeds if that removes the issue."""
        entries = self.hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        await asyncio.gather(
            *(self.hass.config_entries.async_reload(e.entry_id) for e in entries)
        )
        if ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id) is not None:
            return self.async_abort(reason="not_solved")
        return self.async_create_entry(data={})


class StoreRepairFlow(_StorageRepairFlow):
    """Reads an unusable file again, or starts without it."""

    options = ["reload", "start_over"]

    async def async_step_start_over(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Remove the file."""
        key = str((self.data or {})[STORE_KEY])
        await VerifiedStore(self.hass, 1, key).async_delete()
        return await self.async_step_reload()


class KeyFileRepairFlow(_StorageRepairFlow):
    """Encrypts the tokens that the key file does not protect, or removes them."""

    options = ["adopt", "discard"]

    async def async_step_adopt(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Encrypt all tokens with the key file."""
        with suppress(VaultUnavailable):
            await vault_of(self.hass).async_adopt()
        return await self.async_step_reload()

    async def async_step_discard(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Remove the tokens that the key file does not protect."""
        with suppress(VaultUnavailable):
            await vault_of(self.hass).async_discard()
        return await self.async_step_reload()
