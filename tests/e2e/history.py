"""The history of a program, as Home Assistant keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from tests.e2e.waiting import until
from tests.lab import HomeAssistantProcess

DOWNLOADS: Final = "media_accounts:blubrry_40211_downloads"


async def wait_for_history(home_assistant: HomeAssistantProcess, days: int) -> None:
    """Wait until it is filled: a card looks for more every five minutes only."""

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
    """Return how many of them are whole.

    The first one may have begun before, and the last one is not over.
    """
    return days - 2
