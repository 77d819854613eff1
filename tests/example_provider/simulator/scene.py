"""The simulated Film Locker without HTTP: people, their films, and grants."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, override

from aiohttp import web

from tests.simulator.grants import AccessToken, living
from tests.simulator.secret import base32, hexadecimal
from tests.simulator.service import Service

GIGABYTE: Final = 10**9


@dataclass(kw_only=True)
class Person:
    """One account: its films, each with its size in bytes, by title."""

    id: int
    username: str
    films: dict[str, int] = field(default_factory=dict)
    quota: int = 100 * GIGABYTE


@dataclass(kw_only=True)
class Settings:
    """Lifetimes and the polling interval, in seconds."""

    access_token_life: float = 3_600.0
    device_code_life: float = 600.0
    interval: int = 5


@dataclass(kw_only=True)
class Device:
    """A device code; `username` is the person who approved it."""

    user_code: str
    expires_at: float
    username: str | None = None
    denied: bool = False


@dataclass(kw_only=True)
class Grants:
    """Device codes, access tokens and the usernames of refresh tokens."""

    devices: dict[str, Device] = field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)


class FilmLocker(Service):
    """The simulated Film Locker; people and settings may be changed at any time."""

    name = "film_locker"
    title = "Film Locker"

    kept: ClassVar = {
        "people": dict[str, Person],
        "settings": Settings,
        "grants": Grants,
    }

    people: dict[str, Person]
    settings: Settings
    grants: Grants

    @override
    def reset(self) -> None:
        films = {"Sintel": 2 * GIGABYTE, "Big Buck Bunny": 3 * GIGABYTE}
        self.people = {
            "reelkeeper": Person(id=71, username="reelkeeper", films=films),
            "newcomer": Person(id=72, username="newcomer"),
        }
        self.settings = Settings()
        self.grants = Grants()

    @override
    def new_person(self, username: str) -> Person:
        ids = (person.id for person in self.people.values())
        return Person(id=max(ids, default=0) + 1, username=username)

    @override
    def access_tokens(self) -> dict[str, AccessToken]:
        return self.grants.access_tokens

    @override
    def secrets(self) -> set[str]:
        grants = self.grants
        return {*grants.devices, *grants.access_tokens, *grants.refresh_tokens}

    @override
    def granted(self) -> list[str]:
        return sorted(set(self.grants.refresh_tokens.values()))

    @override
    def revoke(self, username: str) -> None:
        grants = self.grants
        grants.access_tokens = {
            secret: token
            for secret, token in grants.access_tokens.items()
            if token.username != username
        }
        grants.refresh_tokens = {
            secret: owner
            for secret, owner in grants.refresh_tokens.items()
            if owner != username
        }
        self.changed()

    @override
    def forget_expired(self) -> None:
        now = self.clock.now()
        self.grants.devices = living(self.grants.devices, now)
        self.grants.access_tokens = living(self.grants.access_tokens, now)

    def add_film(self, username: str, title: str, size: int) -> None:
        """Add a film to the locker of a person."""
        self.people[username].films[title] = size
        self.changed()

    def issue_device(self) -> tuple[str, Device]:
        """Return a new device code."""
        device = Device(
            user_code=f"{base32(4)}-{base32(4)}",
            expires_at=self.clock.now() + self.settings.device_code_life,
        )
        code = hexadecimal(40)
        self.grants.devices[code] = device
        self.changed()
        return code, device

    def waiting(self) -> list[Device]:
        """Return the pending device codes."""
        return [
            device
            for device in self.grants.devices.values()
            if device.username is None and not device.denied
        ]

    def approve(self, user_code: str, username: str) -> None:
        """Approve the application, as a person does on the device page."""
        self._device(user_code).username = self.people[username].username
        self.changed()

    def deny(self, user_code: str) -> None:
        """Deny the application, as a person does on the device page."""
        self._device(user_code).denied = True
        self.changed()

    def sign_in(self, username: str) -> dict[str, str | int]:
        """Return the token response of a finished sign-in."""
        refresh_token = hexadecimal(64)
        self.grants.refresh_tokens[refresh_token] = self.people[username].username
        return {**self.issue_token(username), "refresh_token": refresh_token}

    def issue_token(self, username: str) -> dict[str, str | int]:
        """Return a token response with a new access token."""
        access_token, life = hexadecimal(48), self.settings.access_token_life
        self.grants.access_tokens[access_token] = AccessToken(
            client_id="film-locker-devices",
            username=username,
            expires_at=self.clock.now() + life,
        )
        self.changed()
        return {
            "access_token": access_token,
            "expires_in": int(life),
            "token_type": "Bearer",
        }

    def _device(self, user_code: str) -> Device:
        for device in self.waiting():
            if device.user_code == user_code:
                return device
        raise LookupError(f"no device waits with the code {user_code!r}")


SERVICE: Final = web.AppKey("film_locker", FilmLocker)
