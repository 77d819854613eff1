"""Timeouts of the browser tests, and waiting for conditions outside of a page."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

# In milliseconds, generous for slow machines; Real-Debrid is polled every 5 seconds.
PATIENCE: Final = 90_000

_POLL_SECONDS: Final = 0.2


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition is true; raise TimeoutError after the timeout."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            if await is_so():
                return
            await asyncio.sleep(_POLL_SECONDS)
