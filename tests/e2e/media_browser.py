"""Page object of Home Assistant's media browser."""

from playwright.async_api import Locator, Page, expect

# The frontend plays audio with an element outside of the page: keep the newest one.
_KEEP = """
window.Audio = class extends Audio {
  constructor(...source) {
    super(...source);
    window.sound = this;
  }
};
"""


class MediaBrowser:
    """The media browser, playing in the web browser itself."""

    def __init__(self, page: Page) -> None:
        """Set the page to use."""
        self.page = page
        self._browser = page.locator("ha-media-player-browse")

    async def open(self, *titles: str) -> None:
        """Open a path of folders from the root."""
        await self.page.add_init_script(_KEEP)
        await self.page.goto("/media-browser/browser")
        for title in titles:
            await self.click(title)

    def item(self, title: str) -> Locator:
        """Return the item whose title starts with a text."""
        return self._browser.locator(".child", has_text=title)

    @property
    def items(self) -> Locator:
        """Return all items shown."""
        return self._browser.locator(".child")

    async def click(self, title: str) -> None:
        """Open a folder or play a file."""
        await self.item(title).click()

    async def search(self, text: str) -> None:
        """Search below the open folder."""
        await self._browser.locator("input").fill(text)
        await self._browser.get_by_role("button", name="Search", exact=True).click()

    async def watch_to_the_end(self) -> str:
        """Wait until the video in the dialog has ended; return its URL."""
        film = self.page.locator("hui-dialog-web-browser-play-media video")
        await expect(film).to_have_js_property("ended", True)
        return str(await film.evaluate("film => film.currentSrc"))

    async def wait_for_sound(self) -> None:
        """Wait until the audio is playing."""
        await self.page.wait_for_function("window.sound?.currentTime > 0")

    async def listen_to_the_end(self) -> str:
        """Wait until the audio has ended; return its URL."""
        await self.page.wait_for_function("window.sound?.ended")
        return str(await self.page.evaluate("window.sound.currentSrc"))
