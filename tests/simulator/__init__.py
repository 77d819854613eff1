"""A simulator of the services over real HTTP, on the loopback address.

It is written from the documentation of the services and shares no code with its
clients. `python -m tests.simulator --help` runs it from a shell.
"""

from tests.simulator.faults import Fault
from tests.simulator.request_log import Recorded
from tests.simulator.simulator import Simulator

__all__ = ["Fault", "Recorded", "Simulator"]
