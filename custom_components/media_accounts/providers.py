"""The registry of providers: how an entry of each is set up."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from homeassistant.core import HomeAssistant

from .account import Account, MediaAccountsConfigEntry
from .blubrry.account import async_set_up_account as set_up_blubrry
from .const import Provider
from .real_debrid.account import async_set_up_account as set_up_real_debrid
from .vault import Vault

type SetUp = Callable[
    [HomeAssistant, MediaAccountsConfigEntry, Vault], Awaitable[Account]
]

SET_UP: Final[Mapping[Provider, SetUp]] = {
    Provider.REAL_DEBRID: set_up_real_debrid,
    Provider.BLUBRRY: set_up_blubrry,
}
