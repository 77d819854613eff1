"""All outputs of Home Assistant, over its WebSocket API and over HTTP."""

from datetime import datetime, timedelta
from http import HTTPStatus
import json
from typing import Any, Final

from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from homeassistant.auth.models import User
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import entries

# These would close the connection or delete something.
LEFT_OUT: Final = ("auth", "delete", "remove", "supported_features")

ADMINISTRATORS_ONLY: Final = (
    "config_entries/flow/progress",
    "diagnostics/get",
    "diagnostics/list",
    "system_log/list",
    "trace/get",
    "trace/list",
)
FORBIDDEN_PATHS: Final = ("diagnostics", "config/config_entries/flow/")


class Client:
    """A user with one connection of each kind."""

    def __init__(
        self,
        hass: HomeAssistant,
        socket: MockHAClientWebSocket,
        http: TestClient[Request, Application],
    ) -> None:
        """Initialize with the connections."""
        self._hass = hass
        self._socket = socket
        self._http = http
        self._asked = 0

    async def ask(self, command: str, **fields: Any) -> list[dict[str, Any]]:
        """Return all messages after a command, the result first.

        Messages of earlier subscriptions are among them.
        """
        result, *heard = await self._hear(command, fields)
        await self._hass.async_block_till_done(wait_background_tasks=True)
        return [result, *heard, *await self._hear("ping", {})]

    async def _hear(self, command: str, fields: dict[str, Any]) -> list[dict[str, Any]]:
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "type": command, **fields})
        heard: list[dict[str, Any]] = []
        while True:
            message = await self._socket.receive_json()
            if message["type"] in ("result", "pong") and message["id"] == self._asked:
                return [message, *heard]
            heard.append(message)

    async def close(self) -> None:
        """Close the connections."""
        await self._socket.close()
        await self._http.close()

    async def get(self, path: str) -> tuple[int, str]:
        """Return status and body of an HTTP response."""
        async with self._http.get(f"/api/{path}") as answer:
            return answer.status, (await answer.read()).decode(errors="replace")


async def client_of(
    hass: HomeAssistant,
    user: User,
    sockets: WebSocketGenerator,
    clients: ClientSessionGenerator,
) -> Client:
    """Return the client of a user who is logged in to Home Assistant."""
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.org")
    token = hass.auth.async_create_access_token(refresh)
    return Client(hass, await sockets(hass, access_token=token), await clients(token))


def around(hass: HomeAssistant) -> tuple[datetime, datetime]:
    """Return the span of the test."""
    now = dt_util.utcnow()
    return now - timedelta(days=400), now + timedelta(days=400)


def commands(hass: HomeAssistant) -> list[tuple[str, dict[str, Any]]]:
    """Return every WebSocket command without fields, then those with fields."""
    start, end = (moment.isoformat() for moment in around(hass))
    states = [state.entity_id for state in hass.states.async_all()]
    calendars = hass.states.async_entity_ids("calendar")
    span = {"start_time": start}
    with_ids = {**span, "entity_ids": states}
    series = {
        "statistic_ids": [
            *states,
            *(f"{DOMAIN}:blubrry_{n}_downloads" for n in (40_211, 40_350, 40_777)),
        ]
    }
    every_entry = "{{ config_entry_attr('%s', 'title') }}{{ states | list }}"
    media = [f"media-source://{DOMAIN}/{entry.entry_id}" for entry in entries(hass)]
    return [
        *(
            (command, {})
            for command in hass.data[websocket_api.DOMAIN]
            if not any(word in command for word in LEFT_OUT)
        ),
        ("history/history_during_period", with_ids),
        ("history/stream", with_ids),
        ("logbook/get_events", span),
        ("logbook/event_stream", span),
        ("logbook/get_action_calls", span),
        ("recorder/statistics_during_period", {**span, **series, "period": "day"}),
        *(
            ("calendar/event/subscribe", {"entity_id": c, "start": start, "end": end})
            for c in calendars
        ),
        *(
            ("repairs/get_issue_data", {"domain": DOMAIN, "issue_id": issue.issue_id})
            for issue in ir.async_get(hass).issues.values()
        ),
        *(
            ("render_template", {"template": every_entry % entry.entry_id})
            for entry in entries(hass)
        ),
        *(("media_source/browse_media", {"media_content_id": m}) for m in media),
        *(
            ("media_source/search_media", {"media_content_id": m, "search_query": "a"})
            for m in media
        ),
        ("trace/get", {"domain": "automation", "item_id": "", "run_id": ""}),
    ]


def paths(hass: HomeAssistant) -> list[str]:
    """Return the paths of the HTTP API."""
    start, end = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in around(hass))
    images = hass.states.async_all("image")
    ids = ",".join(state.entity_id for state in hass.states.async_all())
    flows = hass.config_entries.flow.async_progress()
    return [
        "config",
        "components",
        "states",
        "services",
        "events",
        "calendars",
        f"history/period/{start}?end_time={end}&filter_entity_id={ids}",
        f"logbook/{start}?end_time={end}",
        "config/config_entries/entry",
        "config/config_entries/flow_handlers",
        *(
            f"calendars/{entity_id}?start={start}&end={end}"
            for entity_id in hass.states.async_entity_ids("calendar")
        ),
        *(f"image_proxy/{image.entity_id}" for image in images),
        *(f"config/config_entries/flow/{flow['flow_id']}" for flow in flows),
        *(f"diagnostics/config_entry/{entry.entry_id}" for entry in entries(hass)),
    ]


async def read_everything(hass: HomeAssistant, who: Client) -> str:
    """Return all responses to a user who is not an administrator."""
    heard = []
    for command, fields in commands(hass):
        answers = await who.ask(command, **fields)
        heard += answers
        if command in ADMINISTRATORS_ONLY:
            assert not answers[0]["success"], command
    for path in paths(hass):
        status, body = await who.get(path)
        if path.startswith(FORBIDDEN_PATHS):
            assert status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN), path
        heard.append({"path": path, "status": status, "body": body})
    assert sum(message.get("success", False) for message in heard) > 50
    return json.dumps(heard)


async def read_traces(who: Client) -> str:
    """Return the traces of all automations, as an administrator sees them."""
    listed = (await who.ask("trace/list", domain="automation"))[0]["result"]
    heard = []
    for run in listed:
        which = {name: run[name] for name in ("domain", "item_id", "run_id")}
        answers = await who.ask("trace/get", **which)
        assert answers[0]["success"]
        heard.append(answers[0]["result"])
    # Its trigger fired, its conditions were evaluated, its actions ran.
    assert any(
        run["script_execution"] == "finished" and "condition/0" in run["trace"]
        for run in heard
    )
    return json.dumps(heard)
