"""The simulated Real-Debrid without HTTP: people, grants, and changes to them."""

from typing import Any, ClassVar, Final, override

from aiohttp import web

from tests.simulator.faults import FaultOptions
from tests.simulator.grants import AccessToken
from tests.simulator.real_debrid import seed
from tests.simulator.real_debrid.download_scene import DownloadScene
from tests.simulator.real_debrid.errors import KINDS, RefusedError
from tests.simulator.real_debrid.grants import Decision, Device, Grant, Grants
from tests.simulator.real_debrid.limiter import Limiter
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.settings import Settings


class RealDebrid(DownloadScene):
    """The simulated Real-Debrid; people and settings may be changed at any time."""

    name = "real_debrid"
    title = "Real-Debrid"

    kept: ClassVar = {
        "people": dict[str, Person],
        "settings": Settings,
        "grants": Grants,
    }

    people: dict[str, Person]
    settings: Settings
    grants: Grants
    limiter: Limiter

    @override
    def reset(self) -> None:
        self.people = seed.people(self.clock.now())
        self.settings = Settings()
        self.grants = Grants()
        self.limiter = Limiter()

    @override
    def new_person(self, username: str) -> Person:
        return Person(
            id=max((person.id for person in self.people.values()), default=0) + 1,
            username=username,
            email=f"{username[:3]}*****@example.org",
        )

    @override
    def access_tokens(self) -> dict[str, AccessToken]:
        return self.grants.access_tokens

    @override
    def secrets(self) -> set[str]:
        clients = self.grants.clients.values()
        return {
            *self.grants.devices,
            *self.grants.access_tokens,
            *(grant.client_secret for grant in clients),
            *(secret for grant in clients for secret in grant.refresh_tokens),
        }

    @override
    def forget_expired(self) -> None:
        self.grants.forget_expired(self.clock.now())

    @override
    def granted(self) -> list[str]:
        return sorted(
            {
                grant.username
                for grant in self.grants.clients.values()
                if not grant.revoked
            }
        )

    @override
    def revoke(self, username: str) -> None:
        self.grants.revoke(username)
        if username not in self.people:
            self.grants.api_tokens.pop(username, None)
        self.changed()

    def set_premium(self, username: str, seconds: float | None) -> None:
        """Set the seconds of premium from now on; None: never was premium."""
        self.people[username].premium_until = (
            None if seconds is None else self.clock.now() + seconds
        )
        self.changed()

    def set_points(self, username: str, count: int) -> None:
        """Set the points of a person."""
        self.people[username].points = count
        self.changed()

    def approve(self, user_code: str, username: str) -> None:
        """Approve the application, as a person does on the device page."""
        person = self.people[username]
        device = self._waiting(user_code)
        device.decision = Decision.APPROVED
        device.username = person.username
        self.changed()

    def deny(self, user_code: str) -> None:
        """Refuse the application on the device page."""
        self._waiting(user_code).decision = Decision.DENIED
        self.changed()

    def waiting(self) -> list[Device]:
        """Return the pending device codes."""
        now = self.clock.now()
        return [
            device
            for device in self.grants.devices.values()
            if self.grants.open(device, now)
        ]

    def credentials(self, device: Device) -> Grant:
        """Return the pair of an approved device, always the same one."""
        if device.bound_client_id is None:
            assert device.username is not None
            device.bound_client_id = self.grants.bind(device.username).client_id
            self.changed()
        return self.grants.clients[device.bound_client_id]

    def sign_in(self, username: str) -> dict[str, Any]:
        """Return a finished sign-in: the user-bound pair and the token answer."""
        grant = self.grants.bind(self.people[username].username)
        return {
            "client_id": grant.client_id,
            "client_secret": grant.client_secret,
            **self.issue_token(grant),
        }

    def issue_token(self, grant: Grant, code: str | None = None) -> dict[str, Any]:
        """Return the answer of a token request that `code` stood for."""
        settings = self.settings
        refreshed = code in grant.refresh_tokens
        if not refreshed or settings.rotate_refresh_token:
            fixed = settings.refresh_token_is_device_code and not refreshed
            self.grants.add_refresh_token(grant, code if fixed else None)
        life = settings.access_token_life
        token = self.grants.issue_access_token(grant, self.clock.now() + life)
        answer: dict[str, Any] = {
            "access_token": token,
            "expires_in": int(life),
            "token_type": "Bearer",
            "refresh_token": grant.refresh_tokens[-1],
        }
        if refreshed and settings.refresh_omits_refresh_token:
            del answer["refresh_token"]
        self.changed()
        return answer

    def disable_access_token(self, token: str) -> None:
        """Revoke one access token or private API token; its grant stays."""
        self.grants.disable(token)
        self.changed()

    def api_token(self, username: str) -> str:
        """Return the private API token of a person, which has access to every path.

        It is valid until it is disabled; then there is a new one.
        """
        token = self.grants.api_token(self.people[username].username)
        self.changed()
        return token

    def refuse(self, username: str, path: str, code: int | None) -> None:
        """Set the error code for calls of an account; None removes it.

        The path is relative to the API's base, such as `/torrents/addMagnet`, and `*`
        in it matches anything.
        """
        refusals = self.people[username].refusals
        if code is not None and code not in KINDS:
            raise LookupError(f"no error code {code}")
        if code is None:
            refusals.pop(path, None)
        else:
            refusals[path] = code
        self.changed()

    @staticmethod
    def refusal(code: int) -> FaultOptions:
        """Return the response of a documented error code, as options of a fault.

        As in `sim.fault("real_debrid", path, **sim.real_debrid.refusal(19))`.
        """
        error = RefusedError(code)
        return {"status": error.status, "json": error.body}

    def _waiting(self, user_code: str) -> Device:
        device = self.grants.device_of(user_code, self.clock.now())
        if device is None:
            raise LookupError(f"no device code waits as {user_code!r}")
        return device


SERVICE: Final = web.AppKey("real_debrid", RealDebrid)
