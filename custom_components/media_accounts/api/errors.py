"""What can go wrong with a service, classified once, at its edge.

No text of these errors holds anything that a service sent: such texts carry
tokens, links and addresses. What is worth telling travels as an attribute with
values of our own.
"""

from enum import StrEnum
from typing import Self


class ProviderError(Exception):
    """A service did not do what it was asked for."""

    def bare(self) -> Self:
        """Return the error without the frames that it passed, and what these hold.

        Whoever keeps an error would keep whole responses alive with it.
        """
        self.__cause__ = self.__context__ = None
        return self.with_traceback(None)


class SignInRefused(ProviderError):
    """The sign-in itself is not accepted any more; only a person can renew it."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        """Keep the OAuth error code, where the service gave a known one."""
        super().__init__(message)
        self.reason = reason


class SecretsLocked(SignInRefused):
    """There is a sign-in, but no key that opens it."""


class RateLimited(ProviderError):
    """The service asks to slow down."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Keep the seconds to wait, where the service named them."""
        super().__init__(message)
        self.retry_after = retry_after


class PassingTrouble(ProviderError):
    """The network, the service or something in between is out of order for now."""


class ResponseTooLarge(PassingTrouble):
    """A response, or a list of them, is larger than the service should send."""


class AccountProblem(StrEnum):
    """What the owner of an account has to settle with the service."""

    ADDRESS_REFUSED = "address_refused"
    LOCKED = "locked"
    NOT_ACTIVATED = "not_activated"
    OTHER_ACCOUNT = "other_account"
    TWO_FACTOR = "two_factor"


class AccountTrouble(ProviderError):
    """The account needs its owner; the sign-in itself is fine."""

    def __init__(self, message: str, *, problem: AccountProblem) -> None:
        """Keep what the owner has to settle."""
        super().__init__(message)
        self.problem = problem


class NotIncluded(ProviderError):
    """The scope or the plan of this account does not include what was asked for."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        """Keep what the service said of it, where that tells more."""
        super().__init__(message)
        self.reason = reason


class RequestRefused(ProviderError):
    """The service understood the request and declined it."""

    def __init__(self, message: str, *, reason: str | int | None = None) -> None:
        """Keep the service's own error code, from its documented list."""
        super().__init__(message)
        self.reason = reason
