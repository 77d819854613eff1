"""Add, use, reauthenticate and remove one account of each service."""

from playwright.async_api import BrowserContext, Page, expect
import pytest

from tests.e2e.conftest import Lab
from tests.e2e.frontend import Frontend, Services
from tests.e2e.screen import Screen


@pytest.mark.usefixtures("no_accounts")
async def test_accounts_are_added_reauthenticated_and_removed(
    lab: Lab, context: BrowserContext, page: Page, screen: Screen
) -> None:
    frontend = Frontend(page)
    services = Services(context)

    await add_real_debrid(frontend, services, screen)
    await add_blubrry(frontend, services, screen, context)
    await look_at_devices(frontend, screen)

    await lab.home_assistant.restart()
    await look_at_devices(frontend)
    assert await sign_ins_asked_for(lab) == {"device": 1, "code": 1}

    await revoke_and_sign_in_again(lab, frontend, services, screen)

    await frontend.delete_account("Blubrry (Open Movie Hour)")
    await frontend.delete_account("quietotter")
    async with lab.home_assistant.client() as client:
        assert not await client.get(
            "/api/config/config_entries/entry?domain=media_accounts"
        )
    storage = lab.home_assistant.folder / ".storage"
    assert not list(storage.glob("media_accounts*"))


async def add_real_debrid(
    frontend: Frontend, services: Services, screen: Screen
) -> None:
    """Add a Real-Debrid account through the device flow."""
    await frontend.add_account()
    await screen.shot("menu", frontend.box(frontend.flow))
    await frontend.choose("Real-Debrid")
    await approve_real_debrid(frontend, services, screen, "real-debrid-sign-in")
    await expect(frontend.flow.get_by_text("Name and assign")).to_be_visible()
    await frontend.finish()


async def approve_real_debrid(
    frontend: Frontend, services: Services, screen: Screen, picture: str
) -> None:
    """Read the user code and allow access in a second tab."""
    await expect(frontend.flow.locator("ha-qr-code canvas")).to_be_visible()
    # The progress ring appears after the second poll.
    await expect(frontend.flow.get_by_text("%")).to_be_visible()
    await screen.shot(picture, frontend.box(frontend.flow))
    link = frontend.flow.locator("ha-markdown a")
    url = await link.get_attribute("href")
    user_code = await frontend.flow.locator("ha-markdown code").inner_text()
    assert url
    await services.approve_device(url, user_code.strip(), "quietotter")


async def add_blubrry(
    frontend: Frontend, services: Services, screen: Screen, context: BrowserContext
) -> None:
    """Add a Blubrry account: enter an API key, then allow access on Blubrry's page."""
    await frontend.add_account()
    await frontend.choose("Blubrry")
    await expect(
        frontend.credentials.get_by_text("/auth/external/callback")
    ).to_be_visible()
    await screen.shot("blubrry-credentials", frontend.box(frontend.credentials))
    await frontend.enter_credentials("demo-client", "demo-secret")
    # The dialog continues without another choice in the menu.
    async with context.expect_page() as tab:
        await frontend.flow.get_by_text("Open website").click()
    await services.approve_consent(await tab.value, "filmhost")
    await expect(frontend.flow.get_by_text("Name and assign")).to_be_visible()
    await frontend.finish()


async def look_at_devices(frontend: Frontend, screen: Screen | None = None) -> None:
    """Open the devices of both accounts and check states."""
    await frontend.open_device("quietotter")
    await expect(frontend.state_of("Premium")).to_contain_text("Active")
    await expect(frontend.state_of("Points")).to_contain_text("1,830")
    if screen:
        await screen.shot("real-debrid-account")
    await frontend.open_device("Sintel Soundtrack Sessions")
    await expect(frontend.state_of("Newest episode")).to_contain_text("Session")
    if screen:
        await screen.shot("blubrry-program")


async def revoke_and_sign_in_again(
    lab: Lab, frontend: Frontend, services: Services, screen: Screen
) -> None:
    """Revoke the access at Real-Debrid, then reauthenticate."""
    await lab.simulator.control(
        "POST", "/real_debrid/revoke", {"username": "quietotter"}
    )
    async with lab.home_assistant.client() as client:
        entries = await client.get("/api/config/config_entries/entry")
        (entry,) = [entry for entry in entries if entry["title"] == "quietotter"]
        await client.post(
            f"/api/config/config_entries/entry/{entry['entry_id']}/reload"
        )
    page = frontend.page
    await page.goto("/config/integrations/dashboard")
    await page.get_by_role("button", name="Reconfigure").click()
    await expect(frontend.flow.get_by_text("Sign in again", exact=True)).to_be_visible()
    await screen.shot("sign-in-again", frontend.box(frontend.flow))
    await frontend.press("Submit")
    await approve_real_debrid(frontend, services, screen, "real-debrid-again")
    await expect(frontend.flow.get_by_text("successful")).to_be_visible()
    await frontend.open_device("quietotter")
    await expect(frontend.state_of("Premium")).to_contain_text("Active")


async def sign_ins_asked_for(lab: Lab) -> dict[str, int]:
    """Return the simulator's count of sign-ins."""
    requests = (await lab.simulator.control("GET", "/requests?list=1"))["requests"]
    return {
        "device": sum(request["path"].endswith("/device/code") for request in requests),
        "code": sum(
            request["form"].get("grant_type") == "authorization_code"
            for request in requests
        ),
    }
