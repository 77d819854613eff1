"""The registry of simulated services: one line each, in the order of their ports."""

from typing import Any, Final

from tests.simulator.blubrry.definition import DEFINITION as BLUBRRY
from tests.simulator.definition import ServiceDefinition
from tests.simulator.real_debrid.definition import DEFINITION as REAL_DEBRID

PROVIDERS: Final[tuple[ServiceDefinition[Any], ...]] = (
    REAL_DEBRID,
    BLUBRRY,
)
