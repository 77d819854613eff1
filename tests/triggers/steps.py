"""Events of accounts, as the steps of a sequence."""

from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.util import dt as dt_util

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import revoke, username_of
from tests.simulator.blubrry.people import Statistics
from tests.stage import Stage, Step

DAY: Final = 86_400
OTTER: Final = "quietotter"
PROGRAM: Final = 40_211
USER: Final = "/rest/1.0/user"


# Events of a Real-Debrid account.


def premium(days: float | None) -> Step:
    """Set the days until premium ends; None removes premium."""
    seconds = None if days is None else days * DAY
    return lambda s: s.simulator.real_debrid.set_premium(OTTER, seconds)


def points(count: int) -> Step:
    return lambda s: s.simulator.real_debrid.set_points(OTTER, count)


def odd(**changes: Any) -> Step:
    """Make the next response about the account invalid, once."""
    person = {
        "id": 4_815_162,
        "username": OTTER,
        "email": "qui*****@example.org",
        "points": 1_830,
        "locale": "en",
        "avatar": "",
        "type": "premium",
        "premium": 46 * DAY,
        "expiration": "",
    }
    return lambda s: used(
        s.simulator.fault("real_debrid", USER, json={**person, **changes})
    )


def used(fault: Any) -> None:
    """Do nothing: the next refresh returns the planned response."""


def transfer(status: str) -> Step:
    """Add a torrent with a status."""

    def happen(s: Stage) -> None:
        service = s.simulator.real_debrid
        torrent = service.add_torrent(OTTER, service.magnet("Sintel"))
        match status:
            case "finished":
                service.finish_torrent(OTTER, torrent.id)
            case "failed":
                service.fail_torrent(OTTER, torrent.id)
            case "waiting":
                service.next_status(OTTER, torrent.id)

    return happen


def odd_torrent(status: str) -> Step:
    """Make the next list of torrents that of another account, once."""
    row = {
        "id": "NOBODYKNOWSIT",
        "filename": "Sintel",
        "hash": 40 * "0",
        "bytes": 1,
        "host": "real-debrid.com",
        "split": 2000,
        "progress": 100,
        "status": status,
        "added": "2026-11-10T12:00:00.000Z",
        "links": [],
    }
    path = "/rest/1.0/torrents"
    return lambda s: used(s.simulator.fault("real_debrid", path, json=[row]))


def links_left(count: int, *, used_links: int | None = None, limit: int = 20) -> Step:
    """Set the remaining links of a host."""

    def happen(s: Stage) -> None:
        host = s.simulator.real_debrid.people[OTTER].traffic["vidmeadow.example"]
        host.left = count
        host.limit = limit
        host.links = limit - count if used_links is None else used_links

    return happen


def odd_traffic(s: Stage) -> None:
    """Make the next response about traffic report no usage, once."""
    host = {"left": 20, "bytes": 0, "links": 0, "limit": 20, "type": "links"}
    s.simulator.fault(
        "real_debrid", "/rest/1.0/traffic", json={"vidmeadow.example": host}
    )


def locked(*, is_locked: bool) -> Step:
    def happen(s: Stage) -> None:
        s.simulator.real_debrid.people[OTTER].trouble = 14 if is_locked else None

    return happen


def odd_refusal(code: int, times: int = 1) -> Step:
    """Make the next responses about the account errors, by default one."""

    def happen(s: Stage) -> None:
        refusal = s.simulator.real_debrid.refusal(code)
        s.simulator.fault("real_debrid", USER, **refusal, times=times)

    return happen


# Events of every account.


def sign_in_ends(s: Stage) -> None:
    revoke(s.simulator, s.entry)


async def signs_in_again(s: Stage) -> None:
    """Sign in again at the service and in the flow."""
    service = s.simulator.real_debrid
    answer = service.sign_in(username_of(s.simulator, s.entry))
    vault = await async_get_vault(s.hass)
    await vault.async_store(
        str(s.entry.unique_id),
        Token(
            access_token=answer["access_token"],
            refresh_token=answer["refresh_token"],
            expires_at=dt_util.utcnow().timestamp() + answer["expires_in"],
            lifetime=answer["expires_in"],
            client_id=answer["client_id"],
            client_secret=answer["client_secret"],
        ),
    )
    await s.reload()


# Events of a Blubrry account.


def episode(title: str) -> Step:
    return lambda s: used(s.simulator.blubrry.publish_episode(PROGRAM, title))


def downloads(count: int) -> Step:
    """Add downloads to today."""
    return lambda s: used(s.simulator.blubrry.boost(PROGRAM, count))


def downloads_in_all(count: int) -> Step:
    return lambda s: used(s.simulator.blubrry.boost_to(PROGRAM, count))


def counted(statistics: Statistics) -> Step:
    """Set the counts of the podcast."""
    return lambda s: used(
        s.simulator.blubrry.put_program(PROGRAM, statistics=statistics)
    )


def quota_used_up(s: Stage) -> None:
    s.simulator.blubrry.use_up_quota(PROGRAM)


def quota_left(
    available: int,
    *,
    total: int = 100,
    next_date: str | None = "2026-12-03",
    times: int | None = None,
) -> Step:
    """Set the responses about the quota, for all or for a number of requests."""
    quota = {
        "status": "OK",
        "available": available,
        "total": total,
        "next_date": next_date,
    }

    def happen(s: Stage) -> None:
        s.simulator.clear_faults()
        s.simulator.fault(
            "blubrry",
            "/2/media/openmovies/index.json",
            json={"quota": {"published": quota}},
            times=times,
        )

    return happen


# An empty remainder, once.
odd_hosting: Final = quota_left(0, total=10, next_date="2099-01-01", times=1)


def plan_expires(s: Stage) -> None:
    s.simulator.blubrry.expire_plan(PROGRAM)


def plan_renewed(s: Stage) -> None:
    s.simulator.blubrry.renew_plan(PROGRAM)


def odd_summary(s: Stage) -> None:
    """Make the next summary of downloads and episodes wrong, once."""
    published = "Tue, 10 Nov 2026 12:00:00 GMT"
    media = {"id": 9, "title": "Never made", "date": published}
    s.simulator.fault(
        "blubrry",
        "/2/stats/openmovies/summary.json",
        json={"overall": {"total": 999_999_999}, "media": [media]},
    )


def time_passes(**span: float) -> Step:
    async def happen(s: Stage) -> None:
        await s.pass_by(**span)
        await s.refresh()

    return happen


async def nothing(s: Stage) -> None:
    """Only refresh."""
    await s.refresh()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A sequence: the initial state, the steps, and the times fired after each."""

    key: str
    case: str
    steps: tuple[tuple[Step | str, int], ...]
    options: dict[str, Any] = field(default_factory=dict)
    before: Step = used
    provider: str = "real_debrid"


def real_debrid(
    key: str,
    case: str,
    *steps: tuple[Step | str, int],
    before: Step = used,
    **options: Any,
) -> Row:
    return Row(key=key, case=case, steps=steps, options=options, before=before)


def blubrry(
    key: str,
    case: str,
    *steps: tuple[Step | str, int],
    before: Step = used,
    **options: Any,
) -> Row:
    return Row(
        key=key,
        case=case,
        steps=steps,
        options=options,
        before=before,
        provider="blubrry",
    )


AGAIN: Final[tuple[tuple[Step | str, int], ...]] = (
    (nothing, 1),
    ("fail", 1),
    (nothing, 1),
    ("reload", 1),
    ("reload_automations", 1),
    ("restart", 1),
    (nothing, 1),
)
"""Steps that must not fire a trigger a second time."""


def while_stopped(step: Step) -> tuple[tuple[Step | str, int], ...]:
    """Run a step while Home Assistant is stopped."""
    return ("stop", 0), (step, 0), ("start", 1), (nothing, 1), ("restart", 1)
