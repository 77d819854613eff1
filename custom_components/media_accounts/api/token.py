"""The secrets of one sign-in, and when they are due for renewal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final, Self

from .errors import PassingTrouble
from .parsing import Json, as_int, as_map, as_secret

# RFC 6749, section 5.1: `expires_in` is recommended, not required. An hour is what
# Blubrry documents, and the shorter of what Real-Debrid is known to give.
DEFAULT_LIFETIME = 3600
MAX_LIFETIME = 366 * 86400

# The last second that a date can name, for what ends only when its owner says so.
NEVER = 253402300799

# A token is renewed this long before its end, a short-lived one at a twentieth
# of its life, so that a request never races the end.
EARLY = 300

# What `Token.client_authentication` is called in an answer, and in the vault.
CLIENT_AUTHENTICATION: Final = "client_authentication"


def as_lifetime(value: Json) -> int:
    """Return the seconds of an `expires_in`, those of a usual one where it is odd."""
    seconds = as_int(value)
    if seconds is None or seconds <= 0:
        return DEFAULT_LIFETIME
    return min(seconds, MAX_LIFETIME)


@dataclass(frozen=True, kw_only=True)
class Token:
    """An access token with what renews it.

    `expires_at` is in seconds since the epoch, `lifetime` the seconds that the
    token was issued for. `client_id` and `client_secret` are Real-Debrid's pair,
    bound to the person who signed in. `client_authentication` is how the token
    endpoint knew the client (RFC 7591, section 2), where there is more than one way.
    """

    access_token: str = field(repr=False)
    expires_at: float
    lifetime: int
    refresh_token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    client_authentication: str | None = None

    @classmethod
    def lasting(cls, access_token: str) -> Self:
        """Return a token that a person made: without an end, and without renewal."""
        return cls(access_token=access_token, expires_at=NEVER, lifetime=NEVER)

    @classmethod
    def from_answer(cls, answer: Mapping[str, Json], *, now: float) -> Self:
        """Read the answer of a token endpoint (RFC 6749, section 5.1).

        Raises PassingTrouble where it holds no access token.
        """
        access_token = as_secret(answer.get("access_token"))
        if access_token is None:
            raise PassingTrouble("the token answer holds no access token")
        lifetime = as_lifetime(answer.get("expires_in"))
        return cls(
            access_token=access_token,
            expires_at=now + lifetime,
            lifetime=lifetime,
            refresh_token=as_secret(answer.get("refresh_token")),
            client_authentication=as_secret(answer.get(CLIENT_AUTHENTICATION)),
        )

    def renewed(self, answer: Mapping[str, Json], *, now: float) -> Self:
        """Read the answer to a refresh.

        A refresh token in it replaces the old one; without one the old one stays
        (RFC 6749, section 6).
        """
        token = self.from_answer(answer, now=now)
        return replace(
            token,
            refresh_token=token.refresh_token or self.refresh_token,
            client_id=self.client_id,
            client_secret=self.client_secret,
        )

    def is_due(self, now: float) -> bool:
        """Return whether it is time to renew the token.

        One that cannot be renewed serves to its end.
        """
        if self.refresh_token is None:
            return self.is_over(now)
        early = EARLY if self.lifetime >= DEFAULT_LIFETIME else self.lifetime / 20
        return now >= self.expires_at - early

    def is_over(self, now: float) -> bool:
        """Return whether the token's life has ended."""
        return now >= self.expires_at

    def as_json(self) -> dict[str, Json]:
        """Return what the vault keeps."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, value: Json) -> Self | None:
        """Read what the vault kept; None where it is not a token."""
        stored = as_map(value)
        access_token = as_secret(stored.get("access_token"))
        expires_at = stored.get("expires_at")
        if access_token is None or not isinstance(expires_at, int | float):
            return None
        return cls(
            access_token=access_token,
            expires_at=expires_at,
            lifetime=as_lifetime(stored.get("lifetime")),
            refresh_token=as_secret(stored.get("refresh_token")),
            client_id=as_secret(stored.get("client_id")),
            client_secret=as_secret(stored.get("client_secret")),
            client_authentication=as_secret(stored.get(CLIENT_AUTHENTICATION)),
        )
