"""The definition of the simulated Real-Debrid."""

from typing import Final

from tests.simulator.definition import ServiceDefinition
from tests.simulator.real_debrid import application, content_control, control
from tests.simulator.real_debrid.commands import add_commands
from tests.simulator.real_debrid.scene import RealDebrid

DEFINITION: Final = ServiceDefinition(
    service=RealDebrid,
    application=application.build,
    control=(control.routes, content_control.routes),
    add_commands=add_commands,
)
