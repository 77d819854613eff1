"""The user of a Real-Debrid account, with exact types and true times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from yarl import URL

from ...api.errors import PassingTrouble
from ...api.parsing import (
    Json,
    Text,
    WebAddress,
    as_count,
    as_int,
    as_map,
    as_text,
    as_web_address,
    iso_datetime,
)
from .endpoint import ENDPOINT

# The maximum difference of two notations of a moment, due to rounding and latency.
_TOLERANCE = timedelta(minutes=5)

# More seconds of premium than this, five centuries, mean premium without an end.
_FOREVER = 500 * 365 * 86400


class AccountType(StrEnum):
    """The documented values of `type` in the answer of /user."""

    FREE = "free"
    PREMIUM = "premium"


@dataclass(frozen=True, kw_only=True)
class User:
    """The owner of an account (Real-Debrid API documentation, /user).

    `premium_until` is None without premium: the value of `expiration` is not documented
    for that case. The documented `premium` seconds decrease all the time, so they are
    not stored.
    """

    user_id: int
    username: Text
    account_type: AccountType | None
    premium: bool
    premium_until: datetime | None
    points: int | None
    locale: Text | None = None
    avatar: WebAddress | None = None
    premium_days_left: int | None = None
    expiring_soon: bool | None = None
    lapsed: bool = False

    @classmethod
    def from_answer(cls, answer: Json, *, now: datetime) -> Self:
        """Read the answer of /user; `now` is the time at which it was sent.

        Raises PassingTrouble if it does not name an account.
        """
        user = as_map(answer)
        user_id = as_count(user.get("id"))
        username = as_text(user.get("username"))
        if user_id is None or username is None:
            raise PassingTrouble("the answer names no account")
        kind = as_text(user.get("type"))
        account_type = AccountType(kind) if kind and kind in AccountType else None
        seconds = as_int(user.get("premium"))
        premium = (
            seconds > 0 if seconds is not None else account_type is AccountType.PREMIUM
        )
        return cls(
            user_id=user_id,
            username=username,
            account_type=account_type,
            premium=premium,
            premium_until=(
                _premium_until(iso_datetime(user.get("expiration")), seconds, now)
                if premium
                else None
            ),
            points=as_count(user.get("points")),
            locale=as_text(user.get("locale")),
            avatar=_picture(as_web_address(user.get("avatar"))),
        )


def _picture(address: WebAddress | None) -> WebAddress | None:
    """Return the address of a picture if nobody can replace it in transit, or None."""
    if address is None:
        return None
    url = URL(address)
    is_safe = url.scheme == "https" or url.origin() == ENDPOINT.base_url()
    return address if is_safe else None


def _premium_until(
    expiration: datetime | None, seconds: int | None, now: datetime
) -> datetime | None:
    """Return the end of premium.

    `expiration` is labeled as UTC, but it may be the service's local time: if it
    differs from `now` plus the seconds left by whole hours, these are the offset of the
    zone, and `expiration` minus the offset is the true, steady moment.
    """
    if seconds is None:
        return expiration
    if seconds > _FOREVER:
        return expiration
    counted = now + timedelta(seconds=seconds)
    if expiration is None:
        return counted
    zone = timedelta(hours=round((expiration - counted) / timedelta(hours=1)))
    true_end = expiration - zone
    if abs(zone) <= timedelta(hours=14) and abs(true_end - counted) <= _TOLERANCE:
        return true_end
    return expiration
