"""The steps in which a person signs in to Real-Debrid: QR code, link, code."""

import asyncio
from html import escape
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from yarl import URL

from ...api.client import FixedToken
from ...api.endpoints import EndpointInvalid
from ...api.errors import AccountProblem, AccountTrouble, ProviderError, SignInRefused
from ...api.token import Token
from ..api.client import RealDebridClient
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import CodeExpired, DeviceCode, DeviceSignIn
from ..api.user import User
from .flow import RealDebridSignIn


class RealDebridSteps(RealDebridSignIn):
    """The device flow: one progress step, and a step for each way it can end.

    A step of the waiting task's choice follows when the task has ended. Closing
    the dialog cancels the task.
    """

    _code: DeviceCode
    _waiting: asyncio.Task[str] | None = None
    _token: Token | None = None
    _approved: tuple[User, Token]
    _problem: AccountProblem

    async def async_step_real_debrid(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the code and wait until the person has agreed."""
        if self._waiting is None:
            http = async_get_clientsession(self.hass)
            try:
                url = ENDPOINT.base_url()
            except EndpointInvalid as err:
                return self.abort_endpoint_invalid(err)
            sign_in = DeviceSignIn(http, url)
            if self._token is None:
                try:
                    self._code = await sign_in.request_code()
                except ProviderError as err:
                    return await self.async_go_on(self._failed_step(err))
            # A stop of Home Assistant does not wait for background tasks.
            self._waiting = self.hass.async_create_background_task(
                self._async_wait(sign_in, url), "Real-Debrid device sign-in"
            )
        if not self._waiting.done():
            return self._show_code(self._waiting)
        waiting, self._waiting = self._waiting, None
        return self.async_show_progress_done(next_step_id=waiting.result())

    def _show_code(self, waiting: asyncio.Task[str]) -> ConfigFlowResult:
        if self._token is not None:
            return self.async_show_progress(
                step_id="real_debrid",
                progress_action="read_account",
                progress_task=waiting,
            )
        # The frontend's markdown draws this element; a translation may not hold it.
        qr_code = (
            f'<ha-qr-code data="{escape(self._code.scannable_uri)}" scale="5" '
            'margin="2" error-correction-level="low"></ha-qr-code>'
        )
        return self.async_show_progress(
            step_id="real_debrid",
            progress_action="wait_for_approval",
            description_placeholders={
                "qr_code": qr_code,
                "url": self._code.verification_uri,
                "user_code": self._code.user_code,
            },
            progress_task=waiting,
        )

    async def _async_wait(self, sign_in: DeviceSignIn, url: URL) -> str:
        """Wait for the token, read the account, and return the step to go on with.

        A token that was granted is kept over trouble with reading the account, so
        that nobody has to agree twice.
        """
        try:
            token = self._token or await sign_in.wait(
                self._code, self.async_update_progress
            )
            self._token = token
            http = async_get_clientsession(self.hass)
            client = RealDebridClient(http, url, FixedToken(token.access_token))
            self._approved = (await client.user(), token)
        except ProviderError as err:
            return self._failed_step(err)
        return "real_debrid_approved"

    def _failed_step(self, error: ProviderError) -> str:
        """Return the step that says what a person can do about an error."""
        match error:
            case CodeExpired():
                return "real_debrid_expired"
            case SignInRefused():
                self._token = None
                return "real_debrid_refused"
            case AccountTrouble(problem=problem):
                self._problem = problem
                return "real_debrid_account"
            case _:
                return "real_debrid_connection"

    async def async_step_real_debrid_approved(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Keep the account, unless it is another one than before."""
        user, token = self._approved
        if self.is_another_account(user):
            self._token = None
            return await self.async_step_real_debrid_wrong_account()
        return await self.async_keep(user, token)

    async def async_step_real_debrid_expired(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer a new code."""
        return await self._async_try_again("real_debrid_expired", user_input)

    async def async_step_real_debrid_refused(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to ask again."""
        return await self._async_try_again("real_debrid_refused", user_input)

    async def async_step_real_debrid_connection(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to try again."""
        return await self._async_try_again("real_debrid_connection", user_input)

    async def async_step_real_debrid_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what the account's owner has to settle first."""
        return await self._async_try_again(
            "real_debrid_account", user_input, error=f"account_{self._problem}"
        )

    async def async_step_real_debrid_wrong_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to sign in with the account of this entry."""
        return await self._async_try_again("real_debrid_wrong_account", user_input)

    async def _async_try_again(
        self,
        step_id: str,
        user_input: dict[str, Any] | None,
        *,
        error: str | None = None,
    ) -> ConfigFlowResult:
        if user_input is not None:
            return await self.async_step_real_debrid()
        return self.show_failure(step_id, error)
