"""A process that is killed during a token refresh loses no sign-in."""

import asyncio
from asyncio.subprocess import PIPE
from pathlib import Path
import signal
import stat
import sys

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import refresh
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import add_blubrry, add_real_debrid
from tests.simulator import Simulator
from tests.vault.helpers import loaded

pytestmark = pytest.mark.real_storage

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("provider", "moment"),
    [
        ("real_debrid", "between answer and save"),
        ("real_debrid", "while it is written"),
        ("real_debrid", "after the save"),
        # After the response, all providers behave the same.
        ("blubrry", "between answer and save"),
    ],
)
async def test_no_sign_in_is_lost(
    hass: HomeAssistant, simulator: Simulator, provider: str, moment: str
) -> None:
    key = ("", "")
    if provider == "real_debrid":
        entry = await add_real_debrid(hass, simulator)
    else:
        entry = await add_blubrry(hass, simulator)
        key_of_ours = list(simulator.blubrry.grants.clients.values())[-1]
        key = key_of_ours.client_id, key_of_ours.client_secret
    unique_id = str(entry.unique_id)
    before = (await async_get_vault(hass)).token(unique_id)
    assert before is not None
    service = getattr(simulator, provider)
    given = len(service.grants.access_tokens)

    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.crash",
        moment,
        hass.config.config_dir,
        provider,
        unique_id,
        service.url,
        *key,
        cwd=ROOT,
        stdout=PIPE,
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"here\n"
    finally:
        process.kill()
        await process.wait()
    assert process.returncode == -signal.SIGKILL

    # The service has given a new token; whatever is on disk is whole.
    after = (await loaded(hass)).token(unique_id)
    assert after is not None
    assert (after != before) == (moment == "after the save")
    grants = service.grants
    assert len(grants.access_tokens) == given + 1
    assert after.access_token in grants.access_tokens
    assert after.refresh_token is not None
    for path in Path(hass.config.path(".storage")).iterdir():
        if path.name.startswith("media_accounts") or path.name.startswith("tmp"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
            assert after.access_token not in path.read_text()

    # It is still valid, both as it is and after a renewal.
    if provider == "real_debrid":
        http, url = async_get_clientsession(hass), URL(service.url)
        for token in (after, await refresh(http, url, after)):
            client = RealDebridClient(http, url, FixedToken(token.access_token))
            assert (await client.user()).username == "quietotter"
    else:
        assert after.refresh_token in grants.refresh_tokens
