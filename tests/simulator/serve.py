"""The simulator as a process that ends quietly on SIGINT and SIGTERM."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
import signal

from tests.simulator.simulator import Simulator


async def serve(ports: Mapping[str, int], state_file: Path | None) -> None:
    """Run until SIGINT or SIGTERM; print the addresses once they respond.

    `ports` are by the name of a service, or `control`.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with Simulator(ports=ports, state_file=state_file) as simulator:
        for service in simulator.services.values():
            print(f"{service.title:<12} {service.url}")
        print(f"{'Control':<12} {simulator.control.url}", flush=True)
        await ended.wait()
