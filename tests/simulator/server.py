"""One HTTP server on the loopback address."""

from aiohttp import web


class Server:
    """Serves an application on a port, which stays the same over a restart."""

    def __init__(self, application: web.Application, host: str, port: int) -> None:
        """Take port 0 for any that is free."""
        self._application = application
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return scheme, host and port, without a slash at the end."""
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Begin to answer."""
        # Open requests end with the server: a held one would keep it alive otherwise.
        runner = web.AppRunner(self._application, access_log=None, shutdown_timeout=0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Answer no more and close all connections."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()
