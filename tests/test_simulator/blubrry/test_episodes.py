"""Episodes, their recordings and their covers."""

from io import BytesIO
import wave

from aiohttp import ClientSession
from mutagen.mp3 import MP3
import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Envelope, Numbers, RecordCount
from tests.test_simulator.blubrry.reading import listed, ok
from tests.test_simulator.http import Http

EPISODES = "/2/episode/openmovies/"
NEWEST = 150_220_029


async def test_a_page(host: Http) -> None:
    shown = await ok(host, EPISODES, limit=3, offset=1)
    assert list(shown) == ["data", "record_count", "limit", "offset"]
    assert (shown["record_count"], shown["limit"], shown["offset"]) == (3, 3, 1)
    assert [row["id"] for row in shown["data"]] == [
        NEWEST - 1,
        NEWEST - 2,
        NEWEST - 3,
    ]
    assert len((await ok(host, EPISODES))["data"]) == 10
    assert (await ok(host, EPISODES, offset=30))["data"] == []


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 51}, {"offset": "x"}])
async def test_a_wrong_page(host: Http, query: dict[str, str | int]) -> None:
    assert (await host.get(EPISODES, **query)).status == 400


async def test_an_episode(sim: Simulator, host: Http) -> None:
    row = await ok(host, f"{EPISODES}{NEWEST}/")
    assert row == (await ok(host, EPISODES))["data"][0]
    assert row == {
        "id": NEWEST,
        "title": "Ep 30: Spring, the making",
        "program_id": "40211",
        "program_title": "Open Movie Hour",
        "program_keyword": "openmovies",
        "filename": "omh-030.mp3",
        "duration": 1_919,
        "description": "<p>Spring, the making, under a free licence.</p>",
        "summary": "Spring, the making, under a free licence.",
        "post_date": "06:00:00 2026-11-20",
        "media_url": f"{sim.blubrry.url}/audio/{NEWEST}/omh-030.mp3",
        "player_url": f"https://player.blubrry.com/?podcast_id={NEWEST}",
        "listing_url": f"https://blubrry.com/openmovies/{NEWEST}/"
        "ep-30-spring-the-making/",
        "podcast_link": "https://feeds.blubrry.com/feeds/openmovies.xml",
        "itunes_title": "Ep 30: Spring, the making",
        "itunes_episode": 30,
        "itunes_season": 1,
        "itunes_episode_number": 30,
        "itunes_order": None,
        "itunes_image": f"{sim.blubrry.url}/coverart/300/40211.png",
        "episode_type": "full",
        "location": "",
        "credits": [],
    }


async def test_odd_forms(sim: Simulator, host: Http) -> None:
    settings = sim.blubrry.settings
    settings.ids_as_strings = settings.keyword_null = settings.lists_as_maps = True
    settings.numbers, settings.record_count = Numbers.STRINGS, RecordCount.TOTAL
    settings.episode_zone = "America/New_York"
    shown = await ok(host, "/2/episode/40211/", limit=2)
    assert shown["record_count"] == 30
    row = listed(shown["data"])[0]
    assert list(shown["data"]) == ["0", "1"]
    assert (row["id"], row["program_keyword"]) == (str(NEWEST), None)
    assert (row["duration"], row["post_date"]) == ("1919", "01:00:00 2026-11-20")
    settings.episode_in_data = True
    one = await ok(host, f"/2/episode/40211/{NEWEST}/")
    assert one == {"data": row}


@pytest.mark.parametrize("episode", ["1", "150220030", "none"])
async def test_an_episode_that_is_missing(host: Http, episode: str) -> None:
    answer = await host.get(f"{EPISODES}{episode}/")
    assert answer.status == 401
    assert answer.json == {"error": "episode not found", "code": "episode_not_found"}


async def test_a_program_that_is_missing(sim: Simulator, host: Http) -> None:
    answer = await host.get("/2/episode/nothing/")
    assert answer.status == 400
    assert answer.json["code"] == "episode_show_invalid"
    assert (await host.get("/2/episode/bunnydiaries/")).status == 403
    sim.blubrry.settings.error_envelope = Envelope.NUMBER
    assert (await host.get(f"{EPISODES}1/")).json == {
        "error": 401,
        "error_description": "episode not found",
    }


async def test_an_episode_comes_out(sim: Simulator, host: Http) -> None:
    episode = sim.blubrry.publish_episode(
        40_211, "Ep 31: Agent & Bunny", notes="<p>Both <b>of them</b></p>"
    )
    row = (await ok(host, EPISODES))["data"][0]
    assert row["id"] == episode.id
    assert row["filename"] == f"40211-{episode.id}.mp3"
    assert row["summary"] == "Both of them"
    assert row["post_date"] == "10:00:00 2026-11-22"
    summary = await ok(host, "/2/stats/openmovies/summary.json")
    assert summary["media"][0]["title"] == "Ep 31: Agent & Bunny"


async def load(
    session: ClientSession, url: str, wanted: str | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    headers = {"Range": wanted} if wanted else {}
    async with session.request(method, url, headers=headers) as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_audio_is_played(host: Http, session: ClientSession) -> None:
    url = (await ok(host, EPISODES))["data"][0]["media_url"]
    status, headers, body = await load(session, url)
    assert (status, headers["Content-Type"]) == (200, "audio/mpeg")
    assert headers["Accept-Ranges"] == "bytes"
    file = MP3(BytesIO(body))
    assert 3.5 < file.info.length < 4.5
    assert not file.info.sketchy
    assert str(file["TIT2"]) == "Ep 30: Spring, the making"
    status, headers, nothing = await load(session, url, method="HEAD")
    assert (status, nothing) == (200, b"")
    assert headers["Content-Length"] == str(len(body))


async def test_a_wav_is_played(
    sim: Simulator, host: Http, session: ClientSession
) -> None:
    await ok(host, "/2/media/openmovies/omh-trailer.wav")
    url = (await ok(host, EPISODES))["data"][0]["media_url"]
    _, headers, body = await load(session, url)
    assert headers["Content-Type"] == "audio/x-wav"
    with wave.open(BytesIO(body)) as file:
        assert file.getnframes() / file.getframerate() == 4
        assert set(file.readframes(100)) != {0}


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=500-", 500, None),
        ("bytes=-64", -64, None),
        ("bytes=100-99999999", 100, None),
    ],
)
async def test_parts_of_audio(
    sim: Simulator, session: ClientSession, wanted: str, start: int, end: int | None
) -> None:
    url = f"{sim.blubrry.url}/audio/{NEWEST}/omh-030.mp3"
    _, _, whole = await load(session, url)
    status, headers, part = await load(session, url, wanted)
    assert (status, part) == (206, whole[start:end])
    first = start % len(whole)
    last = first + len(part) - 1
    assert headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


async def test_parts_that_are_not_there(sim: Simulator, session: ClientSession) -> None:
    url = f"{sim.blubrry.url}/audio/{NEWEST}/omh-030.mp3"
    _, _, whole = await load(session, url)
    status, headers, _ = await load(session, url, "bytes=99999999-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    status, _, body = await load(session, url, "lines=1-2")
    assert (status, body) == (200, whole)


@pytest.mark.parametrize(
    "path", [f"/audio/{NEWEST}/other.mp3", f"/audio/{NEWEST + 1}/omh-031.mp3"]
)
async def test_audio_that_is_not_there(http: Http, path: str) -> None:
    assert (await http.get(path)).status == 404


async def test_covers(sim: Simulator, session: ClientSession) -> None:
    covers = set()
    for name in ("40211.png", "40350.png", "default.jpg"):
        url = f"{sim.blubrry.url}/coverart/300/{name}"
        status, headers, body = await load(session, url)
        assert (status, headers["Content-Type"]) == (200, "image/png")
        assert body.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x2c\0\0\x01\x2c")
        covers.add(body)
    assert len(covers) == 3
    # The second one has no cover of its own.
    for number in (1, 1_498_812):
        url = f"{sim.blubrry.url}/coverart/300/{number}.png"
        assert (await load(session, url))[0] == 404
