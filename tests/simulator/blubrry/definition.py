"""The definition of the simulated Blubrry."""

from typing import Final

from tests.simulator.blubrry import application, control, program_control
from tests.simulator.blubrry.commands import add_commands
from tests.simulator.blubrry.scene import Blubrry
from tests.simulator.definition import ServiceDefinition

DEFINITION: Final = ServiceDefinition(
    service=Blubrry,
    application=application.build,
    control=(control.routes, program_control.routes),
    add_commands=add_commands,
)
