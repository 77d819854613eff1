"""What Blubrry brings to the integration."""

from typing import Final

from ..kit import Kit
from .account import async_set_up_account

KIT: Final = Kit(
    title="Blubrry",
    set_up=async_set_up_account,
    ways={"authorization_code": "blubrry"},
)
