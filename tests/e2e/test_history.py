"""Show the long-term statistics of a podcast program in a card."""

from playwright.async_api import Page, expect
import pytest

from tests.e2e.conftest import Lab
from tests.e2e.dashboards import Dashboard
from tests.e2e.history import DOWNLOADS, wait_for_history, whole_days
from tests.e2e.screen import Screen

pytestmark = pytest.mark.usefixtures("accounts")

DAYS = 90
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


async def test_card_shows_ninety_days_of_downloads(
    lab: Lab, dashboard: Dashboard, page: Page, screen: Screen
) -> None:
    await wait_for_history(lab.home_assistant, DAYS)
    await page.goto(await dashboard.create({"views": [VIEW]}))
    card = page.locator("hui-statistics-graph-card")
    await expect(card.get_by_text("Open Movie Hour")).to_be_visible()
    await expect(card.locator("ha-chart-base canvas").first).to_be_visible()
    bars = await card.locator("ha-chart-base").evaluate(
        "chart => chart.data[0].data.filter(([day, downloads]) => downloads > 0).length"
    )
    assert bars >= whole_days(DAYS)
    await screen.shot_in_both("history")
