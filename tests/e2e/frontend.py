"""Page objects of Home Assistant's frontend and of the services' pages."""

import re

from playwright.async_api import BrowserContext, Locator, Page, expect

DOMAIN = "media_accounts"


class Frontend:
    """The pages and dialogs of the integration."""

    def __init__(self, page: Page) -> None:
        """Set the page to use."""
        self.page = page

    @property
    def flow(self) -> Locator:
        """Return the dialog of a config flow."""
        return self.page.locator("dialog-data-entry-flow")

    def box(self, dialog: Locator) -> Locator:
        """Return the visible surface of a dialog."""
        return dialog.locator("dialog[open]")

    @property
    def credentials(self) -> Locator:
        """Return the dialog that asks for application credentials."""
        return self.page.locator("dialog-add-application-credential")

    async def open_integration(self) -> None:
        """Open the page that lists the accounts."""
        await self.page.goto(f"/config/integrations/integration/{DOMAIN}")

    async def add_account(self) -> None:
        """Start a config flow; it shows the menu of services."""
        await self.page.goto(f"/config/integrations/dashboard/add?domain={DOMAIN}")
        await self.page.get_by_role("button", name="OK").click()
        await expect(self.flow.get_by_text("Which account")).to_be_visible()

    async def choose(self, option: str) -> None:
        """Choose an item of the menu in the dialog."""
        await self.flow.get_by_text(option, exact=True).click()

    async def press(self, button: str) -> None:
        """Press a button of the dialog."""
        await self.flow.get_by_role("button", name=button, exact=True).click()

    def field(self, name: str) -> Locator:
        """Return a field of the dialog."""
        return self.flow.locator(f"input[name={name}]")

    async def finish(self) -> None:
        """Close the dialog that asks for the areas of new devices."""
        await self.press("Skip and finish")
        await expect(self.box(self.flow)).to_have_count(0)

    async def enter_credentials(self, client_id: str, client_secret: str) -> None:
        """Fill in and submit the application credentials."""
        fields = self.credentials.locator("input")
        await expect(fields).to_have_count(3)
        for index, text in enumerate(("My key", client_id, client_secret)):
            await fields.nth(index).fill(text)
        await self.credentials.get_by_role("button", name="Add", exact=True).click()

    async def open_device(self, name: str) -> None:
        """Open the page of a device."""
        await self.open_integration()
        await self.page.get_by_text(name, exact=True).last.click()
        await expect(self.page).to_have_url(re.compile("/config/devices/device/"))
        await expect(self.page.locator("ha-logbook ha-spinner")).to_have_count(0)
        await expect(
            self.page.locator("ha-device-entities-card ha-state-icon path").first
        ).to_be_attached()

    def state_of(self, name: str) -> Locator:
        """Return the row of an entity on the page of its device."""
        return self.page.locator("ha-device-entities-card").locator(
            "hui-sensor-entity-row, hui-simple-entity-row, hui-toggle-entity-row",
            has=self.page.get_by_text(name, exact=True),
        )

    async def open_options(self, title: str) -> None:
        """Open the options of an account."""
        await self.open_integration()
        row = self.page.locator("ha-config-entry-row", has_text=title)
        await row.get_by_role("button", name="Configure", exact=True).click()

    async def delete_account(self, title: str) -> None:
        """Delete an account through its menu."""
        await self.open_integration()
        row = self.page.locator("ha-config-entry-row", has_text=title)
        await row.locator(
            "ha-dropdown, ha-button-menu, ha-md-button-menu"
        ).first.click()
        await row.get_by_text("Delete", exact=True).click()
        await (
            self.page.locator("dialog-box").get_by_role("button", name="Delete").click()
        )
        await expect(row).to_have_count(0)


class Services:
    """The pages of both services, each in a tab of its own."""

    def __init__(self, context: BrowserContext) -> None:
        """Set the browser context to use."""
        self._context = context

    async def approve_device(self, url: str, user_code: str, username: str) -> None:
        """Enter the user code at Real-Debrid and allow access."""
        tab = await self._context.new_page()
        await tab.goto(url)
        await tab.locator("#usercode").fill(user_code)
        await tab.locator("#continue").click()
        await tab.locator(f"#person-{username}").check()
        await tab.locator("#approve").click()
        await tab.close()

    async def read_api_token(self, url: str, username: str) -> str:
        """Read the private API token from the page that shows it."""
        tab = await self._context.new_page()
        await tab.goto(f"{url}/apitoken")
        await tab.locator(f"#person-{username}").check()
        await tab.locator("#show").click()
        token = await tab.locator("#token").inner_text()
        await tab.close()
        return token

    async def approve_consent(self, tab: Page, username: str) -> None:
        """Allow access on Blubrry's page, which then closes."""
        await tab.locator(f"#person-{username}").check()
        async with tab.expect_event("close"):
            await tab.locator("#approve").click()

    async def approve_for_an_hour(self, tab: Page, username: str, back: str) -> str:
        """Allow access on Blubrry's page; return the redirect URL."""
        await tab.locator(f"#person-{username}").check()
        await tab.locator("#approve").click()
        await tab.wait_for_url(f"{back}#**")
        address = tab.url
        await tab.close()
        return address
