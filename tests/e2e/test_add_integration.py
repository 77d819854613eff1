"""Find the integration in Home Assistant's list, with its own icon."""

import re

from playwright.async_api import Page, expect

from tests.e2e.screen import Screen


async def test_integration_is_listed_with_its_icon(page: Page, screen: Screen) -> None:
    await page.goto("/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    dialog = page.locator("dialog-add-integration")
    await dialog.locator("input").fill("Media Accounts")
    row = dialog.locator("ha-integration-list-item", has_text="Media Accounts")
    await expect(row).to_be_visible()

    mark = row.locator("img")
    # The integration's own file has this width; a placeholder has another.
    await expect(mark).to_have_js_property("naturalWidth", 256)
    await expect(mark).to_have_attribute(
        "src", re.compile(r"/api/brands/integration/media_accounts/icon\.png\?token=")
    )
    await screen.shot_in_both("add-integration")
