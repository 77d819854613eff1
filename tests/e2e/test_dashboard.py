"""Show the documented dashboard with both accounts."""

from pathlib import Path
from typing import Final

from playwright.async_api import Page, expect
import yaml

from tests.e2e.accounts import Accounts
from tests.e2e.conftest import Lab
from tests.e2e.dashboards import Dashboard
from tests.e2e.history import wait_for_history
from tests.e2e.screen import Screen

DOCUMENTED: Final = Path(__file__).parents[2] / "docs" / "dashboard.yaml"


async def test_documented_dashboard_shows_both_accounts(
    accounts: Accounts, dashboard: Dashboard, lab: Lab, page: Page, screen: Screen
) -> None:
    await wait_for_history(lab.home_assistant, 30)
    await accounts.finish_transfer("Spring.2019.Blender.Open.Movie")
    config = yaml.safe_load(DOCUMENTED.read_text())
    (view,) = config["views"]
    await page.set_viewport_size({"width": 1500, "height": 860})
    await page.goto(await dashboard.create(config))

    cards = [card["type"] for section in view["sections"] for card in section["cards"]]
    for kind in set(cards):
        shown = page.locator(f"hui-{kind}-card")
        await expect(shown).to_have_count(cards.count(kind))
    await expect(page.locator("hui-warning, hui-error-card")).to_have_count(0)

    # The slowest card to render.
    await expect(page.locator("ha-chart-base canvas").first).to_be_visible()
    await expect(page.locator("ha-logbook-entry").first).to_be_visible()
    await screen.shot_in_both("dashboard")
