"""The history of a program's downloads is there to be looked at, months back."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect
import pytest

from tests.lab import HomeAssistantProcess

from .conftest import Lab
from .dashboards import Dashboard
from .screen import Screen
from .waiting import until

pytestmark = pytest.mark.usefixtures("accounts")

DAYS = 90
# The first one may have begun before, and the last one is not over.
WHOLE_DAYS = DAYS - 2
DOWNLOADS = "media_accounts:blubrry_40211_downloads"
VIEW = {
    "title": "Podcast",
    "icon": "mdi:podcast",
    "cards": [
        {
            "type": "statistics-graph",
            "title": "Downloads per day",
            "entities": [{"entity": DOWNLOADS, "name": "Open Movie Hour"}],
            "chart_type": "bar",
            "stat_types": ["change"],
            "period": "day",
            "days_to_show": DAYS,
        }
    ],
    "type": "panel",
}


async def test_a_card_shows_ninety_days_of_downloads(
    lab: Lab, dashboard: Dashboard, page: Page, screen: Screen
) -> None:
    # A card looks for more every five minutes only.
    await until(lambda: has_history(lab.home_assistant))
    await page.goto(await dashboard.create({"views": [VIEW]}))
    card = page.locator("hui-statistics-graph-card")
    await expect(card.get_by_text("Open Movie Hour")).to_be_visible()
    await expect(card.locator("ha-chart-base canvas").first).to_be_visible()
    bars = await card.locator("ha-chart-base").evaluate(
        "chart => chart.data[0].data.filter(([day, downloads]) => downloads > 0).length"
    )
    assert bars >= WHOLE_DAYS
    await screen.shot_in_both("history")


async def has_history(home_assistant: HomeAssistantProcess) -> bool:
    """Return whether Home Assistant keeps the downloads of all the days."""
    async with home_assistant.client() as client:
        found = await client.call(
            "recorder/statistics_during_period",
            start_time=(datetime.now(UTC) - timedelta(days=DAYS)).isoformat(),
            statistic_ids=[DOWNLOADS],
            period="day",
            types=["change"],
        )
    days: int = sum(day["change"] > 0 for day in found.get(DOWNLOADS, []))
    return days >= WHOLE_DAYS
