"""Home Assistant as a process."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.lab import onboarding
from tests.lab.client import HomeAssistantClient
from tests.lab.folder import prepare_folder
from tests.lab.ports import LOOPBACK
from tests.lab.process import LabProcess

# Home Assistant's exit code for a requested restart.
RESTART_EXIT_CODE = 100
# The first start compiles Home Assistant's modules, on a machine that may be busy.
READY_SECONDS = 300


class HomeAssistantProcess:
    """Home Assistant on a folder and a port.

    `environment` is added to that of this process. The folder is kept, so that a later
    start continues with its accounts.
    """

    def __init__(
        self, folder: Path, port: int, environment: Mapping[str, str] | None = None
    ) -> None:
        """Set the options; `start` starts the process."""
        self.folder = folder
        self.port = port
        self.url = f"http://{LOOPBACK}:{port}"
        self._token_file = folder / ".lab_token"
        self._process = LabProcess(
            "Home Assistant",
            # All requirements are installed: see `home-assistant` in pyproject.toml.
            ["-m", "homeassistant", "--config", str(folder), "--skip-pip"],
            folder=folder,
            log=folder / "console.log",
            environment=environment,
        )

    async def start(self) -> None:
        """Prepare the folder and start the process; do not wait for it."""
        prepare_folder(self.folder, self.port)
        await self._process.start()

    async def wait_until_ready(self) -> None:
        """Wait until Home Assistant has started and has an owner."""
        async with aiohttp.ClientSession() as session:

            async def ready() -> bool:
                try:
                    return await self._is_ready(session)
                except aiohttp.ClientConnectionError:
                    return False

            await self._process.wait_until(ready, READY_SECONDS)

    async def wait(self) -> int:
        """Wait until the process exits; return its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop Home Assistant and wait until it has saved its data."""
        await self._process.stop()

    async def restart(self) -> None:
        """Stop Home Assistant, start it again and wait until it is ready."""
        await self.stop()
        await self.start()
        await self.wait_until_ready()

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[HomeAssistantClient]:
        """Return a client that is authenticated as the owner."""
        async with aiohttp.ClientSession() as session:
            yield HomeAssistantClient(session, self.url, self._token_file.read_text())

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        if not self._token_file.exists():
            if not await onboarding.is_waiting(session, self.url):
                return False
            token = await onboarding.onboard(session, self.url)
            self._token_file.touch(mode=0o600)
            self._token_file.write_text(token)
        async with session.get(
            f"{self.url}/api/config",
            headers={"Authorization": f"Bearer {self._token_file.read_text()}"},
        ) as answer:
            if answer.status == 401:  # the token was revoked; Home Assistant is running
                return True
            if answer.status != 200:
                return False
            return bool((await answer.json())["state"] == "RUNNING")
