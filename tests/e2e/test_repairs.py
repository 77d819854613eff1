"""Show repair issues and fix them."""

from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.accounts import REAL_DEBRID, Accounts
from tests.e2e.conftest import Lab
from tests.e2e.frontend import Frontend, Services
from tests.e2e.screen import Screen

DAY = 86_400
REPAIRS = "/config/repairs"


async def test_issue_is_removed_when_premium_is_renewed(
    lab: Lab, accounts: Accounts, page: Page, screen: Screen
) -> None:
    await set_premium(lab, accounts, days=3)
    await page.goto(REPAIRS)
    warning = page.get_by_text(f"Premium of {REAL_DEBRID} ends soon")
    await warning.click()
    dialog = page.locator("dialog-repairs-issue")
    await expect(dialog.get_by_text("It ends on")).to_be_visible()
    await expect(dialog.get_by_role("link")).to_have_attribute(
        "href", "https://real-debrid.com/premium"
    )
    await screen.shot_in_both("repair-premium", dialog.locator("dialog[open]"))
    await page.keyboard.press("Escape")

    await set_premium(lab, accounts, days=90)
    await expect(warning).to_have_count(0)


async def test_lost_key_starts_reauthentication(
    lab: Lab, accounts: Accounts, page: Page, context: BrowserContext, screen: Screen
) -> None:
    await lab.home_assistant.stop()
    (lab.home_assistant.folder / ".storage" / "media_accounts.key").unlink()
    await lab.home_assistant.start()
    await lab.home_assistant.wait_until_ready()

    await page.goto(REPAIRS)
    problem = page.get_by_text(f"The sign-in of {REAL_DEBRID} cannot be decrypted")
    await problem.click()
    frontend = Frontend(page)
    repair = page.locator("dialog-repairs-issue, dialog-data-entry-flow")
    await expect(repair.get_by_text("its encryption key is missing")).to_be_visible()
    await screen.shot("repair-lost-key")
    await repair.get_by_role("button", name="Submit").click()
    await expect(frontend.flow.get_by_text("Sign in again", exact=True)).to_be_visible()

    await frontend.press("Submit")
    token = await Services(context).read_api_token(
        lab.simulator.urls["real_debrid"], REAL_DEBRID
    )
    await frontend.field("token").fill(token)
    await frontend.press("Submit")
    await expect(frontend.flow.get_by_text("successful")).to_be_visible()
    await page.goto(REPAIRS)
    await expect(page.get_by_text("cannot be decrypted")).to_have_count(1)
    await expect(problem).to_have_count(0)

    # The lost key affects every account: leave only this one.
    await accounts.remove()


async def set_premium(lab: Lab, accounts: Accounts, *, days: int) -> None:
    """Set the days until premium ends, and refresh the account."""
    await lab.simulator.control(
        "POST",
        "/real_debrid/premium",
        {"username": REAL_DEBRID, "seconds": days * DAY},
    )
    await accounts.refresh()
