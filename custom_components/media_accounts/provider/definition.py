"""What a provider has to bring."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant
import voluptuous as vol

from ..api.endpoints import Endpoint
from ..api.token import Token
from ..vault.vault import Vault
from .account import Account, MediaAccountsConfigEntry
from .actions import Action
from .automations import ConditionDescription, TriggerDescription
from .issues import IssueSource
from .media import MediaTree

type SignOut = Callable[[HomeAssistant, Token], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class ProviderDefinition:
    """The definition of a provider: all that the integration knows of it.

    `endpoint` also gives the provider its id, which entries are stored with.
    `sign_in_methods` are the methods of signing in, each with its first step in the
    config flow; the first one is the default, the others are offered in a submenu.
    `error_messages` are the translation keys of the service's own error codes for an
    action. `triggers` and `conditions` are by their keys, which two providers may
    share. `options` is the schema of an entry's options; `issues` are the repair
    issues that can be raised. `sign_out` gives up the token of a removed entry, as far
    as the service offers that; it raises a ProviderError. `statistic_id_prefixes`
    returns the prefixes of the account's external statistics. `access_page` is the
    page on which the owner revokes the access.
    """

    title: str
    endpoint: Endpoint
    access_page: str
    set_up: Callable[
        [HomeAssistant, MediaAccountsConfigEntry, Vault], Awaitable[Account]
    ]
    sign_in_methods: Mapping[str, str]
    actions: tuple[Action, ...] = ()
    error_messages: Mapping[str | int | None, str] = field(default_factory=dict)
    media: MediaTree | None = None
    options: Callable[[MediaAccountsConfigEntry], vol.Schema] | None = None
    issues: tuple[IssueSource[Any], ...] = ()
    triggers: Mapping[str, TriggerDescription] = field(default_factory=dict)
    conditions: Mapping[str, ConditionDescription] = field(default_factory=dict)
    sign_out: SignOut | None = None
    statistic_id_prefixes: (
        Callable[[MediaAccountsConfigEntry], Iterable[str]] | None
    ) = None

    @property
    def id(self) -> str:
        """Return the id of the provider, as stored in `entry.data`."""
        return self.endpoint.service

    @property
    def usual_method(self) -> str:
        """Return the method of an entry that names none."""
        return next(iter(self.sign_in_methods))
