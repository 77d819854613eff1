"""The errors of a service, classified once, where its answers are read.

The texts of these errors contain nothing that a service sent: such texts can contain
tokens, links and addresses. Useful details are attributes with a fixed set of values.
"""

from enum import StrEnum
from typing import Self


class ProviderError(Exception):
    """A request to a service failed."""

    def bare(self) -> Self:
        """Return the error without its traceback and the frames in it.

        Otherwise, storing an error would keep whole responses in memory.
        """
        self.__cause__ = self.__context__ = None
        return self.with_traceback(None)


class SignInRefused(ProviderError):
    """The sign-in expired or was revoked; only the user can renew it."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        """Store the OAuth error code, if the service sent a known one."""
        super().__init__(message)
        self.reason = reason


class SecretsLocked(SignInRefused):
    """There is a stored sign-in, but no key that decrypts it."""


class RateLimited(ProviderError):
    """The service is limiting requests."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Store the seconds to wait, if the service named them."""
        super().__init__(message)
        self.retry_after = retry_after


class PassingTrouble(ProviderError):
    """A temporary error of the network, the service or something in between."""


class ResponseTooLarge(PassingTrouble):
    """A response, or a list of them, is larger than the service should send."""


class AccountProblem(StrEnum):
    """Problems that the owner of an account has to resolve at the service."""

    ADDRESS_REFUSED = "address_refused"
    LOCKED = "locked"
    NOT_ACTIVATED = "not_activated"
    OTHER_ACCOUNT = "other_account"
    TWO_FACTOR = "two_factor"


class AccountTrouble(ProviderError):
    """The account has a problem that its owner has to resolve; the sign-in is valid."""

    def __init__(self, message: str, *, problem: AccountProblem) -> None:
        """Store the problem."""
        super().__init__(message)
        self.problem = problem


class NotIncluded(ProviderError):
    """The scope or the plan of this account does not include the requested data."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        """Store the reason that the service gave, if it is a known one."""
        super().__init__(message)
        self.reason = reason


class RequestRefused(ProviderError):
    """The service understood the request and declined it."""

    def __init__(self, message: str, *, reason: str | int | None = None) -> None:
        """Store the service's own error code, from its documented list."""
        super().__init__(message)
        self.reason = reason
