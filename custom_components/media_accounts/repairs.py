"""Where a repair issue that has a button leads: most of them to a new sign-in."""

from typing import Any, override

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigEntry
from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .issues import ENTRY_ID, Obstacle
from .markup import escape_markdown
from .vault.keys import KeyUnusable
from .vault.vault import async_get_vault


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the dialog of an issue: about an account it needs a new sign-in.

    Any other says what can only be done elsewhere, and is pressed when it is done.
    """
    return SignInRepairFlow() if data else ConfirmRepairFlow()


class SignInRepairFlow(ConfirmRepairFlow):
    """Says what is wrong, then goes on in the dialog that signs in again.

    The issue stays until the account is set up: a person may give up in between.
    """

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say what is wrong, and open the other dialog, unless it was put right."""
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
        """Return whether secrets that no key opened can be opened now."""
        if not self.issue_id.startswith(Obstacle.SECRETS_LOCKED):
            return False
        unique_id = str(entry.unique_id)
        try:
            vault = await async_get_vault(self.hass)
            await vault.async_unlock(unique_id)
        except KeyUnusable:
            return False
        return not vault.is_locked(unique_id)

    async def _async_sign_in(self, entry: ConfigEntry) -> str:
        """Return the id of the flow that signs in again, which may be there already."""
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
