"""The config flow: choose the service and the sign-in method, then sign in."""

from collections.abc import Mapping
from functools import partial
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    OptionsFlow,
    OptionsFlowWithReload,
)
from homeassistant.core import callback

from .const import CONF_METHOD, DOMAIN
from .markup import escape_markdown
from .providers import PROVIDERS, definition_of
from .sign_in.code_flow import async_step_to_resume
from .sign_in.flow import SignInFlow, SignInMethod, Step
from .vault.errors import VaultUnavailable
from .vault.vault import async_get_vault


class MediaAccountsConfigFlow(SignInFlow, domain=DOMAIN):
    """Add an account, or reauthenticate a known one.

    Home Assistant calls the step `x` as `async_step_x` of the flow. The first steps of
    all sign-in methods exist from the start; the one that is called begins its sign-in,
    a separate object, whose further steps are then available as well.
    """

    VERSION = 1
    MINOR_VERSION = 2

    def __init__(self) -> None:
        """Add the first step of every sign-in method, and a menu per provider."""
        for definition in PROVIDERS.values():
            # The menu has texts per provider, since its options depend on the provider.
            self._add_step(f"{definition.id}_ways", self.async_step_reconfigure)
            for method in definition.sign_in_methods:
                self._add_step(method.step_id, partial(self._async_begin, method))

    def _add_step(self, step_id: str, step: Step) -> None:
        setattr(self, f"async_step_{step_id}", step)

    async def _async_begin(
        self, method: SignInMethod, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        steps = method.begin(self, method).steps
        for step_id, step in steps.items():
            self._add_step(step_id, step)
        return await steps[method.step_id](user_input)

    @classmethod
    @callback
    @override
    def async_supports_options_flow(cls, config_entry: ConfigEntry) -> bool:
        """Return whether the provider has options."""
        definition = definition_of(config_entry)
        return definition is not None and definition.options is not None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the options flow of an account."""
        return MediaAccountsOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose the service; resume a flow that ended for lack of credentials."""
        if (step_id := await async_step_to_resume(self.hass)) is not None:
            step: Step = getattr(self, f"async_step_{step_id}")
            return await step(None)
        return self.async_show_menu(
            step_id="user", menu_options=[*PROVIDERS, "other_ways"]
        )

    async def async_step_other_ways(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose one of the less common methods."""
        return self.async_show_menu(
            step_id="other_ways",
            menu_options=[
                method.step_id
                for definition in PROVIDERS.values()
                for method in definition.sign_in_methods[1:]
            ],
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start reauthentication: the sign-in expired or was revoked."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait for confirmation: nobody may be looking when a sign-in is lost."""
        entry = self._get_reauth_entry()
        if user_input is None:
            return self.async_show_form(
                step_id="reauth_confirm",
                errors=await self._async_vault_errors(entry),
                description_placeholders={"name": escape_markdown(entry.title)},
            )
        if (definition := definition_of(entry)) is None:
            return self.async_abort(reason="unknown_provider")
        return await self._async_begin(
            definition.sign_in_method(entry.data.get(CONF_METHOD))
        )

    async def _async_vault_errors(self, entry: ConfigEntry) -> dict[str, str]:
        """Return the error if the sign-in was not refused, but cannot be decrypted."""
        try:
            vault = await async_get_vault(self.hass)
            await vault.async_unlock(str(entry.unique_id))
        except VaultUnavailable as err:
            return {"base": err.problem}
        if vault.is_locked(str(entry.unique_id)):
            return {"base": "secrets_locked"}
        return {}

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Sign in again at the user's request, perhaps by another method."""
        definition = definition_of(self._get_reconfigure_entry())
        if definition is None:
            return self.async_abort(reason="unknown_provider")
        methods = definition.sign_in_methods
        if len(methods) == 1:
            return await self._async_begin(methods[0])
        return self.async_show_menu(
            step_id=f"{definition.id}_ways",
            menu_options=[method.step_id for method in methods],
        )


class MediaAccountsOptionsFlow(OptionsFlowWithReload):
    """The options of an account, as defined by its provider."""

    def __init__(self) -> None:
        """Name the form after the provider, since its fields depend on it."""
        for provider in PROVIDERS:
            setattr(self, f"async_step_{provider}", self.async_step_init)

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options, then save them."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        definition = definition_of(self.config_entry)
        if definition is None or definition.options is None:
            return self.async_abort(reason="unknown_provider")
        return self.async_show_form(
            step_id=definition.id, data_schema=definition.options(self.config_entry)
        )
