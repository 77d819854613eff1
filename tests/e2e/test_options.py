"""Change the options of an account."""

from playwright.async_api import Page, expect
import pytest

from tests.e2e.accounts import BLUBRRY, REAL_DEBRID
from tests.e2e.frontend import Frontend
from tests.e2e.screen import Screen


@pytest.mark.parametrize(
    ("title", "question", "picture"),
    [
        (REAL_DEBRID, "What should Home Assistant watch?", "options-real-debrid"),
        (BLUBRRY, "What Home Assistant follows", "options-blubrry"),
    ],
    ids=["real_debrid", "blubrry"],
)
@pytest.mark.usefixtures("accounts")
async def test_options_are_saved(
    page: Page, screen: Screen, title: str, question: str, picture: str
) -> None:
    frontend = Frontend(page)
    await frontend.open_options(title)
    await expect(frontend.flow.get_by_text(question)).to_be_visible()
    await screen.shot_in_both(picture, frontend.box(frontend.flow))
    await frontend.press("Submit")
    await expect(frontend.flow.get_by_text("saved")).to_be_visible()
