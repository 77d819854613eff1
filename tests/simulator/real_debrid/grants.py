"""The grants of Real-Debrid: device codes, user-bound clients, tokens.

The rules are those of "Real-Debrid API documentation, OAuth2 for opensource apps": a
device code gets one pair of client id and secret that is bound to the person, and only
that pair gets tokens, first for the device code and then for the refresh token.
"""

import dataclasses
from enum import StrEnum

from tests.simulator.grants import AccessToken, living
from tests.simulator.real_debrid.errors import (
    PERMISSION_DENIED,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.secret import base32, hexadecimal

OPEN_SOURCE_CLIENT = "X245A4XAIBGVM"


class Decision(StrEnum):
    """The decision about a device code."""

    NONE = "none"
    APPROVED = "approved"
    DENIED = "denied"


@dataclasses.dataclass(kw_only=True)
class Device:
    """A device code, from its issue to its exchange."""

    device_code: str
    user_code: str
    client_id: str
    new_credentials: bool
    expires_at: float
    decision: Decision = Decision.NONE
    username: str | None = None
    bound_client_id: str | None = None
    exchanged: bool = False


@dataclasses.dataclass(kw_only=True)
class Grant:
    """A user-bound client, and the refresh tokens that it got."""

    client_id: str
    client_secret: str
    username: str
    refresh_tokens: list[str] = dataclasses.field(default_factory=list)
    """All refresh tokens, the newest last; only the newest is valid."""
    revoked: bool = False


@dataclasses.dataclass(kw_only=True)
class Grants:
    """All grants, each by the secret that identifies it."""

    devices: dict[str, Device] = dataclasses.field(default_factory=dict)
    clients: dict[str, Grant] = dataclasses.field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = dataclasses.field(default_factory=dict)
    api_tokens: dict[str, str] = dataclasses.field(default_factory=dict)
    """The private token of a person, by username; it does not expire."""

    def forget_expired(self, now: float) -> None:
        """Delete expired grants."""
        self.devices = living(self.devices, now)
        self.access_tokens = living(self.access_tokens, now)

    def issue_device(self, *, new_credentials: bool, expires_at: float) -> Device:
        """Create a device code with a pending authorization."""
        device = Device(
            device_code=base32(52),
            user_code=base32(8),
            client_id=OPEN_SOURCE_CLIENT,
            new_credentials=new_credentials,
            expires_at=expires_at,
        )
        self.devices[device.device_code] = device
        return device

    def device_of(self, user_code: str, now: float) -> Device | None:
        """Return the device that a person may still decide about, by its user code."""
        wanted = user_code.strip().upper()
        return next(
            (
                device
                for device in self.devices.values()
                if device.user_code == wanted and self.open(device, now)
            ),
            None,
        )

    @staticmethod
    def open(device: Device, now: float) -> bool:
        """Return true if a device code is pending and not expired."""
        return device.decision is Decision.NONE and now < device.expires_at

    def bind(self, username: str) -> Grant:
        """Create a client that is bound to a person."""
        grant = Grant(
            client_id=base32(13), client_secret=hexadecimal(40), username=username
        )
        self.clients[grant.client_id] = grant
        return grant

    def grant_for(
        self, client_id: str, client_secret: str, code: str, now: float
    ) -> Grant:
        """Return the grant that a token request proves, or raise RefusedError.

        A client or refresh token that was valid before is refused with 403, an unknown
        one as a wrong parameter. A device code is valid for one exchange.
        """
        grant = self.clients.get(client_id)
        if grant is None or grant.client_secret != client_secret:
            raise RefusedError(WRONG_PARAMETER)
        if grant.revoked:
            raise RefusedError(PERMISSION_DENIED)
        if code in grant.refresh_tokens:
            if code != grant.refresh_tokens[-1]:
                raise RefusedError(PERMISSION_DENIED)
            return grant
        device = self.devices.get(code)
        if (
            device is None
            or device.bound_client_id != client_id
            or device.exchanged
            or now >= device.expires_at
        ):
            raise RefusedError(WRONG_PARAMETER)
        device.exchanged = True
        return grant

    @staticmethod
    def add_refresh_token(grant: Grant, token: str | None = None) -> None:
        """Return a new refresh token and revoke the previous one."""
        grant.refresh_tokens.append(token or base32(52))

    def issue_access_token(self, grant: Grant, expires_at: float) -> str:
        """Create an access token; earlier ones stay valid."""
        token = base32(52)
        self.access_tokens[token] = AccessToken(
            client_id=grant.client_id, username=grant.username, expires_at=expires_at
        )
        return token

    def api_token(self, username: str) -> str:
        """Return the private token of a person, a new one if there is none."""
        return self.api_tokens.setdefault(username, base32(52))

    def owner_of(self, token: str, now: float) -> str | None:
        """Return the owner of a token if it is valid."""
        access = self.access_tokens.get(token)
        if access is not None:
            return access.username if now < access.expires_at else None
        return next(
            (name for name, known in self.api_tokens.items() if known == token), None
        )

    def disable(self, token: str) -> None:
        """Revoke one token of any kind; its grant stays."""
        self.access_tokens.pop(token, None)
        self.api_tokens = {
            name: known for name, known in self.api_tokens.items() if known != token
        }

    def revoke(self, username: str) -> None:
        """End everything that a person ever granted."""
        for grant in self.clients.values():
            if grant.username == username:
                grant.revoked = True
        for code, device in list(self.devices.items()):
            if device.username == username:
                del self.devices[code]
        for token, access in list(self.access_tokens.items()):
            if access.username == username:
                del self.access_tokens[token]
