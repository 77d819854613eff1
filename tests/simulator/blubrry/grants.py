"""The grants of Blubrry: API keys, codes, refresh and access tokens.

The rules are those of "Blubrry API, OAuth 2.0": a code is valid for five minutes and
one exchange, for its client and redirect URL; a refresh token is valid until it is
revoked; an access token is valid for an hour.
"""

from collections.abc import Callable
import dataclasses

from tests.simulator.grants import AccessToken, living
from tests.simulator.secret import hexadecimal


@dataclasses.dataclass(kw_only=True)
class Client:
    """An API key."""

    client_id: str
    client_secret: str
    redirect_uri: str | None = None
    """The only one allowed; None allows any."""
    password_grant: bool = False
    """Blubrry approved it for user credentials."""


@dataclasses.dataclass(kw_only=True)
class Code:
    """The authorization code that the browser carries back."""

    client_id: str
    username: str
    redirect_uri: str
    expires_at: float


@dataclasses.dataclass(kw_only=True)
class RefreshToken:
    """A refresh token, which does not expire."""

    client_id: str
    username: str


@dataclasses.dataclass(kw_only=True)
class Grants:
    """All grants, each by the secret that identifies it."""

    clients: dict[str, Client] = dataclasses.field(default_factory=dict)
    codes: dict[str, Code] = dataclasses.field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = dataclasses.field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = dataclasses.field(default_factory=dict)

    def forget_expired(self, now: float) -> None:
        """Delete expired grants."""
        self.codes = living(self.codes, now)
        self.access_tokens = living(self.access_tokens, now)

    def issue_code(
        self, client_id: str, username: str, redirect_uri: str, expires_at: float
    ) -> str:
        """Create a code for one exchange."""
        code = hexadecimal(40)
        self.codes[code] = Code(
            client_id=client_id,
            username=username,
            redirect_uri=redirect_uri,
            expires_at=expires_at,
        )
        return code

    def issue_refresh_token(self, client_id: str, username: str) -> str:
        """Create a refresh token; others stay valid."""
        token = hexadecimal(40)
        self.refresh_tokens[token] = RefreshToken(
            client_id=client_id, username=username
        )
        return token

    def issue_access_token(
        self, client_id: str, username: str, expires_at: float
    ) -> str:
        """Create an access token; others stay valid."""
        token = hexadecimal(40)
        self.access_tokens[token] = AccessToken(
            client_id=client_id, username=username, expires_at=expires_at
        )
        return token

    def end(self, *, username: str | None = None, client_id: str | None = None) -> None:
        """Revoke the grants of a person or of a client."""

        def stays(granted: Code | RefreshToken | AccessToken) -> bool:
            return granted.username != username and granted.client_id != client_id

        self.codes = _only(self.codes, stays)
        self.refresh_tokens = _only(self.refresh_tokens, stays)
        self.access_tokens = _only(self.access_tokens, stays)


def _only[T](granted: dict[str, T], stays: Callable[[T], bool]) -> dict[str, T]:
    return {secret: item for secret, item in granted.items() if stays(item)}
