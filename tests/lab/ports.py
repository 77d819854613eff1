"""Leases of loopback TCP ports, exclusive among the runs on this machine.

Asking the system for a free port and giving it back leaves a gap in which another run
can get the same one. Here each port has a lock file that is held for as long as it is
wanted, and the ports lie below the range from which systems give them out.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
import errno
import fcntl
import os
from pathlib import Path
import random
import socket
import tempfile
from typing import IO

LOOPBACK = "127.0.0.1"
RANGE = range(20000, 30000)


class PortTaken(Exception):
    """The port is in use, leased by another run or reserved by the system."""

    def __init__(self, port: int) -> None:
        """Set the port."""
        super().__init__(f"Port {port} is taken")
        self.port = port


@contextmanager
def lease_ports(count: int) -> Generator[list[int]]:
    """Lease `count` consecutive free ports until the block ends."""
    for first in random.sample(RANGE, len(RANGE)):
        with ExitStack() as leases:
            try:
                ports = [
                    leases.enter_context(lease_port(port))
                    for port in range(first, first + count)
                ]
            except PortTaken:
                continue
            yield ports
            return


@contextmanager
def lease_port(port: int) -> Generator[int]:
    """Lease this port until the block ends; raise `PortTaken` if it is in use."""
    folder = Path(tempfile.gettempdir()) / f"media-accounts-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / str(port)).open("wb") as lock:
        try:
            _take(lock, port)
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EWOULDBLOCK, errno.EACCES}:
                raise PortTaken(port) from error
            raise
        yield port


def _take(lock: IO[bytes], port: int) -> None:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with socket.socket() as probe:
        # As servers do: a port with connections in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
