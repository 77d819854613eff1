"""A client of Home Assistant's REST and WebSocket API."""

from typing import Any

import aiohttp


class CommandFailed(Exception):
    """Home Assistant refused a command."""


class HomeAssistantClient:
    """An authenticated connection to Home Assistant."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        """Set the address and the access token."""
        self.url = url
        self._session = session
        self._token = token

    async def get(self, path: str) -> Any:
        """Return the JSON at a path such as `/api/states`."""
        return await self._request("GET", path, None)

    async def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """Send JSON to a path and return the JSON of the response."""
        return await self._request("POST", path, data)

    async def delete(self, path: str) -> Any:
        """Send DELETE to a path and return the JSON of the response."""
        return await self._request("DELETE", path, None)

    async def call(self, command: str, **data: Any) -> Any:
        """Return the result of a WebSocket command."""
        async with self._session.ws_connect(f"{self.url}/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            if (answer := await socket.receive_json())["type"] != "auth_ok":
                raise CommandFailed(answer)
            await socket.send_json({"id": 1, "type": command, **data})
            answer = await socket.receive_json()
        if not answer["success"]:
            raise CommandFailed(answer["error"])
        return answer["result"]

    async def _request(
        self, method: str, path: str, data: dict[str, Any] | None
    ) -> Any:
        async with self._session.request(
            method,
            f"{self.url}{path}",
            json=data,
            headers={"Authorization": f"Bearer {self._token}"},
            raise_for_status=True,
        ) as answer:
            return await answer.json()
