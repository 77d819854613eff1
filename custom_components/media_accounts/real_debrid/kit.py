"""What Real-Debrid brings to the integration."""

from typing import Final

from ..kit import Kit
from .account import async_set_up_account
from .options import options_schema

API_TOKEN: Final = "api_token"

KIT: Final = Kit(
    title="Real-Debrid",
    set_up=async_set_up_account,
    ways={"device_code": "real_debrid", API_TOKEN: "real_debrid_api_token"},
    options=options_schema,
)
