"""The registry of providers: one line for each."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from .blubrry.definition import DEFINITION as BLUBRRY
from .const import CONF_PROVIDER
from .provider.definition import ProviderDefinition
from .real_debrid.definition import DEFINITION as REAL_DEBRID

PROVIDERS: Final[Mapping[str, ProviderDefinition]] = {
    definition.id: definition
    for definition in (
        REAL_DEBRID,
        BLUBRRY,
    )
}


def definition_of(entry: ConfigEntry[Any]) -> ProviderDefinition | None:
    """Return the definition of the provider of an entry.

    Returns None for a provider that this version does not have: a restored backup can
    hold an entry that a newer version created.
    """
    return PROVIDERS.get(str(entry.data.get(CONF_PROVIDER)))
