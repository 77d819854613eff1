"""The config flow: which account, and how it is signed in again."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigFlowResult

from .blubrry.flow import BlubrrySteps
from .const import CONF_PROVIDER, DOMAIN, Provider
from .real_debrid.flow import RealDebridSteps


class MediaAccountsConfigFlow(RealDebridSteps, BlubrrySteps, domain=DOMAIN):
    """Add an account, or sign a known one in again.

    Each provider brings its own steps, of which the first bears its name.
    """

    VERSION = 1
    MINOR_VERSION = 1

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose the service."""
        return self.async_show_menu(step_id="user", menu_options=list(Provider))

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start to sign in again: the old sign-in was refused."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait for a person: nobody may be looking when a sign-in is lost."""
        if user_input is None:
            return self.async_show_form(step_id="reauth_confirm")
        return await self._async_first_step(self._get_reauth_entry().data)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Sign in again at a person's wish."""
        return await self._async_first_step(self._get_reconfigure_entry().data)

    async def _async_first_step(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        step = getattr(self, f"async_step_{Provider(entry_data[CONF_PROVIDER])}")
        result: ConfigFlowResult = await step()
        return result
