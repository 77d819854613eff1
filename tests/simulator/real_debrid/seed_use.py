"""The seed data of downloads and traffic."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.hosters import FILES
from tests.simulator.real_debrid.torrent import HOST
from tests.simulator.real_debrid.traffic_share import HostTraffic, Measure, Reset
from tests.simulator.real_debrid.works import link

HOUR = 3_600.0
DAY = 24 * HOUR
GIB = 1024**3
MIB = 1024**2

SERVER_ZONE = ZoneInfo("Europe/Paris")


def downloads(hour: float) -> list[Download]:
    """Return downloads of the last days; the addresses of the first ones are over."""
    return [
        Download(
            id=link("download", name).rpartition("/")[2],
            filename=FILES[name][0],
            bytes=FILES[name][1],
            link=f"https://{host}/f/{name}",
            host=host,
            generated=hour - ago * HOUR,
            expires_at=hour - ago * HOUR + DAY,
        )
        for name, host, ago in (
            ("sintel", "cloudnest.example", 75),
            ("aesop-01", "filebarn.example", 51),
            ("caminandes-3", "vidmeadow.example", 9),
            ("poster", "cloudnest.example", 4),
            ("big-buck-bunny", "cloudnest.example", 1),
        )
    ]


def traffic() -> dict[str, HostTraffic]:
    """Return one limit of each kind, and the pseudo-host of remote traffic."""
    return {
        "cloudnest.example": HostTraffic(
            type=Measure.GIGABYTES,
            left=5 * GIB - 891 * MIB,
            bytes=891 * MIB,
            links=3,
            limit=5,
            extra=0,
            reset=Reset.DAILY,
        ),
        "vidmeadow.example": HostTraffic(
            type=Measure.LINKS,
            left=14,
            bytes=734_003_200,
            links=6,
            limit=20,
            extra=0,
            reset=Reset.WEEKLY,
        ),
        "filebarn.example": HostTraffic(
            type=Measure.BYTES,
            left=48 * GIB,
            bytes=2 * GIB,
            links=11,
            limit=50 * GIB,
            extra=0,
            reset=Reset.MONTHLY,
        ),
        "remote": HostTraffic(type=Measure.BYTES, left=0),
    }


def usage(now: float) -> dict[str, dict[str, int]]:
    """Return bytes by day and host; there are days without any."""
    today = datetime.fromtimestamp(now, SERVER_ZONE).date()
    return {
        (today - timedelta(days=ago)).isoformat(): hosts
        for ago, hosts in (
            (40, {HOST: 11 * GIB}),
            (26, {HOST: 4 * GIB, "filebarn.example": 512 * MIB}),
            (12, {HOST: 9 * GIB}),
            (5, {"cloudnest.example": 1_400 * MIB}),
            (3, {HOST: 2_600 * MIB, "vidmeadow.example": 700 * MIB}),
            (1, {HOST: 7_000 * MIB}),
            (0, {HOST: 355 * MIB, "cloudnest.example": 891 * MIB}),
        )
    }
