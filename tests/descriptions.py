"""The descriptions of all providers, for tests that run for each of them.

Every provider in the registry has one, in `tests/<provider>/description.py`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from custom_components.media_accounts.providers import PROVIDERS
from tests.description import AddEntry, ProviderDescription

DESCRIPTIONS: Final[Mapping[str, ProviderDescription]] = {
    provider: import_module(f"tests.{provider}.description").DESCRIPTION
    for provider in PROVIDERS
}

ADD_ENTRY: Final[Mapping[str, AddEntry]] = {
    provider: description.add_entry for provider, description in DESCRIPTIONS.items()
}
