"""The files of a program, and the one GET that publishes."""

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Publication
from tests.test_simulator.blubrry.reading import listed, ok
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

MEDIA = "/2/media/openmovies"
FILES = f"{MEDIA}/index.json"
RAW = "omh-031-raw.mp3"
TOTAL = "X-RawVoice-Total-Results"


async def test_unpublished_files(host: Http) -> None:
    answer = await host.get(FILES)
    assert answer.headers[TOTAL] == "2"
    assert answer.json == [
        {
            "name": RAW,
            "length": 27_392_000,
            "created": "2026-11-21 10:00:00",
            "last_modified": "2026-11-21 10:00:00",
        },
        {
            "name": "omh-trailer.wav",
            "length": 1_504_000,
            "created": "2026-11-22 07:00:00",
            "last_modified": "2026-11-22 07:00:00",
        },
    ]
    assert [row["name"] for row in await ok(host, FILES, start=1, limit=5)] == [
        "omh-trailer.wav"
    ]
    assert len(await ok(host, FILES, limit=1)) == 1


async def test_published_files_too(sim: Simulator, host: Http) -> None:
    rows = await ok(host, FILES, published="true")
    assert isinstance(rows, list)
    assert len(rows) == 2 + 20
    assert rows[0] == {
        "name": RAW,
        "length": 27_392_000,
        "last_modified": int(NOW) - 86_400,
    }
    assert rows[2] == {
        "name": "omh-030.mp3",
        "length": str(1_919 * 16_000),
        "published": True,
        "last_modified": int(NOW) - 52 * 3_600,
        "url": f"{sim.blubrry.url}/audio/150220029/omh-030.mp3",
        "podcast_id": 150_220_029,
    }


async def test_all_at_once(host: Http) -> None:
    shown = await ok(host, FILES, quota="true", published="true", detail="true")
    names = [str(number) for number in range(22)]
    assert list(shown) == [*names, "quota", "detail", "transcript_plan"]
    assert shown["0"]["name"] == RAW
    assert shown["2"]["masterMedia"] == {"status": 24, "status_msg": "Ready"}


async def test_a_quota_without_files(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].uploads.clear()
    assert list(await ok(host, FILES, quota="true")) == ["quota"]
    assert list(await ok(host, FILES, quota="false")) == []


async def test_a_service_that_knows_no_quota(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.quota_known = False
    plain = await ok(host, FILES)
    assert await ok(host, FILES, quota="true", published="true") == plain


async def test_odd_rows(sim: Simulator, host: Http) -> None:
    before = await ok(host, FILES)
    settings = sim.blubrry.settings
    settings.lists_as_maps, settings.total_header = True, False
    answer = await host.get(FILES)
    assert TOTAL not in answer.headers
    assert listed(answer.json) == before
    settings.numbers, settings.ids_as_strings = Numbers.STRINGS, True
    shown = await ok(host, FILES, published="true")
    assert shown["0"]["length"] == "27392000"
    assert shown["2"]["podcast_id"] == "150220029"


async def test_publishing(sim: Simulator, host: Http) -> None:
    answer = await ok(host, f"{MEDIA}/{RAW}", format="json")
    episode = sim.blubrry.programs[40_211].published(NOW)[0]
    assert answer == {
        "text": "File published",
        "media_url": f"{sim.blubrry.url}/audio/{episode.id}/{RAW}",
        "podcast_id": episode.id,
    }
    assert sim.blubrry.publications == [
        Publication(program_id=40_211, name=RAW, username="filmhost", time=NOW)
    ]
    assert (episode.filename, episode.duration) == (RAW, 1_712)
    newest = (await ok(host, "/2/episode/openmovies/"))["data"][0]
    assert (newest["id"], newest["title"]) == (episode.id, "omh 031 raw")
    assert [row["name"] for row in await ok(host, FILES)] == ["omh-trailer.wav"]
    assert await ok(host, f"{MEDIA}/{RAW}") == answer
    assert len(sim.blubrry.publications) == 1


async def test_information_publishes_nothing(sim: Simulator, host: Http) -> None:
    assert await ok(host, f"{MEDIA}/{RAW}", format="json", info="true") == {
        "duration": "1712",
        "content-type": "audio/mpeg",
        "length": 27_392_000,
    }
    published = await ok(host, f"{MEDIA}/omh-030.mp3", info="true")
    assert published["duration"] == "1919"
    assert sim.blubrry.publications == []


async def test_what_publishes_nothing(sim: Simulator, host: Http) -> None:
    assert (await host.get(f"{MEDIA}/{RAW}", publish="false")).status == 400
    assert (await host.ask("HEAD", f"{MEDIA}/{RAW}")).status == 405
    assert (await host.get(f"{MEDIA}/nothing.mp3")).status == 404
    await ok(host, f"{MEDIA}/omh-030.mp3")
    assert sim.blubrry.publications == []


@pytest.mark.parametrize("trouble", ["used up", "frozen", "expired", "too large"])
async def test_a_quota_that_does_not_allow_it(
    sim: Simulator, host: Http, trouble: str
) -> None:
    match trouble:
        case "used up":
            sim.blubrry.use_up_quota(40_211)
        case "frozen":
            sim.blubrry.programs[40_211].quota.frozen = True
        case "expired":
            sim.blubrry.expire_plan(40_211)
        case "too large":
            sim.blubrry.upload(40_211, RAW + ".mp3", duration=20_000)
    name = RAW + ".mp3" if trouble == "too large" else RAW
    assert (await host.get(f"{MEDIA}/{name}")).status == 402
    assert sim.blubrry.publications == []


async def test_without_hosting(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].hosting = False
    for path in (FILES, f"{MEDIA}/{RAW}"):
        answer = await host.get(path)
        assert answer.status == 403
        assert "hosting" in answer.json["error"]
    sim.blubrry.settings.plan_refusal_status = 402
    assert (await host.get(FILES)).status == 402
