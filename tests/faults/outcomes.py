"""The errors that a request can end with, in the words of the documentation."""

from enum import StrEnum
from typing import Final

from custom_components.media_accounts.api import errors


class Error(StrEnum):
    """The classes of `api/errors.py`, and none."""

    NONE = "no error"
    UNAVAILABLE = "unavailable"
    RATE_LIMITED = "rate limited"
    SIGN_IN_REFUSED = "sign-in refused"
    ACCOUNT_PROBLEM = "account problem"
    NOT_INCLUDED = "not included"
    REQUEST_REFUSED = "request refused"


_CLASSES: Final = {
    errors.PassingTrouble: Error.UNAVAILABLE,
    errors.ResponseTooLarge: Error.UNAVAILABLE,
    errors.RateLimited: Error.RATE_LIMITED,
    errors.SignInRefused: Error.SIGN_IN_REFUSED,
    errors.AccountTrouble: Error.ACCOUNT_PROBLEM,
    errors.NotIncluded: Error.NOT_INCLUDED,
    errors.RequestRefused: Error.REQUEST_REFUSED,
}


def error_of(raised: errors.ProviderError) -> Error:
    """Return the error in the words of the documentation."""
    return _CLASSES[type(raised)]
