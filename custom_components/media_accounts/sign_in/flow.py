"""The common part of all sign-ins: access to the config flow, and the last step."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.data_entry_flow import UnknownFlow

from ..api.endpoints import Endpoint, EndpointInvalid
from ..api.token import Token
from ..const import CONF_METHOD, CONF_PROVIDER, DOMAIN
from ..markup import escape_markdown
from ..vault.errors import VaultUnavailable
from ..vault.vault import async_get_vault

type Step = Callable[[dict[str, Any] | None], Awaitable[ConfigFlowResult]]


class SignInFlow(ConfigFlow):
    """The parts of the config flow that a sign-in uses."""

    _is_finishing = False

    @property
    def known_entry(self) -> ConfigEntry | None:
        """Return the entry that is being reauthenticated, None for a new one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    async def async_finish_sign_in(
        self,
        sign_in: SignIn,
        token: Token,
        *,
        unique_id: str,
        title: str,
        data: Mapping[str, str | list[str]],
        same_account: ConfigEntry | None,
        in_memory: bool,
    ) -> ConfigFlowResult:
        """Store the token, and create the entry or update the one of the account.

        `same_account` is an entry of the account that has just signed in. A flow that
        was started to add it again is aborted, unless its sign-in was lost: then the
        user may have followed the "add credentials" dialog out of the reauthentication.

        Home Assistant, and each page that shows the dialog, may request this last step
        at the same time. A second entry would replace the first one and its data.
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
            if self._is_finished_elsewhere(unique_id):
                return self.async_abort(
                    reason="already_configured",
                    description_placeholders={"account": escape_markdown(title)},
                )
            await self.async_set_unique_id(unique_id, raise_on_progress=False)
        else:
            unique_id = str(entry.unique_id)

        data = {CONF_METHOD: sign_in.method.key, **data}
        try:
            vault = await async_get_vault(self.hass)
            keep = vault.async_store_in_memory if in_memory else vault.async_store
            await keep(unique_id, token)
        except VaultUnavailable as err:
            return self.async_abort(reason=err.problem)
        data = {CONF_PROVIDER: sign_in.endpoint.service, **data}
        if entry is None:
            return self.async_create_entry(title=title, data=data)
        # Data that another method stored is removed.
        return self.async_update_reload_and_abort(entry, data=data)

    def _is_finished_elsewhere(self, unique_id: str) -> bool:
        """Return whether another dialog is about to add the same account.

        A flow has the unique id of its account from its last step on. Home Assistant
        would abort this flow, without a message, when the other one creates the entry.
        """
        return any(
            flow["context"].get("unique_id") == unique_id
            for flow in self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
            if flow["flow_id"] != self.flow_id
        )

    def _is_lost(self, entry: ConfigEntry) -> bool:
        """Return whether an entry waits for reauthentication."""
        return entry.state is ConfigEntryState.SETUP_ERROR or any(
            entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})
        )


@dataclass(frozen=True, kw_only=True)
class SignInMethod:
    """A sign-in method of a provider.

    `key` identifies it in the entry's data, `step_id` is its first step in the config
    flow. `begin` creates the sign-in of one user.
    """

    key: str
    step_id: str
    begin: Callable[[SignInFlow, SignInMethod], SignIn]


class SignIn(ABC):
    """The sign-in of one user by one method, in one config flow.

    The config flow calls the `steps` by their step ids; the first is that of the
    method.
    """

    def __init__(
        self, flow: SignInFlow, method: SignInMethod, *, endpoint: Endpoint
    ) -> None:
        """Initialize with the config flow, the method and the service's endpoint."""
        self.flow = flow
        self.method = method
        self.endpoint = endpoint

    @property
    @abstractmethod
    def steps(self) -> Mapping[str, Step]:
        """Return the steps by their ids."""

    @property
    def placeholders(self) -> dict[str, str]:
        """Return the placeholders for the texts of every form."""
        entry = self.flow.known_entry
        return {
            "service": self.endpoint.name,
            "account": escape_markdown(entry.title) if entry else "",
        }

    def show_failure(self, step_id: str, error: str | None = None) -> ConfigFlowResult:
        """Show the failure, with a button to try again."""
        return self.flow.async_show_form(
            step_id=step_id,
            errors={"base": error} if error else None,
            description_placeholders=self.placeholders,
        )

    def abort_endpoint_invalid(self, err: EndpointInvalid) -> ConfigFlowResult:
        """Abort a flow whose endpoint is not safe."""
        return self.flow.async_abort(
            reason="endpoint_invalid",
            description_placeholders={"variable": err.variable},
        )

    def is_another_account(self, account: AccountIdentity) -> bool:
        """Return whether the entry being reauthenticated belongs to another account."""
        entry = self.flow.known_entry
        return entry is not None and entry.unique_id != self._unique_id(account)

    async def async_keep(
        self, account: AccountIdentity, token: Token
    ) -> ConfigFlowResult:
        """Store the sign-in of an account that has an id at the service."""
        unique_id = self._unique_id(account)
        return await self.flow.async_finish_sign_in(
            self,
            token,
            unique_id=unique_id,
            title=account.name,
            data={},
            same_account=self.flow.hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, unique_id
            ),
            in_memory=False,
        )

    def _unique_id(self, account: AccountIdentity) -> str:
        return f"{self.endpoint.service}_{account.account_id}"


@dataclass(frozen=True, kw_only=True)
class AccountIdentity:
    """The account that a token belongs to: its id at the service, and its name."""

    account_id: str
    name: str
