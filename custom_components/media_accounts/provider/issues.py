"""The repair issues that a provider can raise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.helpers.issue_registry import IssueSeverity

from ..coordinator import MediaAccountsCoordinator
from .account import MediaAccountsConfigEntry


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A problem that the user has to resolve: its translation key and its page.

    `item_id` is as in an `EntityGroup`. The texts always get the account;
    `placeholders` are any others that they need.
    """

    key: str
    learn_more_url: str
    severity: IssueSeverity = IssueSeverity.WARNING
    item_id: str = ""
    placeholders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IssueSource[DataT]:
    """The issues that one coordinator of an account can find.

    `keys` are all that `find` may return. While the coordinator has no data, or fails,
    no issue is created or deleted.
    """

    keys: tuple[str, ...]
    coordinator: Callable[[Any], MediaAccountsCoordinator[DataT]]
    find: Callable[[MediaAccountsConfigEntry, DataT], Iterable[Issue]]
