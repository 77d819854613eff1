"""What every provider's sign-in ends in."""

from collections.abc import Mapping

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.data_entry_flow import UnknownFlow

from ..api.endpoints import EndpointInvalid
from ..api.token import Token
from ..const import CONF_METHOD, CONF_PROVIDER
from ..markup import escape_markdown
from ..providers import PROVIDERS
from ..vault.errors import VaultUnavailable
from ..vault.vault import async_get_vault


class SignInFlow(ConfigFlow):
    """The end of a flow: secrets into the vault, then the entry."""

    _is_finishing = False

    @property
    def known_entry(self) -> ConfigEntry | None:
        """Return the entry that is being signed in again, None for a new one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    async def async_go_on(self, step_id: str) -> ConfigFlowResult:
        """Go on with another step."""
        step = getattr(self, f"async_step_{step_id}")
        result: ConfigFlowResult = await step()
        return result

    def show_failure(self, step_id: str, error: str | None = None) -> ConfigFlowResult:
        """Say what did not work, with a button to try again."""
        entry = self.known_entry
        return self.async_show_form(
            step_id=step_id,
            errors={"base": error} if error else None,
            description_placeholders={"account": escape_markdown(entry.title)}
            if entry
            else None,
        )

    def abort_endpoint_invalid(self, err: EndpointInvalid) -> ConfigFlowResult:
        """End a flow that has no safe address to talk to."""
        return self.async_abort(
            reason="endpoint_invalid",
            description_placeholders={"variable": err.variable},
        )

    async def async_errors_of_sign_in(self, entry: ConfigEntry) -> dict[str, str]:
        """Say where a sign-in was not refused, but cannot be read any more."""
        try:
            vault = await async_get_vault(self.hass)
            await vault.async_unlock(str(entry.unique_id))
        except VaultUnavailable as err:
            return {"base": err.problem}
        if vault.is_locked(str(entry.unique_id)):
            return {"base": "secrets_locked"}
        return {}

    async def async_finish_sign_in(
        self,
        provider: str,
        token: Token,
        *,
        unique_id: str,
        title: str,
        data: Mapping[str, str | list[str]],
        same_account: ConfigEntry | None,
        method: str | None = None,
        in_memory: bool = False,
    ) -> ConfigFlowResult:
        """Keep the token and create the entry, or bring a known one back to life.

        `method` is one of the provider's `ways`, None the usual one. A token that
        is kept `in_memory` is gone when Home Assistant stops.

        `same_account` is an entry of the account that has just signed in. A flow
        that was started to add it again is refused, unless its sign-in was lost:
        then a person who followed the "add credentials" dialog out of the
        reauthentication is where they wanted to be.

        Home Assistant, and each page that shows the dialog, may ask for this last step
        at the same time. A second entry would take the place of the first one, and
        what that one keeps would go with it.
        """
        if self._is_finishing:
            raise UnknownFlow
        self._is_finishing = True
        entry = self.known_entry or same_account
        if entry is not None and self.known_entry is None and not self._is_lost(entry):
            return self.async_abort(
                reason="already_configured",
                description_placeholders={"account": escape_markdown(entry.title)},
            )
        if entry is None:
            await self.async_set_unique_id(unique_id, raise_on_progress=False)
        else:
            unique_id = str(entry.unique_id)

        data = {CONF_METHOD: method or PROVIDERS[provider].usual_method, **data}
        try:
            vault = await async_get_vault(self.hass)
            keep = vault.async_store_in_memory if in_memory else vault.async_store
            await keep(unique_id, token)
        except VaultUnavailable as err:
            return self.async_abort(reason=err.problem)
        if entry is None:
            return self.async_create_entry(
                title=title, data={CONF_PROVIDER: provider, **data}
            )
        return self.async_update_reload_and_abort(entry, data_updates=data)

    def _is_lost(self, entry: ConfigEntry) -> bool:
        """Return whether an entry waits for a person to sign in again."""
        return entry.state is ConfigEntryState.SETUP_ERROR or any(
            entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})
        )
