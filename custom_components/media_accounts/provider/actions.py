"""What a provider says of an action that it offers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.util.json import JsonObjectType

from .account import MediaAccountsConfigEntry

type Run = Callable[
    [HomeAssistant, MediaAccountsConfigEntry, Mapping[str, Any]],
    Awaitable[JsonObjectType | None],
]


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action on one account.

    `fields` is its schema beside the account; `run` gets the entry, which is set
    up and of the right provider, and the checked fields. It raises a
    ProviderError, or a ServiceValidationError for what the person has to correct.
    """

    name: str
    run: Run
    fields: Mapping[Any, Any] = field(default_factory=dict)
    supports_response: SupportsResponse = SupportsResponse.OPTIONAL
    admin_only: bool = False
