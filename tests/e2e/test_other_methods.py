"""Add accounts by the other sign-in methods, each through its dialogs."""

from collections.abc import AsyncGenerator

from playwright.async_api import BrowserContext, Page, expect
import pytest

from tests.e2e.accounts import Accounts
from tests.e2e.conftest import Lab
from tests.e2e.frontend import Frontend, Services
from tests.e2e.screen import Screen
from tests.simulator.blubrry.people import PASSWORD

# Other tests use another account.
PODCASTER = "bunnyfan"
PODCAST = "Blubrry (Big Buck Bunny Diaries)"
FILM_LOVER = "lastlantern"


@pytest.fixture
async def added(lab: Lab) -> AsyncGenerator[Accounts]:
    """Remove the accounts that a test added."""
    accounts = Accounts(lab.home_assistant, lab.simulator)
    await accounts.add_api_key()
    yield accounts
    await accounts.remove(PODCAST, FILM_LOVER)


async def test_real_debrid_with_a_private_api_token(
    lab: Lab, context: BrowserContext, page: Page, screen: Screen, added: Accounts
) -> None:
    frontend = Frontend(page)
    await open_other_ways(frontend)
    await screen.shot("other-ways", frontend.box(frontend.flow))
    await frontend.choose("Real-Debrid, with a private API token")
    await expect(frontend.flow.locator("ha-markdown a")).to_be_visible()
    await frontend.field("token").fill("not-the-token")
    await frontend.press("Submit")
    await expect(
        frontend.flow.get_by_text("Real-Debrid does not accept this token.")
    ).to_be_visible()
    await screen.shot("real-debrid-api-token", frontend.box(frontend.flow))

    token = await Services(context).read_api_token(
        lab.simulator.urls["real_debrid"], FILM_LOVER
    )
    await frontend.field("token").fill(token)
    await frontend.press("Submit")
    await frontend.finish()
    assert FILM_LOVER in await added.titles()


async def test_blubrry_with_name_and_password(
    page: Page, screen: Screen, added: Accounts
) -> None:
    frontend = Frontend(page)
    await open_other_ways(frontend)
    await frontend.choose("Blubrry, with name and password")
    await frontend.field("username").fill(f"{PODCASTER}@example.org")
    await frontend.field("password").fill(PASSWORD)
    await screen.shot("blubrry-password", frontend.box(frontend.flow))
    await frontend.press("Submit")
    await frontend.finish()
    assert PODCAST in await added.titles()


async def test_blubrry_for_one_hour(
    lab: Lab, context: BrowserContext, page: Page, screen: Screen, added: Accounts
) -> None:
    frontend = Frontend(page)
    await open_other_ways(frontend)
    await frontend.choose("Blubrry, for one hour")
    # The form suggests a page of the integration, which continues the dialog.
    await expect(frontend.field("redirect_uri")).to_have_value(
        f"{lab.home_assistant.url}/auth/external/media_accounts"
    )
    await frontend.field("client_id").fill("demo-client")
    await screen.shot("blubrry-one-hour", frontend.box(frontend.flow))
    await frontend.press("Submit")
    async with context.expect_page() as opened:
        await frontend.flow.get_by_text("Open website").click()
    tab = await opened.value
    await tab.locator(f"#person-{PODCASTER}").check()
    await tab.locator("#approve").click()
    await frontend.finish()
    assert tab.is_closed() or "#" not in tab.url
    assert PODCAST in await added.titles()


async def test_blubrry_for_one_hour_with_another_redirect_address(
    lab: Lab, context: BrowserContext, page: Page, screen: Screen, added: Accounts
) -> None:
    frontend = Frontend(page)
    await open_other_ways(frontend)
    await frontend.choose("Blubrry, for one hour")
    back = f"{lab.home_assistant.url}/auth/external/callback"
    await frontend.field("redirect_uri").fill(back)
    await frontend.field("client_id").fill("demo-client")
    await frontend.press("Submit")

    async with context.expect_page() as tab:
        await frontend.flow.get_by_role("link", name="this link").click()
    address = await Services(context).approve_for_an_hour(
        await tab.value, PODCASTER, back
    )
    await frontend.field("address").fill(address)
    await screen.shot("blubrry-address", frontend.box(frontend.flow))
    await frontend.press("Submit")
    await frontend.finish()
    assert PODCAST in await added.titles()


async def open_other_ways(frontend: Frontend) -> None:
    """Open the menu of the other sign-in methods."""
    await frontend.add_account()
    await frontend.choose("Other ways to sign in")
    await expect(
        frontend.flow.get_by_text("Most people do not need these")
    ).to_be_visible()
