"""The integration is offered by Home Assistant as any other, with its own mark."""

import re

from playwright.async_api import Page, expect

from tests.e2e.screen import Screen


async def test_the_integration_is_offered_with_its_mark(
    page: Page, screen: Screen
) -> None:
    await page.goto("/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    dialog = page.locator("dialog-add-integration")
    await dialog.locator("input").fill("Media Accounts")
    row = dialog.locator("ha-integration-list-item", has_text="Media Accounts")
    await expect(row).to_be_visible()

    mark = row.locator("img")
    # Not a substitute: the very file of the integration, which is this wide.
    await expect(mark).to_have_js_property("naturalWidth", 256)
    await expect(mark).to_have_attribute(
        "src", re.compile(r"/api/brands/integration/media_accounts/icon\.png\?token=")
    )
    await screen.shot_in_both("add-integration")
