"""The registry of providers."""

from collections.abc import Mapping
from typing import Final

from .blubrry.kit import KIT as BLUBRRY
from .const import Provider
from .kit import Kit
from .real_debrid.kit import KIT as REAL_DEBRID

KITS: Final[Mapping[Provider, Kit]] = {
    Provider.REAL_DEBRID: REAL_DEBRID,
    Provider.BLUBRRY: BLUBRRY,
}
