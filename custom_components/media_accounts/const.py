"""Names that several rooms share."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "media_accounts"

CONF_METHOD: Final = "method"
CONF_PROVIDER: Final = "provider"
CONF_PROGRAM_IDS: Final = "program_ids"


class Provider(StrEnum):
    """The services that accounts belong to, as stored in `entry.data`."""

    REAL_DEBRID = "real_debrid"
    BLUBRRY = "blubrry"
