"""Run a command that ends when its parent process ends.

Usage: tether.py PARENT COMMAND [ARGUMENT...]

A demo or test run that is killed cannot stop its child processes. On Linux the kernel
does it: it signals this process when its parent exits.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Request the signal, then replace this process with the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:  # otherwise the parent exited before the request
        os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
