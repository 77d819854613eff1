"""Refresh one token and block at a given moment; print a line at that moment.

Usage: python -m tests.faults.crash MOMENT FOLDER PROVIDER ENTRY URL CLIENT_ID SECRET

The pair at the end is of a Blubrry API key; Real-Debrid's own is in the vault.
"""

import asyncio
from collections.abc import Callable
from functools import partial
import sys
import threading
import time
from unittest.mock import patch

from aiohttp import BasicAuth, ClientSession, hdrs
import atomicwrites
from homeassistant.core import HomeAssistant
from yarl import URL

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.blubrry.api.oauth2 import (
    TOKEN_PATH,
    request_token,
)
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    refresh as refresh_real_debrid,
)
from custom_components.media_accounts.vault.session import OAuth2Session
from custom_components.media_accounts.vault.vault import Vault


def block() -> None:
    """Print a line, and never return."""
    print("here", flush=True)  # noqa: T201 - the parent waits for it
    threading.Event().wait()


async def refresh_blubrry(
    http: ClientSession, url: URL, auth: BasicAuth, token: Token
) -> Token:
    """Renew a token of Blubrry."""
    form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token or ""}
    answer = await request_token(
        http,
        url.joinpath(TOKEN_PATH.lstrip("/")),
        form,
        {hdrs.AUTHORIZATION: auth.encode()},
    )
    return token.renewed(answer, now=time.time())


async def main(moment: str, folder: str, provider: str, *rest: str) -> None:
    """Refresh the token and store it, up to the moment."""
    unique_id, url, client_id, client_secret = rest
    vault = Vault(HomeAssistant(folder))
    await vault.async_load()
    old = vault.token(unique_id)
    assert old is not None
    async with ClientSession() as http:
        renew = (
            partial(refresh_real_debrid, http, URL(url))
            if provider == "real_debrid"
            else partial(
                refresh_blubrry, http, URL(url), BasicAuth(client_id, client_secret)
            )
        )

        async def refresh(token: Token) -> Token:
            renewed = await renew(token)
            if moment == "between answer and save":
                block()
            return renewed

        session = OAuth2Session(vault._store.hass, vault, unique_id, refresh)
        commit: Callable[[object, object], None] = atomicwrites.AtomicWriter.commit

        def block_before(writer: object, file: object) -> None:
            if moment == "while it is written":
                block()
            commit(writer, file)

        with patch.object(atomicwrites.AtomicWriter, "commit", block_before):
            await session.access_token(rejected=old.access_token)
        block()


asyncio.run(main(*sys.argv[1:]))
