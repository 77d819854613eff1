"""Home Assistant's media browser, as far as a person needs it to play something."""

from playwright.async_api import Locator, Page, expect

# What sounds without a picture is not part of the page: keep what was made last.
_KEEP = """
window.Audio = class extends Audio {
  constructor(...source) {
    super(...source);
    window.sound = this;
  }
};
"""


class MediaBrowser:
    """A person who looks for something to play in the browser itself."""

    def __init__(self, page: Page) -> None:
        """Sit down in front of a page."""
        self.page = page
        self._browser = page.locator("ha-media-player-browse")

    async def open(self, *titles: str) -> None:
        """Go from the beginning through folders."""
        await self.page.add_init_script(_KEEP)
        await self.page.goto("/media-browser/browser")
        for title in titles:
            await self.click(title)

    def item(self, title: str) -> Locator:
        """Return what is shown under a title, which may go on."""
        return self._browser.locator(".child", has_text=title)

    @property
    def items(self) -> Locator:
        """Return all that is shown."""
        return self._browser.locator(".child")

    async def click(self, title: str) -> None:
        """Open a folder, or play a file."""
        await self.item(title).click()

    async def search(self, text: str) -> None:
        """Search below the folder that is open."""
        await self._browser.locator("input").fill(text)
        await self._browser.get_by_role("button", name="Search", exact=True).click()

    async def watch_to_the_end(self) -> str:
        """Wait until the film in the dialog is over; where it came from."""
        film = self.page.locator("hui-dialog-web-browser-play-media video")
        await expect(film).to_have_js_property("ended", True)
        return str(await film.evaluate("film => film.currentSrc"))

    async def wait_for_sound(self) -> None:
        """Wait until a recording has begun to sound."""
        await self.page.wait_for_function("window.sound?.currentTime > 0")

    async def listen_to_the_end(self) -> str:
        """Wait until the recording is over; where it came from."""
        await self.page.wait_for_function("window.sound?.ended")
        return str(await self.page.evaluate("window.sound.currentSrc"))
