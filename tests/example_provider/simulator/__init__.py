"""The simulated Film Locker, which keeps films."""

from tests.simulator.film_locker.scene import FilmLocker

__all__ = ["FilmLocker"]
