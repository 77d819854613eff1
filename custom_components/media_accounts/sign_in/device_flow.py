"""Sign in with a code on another device (RFC 8628)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from html import escape
from typing import Any, override

from aiohttp import ClientSession
from homeassistant.config_entries import ConfigFlowResult
from yarl import URL

from ..api.device_flow import CodeExpired, DeviceCode, DeviceFlow, DeviceGrant
from ..api.endpoints import Endpoint, EndpointInvalid
from ..api.errors import AccountProblem, AccountTrouble, ProviderError, SignInRefused
from ..api.token import Token
from ..http_session import async_get_http_session
from .flow import AccountIdentity, SignIn, SignInFlow, SignInMethod, Step

type Identify = Callable[[ClientSession, URL, Token], Awaitable[AccountIdentity]]
"""Reads whose account a token belongs to; raises a ProviderError."""


class DeviceSignIn(SignIn):
    """A progress step, and a step for each way in which it can end.

    A background task waits for the user and returns the id of the next step. Closing
    the dialog cancels it.
    """

    _code: DeviceCode
    _waiting: asyncio.Task[str] | None = None
    _token: Token | None = None
    _approved: tuple[AccountIdentity, Token]
    _problem: AccountProblem

    def __init__(
        self,
        flow: SignInFlow,
        method: SignInMethod,
        *,
        endpoint: Endpoint,
        grant: Callable[[ClientSession, URL], DeviceGrant],
        identify: Identify,
    ) -> None:
        """Initialize with the service's requests and the account's identification."""
        super().__init__(flow, method, endpoint=endpoint)
        self._grant = grant
        self._identify = identify

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        start = self.method.step_id
        return {
            start: self.async_step_start,
            f"{start}_approved": self.async_step_approved,
            f"{start}_account": self.async_step_account,
            **{
                f"{start}_{failure}": partial(
                    self.async_step_failed, f"{start}_{failure}"
                )
                for failure in ("expired", "refused", "connection", "wrong_account")
            },
        }

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the code, and wait until the user has granted the access."""
        hass = self.flow.hass
        if self._waiting is None:
            http = async_get_http_session(hass)
            try:
                url = self.endpoint.base_url()
            except EndpointInvalid as err:
                return self.abort_endpoint_invalid(err)
            device_flow = DeviceFlow(self._grant(http, url))
            if self._token is None:
                try:
                    self._code = await device_flow.request_code()
                except ProviderError as err:
                    return await self.steps[self._failed_step(err)](None)
            # Home Assistant does not wait for background tasks when it stops.
            self._waiting = hass.async_create_background_task(
                self._async_wait(device_flow, http, url),
                f"{self.endpoint.name} device sign-in",
            )
        if not self._waiting.done():
            return self._show_progress(self._waiting)
        waiting, self._waiting = self._waiting, None
        return self.flow.async_show_progress_done(next_step_id=waiting.result())

    def _show_progress(self, waiting: asyncio.Task[str]) -> ConfigFlowResult:
        if self._token is not None:
            return self.flow.async_show_progress(
                step_id=self.method.step_id,
                progress_action="read_account",
                progress_task=waiting,
            )
        # The frontend renders this element in Markdown; a translation may not contain
        # it.
        qr_code = (
            f'<ha-qr-code data="{escape(self._code.scannable_uri)}" scale="5" '
            'margin="2" error-correction-level="low"></ha-qr-code>'
        )
        return self.flow.async_show_progress(
            step_id=self.method.step_id,
            progress_action="wait_for_approval",
            description_placeholders={
                "service": self.endpoint.name,
                "qr_code": qr_code,
                "url": self._code.verification_uri,
                "user_code": self._code.user_code,
            },
            progress_task=waiting,
        )

    async def _async_wait(
        self, device_flow: DeviceFlow, http: ClientSession, url: URL
    ) -> str:
        """Wait for the token, read the account, and return the next step.

        A granted token is kept when the account cannot be read, so that the user does
        not have to grant the access twice.
        """
        try:
            if self._token is None:
                self._token = await device_flow.wait_for_token(
                    self._code, self.flow.async_update_progress
                )
            self._approved = (
                await self._identify(http, url, self._token),
                self._token,
            )
        except ProviderError as err:
            return self._failed_step(err)
        return f"{self.method.step_id}_approved"

    def _failed_step(self, error: ProviderError) -> str:
        """Return the step that shows how to resolve an error."""
        match error:
            case CodeExpired():
                failure = "expired"
            case SignInRefused():
                self._token = None
                failure = "refused"
            case AccountTrouble(problem=problem):
                self._problem = problem
                failure = "account"
            case _:
                failure = "connection"
        return f"{self.method.step_id}_{failure}"

    async def async_step_approved(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Store the account, unless it differs from that of the entry."""
        account, token = self._approved
        if self.is_another_account(account):
            self._token = None
            return self.show_failure(f"{self.method.step_id}_wrong_account")
        return await self.async_keep(account, token)

    async def async_step_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what the owner of the account has to do first."""
        return await self.async_step_failed(
            f"{self.method.step_id}_account",
            user_input,
            error=f"account_{self._problem}",
        )

    async def async_step_failed(
        self,
        step_id: str,
        user_input: dict[str, Any] | None = None,
        *,
        error: str | None = None,
    ) -> ConfigFlowResult:
        """Show a failure, or try again."""
        if user_input is not None:
            return await self.async_step_start()
        return self.show_failure(step_id, error)
