"""The secrets of one sign-in, and when they are due for renewal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final, Self

from .errors import PassingTrouble
from .parsing import Json, as_int, as_map, as_secret

# RFC 6749, section 5.1: `expires_in` is recommended, not required. A token that can be
# renewed counts as one of an hour then, the shortest that services are known to give.
DEFAULT_LIFETIME = 3600

# The last second that a date can name, for a token without an expiry.
NEVER = 253402300799

# A token is renewed this long before its end, a short-lived one at a twentieth
# of its life, so that a request never races the end.
EARLY = 300

# RFC 6750: the one type of token that is understood, in any case.
BEARER: Final = "bearer"

# What `Token.client_authentication` is called in an answer, and in the vault.
CLIENT_AUTHENTICATION: Final = "client_authentication"


def as_lifetime(value: Json, default: int = DEFAULT_LIFETIME) -> int:
    """Return the seconds of an `expires_in`, the default if it is missing or odd."""
    seconds = as_int(value)
    return min(seconds, NEVER) if seconds is not None and seconds > 0 else default


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
        """Return a token that a person made: it does not expire or renew."""
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
        be renewed and is given no `expires_in` does not expire. Raises PassingTrouble
        where there is no access token, or one that is no bearer token (RFC 6750).
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

        A refresh token in it replaces the old one; without one the old one stays
        (RFC 6749, section 6).
        """
        return replace(
            self.from_answer(answer, now=now, refresh_token=self.refresh_token),
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
