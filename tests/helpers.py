"""What the tests of flows, set-up and entities share: people, and what they do."""

import asyncio
from collections import deque
from collections.abc import Callable
import time
from typing import Any

from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.media_accounts.api import device_flow, limiter
from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.simulator import Simulator
from tests.support import patch_clock

HOME = "https://example.com"
"""Where the browser of `current_request_with_host` has Home Assistant."""

KEY_NAME = "My API key"

type Action = Callable[[], object]


class Pauses:
    """Stands in for the pauses between two polls, so that minutes pass at once.

    In each pause the simulator's clock, which stands still otherwise, moves on, and
    then happens what the test has planned for it.
    """

    def __init__(self, simulator: Simulator) -> None:
        """Begin without a plan: nobody does anything."""
        self._simulator = simulator
        self._plan: deque[Action] = deque()
        self.seconds: list[float] = []
        self.endless = asyncio.Event()
        self.cancelled = False
        self._hold = False

    def then(self, *actions: Action) -> None:
        """Let something happen in each of the next pauses."""
        self._plan.extend(actions)

    def hold(self) -> None:
        """Let the next pause that nothing is planned for be endless."""
        self._hold = True

    async def sleep(self, seconds: float) -> None:
        """Be a pause."""
        self.seconds.append(seconds)
        self._simulator.clock.advance(seconds)
        if self._plan:
            self._plan.popleft()()
        elif self._hold:
            self.endless.set()
            try:
                await asyncio.Event().wait()
            finally:
                self.cancelled = True


@pytest.fixture
def pauses(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Let the device flow run by the simulator's clock."""
    simulator.clock.stop()
    standing_in = Pauses(simulator)
    monkeypatch.setattr(device_flow, "sleep", standing_in.sleep)
    monkeypatch.setattr(device_flow, "monotonic", simulator.clock.now)
    return standing_in


def nobody_acts() -> None:
    """Plan nothing for a pause."""


def approves(simulator: Simulator, username: str) -> Action:
    """Return what somebody does who types the newest code and lets us in."""

    def approve() -> None:
        device = simulator.real_debrid.waiting()[-1]
        simulator.real_debrid.approve(device.user_code, username)

    return approve


def denies(simulator: Simulator) -> Action:
    """Return what somebody does who types the newest code and refuses."""

    def deny() -> None:
        device = simulator.real_debrid.waiting()[-1]
        simulator.real_debrid.deny(device.user_code)

    return deny


class Browser:
    """A person's browser: at Blubrry's consent page, and on its way back."""

    def __init__(
        self, hass: HomeAssistant, simulator: Simulator, client: ClientSessionGenerator
    ) -> None:
        """Take the services, and the way to Home Assistant."""
        self._hass = hass
        self._simulator = simulator
        self._client = client

    async def decide(
        self, result: ConfigFlowResult, username: str = "", *, action: str = "Approve"
    ) -> ConfigFlowResult:
        """Open the address of an external step, decide, and come back."""
        page = URL(result["url"])
        async with async_get_clientsession(self._hass).post(
            page.with_query(None),
            data={**page.query, "username": username, "action": action},
            allow_redirects=False,
        ) as answer:
            assert answer.status == 302
            back = URL(answer.headers["Location"])
        assert str(back).startswith(f"{HOME}/auth/external/callback?")
        return await self._follow(result, back)

    async def come_back(
        self, result: ConfigFlowResult, **query: str
    ) -> ConfigFlowResult:
        """Come back with something else than what the consent page gives."""
        asked = URL(result["url"]).query
        back = URL(asked["redirect_uri"]).with_query(state=asked["state"], **query)
        return await self._follow(result, back)

    async def _follow(self, result: ConfigFlowResult, back: URL) -> ConfigFlowResult:
        client = await self._client()
        async with client.get(back.relative()) as answer:
            assert answer.status == 200
            assert "window.close()" in await answer.text()
        return await self._hass.config_entries.flow.async_configure(result["flow_id"])


@pytest.fixture
async def browser(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    current_request_with_host: None,
) -> Browser:
    """Let a person sign in at Blubrry."""
    assert await async_setup_component(hass, "application_credentials", {})
    return Browser(hass, simulator, hass_client_no_auth)


async def add_api_key(
    hass: HomeAssistant,
    simulator: Simulator,
    name: str = KEY_NAME,
    *,
    redirect_uri: str | None = None,
    client_secret: str | None = None,
) -> str:
    """Create an API key at Blubrry and add it to Home Assistant; return its id.

    `client_secret` is one that was mistyped in Home Assistant.
    """
    assert await async_setup_component(hass, "application_credentials", {})
    key = simulator.blubrry.create_api_key(redirect_uri)
    await async_import_client_credential(
        hass,
        DOMAIN,
        ClientCredential(key.client_id, client_secret or key.client_secret, name),
        name,
    )
    return key.client_id


async def delete_api_keys(hass: HomeAssistant) -> None:
    """Remove all credentials from Home Assistant."""
    collection = hass.data["application_credentials"]
    for item in collection.async_items():
        await collection.async_delete_item(item["id"])


async def choose(hass: HomeAssistant, provider: str) -> ConfigFlowResult:
    """Add an account: open the menu, choose a service."""
    flows = hass.config_entries.flow
    menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    return await flows.async_configure(menu["flow_id"], {"next_step_id": provider})


async def submit(
    hass: HomeAssistant, result: ConfigFlowResult, **user_input: str
) -> ConfigFlowResult:
    """Press the button of a form."""
    assert result["type"] is FlowResultType.FORM
    return await hass.config_entries.flow.async_configure(result["flow_id"], user_input)


async def outcome(hass: HomeAssistant, result: ConfigFlowResult) -> ConfigFlowResult:
    """Let a progress step run to its end, and return what the dialog shows then."""
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    await hass.async_block_till_done(wait_background_tasks=True)
    flows = hass.config_entries.flow
    after = await flows.async_configure(result["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)
    return after


def reauth_flows(hass: HomeAssistant) -> list[ConfigFlowResult]:
    """Return the reauthentications that wait for a person."""
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def add_real_debrid(
    hass: HomeAssistant, simulator: Simulator, username: str = "quietotter"
) -> MockConfigEntry:
    """Return the entry of somebody who has signed in before; it is not set up yet."""
    answer = simulator.real_debrid.sign_in(username)
    return await _add(
        hass,
        "real_debrid",
        answer,
        title=username,
        number=simulator.real_debrid.people[username].id,
        client_id=answer["client_id"],
        client_secret=answer["client_secret"],
    )


async def add_blubrry(
    hass: HomeAssistant, simulator: Simulator, username: str = "filmhost"
) -> MockConfigEntry:
    """Return the entry of somebody who has signed in before, with a key of their own.

    It is not set up yet.
    """
    name = f"key of {username}"
    client_id = await add_api_key(hass, simulator, name)
    programs = simulator.blubrry.people[username].programs
    first = simulator.blubrry.programs[min(programs)]
    return await _add(
        hass,
        "blubrry",
        simulator.blubrry.sign_in(client_id, username),
        title=f"Blubrry ({first.title})",
        number=first.program_id,
        auth_implementation=name,
        program_ids=sorted(map(str, programs)),
    )


async def _add(
    hass: HomeAssistant,
    provider: str,
    answer: dict[str, Any],
    *,
    title: str,
    number: int,
    client_id: str | None = None,
    client_secret: str | None = None,
    **data: Any,
) -> MockConfigEntry:
    unique_id = f"{provider}_{number}"
    vault = await async_get_vault(hass)
    await vault.async_store(
        unique_id,
        Token(
            access_token=answer["access_token"],
            refresh_token=answer["refresh_token"],
            expires_at=time.time() + answer["expires_in"],
            lifetime=answer["expires_in"],
            client_id=client_id,
            client_secret=client_secret,
        ),
    )
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=unique_id,
        data={"provider": provider, **data},
    )
    entry.add_to_hass(hass)
    return entry


async def set_up(hass: HomeAssistant, *entries: ConfigEntry) -> None:
    """Set entries up."""
    for entry in entries:
        # With the first one the integration is loaded, and all of its entries.
        if entry.state is ConfigEntryState.NOT_LOADED:
            await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pass at once what an account waits between its requests."""
    waited = 0.0

    async def wait(seconds: float) -> None:
        nonlocal waited
        waited += seconds

    patch_clock(
        monkeypatch,
        limiter,
        sleep=wait,
        monotonic=lambda: time.monotonic() + waited,
    )


def entity_states(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return the states of an account's entities, by entity id."""
    registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    states = (hass.states.get(entity.entity_id) for entity in registered)
    return {state.entity_id: state.state for state in states if state is not None}


def entries(hass: HomeAssistant) -> list[ConfigEntry]:
    """Return all accounts."""
    return hass.config_entries.async_entries(DOMAIN)


def username_of(simulator: Simulator, entry: ConfigEntry) -> str:
    """Return the username of the person whose account an entry is."""
    return next(
        username
        for service in simulator.services.values()
        for username in service.people
        if entry.title == username
        or entry.data.get("auth_implementation") == f"key of {username}"
    )


def revoke(simulator: Simulator, entry: ConfigEntry) -> None:
    """Let the person of an account end at the service what they granted."""
    service = simulator.services[entry.data["provider"]]
    service.revoke(username_of(simulator, entry))
