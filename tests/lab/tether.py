"""Runs a command that ends when the process that asked for it ends.

Usage: tether.py PARENT COMMAND [ARGUMENT...]

A demo or a test run that is killed has no time to stop what it started. On Linux the
kernel does it: it signals this process when its parent is gone.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for the signal and become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:  # else it ended before the line above
        os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
