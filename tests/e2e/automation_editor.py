"""Page object of Home Assistant's automation editor."""

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

TITLE: Final = "Media Accounts"


class AutomationEditor:
    """The automation editor."""

    def __init__(self, page: Page) -> None:
        """Set the page to use."""
        self.page = page
        self._choice = page.locator("add-automation-element-dialog")
        self._panel = page.locator("ha-automation-sidebar")

    async def open(self) -> None:
        """Open the editor with a new automation."""
        await self.page.goto("/config/automation/edit/new")

    async def add(self, kind: str, name: str) -> None:
        """Add a trigger or a condition of the integration by its name."""
        await self.page.get_by_role("button", name=f"Add {kind}", exact=True).click()
        await self._choice.get_by_role("button", name="By type", exact=True).click()
        await self._shown(self._choice, TITLE).click()
        await self._shown(self._choice, name).click()
        await expect(self._shown(self._panel, name)).to_be_visible()

    async def choose_account(self, title: str) -> None:
        """Choose the account of the trigger or condition that was added last."""
        account = self._panel.locator("ha-config-entry-picker")
        await account.get_by_role("button").first.click()
        await account.get_by_text(title, exact=True).click()
        await expect(account.locator("ha-picker-field")).to_contain_text(title)

    async def add_notification(self, message: str) -> None:
        """Add an action that creates a persistent notification."""
        await self.page.get_by_role("button", name="Add action", exact=True).click()
        await self._choice.locator("input").first.fill("persistent notification")
        await self._choice.get_by_text("Create persistent notification").first.click()
        await self._panel.locator("ha-selector-text input").first.fill(message)

    async def save(self, name: str) -> None:
        """Save the automation under a name."""
        await self.page.get_by_role("button", name="Save", exact=True).click()
        dialog = self.page.locator("ha-dialog-automation-save")
        await dialog.locator("input").first.fill(name)
        await dialog.get_by_role("button", name="Save", exact=True).click()
        await expect(self.page).to_have_url(re.compile(r"/automation/edit/\d+"))

    @staticmethod
    def _shown(part: Locator, text: str) -> Locator:
        """Return the element with a text, not its tooltip."""
        return part.get_by_text(text, exact=True).filter(visible=True).first
