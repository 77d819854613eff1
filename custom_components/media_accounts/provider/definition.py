"""The definition of a provider."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.components.application_credentials import ClientCredential
from homeassistant.core import HomeAssistant
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2Implementation
import voluptuous as vol

from ..api.endpoints import Endpoint
from ..api.token import Token
from ..sign_in.flow import SignInMethod
from ..vault.vault import Vault
from .account import Account, MediaAccountsConfigEntry
from .actions import Action
from .automations import ConditionDescription, TriggerDescription
from .issues import IssueSource
from .media import MediaTree

type SignOut = Callable[[HomeAssistant, Token], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class ApplicationCredentials:
    """The OAuth 2.0 clients of a service that users add as application credentials.

    They are registered on the page `console_url`. `implementation` returns Home
    Assistant's OAuth 2.0 implementation of one; it raises EndpointInvalid.
    """

    console_url: str
    implementation: Callable[
        [HomeAssistant, str, ClientCredential], AbstractOAuth2Implementation
    ]


@dataclass(frozen=True, kw_only=True)
class ProviderDefinition:
    """The definition of a provider: all that the integration needs to support it.

    `endpoint` also defines the id and the title of the provider. The first of the
    `sign_in_methods` is the default, the others are offered in a submenu.
    `application_credentials` are for a service with clients that users register.
    `error_messages` are the translation keys for the service's own error codes in
    actions. `triggers` and `conditions` are by their keys, which two providers may
    share. `options` is the schema of an entry's options; `issues` are the repair issues
    that can be raised. `sign_out` revokes the token of a removed entry, as far as the
    service supports that; it raises a ProviderError. `statistic_id_prefixes` returns
    the prefixes of the account's external statistics. `access_page` is the page on
    which the owner revokes the access.
    """

    endpoint: Endpoint
    access_page: str
    set_up: Callable[
        [HomeAssistant, MediaAccountsConfigEntry, Vault], Awaitable[Account]
    ]
    sign_in_methods: tuple[SignInMethod, ...]
    application_credentials: ApplicationCredentials | None = None
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
    def title(self) -> str:
        """Return the name of the service."""
        return self.endpoint.name

    def sign_in_method(self, key: str | None) -> SignInMethod:
        """Return a sign-in method; the default for an entry that names no known one."""
        by_key = {method.key: method for method in self.sign_in_methods}
        return by_key.get(str(key), self.sign_in_methods[0])
