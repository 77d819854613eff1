"""Episodes that are published by a call, and files that are migrated to Blubrry."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.test_simulator.blubrry.reading import listed, ok
from tests.test_simulator.http import Answer, Http

ADD = "/2/episode/openmovies/add"
RAW = "omh-031-raw.mp3"
MIGRATIONS = "/2/media/1498812/migrate_status.json"
EPISODE = {"status": 1, "filename": RAW, "title": "Ep 31: Hero", "content": "<p>H</p>"}


async def add(http: Http, body: Any, path: str = ADD) -> Answer:
    return await http.ask("POST", path, json=body)


async def newest(http: Http) -> Any:
    return (await ok(http, "/2/episode/openmovies/"))["data"][0]


async def test_bringing_an_episode_out(sim: Simulator, host: Http) -> None:
    answer = await add(host, EPISODE)
    row = await newest(host)
    assert answer.status == 200
    assert answer.json == {
        "id": row["id"],
        "title": "Ep 31: Hero",
        "filename": RAW,
        "media_url": row["media_url"],
        "date": "Sun, 22 Nov 2026 10:00:00 +0000",
    }
    assert (row["title"], row["description"]) == ("Ep 31: Hero", "<p>H</p>")
    assert [one.name for one in sim.blubrry.publications] == [RAW]


async def test_a_file_that_was_published_before(sim: Simulator, host: Http) -> None:
    published = await ok(host, f"/2/media/openmovies/{RAW}")
    answer = await add(host, EPISODE)
    assert answer.json["id"] == published["podcast_id"]
    assert (await newest(host))["title"] == "Ep 31: Hero"
    assert len(sim.blubrry.publications) == 1


async def test_a_draft(sim: Simulator, host: Http) -> None:
    before = await newest(host)
    for _ in range(2):
        assert (await add(host, {**EPISODE, "status": 0})).status == 200
    assert await newest(host) == before
    sim.clock.advance(1_000)
    assert await newest(host) == before
    assert sim.blubrry.publications == []
    await add(host, EPISODE)
    assert (await newest(host))["title"] == "Ep 31: Hero"
    episodes = sim.blubrry.programs[40_211].episodes
    assert sum(episode.filename == RAW for episode in episodes) == 1


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {**EPISODE, "status": 2},
        {**EPISODE, "title": ""},
        {**EPISODE, "title": 1},
        {**EPISODE, "filename": "nothing.mp3"},
        {"status": 1, "title": "No file"},
    ],
)
async def test_what_is_no_episode(sim: Simulator, host: Http, body: Any) -> None:
    assert (await add(host, body)).status == 400
    assert sim.blubrry.publications == []


async def test_what_is_no_json(host: Http) -> None:
    assert (await host.post(ADD, {"status": "1"})).status == 400


async def test_who_may_not(sim: Simulator, host: Http, http: Http) -> None:
    assert (await add(http, EPISODE)).status == 401
    assert (await add(host, EPISODE, "/2/episode/bunnydiaries/add")).status == 403
    assert (await add(host, EPISODE, "/2/episode/nothing/add")).status == 400
    sim.blubrry.use_up_quota(40_211)
    assert (await add(host, EPISODE)).status == 402
    sim.blubrry.programs[40_211].hosting = False
    assert (await add(host, EPISODE)).status == 403


async def test_files_that_move(sim: Simulator, host: Http) -> None:
    rows = (await ok(host, MIGRATIONS))["results"]
    assert rows[1] == {
        "source_url": "https://example.org/sessions/002.mp3",
        "new_url": None,
        "status": "queued",
    }
    assert (await ok(host, MIGRATIONS, status="queued"))["results"] == rows[1:]
    assert (await ok(host, MIGRATIONS, start=1, limit=9))["results"] == rows[1:]
    assert await ok(host, MIGRATIONS, status="summary", simple="true") == {
        "queued": 1,
        "completed": 1,
        "skipped": 0,
        "failed": 0,
    }
    assert (await host.get(MIGRATIONS, status="lost")).status == 400
    sim.blubrry.settings.lists_as_maps = True
    assert listed((await ok(host, MIGRATIONS))["results"]) == rows
    sim.blubrry.programs[1_498_812].hosting = False
    assert (await host.get(MIGRATIONS)).status == 403
