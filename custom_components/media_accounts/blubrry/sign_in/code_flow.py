"""Sign in on Blubrry's page, the recommended method."""

from collections.abc import Awaitable, Mapping
from typing import override

from homeassistant.config_entries import ConfigFlowResult

from ...api.parsing import Json
from ...sign_in.code_flow import CodeSignIn
from .identity import async_keep_account
from .implementation import BlubrryImplementation


class BlubrryCodeSignIn(CodeSignIn[BlubrryImplementation]):
    """The authorization code grant; the podcasts identify the account."""

    @override
    async def async_keep_account(
        self, answer: Awaitable[Mapping[str, Json]], data: Mapping[str, str]
    ) -> ConfigFlowResult:
        return await async_keep_account(self, answer, data)
