"""The base address of Film Locker."""

from typing import Final

from ...api.endpoints import Endpoint

ENDPOINT: Final = Endpoint("film_locker", "Film Locker", "https://films.example")
