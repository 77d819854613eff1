"""Requests that the calls make, and one that no call may make."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import (
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.blubrry.api.client import (
    BlubrryClient,
    UnsafeRead,
)
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.simulator import Simulator

PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")


TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize(
    "path",
    [
        "2/media/openmovies/omh-031-raw.mp3",
        "2/media/openmovies/index.json/omh.mp3",
        "2/media/openmovies/",
    ],
)
async def test_a_file_is_never_read(
    client: BlubrryClient, simulator: Simulator, path: str
) -> None:
    with pytest.raises(UnsafeRead):
        await client.get(path)
    assert simulator.requests == []


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (401, {"error": 401, "error_description": "Unauthorized"}, SignInRefused),
        (200, {"error": 401, "error_description": "Unauthorized"}, SignInRefused),
        (400, {"error": "bad", "code": "episode_show_invalid"}, RequestRefused),
        (200, {"error": "Unable to locate program", "message": "x"}, RequestRefused),
        (403, {}, NotIncluded),
        (402, {}, NotIncluded),
        (404, {}, RequestRefused),
        (200, {"error": "This is currently not available"}, PassingTrouble),
    ],
)
async def test_every_envelope_of_an_error_is_understood_by_every_call(
    client: BlubrryClient,
    simulator: Simulator,
    status: int,
    answer: Any,
    error: type[ProviderError],
) -> None:
    simulator.fault("blubrry", "/2/*", status=status, json=answer, times=None)
    for call in (
        client.statistics.recent_days(PROGRAM),
        client.statistics.daily_downloads(PROGRAM, TODAY, TODAY),
        client.statistics.episode_counts(PROGRAM, TODAY, TODAY),
        client.statistics.lifetime_episode_counts(PROGRAM),
        client.statistics.lifetime_counts(PROGRAM),
        client.statistics.audience(PROGRAM, TODAY, TODAY),
        client.hosting.read(PROGRAM),
        client.hosting.migration(PROGRAM),
        client.episodes.list(PROGRAM),
        client.episodes.read(PROGRAM, "1"),
        client.programs.info(PROGRAM),
        client.programs.hosted(),
    ):
        with pytest.raises(error):
            await call
