"""What was found before the start is told once, whatever is found meanwhile."""

import asyncio
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from custom_components.media_accounts.events.announcement import Announcement
from custom_components.media_accounts.events.announcer import Announcer

EARLIER, LATER = (Announcement(kind=kind) for kind in ("earlier", "later"))


async def test_what_is_found_while_the_start_is_told_is_newer(
    hass: HomeAssistant,
) -> None:
    announcer = Announcer(hass, "real_debrid_1")
    await announcer.async_load()
    await announcer.async_announce("user", 1, (EARLIER,))
    await announcer.async_announce("transfers", 1, (EARLIER,))
    told: list[Announcement] = []
    announcer.async_listen(told.append)

    is_writing, may_write = asyncio.Event(), asyncio.Event()
    write = Store._async_write_data

    async def slowly(self: Store[dict[str, object]], data: dict[str, object]) -> None:
        is_writing.set()
        await may_write.wait()
        await write(self, data)

    with patch.object(Store, "_async_write_data", slowly):
        start = asyncio.create_task(announcer.async_start())
        await is_writing.wait()
        # A reading ends now: it compares with what the start is about to tell.
        assert announcer.recall("transfers") == 1
        reading = asyncio.create_task(
            announcer.async_announce("transfers", 2, (LATER,))
        )
        may_write.set()
        await asyncio.gather(start, reading)

    assert told == [EARLIER, EARLIER, LATER]
    assert announcer.recall("transfers") == 2
    again = Announcer(hass, "real_debrid_1")
    await again.async_load()
    assert again.recall("user") == 1
    assert again.recall("transfers") == 2
