"""One HTTP server on the loopback address."""

from typing import Final

from aiohttp import web

HOST: Final = "127.0.0.1"


class Server:
    """Serves an application on a port."""

    def __init__(self, application: web.Application, port: int) -> None:
        """Use any free port for port 0."""
        # Open requests end with the server: a held one would keep it alive otherwise.
        # (0 would mean no timeout.)
        self._runner = web.AppRunner(
            application, access_log=None, handle_signals=False, shutdown_timeout=0.01
        )
        self._port = port

    @property
    def url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    async def start(self) -> None:
        """Begin to answer."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Answer no more and close all connections."""
        await self._runner.cleanup()
