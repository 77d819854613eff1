"""The simulator as a process that ends quietly when it is told to."""

import asyncio
from pathlib import Path
import signal

from tests.simulator.simulator import Simulator


async def serve(
    *,
    real_debrid_port: int,
    blubrry_port: int,
    control_port: int,
    state_file: Path | None,
) -> None:
    """Run until SIGINT or SIGTERM; print the addresses once they answer."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    simulator = Simulator(
        real_debrid_port=real_debrid_port,
        blubrry_port=blubrry_port,
        control_port=control_port,
        state_file=state_file,
    )
    async with simulator:
        print(f"Real-Debrid  {simulator.real_debrid.url}")
        print(f"Blubrry      {simulator.blubrry.url}")
        print(f"Control      {simulator.control.url}", flush=True)
        await ended.wait()
