"""The commands of the buttons and selects of a Real-Debrid account."""

from ..api.errors import RequestRefused
from ..provider.account import MediaAccountsConfigEntry
from .account import account_of


async def async_refresh(entry: MediaAccountsConfigEntry) -> None:
    """Refresh all data; the entities show what cannot be read."""
    coordinators = {group.coordinator for group in entry.runtime_data.groups}
    for coordinator in coordinators:
        await coordinator.async_refresh()
    user = account_of(entry).user
    if not user.last_update_success and user.last_exception is not None:
        raise user.last_exception


async def async_convert_points(entry: MediaAccountsConfigEntry) -> None:
    """Convert points into premium days, and refresh both."""
    account = account_of(entry)
    await account.client.settings.convert_points()
    await account.user.async_refresh()


async def async_change_setting(
    name: str, entry: MediaAccountsConfigEntry, option: str
) -> None:
    """Change a setting to one of its options, and refresh it."""
    account = account_of(entry)
    offered = (account.settings.data or {})[name].offered
    try:
        await account.client.settings.update(name, offered[option])
    except RequestRefused:
        # The offered options must have changed.
        await account.settings.async_refresh()
        raise
    # The language is part of the user, too.
    for coordinator in (account.settings, account.user):
        await coordinator.async_refresh()
