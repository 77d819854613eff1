"""A Home Assistant, the simulator and a browser that is logged in."""

from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
import os
from pathlib import Path

from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    async_playwright,
    expect,
)
import pytest

from tests.e2e.accounts import Accounts
from tests.e2e.dashboards import Dashboard
from tests.e2e.screen import Screen
from tests.e2e.waiting import PATIENCE
from tests.lab import (
    PASSWORD,
    USERNAME,
    HomeAssistantProcess,
    SimulatorProcess,
    lease_ports,
)
from tests.simulator.command_line.main import PORTS

ARTIFACTS = Path(__file__).parents[2] / "artifacts" / "e2e"
expect.set_options(timeout=PATIENCE)
# Chromium asks its maker for many things that these tests neither need nor reach.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FAILED = pytest.StashKey[bool]()


@dataclass(frozen=True, kw_only=True)
class Lab:
    """What runs beside the browser."""

    home_assistant: HomeAssistantProcess
    simulator: SimulatorProcess


@pytest.fixture(scope="session")
async def lab(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Lab]:
    """Both services, and a new Home Assistant that uses them."""
    folder = tmp_path_factory.mktemp("lab")
    with lease_ports(1 + len(PORTS)) as (port, *ports):
        simulator = SimulatorProcess(folder, ports)
        home_assistant = HomeAssistantProcess(
            folder / "home_assistant", port, simulator.environment
        )
        try:
            await simulator.start()
            await home_assistant.start()
            await home_assistant.wait_until_ready()
            yield Lab(home_assistant=home_assistant, simulator=simulator)
        finally:
            await home_assistant.stop()
            await simulator.stop()


@pytest.fixture
async def accounts(lab: Lab) -> Accounts:
    """One account of each service, which the tests that want them share."""
    accounts = Accounts(lab.home_assistant, lab.simulator)
    await accounts.add_missing()
    return accounts


@pytest.fixture
async def no_accounts(lab: Lab) -> Accounts:
    """Neither an account nor an API key, and services that were asked nothing."""
    accounts = Accounts(lab.home_assistant, lab.simulator)
    await accounts.remove()
    await lab.simulator.control("DELETE", "/requests")
    return accounts


@pytest.fixture
async def dashboard(lab: Lab) -> AsyncGenerator[Dashboard]:
    """A dashboard that a test may make."""
    dashboard = Dashboard(lab.home_assistant)
    yield dashboard
    await dashboard.remove()


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """The system's Chromium, without a window."""
    assert "CHROMIUM" in os.environ, (
        "CHROMIUM does not say where Chromium is; scripts/test finds it"
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=CHROMIUM_OPTIONS
        )
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def logged_in(
    browser: Browser, lab: Lab, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a browser remembers once a person has logged in through the form."""
    memory = tmp_path_factory.mktemp("browser") / "memory.json"
    page = await browser.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(lab.home_assistant.url)
    await page.fill("input[name=username]", USERNAME)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("home-assistant-main")
    await page.context.storage_state(path=memory)
    await page.context.close()
    return memory


@pytest.fixture
async def context(
    browser: Browser, lab: Lab, logged_in: Path
) -> AsyncGenerator[BrowserContext]:
    """A window of its own for each test; every page of it is logged in."""
    context = await browser.new_context(
        base_url=lab.home_assistant.url,
        storage_state=logged_in,
        viewport={"width": 1280, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    """A page of Home Assistant's frontend."""
    return await context.new_page()


@pytest.fixture
async def screen(page: Page, request: pytest.FixtureRequest) -> AsyncGenerator[Screen]:
    """Takes pictures, by itself when the test fails."""
    screen = Screen(page, ARTIFACTS)
    yield screen
    if request.node.stash.get(FAILED, False):
        await screen.shot(f"failed-{request.node.name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its fixtures can take a picture."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
