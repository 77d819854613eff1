"""A real Home Assistant with this integration, for the demo and the browser tests.

`HomeAssistantProcess` runs Home Assistant, `SimulatorProcess` runs the simulated
services beside it, and `lease_ports` finds free ports for them.
"""

from tests.lab.client import CommandFailed, HomeAssistantClient
from tests.lab.home_assistant import HomeAssistantProcess
from tests.lab.onboarding import PASSWORD, USERNAME
from tests.lab.ports import PortTaken, lease_port, lease_ports
from tests.lab.process import LabError
from tests.lab.simulator import SimulatorProcess

__all__ = [
    "PASSWORD",
    "USERNAME",
    "CommandFailed",
    "HomeAssistantClient",
    "HomeAssistantProcess",
    "LabError",
    "PortTaken",
    "SimulatorProcess",
    "lease_port",
    "lease_ports",
]
