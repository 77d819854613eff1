"""Screenshots."""

from pathlib import Path

from playwright.async_api import Locator, Page


class Screen:
    """Saves screenshots of a page into a folder."""

    def __init__(self, page: Page, folder: Path) -> None:
        """Set the page and the folder."""
        self._page = page
        self._folder = folder

    async def shot(self, name: str, part: Locator | None = None) -> None:
        """Save a screenshot of the page or of an element."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        await (part or self._page).screenshot(path=path, animations="disabled")

    async def shot_in_both(self, name: str, part: Locator | None = None) -> None:
        """Save a screenshot in the light theme and one, `<name>-dark`, in the dark.

        Home Assistant's default theme follows the preferred color scheme.
        """
        await self.shot(name, part)
        await self._page.emulate_media(color_scheme="dark")
        await self.shot(f"{name}-dark", part)
        await self._page.emulate_media(color_scheme="light")
