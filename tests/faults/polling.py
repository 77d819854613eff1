"""The requests that are polled, and the outcome of each error in Home Assistant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.faults.outcomes import Error
from tests.faults.requests import BLUBRRY, REAL_DEBRID


@dataclass(frozen=True, kw_only=True)
class Polled:
    """A coordinator, and the path of the request that it sends first."""

    provider: str
    coordinator: str
    path: str


POLLED: Final = (
    Polled(
        provider=REAL_DEBRID,
        coordinator="Real-Debrid account",
        path="/rest/1.0/user",
    ),
    Polled(
        provider=REAL_DEBRID,
        coordinator="Real-Debrid transfers",
        path="/rest/1.0/torrents",
    ),
    Polled(
        provider=BLUBRRY, coordinator="Blubrry programs", path="/2/media/index.json"
    ),
)
"""The coordinators whose entities are enabled by default, and fail as one."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The outcome of an error of a polled request.

    `key` is the translation key of the error; None where nothing fails. `reauth` is
    true if reauthentication starts. `retry` is the time of the next request.
    """

    key: str | None
    reauth: bool = False
    retry: str = "at the next update"


OUTCOMES: Final[Mapping[Error, Outcome]] = {
    Error.NONE: Outcome(key=None),
    Error.UNAVAILABLE: Outcome(key="service_unreachable"),
    Error.RATE_LIMITED: Outcome(
        key="rate_limited",
        retry="after `Retry-After`, at most an hour; without it after 2 minutes, "
        "twice as long each time; until then the account sends nothing at all",
    ),
    Error.SIGN_IN_REFUSED: Outcome(
        key="sign_in_refused", reauth=True, retry="after signing in again"
    ),
    Error.ACCOUNT_PROBLEM: Outcome(key="account_address_refused"),
    Error.NOT_INCLUDED: Outcome(key="not_included"),
    Error.REQUEST_REFUSED: Outcome(key="service_unreachable"),
}
