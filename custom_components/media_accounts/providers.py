"""The registry of providers."""

from collections.abc import Mapping
from typing import Final

from .blubrry.definition import DEFINITION as BLUBRRY
from .const import Provider
from .provider.definition import ProviderDefinition
from .real_debrid.definition import DEFINITION as REAL_DEBRID

PROVIDERS: Final[Mapping[Provider, ProviderDefinition]] = {
    Provider.REAL_DEBRID: REAL_DEBRID,
    Provider.BLUBRRY: BLUBRRY,
}
