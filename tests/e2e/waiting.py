"""How long the browser tests wait, and how for what no page shows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

# Milliseconds. Only against hanging: a machine may be slow, and Real-Debrid is asked
# every 5 seconds.
PATIENCE: Final = 90_000

_POLL_SECONDS: Final = 0.2


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so; raise TimeoutError when it takes too long."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            if await is_so():
                return
            await asyncio.sleep(_POLL_SECONDS)
