"""The definition of the simulated Film Locker."""

from typing import Final

from tests.simulator.definition import ServiceDefinition
from tests.simulator.film_locker import application
from tests.simulator.film_locker.scene import FilmLocker

DEFINITION: Final = ServiceDefinition(service=FilmLocker, application=application.build)
