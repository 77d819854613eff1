"""Build an automation in the editor from the integration's triggers and run it."""

from collections.abc import AsyncGenerator
from typing import Final

from playwright.async_api import Page, expect
import pytest

from tests.e2e.accounts import REAL_DEBRID, Accounts
from tests.e2e.automation_editor import AutomationEditor
from tests.e2e.conftest import Lab
from tests.e2e.screen import Screen

FILM: Final = "Caminandes.Trilogy"


@pytest.fixture(autouse=True)
async def removed_afterwards(lab: Lab) -> AsyncGenerator[None]:
    """Remove the automations and notifications after the test."""
    yield
    async with lab.home_assistant.client() as client:
        for state in await client.get("/api/states"):
            if state["entity_id"].startswith("automation."):
                await client.delete(
                    f"/api/config/automation/config/{state['attributes']['id']}"
                )
        await client.post("/api/services/persistent_notification/dismiss_all", {})


async def test_automation_from_the_editor_runs(
    accounts: Accounts, page: Page, screen: Screen
) -> None:
    editor = AutomationEditor(page)
    await editor.open()
    await editor.add("trigger", "Transfer finished")
    await editor.choose_account(REAL_DEBRID)
    await screen.shot("automation-trigger")
    await editor.add("condition", "Premium is active")
    await editor.choose_account(REAL_DEBRID)
    # The editor evaluates the condition immediately.
    await expect(page.get_by_role("status", name="Condition passes")).to_be_visible()
    await screen.shot("automation-condition")
    await editor.add_notification("{{ trigger.name }} is ready to watch")
    await editor.save("Tell me when a film is ready")

    await accounts.finish_transfer(FILM)
    await page.get_by_role("button", name="Notifications").click()
    await expect(page.get_by_text(f"{FILM} is ready to watch")).to_be_visible()
