"""Browse, search and play the media of both accounts."""

from playwright.async_api import Page, expect
import pytest

from tests.e2e.conftest import Lab
from tests.e2e.media_browser import MediaBrowser
from tests.e2e.screen import Screen

pytestmark = pytest.mark.usefixtures("accounts")


async def test_film_of_a_torrent_plays(lab: Lab, page: Page, screen: Screen) -> None:
    media = MediaBrowser(page)
    await media.open("Media Accounts", "Real-Debrid")
    await media.click("Torrents")
    await expect(media.item("Sintel.2010.4K.mkv")).to_be_visible()
    await screen.shot("media-torrents")

    film = "Big.Buck.Bunny.2008.1080p.60fps.mp4"
    await media.click(film)
    await expect(media.items).to_have_count(1)
    await media.click(film)
    source = await media.watch_to_the_end()
    assert source.startswith(lab.simulator.urls["real_debrid"])
    assert source.endswith(film)


async def test_search_finds_media_of_every_account(page: Page) -> None:
    media = MediaBrowser(page)
    await media.open("Media Accounts")
    await media.search("sintel")
    for title in ("Sintel.2010.4K.mkv", "Sintel Soundtrack Sessions", "Ep 2: Sintel"):
        await expect(media.item(title)).to_be_visible()
    await expect(media.item("Big.Buck")).to_have_count(0)


async def test_newest_episode_of_a_program_plays(
    lab: Lab, page: Page, screen: Screen
) -> None:
    media = MediaBrowser(page)
    await media.open("Media Accounts", "Blubrry", "Open Movie Hour")
    newest = media.items.first
    await expect(newest).to_contain_text("Ep 30: Spring")
    await newest.click()
    await media.wait_for_sound()
    await screen.shot("media-podcast")
    source = await media.listen_to_the_end()
    assert source.startswith(lab.simulator.urls["blubrry"])
