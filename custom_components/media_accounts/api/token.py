"""The secrets of one sign-in, and when to renew them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final, Self

from .errors import PassingTrouble
from .parsing import Json, as_int, as_map, as_secret

# RFC 6749, section 5.1: `expires_in` is recommended, not required. Without it, a token
# that can be renewed is assumed to last an hour, the shortest known lifetime.
DEFAULT_LIFETIME = 3600

# The last second that a date can represent, for a token without an expiry.
NEVER = 253402300799

# A token is renewed this long before it expires, a short-lived one at a twentieth of
# its lifetime, so that it does not expire during a request.
EARLY = 300

# RFC 6750: the only supported token type, in any case.
BEARER: Final = "bearer"

# The key of `Token.client_authentication` in an answer, and in the vault.
CLIENT_AUTHENTICATION: Final = "client_authentication"


def as_lifetime(value: Json, default: int = DEFAULT_LIFETIME) -> int:
    """Return the seconds of an `expires_in`, the default if missing or invalid."""
    seconds = as_int(value)
    return min(seconds, NEVER) if seconds is not None and seconds > 0 else default


@dataclass(frozen=True, kw_only=True)
class Token:
    """An access token with the data needed to renew it.

    `expires_at` is in seconds since the epoch, `lifetime` the seconds that the token
    was issued for. `client_id` and `client_secret` are Real-Debrid's pair, bound to the
    user who signed in. `client_authentication` is the method by which the token
    endpoint accepted the client (RFC 7591, section 2), if there are several.
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
        """Return a token that the user created: it does not expire or renew."""
        return cls(access_token=access_token, expires_at=NEVER, lifetime=NEVER)

    @classmethod
    def from_answer(
        cls,
        answer: Mapping[str, Json],
        *,
        now: float,
        refresh_token: str | None = None,
    ) -> Self:
        """Read the answer of a token endpoint (RFC 6749, section 5.1).

        `refresh_token` is the one to keep if the answer has none. A token that cannot
        be renewed and has no `expires_in` does not expire. Raises PassingTrouble if
        there is no access token, or if it is not a bearer token (RFC 6750).
        """
        access_token = as_secret(answer.get("access_token"))
        if access_token is None:
            raise PassingTrouble("the token answer holds no access token")
        token_type = answer.get("token_type") or BEARER
        if not isinstance(token_type, str) or token_type.casefold() != BEARER:
            raise PassingTrouble("the token answer holds no bearer token")
        refresh_token = as_secret(answer.get("refresh_token")) or refresh_token
        lifetime = as_lifetime(
            answer.get("expires_in"), DEFAULT_LIFETIME if refresh_token else NEVER
        )
        return cls(
            access_token=access_token,
            expires_at=min(now + lifetime, NEVER),
            lifetime=lifetime,
            refresh_token=refresh_token,
            client_authentication=as_secret(answer.get(CLIENT_AUTHENTICATION)),
        )

    def renewed(self, answer: Mapping[str, Json], *, now: float) -> Self:
        """Read the answer to a refresh.

        A refresh token in it replaces the old one; otherwise the old one is kept (RFC
        6749, section 6).
        """
        return replace(
            self.from_answer(answer, now=now, refresh_token=self.refresh_token),
            client_id=self.client_id,
            client_secret=self.client_secret,
        )

    def is_due(self, now: float) -> bool:
        """Return whether to renew the token now.

        A token that cannot be renewed is used until it expires.
        """
        if self.refresh_token is None:
            return self.is_over(now)
        early = EARLY if self.lifetime >= DEFAULT_LIFETIME else self.lifetime / 20
        return now >= self.expires_at - early

    def is_over(self, now: float) -> bool:
        """Return whether the token has expired."""
        return now >= self.expires_at

    def as_json(self) -> dict[str, Json]:
        """Return the token as JSON for the vault."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, value: Json) -> Self | None:
        """Read a token from the vault's JSON; None if it is not a token."""
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
