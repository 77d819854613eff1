"""The config flow: which account, and how it is signed in again."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    OptionsFlow,
    OptionsFlowWithReload,
)
from homeassistant.core import callback

from .blubrry.sign_in.credentials import CredentialsSteps
from .blubrry.sign_in.implicit import ImplicitSteps
from .const import CONF_METHOD, DOMAIN
from .markup import escape_markdown
from .providers import PROVIDERS, definition_of
from .real_debrid.sign_in.api_token import ApiTokenSteps
from .real_debrid.sign_in.device_flow import RealDebridSteps


class MediaAccountsConfigFlow(
    ApiTokenSteps, RealDebridSteps, CredentialsSteps, ImplicitSteps, domain=DOMAIN
):
    """Add an account, or sign a known one in again.

    Each provider brings its own steps, of which the first bears its name, and
    names in its definition where each way of signing in begins.
    """

    VERSION = 1
    MINOR_VERSION = 2

    @classmethod
    @callback
    @override
    def async_supports_options_flow(cls, config_entry: ConfigEntry) -> bool:
        """Return whether the provider has something to choose."""
        definition = definition_of(config_entry)
        return definition is not None and definition.options is not None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the options of an account."""
        return MediaAccountsOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose the service."""
        return self.async_show_menu(
            step_id="user", menu_options=[*PROVIDERS, "other_ways"]
        )

    async def async_step_other_ways(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose a way to sign in that few people need."""
        return self.async_show_menu(
            step_id="other_ways",
            menu_options=[
                step
                for definition in PROVIDERS.values()
                for method, step in definition.sign_in_methods.items()
                if method != definition.usual_method
            ],
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start to sign in again: the old sign-in was refused."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait for a person: nobody may be looking when a sign-in is lost."""
        entry = self._get_reauth_entry()
        if user_input is None:
            return self.async_show_form(
                step_id="reauth_confirm",
                errors=await self.async_errors_of_sign_in(entry),
                description_placeholders={"name": escape_markdown(entry.title)},
            )
        if (definition := definition_of(entry)) is None:
            return self.async_abort(reason="unknown_provider")
        return await self.async_go_on(
            definition.sign_in_methods[entry.data[CONF_METHOD]]
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Sign in again at a person's wish, perhaps in another way than before."""
        definition = definition_of(self._get_reconfigure_entry())
        if definition is None:
            return self.async_abort(reason="unknown_provider")
        steps = list(definition.sign_in_methods.values())
        if len(steps) == 1:
            return await self.async_go_on(steps[0])
        return self.async_show_menu(step_id=f"{definition.id}_ways", menu_options=steps)

    # The menu bears the provider's name, since its choices are the provider's own.
    async_step_blubrry_ways = async_step_reconfigure
    async_step_real_debrid_ways = async_step_reconfigure


class MediaAccountsOptionsFlow(OptionsFlowWithReload):
    """What can be chosen for an account, as its provider describes it."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        definition = definition_of(self.config_entry)
        if definition is None or definition.options is None:
            return self.async_abort(reason="unknown_provider")
        return self.async_show_form(
            step_id=definition.id, data_schema=definition.options(self.config_entry)
        )

    # The form bears the provider's name, since its fields are the provider's own.
    async_step_blubrry = async_step_init
    async_step_real_debrid = async_step_init
