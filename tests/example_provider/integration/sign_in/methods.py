"""The methods to sign in to Film Locker; the first is the default."""

from functools import partial
from typing import Final

from aiohttp import ClientSession
from yarl import URL

from ...api.client import FixedToken
from ...api.token import Token
from ...sign_in.device_flow import DeviceSignIn
from ...sign_in.flow import AccountIdentity, SignInMethod
from ..api.client import FilmLockerClient
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import FilmLockerDeviceGrant


async def identify(http: ClientSession, url: URL, token: Token) -> AccountIdentity:
    """Read the account of a token; raises a ProviderError."""
    client = FilmLockerClient(http, url, FixedToken(token.access_token))
    locker = await client.locker()
    return AccountIdentity(account_id=str(locker.account_id), name=locker.name)


SIGN_IN_METHODS: Final = (
    SignInMethod(
        key="device_code",
        step_id="film_locker",
        begin=partial(
            DeviceSignIn,
            endpoint=ENDPOINT,
            grant=FilmLockerDeviceGrant,
            identify=identify,
        ),
    ),
)
