"""Accounts, config flows and users for the tests of flows, setup and entities."""

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
"""The URL of Home Assistant in `current_request_with_host`."""

KEY_NAME = "My API key"

type Action = Callable[[], object]


class Pauses:
    """Replaces the waits between two polls, so that minutes pass immediately.

    Each wait advances the simulator's clock, which is stopped otherwise, and then runs
    the action that the test has planned for it.
    """

    def __init__(self, simulator: Simulator) -> None:
        """Start without planned actions."""
        self._simulator = simulator
        self._plan: deque[Action] = deque()
        self.seconds: list[float] = []
        self.endless = asyncio.Event()
        self.cancelled = False
        self._hold = False

    def then(self, *actions: Action) -> None:
        """Plan one action for each of the next waits."""
        self._plan.extend(actions)

    def hold(self) -> None:
        """Make the next wait without a planned action endless."""
        self._hold = True

    async def sleep(self, seconds: float) -> None:
        """Replace `asyncio.sleep`."""
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
    """Run the device flow on the simulator's clock."""
    simulator.clock.stop()
    standing_in = Pauses(simulator)
    monkeypatch.setattr(device_flow, "sleep", standing_in.sleep)
    monkeypatch.setattr(device_flow, "monotonic", simulator.clock.now)
    return standing_in


def nobody_acts() -> None:
    """Do nothing in a wait."""


def approves(simulator: Simulator, username: str) -> Action:
    """Return an action that enters the newest user code and allows access."""

    def approve() -> None:
        device = simulator.real_debrid.waiting()[-1]
        simulator.real_debrid.approve(device.user_code, username)

    return approve


def denies(simulator: Simulator) -> Action:
    """Return an action that enters the newest user code and denies access."""

    def deny() -> None:
        device = simulator.real_debrid.waiting()[-1]
        simulator.real_debrid.deny(device.user_code)

    return deny


class Browser:
    """The browser of a user: Blubrry's consent page and the redirect back."""

    def __init__(
        self, hass: HomeAssistant, simulator: Simulator, client: ClientSessionGenerator
    ) -> None:
        """Set Home Assistant, the simulator and the HTTP client."""
        self._hass = hass
        self._simulator = simulator
        self._client = client

    async def decide(
        self, result: ConfigFlowResult, username: str = "", *, action: str = "Approve"
    ) -> ConfigFlowResult:
        """Open the URL of an external step, decide, and follow the redirect."""
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
        """Follow a redirect with other parameters than the consent page's."""
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
    monkeypatch: pytest.MonkeyPatch,
) -> Browser:
    """Return a browser for signing in at Blubrry."""
    assert await async_setup_component(hass, "application_credentials", {})
    # Home Assistant's web server does not freeze its router when it starts, either.
    monkeypatch.setattr(hass.http.app.router, "freeze", lambda: None)
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

    `client_secret` replaces the right one, as a typing error does.
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
    """Start a config flow and choose a service."""
    flows = hass.config_entries.flow
    menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    return await flows.async_configure(menu["flow_id"], {"next_step_id": provider})


async def submit(
    hass: HomeAssistant, result: ConfigFlowResult, **user_input: str
) -> ConfigFlowResult:
    """Submit a form."""
    assert result["type"] is FlowResultType.FORM
    return await hass.config_entries.flow.async_configure(result["flow_id"], user_input)


async def outcome(hass: HomeAssistant, result: ConfigFlowResult) -> ConfigFlowResult:
    """Wait until a progress step is done; return the next step."""
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    await hass.async_block_till_done(wait_background_tasks=True)
    flows = hass.config_entries.flow
    after = await flows.async_configure(result["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)
    return after


def reauth_flows(hass: HomeAssistant) -> list[ConfigFlowResult]:
    """Return the reauthentication flows in progress."""
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def add_real_debrid(
    hass: HomeAssistant, simulator: Simulator, username: str = "quietotter"
) -> MockConfigEntry:
    """Add an entry with a valid sign-in, without setting it up."""
    answer = simulator.real_debrid.sign_in(username)
    return await add_entry(
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
    """Add an entry with a valid sign-in and its API key, without setting it up."""
    name = f"key of {username}"
    client_id = await add_api_key(hass, simulator, name)
    programs = simulator.blubrry.people[username].programs
    first = simulator.blubrry.programs[min(programs)]
    return await add_entry(
        hass,
        "blubrry",
        simulator.blubrry.sign_in(client_id, username),
        title=f"Blubrry ({first.title})",
        number=first.program_id,
        auth_implementation=name,
        program_ids=sorted(map(str, programs)),
    )


async def add_entry(
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
    """Return the entry of an account whose token response is `answer`."""
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
    """Set up entries."""
    for entry in entries:
        # With the first one the integration is loaded, and all of its entries.
        if entry.state is ConfigEntryState.NOT_LOADED:
            await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the waits of the limiters."""
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
    """Return the username at the simulator of an entry's account."""
    return next(
        username
        for service in simulator.services.values()
        for username in service.people
        if entry.title == username
        or entry.data.get("auth_implementation") == f"key of {username}"
    )


def revoke(simulator: Simulator, entry: ConfigEntry) -> None:
    """Revoke the access of an entry at the simulator."""
    service = simulator.services[entry.data["provider"]]
    service.revoke(username_of(simulator, entry))
