"""Pictures of what a person sees."""

from pathlib import Path

from playwright.async_api import Locator, Page


class Screen:
    """Takes pictures of a page into a folder."""

    def __init__(self, page: Page, folder: Path) -> None:
        """Remember the page and the folder."""
        self._page = page
        self._folder = folder

    async def shot(self, name: str, part: Locator | None = None) -> None:
        """Save a picture of the page, or of a part of it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        await (part or self._page).screenshot(path=path, animations="disabled")

    async def shot_in_both(self, name: str, part: Locator | None = None) -> None:
        """Save a picture in light colours, and one in dark colours as `<name>-dark`.

        Home Assistant's own theme follows what the system prefers.
        """
        await self.shot(name, part)
        await self._page.emulate_media(color_scheme="dark")
        await self.shot(f"{name}-dark", part)
        await self._page.emulate_media(color_scheme="light")
