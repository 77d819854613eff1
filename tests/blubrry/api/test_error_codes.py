"""Errors by the codes, texts and statuses of API 2."""

import pytest

from custom_components.media_accounts.api.errors import (
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.error_codes import (
    EPISODE_NOT_FOUND,
    NO_PROGRAMS,
)
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import (
    HTML,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

PROBE = "/2/probe"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def error(status: int, error: object, **more: object) -> FaultOptions:
    return json_reply(status, {"error": error, **more})


UNAUTHORIZED = "Unauthorized - Check Authentication"


OUTCOMES = [
    case("200", json_reply(200, {}), None),
    case("204", text_reply(204), None),
    case("a list", json_reply(200, [{"error": 401}]), None),
    case("no error", error(200, None), None),
    case("an error that is none", error(200, False), None),
    case("an empty error", error(200, ""), None),
    # The status as a number, with the status or with 200.
    case("401", error(401, 401, error_description=UNAUTHORIZED), SignInRefused),
    case("401 with 200", error(200, 401), SignInRefused),
    case("401 as digits", error(200, "401"), SignInRefused),
    case("402 with 200", error(200, 402), NotIncluded),
    case("403 with 200", error(200, 403), NotIncluded),
    case("404 with 200", error(200, 404), RequestRefused),
    case("503 with 200", error(200, 503), PassingTrouble),
    case("403 in place of 401", error(401, 403), NotIncluded),
    # A text and a code.
    case("a wrong show", error(400, "x", code="episode_show_invalid"), RequestRefused),
    case("no episode", error(401, "x", code=EPISODE_NOT_FOUND), RequestRefused),
    # A text, perhaps with a message.
    case("no program", error(404, "Unable to locate program x"), RequestRefused),
    case("the same with 200", error(200, "Unable to locate program x"), RequestRefused),
    case("no statistics", error(404, "No statistics for this show"), NotIncluded),
    case("the same with 200", error(200, "No Statistics"), NotIncluded),
    case("in the message", error(200, True, message="No statistics"), NotIncluded),
    case(
        "in the description",
        error(400, 400, error_description="No statistics yet"),
        NotIncluded,
    ),
    case("no programs", error(200, "No programs found"), RequestRefused),
    case("not now", error(200, "This is currently not available"), PassingTrouble),
    case("not now, with 400", error(400, "currently not available"), PassingTrouble),
    # No envelope at all.
    case("bare 400", json_reply(400, {}), RequestRefused),
    case("bare 401", json_reply(401, {}), SignInRefused),
    case("bare 402", json_reply(402, {}), NotIncluded),
    case("bare 403", json_reply(403, {}), NotIncluded),
    case("bare 404", json_reply(404, {}), RequestRefused),
    case("empty 401", text_reply(401), SignInRefused),
    case("empty 402", text_reply(402), NotIncluded),
    case("empty 403", text_reply(403), NotIncluded),
    case("empty 404", text_reply(404), RequestRefused),
    case("403 in words", text_reply(403, "Forbidden"), PassingTrouble),
    case("a list with 403", json_reply(403, []), NotIncluded),
    case(
        "JSON as PHP names it", {**error(200, 401), "content_type": HTML}, SignInRefused
    ),
    # Errors that do not concern the account.
    case("a page with 200", page_reply(200), PassingTrouble),
    case("a page with 401", page_reply(401), PassingTrouble),
    case("a page with 403", page_reply(403), PassingTrouble),
    case("429", text_reply(429), RateLimited),
    case("500", error(500, "x"), PassingTrouble),
    case("502", text_reply(502, "Bad Gateway"), PassingTrouble),
    case("words with 200", text_reply(200, "hello"), PassingTrouble),
]


@pytest.mark.parametrize(("reply", "expected"), OUTCOMES)
async def test_what_an_answer_means(
    simulator: Simulator,
    client: BlubrryClient,
    reply: FaultOptions,
    expected: type[ProviderError] | None,
) -> None:
    simulator.fault("blubrry", PROBE, **reply, times=None)
    assert await outcome(client.get("2/probe")) is expected


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (error(200, "No programs found with media hosting"), NO_PROGRAMS),
        (error(401, "x", code=EPISODE_NOT_FOUND), EPISODE_NOT_FOUND),
        (error(400, "canary"), None),
    ],
)
async def test_a_refusal_has_a_reason_of_our_own(
    simulator: Simulator, client: BlubrryClient, reply: FaultOptions, reason: str | None
) -> None:
    simulator.fault("blubrry", PROBE, **reply)
    with pytest.raises(RequestRefused) as caught:
        await client.get("2/probe")
    assert caught.value.reason == reason
    assert "canary" not in printed(caught.value)
