"""Dashboards that a test creates, shows and removes."""

from typing import Any, Final

from tests.lab import HomeAssistantProcess

PATH: Final = "shown-by-test"


class Dashboard:
    """A dashboard of its own."""

    def __init__(self, home_assistant: HomeAssistantProcess) -> None:
        """Set the Home Assistant to use; `create` creates the dashboard."""
        self._home_assistant = home_assistant
        self._id: str | None = None

    async def create(self, config: dict[str, Any]) -> str:
        """Create the dashboard as the editor does; return its URL path."""
        async with self._home_assistant.client() as client:
            created = await client.call(
                "lovelace/dashboards/create",
                url_path=PATH,
                title=config["views"][0]["title"],
                icon=config["views"][0].get("icon"),
                require_admin=False,
                show_in_sidebar=True,
            )
            self._id = created["id"]
            await client.call("lovelace/config/save", url_path=PATH, config=config)
        return f"/{PATH}"

    async def remove(self) -> None:
        """Remove the dashboard if it was created."""
        if self._id is None:
            return
        async with self._home_assistant.client() as client:
            await client.call("lovelace/dashboards/delete", dashboard_id=self._id)
