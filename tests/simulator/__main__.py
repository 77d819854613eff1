"""Runs the simulator from a shell."""

import sys

from tests.simulator.command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
