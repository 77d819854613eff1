"""The form of the description of a provider, for tests that run for each of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.simulator import Simulator

type AddEntry = Callable[[HomeAssistant, Simulator], Awaitable[MockConfigEntry]]


@dataclass(frozen=True, kw_only=True)
class ProviderDescription:
    """The provider-specific values that shared tests need.

    `add_entry` returns the entry of a person who has signed in, which is not set up
    yet. `account_path` is the path of the request without which an account cannot be
    set up, `token_path` the path of the token endpoint. `first_step` is the type of
    the first step of the usual sign-in. `main_entities` are some entities that turn
    unavailable with the service. `read_action` is an action that changes nothing.
    `stop_changes` stops changes of the account at the service. `reads` is the number
    of requests for `account_path` in two hours, by update frequency; it is empty for
    a provider without that option.
    """

    add_entry: AddEntry
    address: str
    access_page: str
    account_path: str
    token_path: str
    first_step: FlowResultType
    main_entities: frozenset[str]
    read_action: str | None = None
    stop_changes: Callable[[Simulator], None] = lambda _: None
    reads: Mapping[str, int] = field(default_factory=dict)
