"""The repair issues of the podcasts of a Blubrry account."""

from collections.abc import Iterator, Mapping
from typing import Final

from homeassistant.helpers.issue_registry import IssueSeverity

from ..provider.account import MediaAccountsConfigEntry
from ..provider.issues import Issue, IssueSource
from .account import BlubrryAccount, account_of
from .api.hosting import Hosting, HostingProblem
from .optional_coordinators import HostingCoordinator

PLAN_EXPIRED: Final = "plan_expired"
QUOTA_USED_UP: Final = "quota_used_up"

# The page on which to renew or change plans, if the service names no other.
_ACCOUNT_PAGE: Final = "https://blubrry.com"


_ISSUES: Final = {
    HostingProblem.EXPIRED: (PLAN_EXPIRED, IssueSeverity.ERROR),
    HostingProblem.FROZEN: (QUOTA_USED_UP, IssueSeverity.WARNING),
}


def _find(
    entry: MediaAccountsConfigEntry, hosted: Mapping[str, Hosting | None]
) -> Iterator[Issue]:
    titles = account_of(entry).titles
    for program_id, hosting in hosted.items():
        if hosting is not None and hosting.problem is not None:
            key, severity = _ISSUES[hosting.problem]
            yield Issue(
                key=key,
                severity=severity,
                item_id=program_id,
                learn_more_url=hosting.renewal or _ACCOUNT_PAGE,
                placeholders={"program": titles.get(program_id, program_id)},
            )


def _hosting(account: BlubrryAccount) -> HostingCoordinator:
    return account.hosting


ISSUES: Final = (
    IssueSource(keys=(PLAN_EXPIRED, QUOTA_USED_UP), coordinator=_hosting, find=_find),
)
