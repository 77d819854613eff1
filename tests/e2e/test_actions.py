"""Perform an action in the developer tools and check its response."""

from playwright.async_api import Page, expect
import pytest

from tests.e2e.accounts import REAL_DEBRID
from tests.e2e.screen import Screen

pytestmark = pytest.mark.usefixtures("accounts")


async def test_action_shows_its_response(page: Page, screen: Screen) -> None:
    # Tall enough for the form and the start of the response.
    await page.set_viewport_size({"width": 1280, "height": 1400})
    await page.goto("/config/tools/action")
    action = page.locator("ha-service-picker")
    await action.get_by_role("button", name="Action", exact=True).click()
    await action.locator("input").fill("media_accounts get torrents")
    await action.get_by_text("media_accounts.get_torrents", exact=True).click()

    account = page.locator("ha-config-entry-picker")
    await account.get_by_role("button").click()
    await account.get_by_text(REAL_DEBRID, exact=True).click()
    await page.get_by_role("button", name="Perform action", exact=True).click()

    answer = page.locator("ha-card", has_text="Response").locator("ha-yaml-editor")
    for text in ("torrents:", "name: Tears.of.Steel.2012.4K.mkv", "progress: 41.5"):
        await expect(answer).to_contain_text(text)
    await screen.shot("action")
