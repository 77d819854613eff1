"""What the buttons and selects of a Real-Debrid account do."""

from ..api.errors import RequestRefused
from ..provider.account import MediaAccountsConfigEntry
from .account import account_of


async def async_refresh(entry: MediaAccountsConfigEntry) -> None:
    """Read everything anew; what cannot be read now says so in its entities."""
    coordinators = {group.coordinator for group in entry.runtime_data.groups}
    for coordinator in coordinators:
        await coordinator.async_refresh()
    user = account_of(entry).user
    if not user.last_update_success and user.last_exception is not None:
        raise user.last_exception


async def async_convert_points(entry: MediaAccountsConfigEntry) -> None:
    """Turn points into premium days, and read what became of both."""
    account = account_of(entry)
    await account.client.settings.convert_points()
    await account.user.async_refresh()


async def async_change_setting(
    name: str, entry: MediaAccountsConfigEntry, option: str
) -> None:
    """Choose one of the options that a setting has, and read what came of it."""
    account = account_of(entry)
    offered = (account.settings.data or {})[name].offered
    try:
        await account.client.settings.update(name, offered[option])
    except RequestRefused:
        # What is offered must have changed.
        await account.settings.async_refresh()
        raise
    # The language is also told with the account.
    for coordinator in (account.settings, account.user):
        await coordinator.async_refresh()
