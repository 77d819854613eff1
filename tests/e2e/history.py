"""The long-term statistics of a podcast program."""

from datetime import UTC, datetime, timedelta
from typing import Final

from tests.e2e.waiting import until
from tests.lab import HomeAssistantProcess

DOWNLOADS: Final = "media_accounts:blubrry_40211_downloads"


async def wait_for_history(home_assistant: HomeAssistantProcess, days: int) -> None:
    """Wait until the statistics are imported; a card refreshes every five minutes."""

    async def is_filled() -> bool:
        async with home_assistant.client() as client:
            found = await client.call(
                "recorder/statistics_during_period",
                start_time=(datetime.now(UTC) - timedelta(days=days)).isoformat(),
                statistic_ids=[DOWNLOADS],
                period="day",
                types=["change"],
            )
        filled: int = sum(day["change"] > 0 for day in found.get(DOWNLOADS, []))
        return filled >= whole_days(days)

    await until(is_filled)


def whole_days(days: int) -> int:
    """Return the number of complete days.

    The first day may have started earlier, and the last one has not ended.
    """
    return days - 2
