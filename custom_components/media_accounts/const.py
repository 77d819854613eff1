"""Constants that several modules share."""

from typing import Final

DOMAIN: Final = "media_accounts"

CONF_METHOD: Final = "method"
CONF_PROVIDER: Final = "provider"
CONF_PROGRAM_IDS: Final = "program_ids"
