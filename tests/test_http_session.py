"""Accounts share no cookies, neither at one service nor between two on one host."""

from functools import partial

import aiohttp
from aiohttp import CookieJar
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.http_session import async_get_http_session
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator


@pytest.mark.usefixtures("no_waiting")
async def test_no_account_gets_the_cookies_of_another(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By default a cookie jar ignores cookies of hosts without a name.
    monkeypatch.setattr(aiohttp.client, "CookieJar", partial(CookieJar, unsafe=True))
    for service, path in (
        ("real_debrid", "/rest/1.0/user"),
        ("blubrry", "/2/media/index.json"),
    ):
        headers = {"Set-Cookie": "session=of-one-person; Path=/"}
        simulator.fault(service, path, status=503, headers=headers, times=2)
    entries = [
        await add_real_debrid(hass, simulator, "quietotter"),
        await add_real_debrid(hass, simulator, "lastlantern"),
        await add_blubrry(hass, simulator, "filmhost"),
    ]
    await set_up(hass, *entries)
    for entry in entries:
        await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert {request.service for request in simulator.requests} == {
        "real_debrid",
        "blubrry",
    }
    assert not [r for r in simulator.requests if "Cookie" in r.headers]


async def test_the_session_is_one_and_ends_with_home_assistant(
    hass: HomeAssistant,
) -> None:
    session = async_get_http_session(hass)
    assert async_get_http_session(hass) is session
    hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hass.async_block_till_done()
    assert session.closed
