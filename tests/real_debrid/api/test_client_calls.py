"""The calls of the API: odd shapes, lists, times and limits, over real HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.media_accounts.api import limiter
from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.api.http import USER_AGENT
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.library import Library
from custom_components.media_accounts.real_debrid.api.server_time import (
    PARIS,
    service_datetime,
    zone_at,
)
from tests.real_debrid.acting import BASE, answer, asked, fill_library
from tests.simulator import Simulator
from tests.simulator.real_debrid.settings import EmptyList


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"page_size_cap": 100},
        {"page_size_cap": 100, "total_count": False},
        {"page_size_cap": 100, "total_is_a_number": False},
        {"ignore_limit": True},
        {"ignore_limit": True, "total_count": False},
        {"total_count": False},
    ],
)
async def test_whole_list_whatever_the_service_makes_of_limits(
    simulator: Simulator, client: RealDebridClient, settings: dict[str, Any]
) -> None:
    fill_library(simulator, 450)
    simulator.real_debrid.change_settings(**settings)
    page = await client.torrents.list()
    assert len({torrent.torrent_id for torrent in page.torrents}) == 450
    assert len((await client.torrents.list(limit=120)).torrents) == 120


@pytest.mark.parametrize("empty", list(EmptyList))
async def test_empty_lists(
    simulator: Simulator, client: RealDebridClient, empty: EmptyList
) -> None:
    fill_library(simulator, 0)
    simulator.real_debrid.change_settings(empty_list=empty)
    page = await client.torrents.list()
    assert (page.torrents, page.total) == ((), 0)
    assert await Library(client.torrents).read() == ()


async def test_a_place_past_the_end_may_be_refused(
    simulator: Simulator, client: RealDebridClient
) -> None:
    path = f"{BASE}/torrents"
    simulator.fault("real_debrid", path, json=[{"id": "A"}, {"id": "A"}, {"x": 1}])
    simulator.fault("real_debrid", path, status=400, json={"error_code": 2})
    page = await client.torrents.list()
    assert [torrent.torrent_id for torrent in page.torrents] == ["A"]
    answer(simulator, "torrents", {"error_code": 2}, 400)
    with pytest.raises(RequestRefused):
        await client.torrents.list()


async def test_torrent_of_odd_types(
    simulator: Simulator, client: RealDebridClient
) -> None:
    row = {
        "id": 17,
        "filename": "f" * 40,
        "original_filename": "magnet",
        "status": "asleep",
        "progress": "41.5",
        "bytes": "2147483648",
        "speed": -3,
        "seeders": None,
        "added": "yesterday",
        "ended": "2026-07-01T12:00:00.000Z",
        "links": ["https://real-debrid.com/d/A", "", None, 5],
        "files": [
            {"id": "1", "path": "/A/b.mkv", "bytes": "5", "selected": "1"},
            {"id": None, "path": "/c.mkv"},
            {"id": 3, "path": None},
            "nonsense",
        ],
    }
    answer(simulator, "torrents/info/17", [row])
    torrent = await client.torrents.details("17")
    assert torrent.torrent_id == "17"
    assert torrent.name is None
    assert torrent.phase is None
    assert (torrent.progress, torrent.size, torrent.speed) == (41.5, 2147483648, 0)
    assert torrent.added is None
    assert torrent.ended == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert torrent.links == ("https://real-debrid.com/d/A", "5")
    (file,) = torrent.files
    assert (file.file_id, file.name, file.size, file.selected) == (1, "b.mkv", 5, True)
    assert "real-debrid.com/d" not in repr(torrent)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [(None, 0.0), ("x", 0.0), (True, 0.0), (140, 100.0), ("nan", 0.0), (-1, 0.0)],
)
async def test_progress(
    simulator: Simulator, client: RealDebridClient, progress: Any, expected: float
) -> None:
    answer(simulator, "torrents", [{"id": "A", "progress": progress}])
    page = await client.torrents.list()
    assert page.torrents[0].progress == expected


@pytest.mark.parametrize("body", [[], {}, [[]]])
async def test_no_torrent_in_the_answer(
    simulator: Simulator, client: RealDebridClient, body: Any
) -> None:
    answer(simulator, "torrents/info/A", body)
    answer(simulator, "torrents/addMagnet", body, 201)
    with pytest.raises(PassingTrouble):
        await client.torrents.details("A")
    with pytest.raises(PassingTrouble):
        await client.torrents.add_magnet("magnet:?xt=urn:btih:0")


async def test_slots(simulator: Simulator, client: RealDebridClient) -> None:
    simulator.real_debrid.change_settings(active_limit=10, active_list=False)
    slots = await client.torrents.slots()
    assert slots.limit == 10
    assert slots.active


async def test_every_request_bears_one_honest_name(
    simulator: Simulator, client: RealDebridClient
) -> None:
    await client.user()
    await client.hosts.names()
    assert {r.headers["User-Agent"] for r in simulator.requests} == {USER_AGENT}


@pytest.mark.parametrize(
    ("text", "summer", "winter"),
    [
        ("2026-11-22T11:00:00+0100", 10, 11),
        ("2026-07-22T11:00:00+02:00", 10, 11),
        ("2026-11-22T10:00:00+0000", 12, 12),
        ("2026-11-22T13:00:00+0300", 9, 9),
        ("at noon", 10, 11),
    ],
)
async def test_times_of_the_service(
    *,
    simulator: Simulator,
    client: RealDebridClient,
    text: str,
    summer: int,
    winter: int,
) -> None:
    simulator.fault(
        "real_debrid", f"{BASE}/time/iso", text=text, content_type="text/plain"
    )
    zone = await client.zone.read()
    for month, hour in ((7, summer), (1, winter)):
        given = f"2026-{month:02}-21T12:00:00.000Z"
        expected = datetime(2026, month, 21, hour, tzinfo=UTC)
        assert service_datetime(given, zone) == expected


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "text": "<html>"},
        {"status": 500, "json": {"error_code": -1}},
        {"text": "<html>maintenance</html>"},
    ],
)
async def test_zone_until_the_service_tells(
    simulator: Simulator, client: RealDebridClient, fault: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", f"{BASE}/time/iso", **fault)
    assert await client.zone.read() is PARIS
    assert len(asked(simulator, "time/iso")) == 1
    await client.zone.read()
    await client.zone.read()
    assert len(asked(simulator, "time/iso")) == 2


async def test_lost_sign_in_is_not_overlooked(
    simulator: Simulator, client: RealDebridClient
) -> None:
    answer(simulator, "time/iso", {"error_code": 8}, 401)
    with pytest.raises(SignInRefused):
        await client.zone.read()


def test_dates_with_an_offset_of_their_own() -> None:
    assert zone_at(None) is None
    given = "2026-11-21T12:00:00+05:00"
    assert service_datetime(given, PARIS) == datetime(2026, 11, 21, 7, tzinfo=UTC)
    assert service_datetime("2026-11-21T12:00:00", PARIS) == datetime(
        2026, 11, 21, 11, tzinfo=UTC
    )
    for nothing in (None, "", 5, "soon"):
        assert service_datetime(nothing, PARIS) is None


class Watch:
    """A clock that only moves in the pauses of the limiter."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(limiter, "sleep", watch.sleep)
    monkeypatch.setattr(limiter, "monotonic", lambda: watch.now)
    return watch


async def test_bursts_and_torrent_lists_are_spread(
    simulator: Simulator, client: RealDebridClient, watch: Watch
) -> None:
    for _ in range(20):
        await client.user()
    assert watch.now == 0
    await client.user()
    assert watch.now == 10
    answer(simulator, "torrents", [])
    for _ in range(61):
        await client.torrents.list()
    assert watch.now >= 60


async def test_pause_is_shared_by_all_calls(
    simulator: Simulator, client: RealDebridClient, watch: Watch
) -> None:
    simulator.fault(
        "real_debrid", f"{BASE}/downloads", status=429, headers={"Retry-After": "100"}
    )
    with pytest.raises(RateLimited) as raised:
        await client.downloads.list()
    assert raised.value.retry_after == 100
    before = len(simulator.requests)
    with pytest.raises(RateLimited):
        await client.user()
    assert len(simulator.requests) == before
    watch.now = 100
    await client.user()


async def test_days_of_traffic(simulator: Simulator, client: RealDebridClient) -> None:
    today = datetime.now(UTC).date()
    answer(
        simulator,
        "traffic/details",
        {str(today): {"host": {"a": 5, "b": None}}, "x": 1},
    )
    days = await client.traffic.days(today - timedelta(days=1), today)
    assert days[today].total == 5
    assert dict(days[today].hosts) == {"a": 5}


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 200, "text": "<html>maintenance</html>"},
        {"status": 503, "text": "<html>maintenance</html>"},
        {"status": 403, "text": "<html>firewall</html>"},
        {"status": 403},
        {"status": 302, "headers": {"Location": "/"}},
        {"status": 304, "headers": {"ETag": "0" * 40}},
        {"status": 200, "text": "not json", "content_type": "application/json"},
    ],
)
async def test_what_says_nothing_about_the_account(
    simulator: Simulator, client: RealDebridClient, fault: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", f"{BASE}/*", times=None, **fault)
    calls = (
        client.user,
        client.torrents.list,
        client.torrents.slots,
        client.downloads.list,
        client.hosts.names,
        client.traffic.hosts,
        client.settings.read,
    )
    for call in calls:
        with pytest.raises(ProviderError) as raised:
            await call()
        assert type(raised.value) is PassingTrouble
    assert client.troubles.current is None


@pytest.mark.parametrize(
    ("premium", "expiration", "hours"),
    [
        (7200, None, 2),
        (7200, "", 2),
        (7200, "{0}", 2),
        (7200, "{1}", 2),
        (7200, "{40}", 42),
        (None, "{0}", 2),
        (0, "{0}", None),
    ],
)
async def test_end_of_premium(
    *,
    simulator: Simulator,
    client: RealDebridClient,
    premium: int | None,
    expiration: str | None,
    hours: int | None,
) -> None:
    """`expiration` may be the service's local time, nothing, or plainly wrong."""
    now = datetime.now(UTC).replace(microsecond=0)
    if expiration:
        late = now + timedelta(hours=2 + int(expiration.strip("{}")))
        expiration = late.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    answer(
        simulator,
        "user",
        {
            "id": 1,
            "username": "quietotter",
            "type": "premium",
            "premium": premium,
            "expiration": expiration,
        },
    )
    user = await client.user()
    if hours is None:
        assert user.premium_until is None
    else:
        assert user.premium_until is not None
        away = abs(user.premium_until - now - timedelta(hours=hours))
        assert away < timedelta(minutes=30)


@pytest.mark.parametrize("body", [{"id": 1}, {"username": "x"}, [], {"id": "x"}])
async def test_answer_that_names_no_account(
    simulator: Simulator, client: RealDebridClient, body: Any
) -> None:
    answer(simulator, "user", body)
    with pytest.raises(PassingTrouble):
        await client.user()
