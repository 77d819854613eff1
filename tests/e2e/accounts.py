"""Add and remove accounts through the API, for tests that do not test the dialogs."""

from typing import Any, Final

from tests.lab import HomeAssistantClient, HomeAssistantProcess, SimulatorProcess
from tests.simulator.blubrry.people import PASSWORD
from tests.simulator.blubrry.seed import CLIENT_ID, CLIENT_SECRET

REAL_DEBRID: Final = "quietotter"
BLUBRRY: Final = "Blubrry (Open Movie Hour)"
BLUBRRY_MAIL: Final = "filmhost@example.org"

_ENTRIES: Final = "/api/config/config_entries/entry"
_FLOWS: Final = "/api/config/config_entries/flow"


class Accounts:
    """The accounts in Home Assistant."""

    def __init__(
        self, home_assistant: HomeAssistantProcess, simulator: SimulatorProcess
    ) -> None:
        """Set the Home Assistant and the simulator to use."""
        self._home_assistant = home_assistant
        self._simulator = simulator

    async def titles(self) -> set[str]:
        """Return the titles of the config entries."""
        async with self._home_assistant.client() as client:
            return {entry["title"] for entry in await _entries(client)}

    async def entry_id(self, title: str) -> str:
        """Return the id of the config entry with a title."""
        async with self._home_assistant.client() as client:
            (found,) = [
                entry["entry_id"]
                for entry in await _entries(client)
                if entry["title"] == title
            ]
        return str(found)

    async def add_missing(self) -> None:
        """Add one account of each service unless it exists."""
        titles = await self.titles()
        async with self._home_assistant.client() as client:
            if REAL_DEBRID not in titles:
                await self._add_real_debrid(client)
            if BLUBRRY not in titles:
                await self._add_blubrry(client)

    async def add_api_key(self) -> None:
        """Create an API key that Blubrry approved for the user credentials grant."""
        await self._simulator.control(
            "PUT",
            f"/blubrry/clients/{CLIENT_ID}",
            {"client_secret": CLIENT_SECRET, "password_grant": True},
        )
        async with self._home_assistant.client() as client:
            if not await client.call("application_credentials/list"):
                await client.call(
                    "application_credentials/create",
                    domain="media_accounts",
                    name="My key",
                    client_id=CLIENT_ID,
                    client_secret=CLIENT_SECRET,
                )

    async def finish_transfer(self, film: str) -> None:
        """Add a torrent and finish it, with a refresh after each step."""
        torrents = f"/real_debrid/people/{REAL_DEBRID}/torrents"
        torrent = await self._simulator.control("POST", torrents, {"magnet": film})
        await self.refresh()
        await self._simulator.control("POST", f"{torrents}/{torrent['id']}/finish")
        await self.refresh()

    async def refresh(self) -> None:
        """Refresh the Real-Debrid account."""
        refresh = {"entity_id": f"button.{REAL_DEBRID}_refresh"}
        async with self._home_assistant.client() as client:
            await client.post("/api/services/button/press", refresh)

    async def remove(self, *titles: str) -> None:
        """Remove accounts by title; without a title all accounts and API keys."""
        async with self._home_assistant.client() as client:
            for entry in await _entries(client):
                if not titles or entry["title"] in titles:
                    await client.delete(f"{_ENTRIES}/{entry['entry_id']}")
            if not titles:
                for key in await client.call("application_credentials/list"):
                    await client.call(
                        "application_credentials/delete",
                        application_credentials_id=key["id"],
                    )

    async def _add_real_debrid(self, client: HomeAssistantClient) -> None:
        path = f"/real_debrid/people/{REAL_DEBRID}/api_token"
        token = (await self._simulator.control("GET", path))["api_token"]
        await _sign_in(client, "real_debrid_api_token", {"token": token})

    async def _add_blubrry(self, client: HomeAssistantClient) -> None:
        await self.add_api_key()
        await _sign_in(
            client,
            "blubrry_credentials",
            {"username": BLUBRRY_MAIL, "password": PASSWORD},
        )


async def _entries(client: HomeAssistantClient) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = await client.get(
        f"{_ENTRIES}?domain=media_accounts"
    )
    return entries


async def _sign_in(client: HomeAssistantClient, way: str, form: dict[str, str]) -> None:
    """Sign in by a method that needs no page of the service."""
    flow = await client.post(_FLOWS, {"handler": "media_accounts"})
    for answer in ({"next_step_id": "other_ways"}, {"next_step_id": way}, form):
        flow = await client.post(f"{_FLOWS}/{flow['flow_id']}", answer)
    assert flow["type"] == "create_entry", flow
