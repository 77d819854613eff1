"""The repair issues of a Real-Debrid account."""

from collections.abc import Iterator, Mapping
from typing import Final

from homeassistant.helpers.issue_registry import IssueSeverity

from ..api.errors import AccountProblem
from ..provider.account import MediaAccountsConfigEntry
from ..provider.issues import Issue, IssueSource
from ..provider.premium import PREMIUM_ISSUES, premium_issues
from .account import RealDebridAccount
from .api.user import User
from .coordinator import Attention, AttentionCoordinator, UserCoordinator

PREMIUM_PAGE: Final = "https://real-debrid.com/premium"

_PAGES: Final[Mapping[AccountProblem, str]] = {
    AccountProblem.ADDRESS_REFUSED: "https://real-debrid.com/vpn",
    AccountProblem.LOCKED: "https://real-debrid.com/support",
    AccountProblem.NOT_ACTIVATED: "https://real-debrid.com",
    AccountProblem.OTHER_ACCOUNT: "https://real-debrid.com",
    AccountProblem.TWO_FACTOR: "https://real-debrid.com",
}


def _premium_issues(entry: MediaAccountsConfigEntry, user: User) -> Iterator[Issue]:
    return premium_issues(entry, user, PREMIUM_PAGE)


def _problems(_: MediaAccountsConfigEntry, attention: Attention) -> Iterator[Issue]:
    if attention.problem is not None:
        yield Issue(
            key=f"account_{attention.problem}",
            severity=IssueSeverity.ERROR,
            learn_more_url=_PAGES[attention.problem],
        )


def _user(account: RealDebridAccount) -> UserCoordinator:
    return account.user


def _attention(account: RealDebridAccount) -> AttentionCoordinator:
    return account.attention


ISSUES: Final = (
    IssueSource(
        keys=PREMIUM_ISSUES,
        coordinator=_user,
        find=_premium_issues,
    ),
    IssueSource(
        keys=tuple(f"account_{problem}" for problem in AccountProblem),
        coordinator=_attention,
        find=_problems,
    ),
)
