"""Variants of all calls of API 2: errors, and the time of a response."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Envelope
from tests.test_simulator.http import Http

SHOW = "/2/stats/{}/"


@pytest.mark.parametrize(
    ("envelope", "body"),
    [
        (Envelope.DOCUMENTED, {"error": "TEXT", "message": "TEXT"}),
        (Envelope.NUMBER, {"error": 404, "error_description": "TEXT"}),
        (Envelope.CODE, {"error": "TEXT", "code": "not_found"}),
        (Envelope.MESSAGE, {"error": "TEXT", "message": "TEXT"}),
        (Envelope.TEXT, {"error": "TEXT"}),
    ],
)
@pytest.mark.parametrize("as_200", [False, True])
async def test_envelopes(
    sim: Simulator,
    host: Http,
    envelope: Envelope,
    body: dict[str, Any],
    *,
    as_200: bool,
) -> None:
    sim.blubrry.settings.error_envelope = envelope
    sim.blubrry.settings.errors_as_200 = as_200
    answer = await host.get(SHOW.format("nothing"))
    text = "Unable to locate program nothing"
    assert answer.status == (200 if as_200 else 404)
    assert answer.json == {
        name: text if value == "TEXT" else value for name, value in body.items()
    }


async def test_an_error_without_a_body(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.error_envelope = Envelope.EMPTY
    answer = await host.get(SHOW.format("bunnydiaries"))
    assert (answer.status, answer.text) == (403, "")


async def test_a_sign_in_keeps_its_own_envelope(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.error_envelope = Envelope.TEXT
    answer = await http.get(SHOW.format("openmovies"))
    assert answer.json["error"] == 401
    assert "error_description" in (await http.post("/oauth2/token", {})).json


async def test_every_answer_bears_the_simulated_time(
    sim: Simulator, host: Http, http: Http
) -> None:
    sim.fault("blubrry", "/", status=503)
    for answer in (
        await http.get("/"),
        await http.get("/"),
        await http.get(SHOW.format("openmovies")),
        await host.get(SHOW.format("openmovies")),
    ):
        assert answer.headers["Date"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    sim.clock.advance(3_600)
    answer = await host.get("/nowhere")
    assert answer.headers["Date"] == "Sun, 22 Nov 2026 11:00:00 GMT"


async def test_a_program_without_a_keyword(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.keyword_null = True
    assert (await host.get(SHOW.format("openmovies"))).status == 404
    answer = await host.get(SHOW.format(40_211))
    assert answer.json["results"]["keyword"] is None
