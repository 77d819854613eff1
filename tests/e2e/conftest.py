"""Fixtures: Home Assistant, the simulator and a browser that is logged in."""

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
# Switches off Chromium's background requests, which would all fail here.
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
    """The processes that run beside the browser."""

    home_assistant: HomeAssistantProcess
    simulator: SimulatorProcess


@pytest.fixture(scope="session")
async def lab(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Lab]:
    """Start the simulator and a new Home Assistant."""
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
    """Add one account of each service, shared by the tests."""
    accounts = Accounts(lab.home_assistant, lab.simulator)
    await accounts.add_missing()
    return accounts


@pytest.fixture
async def no_accounts(lab: Lab) -> Accounts:
    """Remove all accounts and API keys, and clear the simulator's request log."""
    accounts = Accounts(lab.home_assistant, lab.simulator)
    await accounts.remove()
    await lab.simulator.control("DELETE", "/requests")
    return accounts


@pytest.fixture
async def dashboard(lab: Lab) -> AsyncGenerator[Dashboard]:
    """Return a dashboard that is removed after the test."""
    dashboard = Dashboard(lab.home_assistant)
    yield dashboard
    await dashboard.remove()


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Start Chromium, headless."""
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
    """Return the browser storage after a login through the form."""
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
    """Return a browser context for one test, logged in."""
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
    """Return a page of Home Assistant's frontend."""
    return await context.new_page()


@pytest.fixture
async def screen(page: Page, request: pytest.FixtureRequest) -> AsyncGenerator[Screen]:
    """Return a recorder of screenshots; it takes one when the test fails."""
    screen = Screen(page, ARTIFACTS)
    yield screen
    if request.node.stash.get(FAILED, False):
        await screen.shot(f"failed-{request.node.name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Store the failure of a test, so that its fixtures can take a screenshot."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
