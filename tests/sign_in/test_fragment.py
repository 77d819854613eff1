"""The callback page of the implicit grant, with the address that is suggested."""

import asyncio
import base64
from collections.abc import AsyncIterator
from hashlib import sha256
import re

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.media_accounts.sign_in.fragment import (
    CALLBACK_PATH,
    async_wait_for_fragment,
)
from tests.blubrry.sign_in.test_other_grants import other_way
from tests.helpers import Browser, entries, submit
from tests.simulator import Simulator


@pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")
async def test_the_dialog_goes_on_with_the_address_that_it_suggests(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    hass.config.components.add("my")
    form = await other_way(hass, "blubrry_implicit")
    suggested = next(
        field.default()
        for field in form["data_schema"].schema
        if field == "redirect_uri"
    )
    assert URL(suggested).path == CALLBACK_PATH
    key = simulator.blubrry.create_api_key(None)
    waiting = await submit(hass, form, client_id=key.client_id, redirect_uri=suggested)
    assert waiting["type"] is FlowResultType.EXTERNAL_STEP
    state = URL(waiting["url"]).query["state"]
    assert URL(waiting["url"]).query["redirect_uri"] == suggested

    client = await hass_client_no_auth()
    async with client.get(CALLBACK_PATH) as page:
        policy = page.headers["Content-Security-Policy"]
        (script,) = re.findall("<script>(.*)</script>", await page.text(), re.DOTALL)
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy

    token = simulator.blubrry.sign_in_implicitly(key.client_id, "filmhost")
    answer = f"access_token={token['access_token']}&token_type=Bearer&expires_in=3600"
    # Only the state of a pending link is accepted, and only once.
    for given, status in ((f"{state}x", 400), ("", 400), (state, 204), (state, 400)):
        async with client.post(CALLBACK_PATH, data=f"{answer}&state={given}") as posted:
            assert posted.status == status
    added = await hass.config_entries.flow.async_configure(waiting["flow_id"])
    assert added["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = entries(hass)
    assert entry.data["method"] == "implicit"


@pytest.mark.usefixtures("no_waiting", "browser")
async def test_a_dialog_that_was_closed_takes_no_fragment(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    form = await other_way(hass, "blubrry_implicit")
    key = simulator.blubrry.create_api_key(None)
    address = f"https://example.com{CALLBACK_PATH}"
    waiting = await submit(hass, form, client_id=key.client_id, redirect_uri=address)
    hass.config_entries.flow.async_abort(waiting["flow_id"])
    client = await hass_client_no_auth()
    state = URL(waiting["url"]).query["state"]
    async with client.post(CALLBACK_PATH, data=f"state={state}") as posted:
        assert posted.status == 400


@pytest.mark.usefixtures("browser")
async def test_only_the_newest_link_of_a_dialog_is_accepted(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    form = await other_way(hass, "blubrry_implicit")
    for state in ("first", "second"):
        async_wait_for_fragment(hass, state, form["flow_id"])
    client = await hass_client_no_auth()
    async with client.post(CALLBACK_PATH, data="state=first") as posted:
        assert posted.status == 400
    assert form["flow_id"] in {
        flow["flow_id"] for flow in hass.config_entries.flow.async_progress()
    }


@pytest.mark.usefixtures("no_waiting", "browser")
async def test_a_fragment_that_arrives_in_parts_is_read_to_its_end(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    form = await other_way(hass, "blubrry_implicit")
    key = simulator.blubrry.create_api_key(None)
    address = f"https://example.com{CALLBACK_PATH}"
    waiting = await submit(hass, form, client_id=key.client_id, redirect_uri=address)
    state = URL(waiting["url"]).query["state"]
    client = await hass_client_no_auth()

    async def parts(*texts: str) -> AsyncIterator[bytes]:
        for text in texts:
            yield text.encode()
            await asyncio.sleep(0.01)

    long = "x" * 9000
    for body, status in ((("access_token=", long), 413), (("error=a&st", "ate="), 400)):
        async with client.post(CALLBACK_PATH, data=parts(*body)) as posted:
            assert posted.status == status
    body = ("error=access_denied&st", f"ate={state}")
    async with client.post(CALLBACK_PATH, data=parts(*body)) as posted:
        assert posted.status == 204
