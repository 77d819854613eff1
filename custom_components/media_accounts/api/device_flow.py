"""The device authorization grant (RFC 8628), for every service's variant of it.

A provider implements `DeviceGrant`: the request for a code, and the request for the
token. Everything else is here: interval, "slow down", expiry, failures and progress.
"""

from asyncio import sleep
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import re
from time import monotonic
from typing import Final, Protocol, Self

from yarl import URL

from .errors import PassingTrouble, ProviderError, RateLimited, SignInRefused
from .parsing import Json, as_int, as_secret, as_text
from .token import Token

# RFC 8628, section 3.2. `expires_in` is required; services use ten minutes.
DEFAULT_INTERVAL: Final = 5
DEFAULT_EXPIRES_IN: Final = 600

# A forgotten dialog must not poll forever.
MAX_EXPIRES_IN: Final = 3600

# RFC 8628, section 3.5: each "slow down" adds five seconds.
SLOW_DOWN_SECONDS: Final = 5

# One lost packet must not end a sign-in; a service that is down must not keep the user
# waiting until the code expires.
MAX_FAILURES: Final = 8

_SAFE_CODE = re.compile(r"[A-Za-z0-9-]{4,40}")
_SAFE_URI = re.compile(r"https?://[A-Za-z0-9._~:/?&=%+-]{1,500}")


class CodeExpired(ProviderError):
    """The code expired before anybody entered it."""


@dataclass(frozen=True, kw_only=True)
class DeviceCode:
    """A pending device authorization (RFC 8628, section 3.2).

    `interval` and `expires_in` are in seconds. `user_code` and the two addresses are
    safe in markup. The complete address contains the device code: a secret.
    """

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None = field(repr=False)
    interval: int
    expires_in: int

    @classmethod
    def from_answer(
        cls,
        answer: Mapping[str, Json],
        *,
        is_own: Callable[[URL], bool],
        uri: str = "verification_uri",
        uri_complete: str = "verification_uri_complete",
    ) -> Self:
        """Read the answer to a request for a code.

        `is_own` returns whether an address belongs to the service; `uri` and
        `uri_complete` are the keys of the addresses in the answer. Raises
        PassingTrouble if the answer lacks what the dialog has to show.
        """
        device_code = as_secret(answer.get("device_code"))
        user_code = as_text(answer.get("user_code"))
        verification_uri = _safe_uri(answer.get(uri), is_own)
        if (
            device_code is None
            or user_code is None
            or not _SAFE_CODE.fullmatch(user_code)
            or verification_uri is None
        ):
            raise PassingTrouble("the answer holds no device code to show")
        expires_in = as_int(answer.get("expires_in")) or DEFAULT_EXPIRES_IN
        return cls(
            device_code=device_code,
            user_code=user_code,
            verification_uri=verification_uri,
            verification_uri_complete=_safe_uri(answer.get(uri_complete), is_own),
            interval=max(1, as_int(answer.get("interval")) or DEFAULT_INTERVAL),
            expires_in=min(max(1, expires_in), MAX_EXPIRES_IN),
        )

    @property
    def scannable_uri(self) -> str:
        """Return the address that needs the least typing."""
        return self.verification_uri_complete or self.verification_uri


def _safe_uri(value: Json, is_own: Callable[[URL], bool]) -> str | None:
    """Return an address of the service that is safe in markup, or None."""
    text = as_text(value)
    if text is None or not _SAFE_URI.fullmatch(text):
        return None
    try:
        return text if is_own(URL(text)) else None
    except ValueError:
        return None


def check_device_error(answer: Mapping[str, Json]) -> bool:
    """Return whether the authorization is pending (RFC 8628, section 3.5).

    Raises CodeExpired, SignInRefused or RateLimited for the other errors of that
    section. Returns False for an answer with none of them.
    """
    match answer.get("error"):
        case "authorization_pending":
            return True
        case "slow_down":
            raise RateLimited("slow_down")
        case "expired_token":
            raise CodeExpired("expired_token")
        case "access_denied":
            raise SignInRefused("access_denied", reason="access_denied")
        case _:
            return False


class DeviceGrant(Protocol):
    """The requests of one device authorization at one service."""

    async def request_code(self) -> DeviceCode:
        """Request a code; raises a ProviderError."""

    async def request_token(self, code: DeviceCode) -> Token | None:
        """Request the token once; None while the authorization is pending.

        Raises CodeExpired or SignInRefused if the service ends it, RateLimited for
        "slow down", PassingTrouble for errors that a later request may not meet, and
        any other ProviderError that ends it.
        """


class DeviceFlow:
    """The sign-in of one user with one device code."""

    def __init__(self, grant: DeviceGrant) -> None:
        """Initialize with the requests of the service."""
        self._grant = grant
        self._deadline = 0.0

    async def request_code(self) -> DeviceCode:
        """Request a code, whose lifetime starts now; raises a ProviderError."""
        requested_at = monotonic()
        code = await self._grant.request_code()
        self._deadline = requested_at + code.expires_in
        return code

    async def wait_for_token(
        self, code: DeviceCode, report: Callable[[float], None]
    ) -> Token:
        """Poll until the user has granted the access.

        `report` is called with the fraction of the time that is left, from 1 to 0.

        Raises CodeExpired; PassingTrouble after MAX_FAILURES failures in a row; and any
        error of `DeviceGrant.request_token` that ends the authorization.
        """
        interval = code.interval
        failures = 0
        while True:
            wait: float = interval
            try:
                token = await self._grant.request_token(code)
                if token is not None:
                    return token
                failures = 0
            except RateLimited as err:
                interval += SLOW_DOWN_SECONDS
                wait = max(interval, err.retry_after or 0)
            except PassingTrouble:
                failures += 1
                if failures >= MAX_FAILURES:
                    raise
            left = max(0.0, self._deadline - monotonic())
            report(left / code.expires_in)
            await sleep(min(wait, left))
            if left <= wait:
                # One more request would be too late: services refuse an expired code as
                # if the user had denied the access.
                raise CodeExpired("the device code has expired")
