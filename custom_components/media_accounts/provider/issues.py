"""The repair issues that a provider can raise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.helpers.issue_registry import IssueSeverity

from ..coordinator import MediaAccountsCoordinator
from .account import MediaAccountsConfigEntry


@dataclass(frozen=True, kw_only=True)
class Issue:
    """Something to settle: the key of its texts, and the page on which to do it.

    `item_id` is as in an `EntityGroup`. The texts always get the account;
    `placeholders` are what they need beside it.
    """

    key: str
    learn_more_url: str
    severity: IssueSeverity = IssueSeverity.WARNING
    item_id: str = ""
    placeholders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IssueSource[DataT]:
    """The issues that one coordinator of an account can tell of.

    `keys` are all that `find` may return. While the coordinator has no answer, or
    fails, nothing is settled and nothing comes up.
    """

    keys: tuple[str, ...]
    coordinator: Callable[[Any], MediaAccountsCoordinator[DataT]]
    find: Callable[[MediaAccountsConfigEntry, DataT], Iterable[Issue]]
