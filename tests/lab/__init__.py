"""A real Home Assistant with this integration, for the demo and the browser tests.

`HomeAssistantProcess` runs Home Assistant, `SimulatorProcess` runs both services beside
it, and `lease_ports` finds room for them.
"""

from .client import CommandFailed, HomeAssistantClient
from .home_assistant import HomeAssistantProcess
from .onboarding import PASSWORD, USERNAME
from .ports import PortTaken, lease_port, lease_ports
from .process import LabError
from .simulator import SimulatorPorts, SimulatorProcess

__all__ = [
    "PASSWORD",
    "USERNAME",
    "CommandFailed",
    "HomeAssistantClient",
    "HomeAssistantProcess",
    "LabError",
    "PortTaken",
    "SimulatorPorts",
    "SimulatorProcess",
    "lease_port",
    "lease_ports",
]
