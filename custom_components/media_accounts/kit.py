"""What a provider has to bring."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant
import voluptuous as vol

from .account import Account, MediaAccountsConfigEntry
from .actions import Action
from .automations import ConditionDescription, TriggerDescription
from .issues import IssueSource
from .media import MediaTree
from .tokens import Token
from .vault import Vault


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What a provider brings, beside the steps of its sign-in.

    `ways` are the methods of signing in, each with its first step in the config
    flow; the first one is the usual one, the others are offered apart.
    `refusals` are the translation keys of what the service's own error codes mean
    for an action; `triggers` and `conditions` are by their keys, which two providers
    may share. `options` is the schema of an entry's options; `issues` are
    what its owner may have to settle. `sign_out` gives up the token of an entry that
    is gone, as far as the service offers that; it raises a ProviderError. `series` is
    what the ids of an account's own long-term statistics begin with. `access_page` is
    where a person takes back what they allowed.
    """

    title: str
    access_page: str
    set_up: Callable[
        [HomeAssistant, MediaAccountsConfigEntry, Vault], Awaitable[Account]
    ]
    ways: Mapping[str, str]
    actions: tuple[Action, ...] = ()
    refusals: Mapping[str | int | None, str] = field(default_factory=dict)
    media: MediaTree | None = None
    options: Callable[[MediaAccountsConfigEntry], vol.Schema] | None = None
    issues: tuple[IssueSource[Any], ...] = ()
    triggers: Mapping[str, TriggerDescription] = field(default_factory=dict)
    conditions: Mapping[str, ConditionDescription] = field(default_factory=dict)
    sign_out: Callable[[HomeAssistant, Token], Awaitable[None]] | None = None
    series: Callable[[MediaAccountsConfigEntry], Iterable[str]] | None = None

    @property
    def usual_method(self) -> str:
        """Return the method of an entry that names none."""
        return next(iter(self.ways))
