"""The description of an action that a provider offers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from homeassistant.core import ServiceCall, SupportsResponse
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.json import JsonObjectType

from .account import MediaAccountsConfigEntry

type ActionHandler = Callable[
    [MediaAccountsConfigEntry, ServiceCall], Awaitable[JsonObjectType | None]
]


@dataclass(frozen=True, kw_only=True)
class Action:
    """Describes an action on one account.

    `fields` is its schema beside the account. `handler` gets an entry of the provider
    that is set up, and the validated call. It raises a ProviderError, or a
    ServiceValidationError for invalid fields.
    """

    name: str
    handler: ActionHandler
    fields: VolDictType = field(default_factory=dict)
    supports_response: SupportsResponse = SupportsResponse.OPTIONAL
    admin_only: bool = False
