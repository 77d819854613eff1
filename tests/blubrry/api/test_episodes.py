"""Episodes of a program, over real HTTP."""

from datetime import UTC, datetime

import pytest

from custom_components.media_accounts.api.errors import (
    RequestRefused,
)
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.simulator import Simulator

PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")


async def test_a_missing_episode_says_nothing_of_the_sign_in(
    client: BlubrryClient,
) -> None:
    with pytest.raises(RequestRefused) as missing:
        await client.episodes.read(PROGRAM, "1")
    assert missing.value.reason == "episode_not_found"


async def test_episodes_have_dates_and_links_where_they_make_sense(
    client: BlubrryClient, simulator: Simulator
) -> None:
    simulator.fault(
        "blubrry",
        "/2/episode/openmovies/",
        json={
            "data": [
                {
                    "id": 1,
                    "post_date": "06:00:00 2026-11-02",
                    "listing_url": None,
                    "podcast_link": "https://example.org/1",
                },
                {"id": "2", "post_date": "soon", "filename": "b.mp3"},
                {"title": "without an id"},
            ]
        },
    )
    first, second = await client.episodes.list(PROGRAM)
    assert first.published == datetime(2026, 11, 2, 6, tzinfo=UTC)
    assert first.link == "https://example.org/1"
    assert (first.title, second.title) == ("1", "b.mp3")
    assert second.published is None
