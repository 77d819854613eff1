"""Identify the Real-Debrid account of a token."""

from aiohttp import ClientSession
from yarl import URL

from ...api.client import FixedToken
from ...api.token import Token
from ...sign_in.flow import AccountIdentity
from ..api.client import RealDebridClient


async def identify(http: ClientSession, url: URL, token: Token) -> AccountIdentity:
    """Read the user; raises a ProviderError."""
    user = await RealDebridClient(http, url, FixedToken(token.access_token)).user()
    return AccountIdentity(account_id=str(user.user_id), name=user.username)
