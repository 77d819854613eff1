"""The description of an action of a provider."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from homeassistant.core import ServiceCall, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.json import JsonObjectType

from ..const import DOMAIN
from .account import MediaAccountsConfigEntry

type ActionHandler = Callable[
    [MediaAccountsConfigEntry, ServiceCall], Awaitable[JsonObjectType | None]
]


@dataclass(frozen=True, kw_only=True)
class Action:
    """Describes an action on one account.

    `fields` is the schema of its fields, without the account. `handler` gets an entry
    of the provider that is set up, and the validated call. It raises a ProviderError,
    or a ServiceValidationError for invalid fields.
    """

    name: str
    handler: ActionHandler
    fields: VolDictType = field(default_factory=dict)
    supports_response: SupportsResponse = SupportsResponse.OPTIONAL
    admin_only: bool = False


def required_field(call: ServiceCall, *names: str) -> str:
    """Return the only field that was given; raises ServiceValidationError."""
    given = [name for name in names if call.data.get(name)]
    if len(given) != 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="one_source",
            translation_placeholders={"fields": ", ".join(names)},
        )
    return given[0]
