"""What has happened to an account between two readings of it.

Knows neither I/O nor Home Assistant: what was known and what is read go in, what is
known from now on and what is worth telling come out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ..api.errors import AccountProblem
from ..api.parsing import Json, as_float, as_int, as_map, iso_datetime
from ..events.announcement import Announcement
from .api.traffic import HostTraffic, Unit
from .api.user import User

PREMIUM_EXPIRED: Final = "premium_expired"
PREMIUM_RENEWED: Final = "premium_renewed"
POINTS_CHANGED: Final = "points_changed"
TRAFFIC_USED: Final = "traffic_used"
ACCOUNT_PROBLEM: Final = "account_problem"

# The end of premium is told in several ways, which differ by less than any renewal.
_WAVERING: Final = timedelta(days=1)

type News = tuple[Json, tuple[Announcement, ...]]


def user_news(memory: Json, user: User) -> News:
    """Compare the owner of an account with what was known.

    Each change of the points is announced, with those before it: together they are
    a line without gaps, on which every number is reached once.
    """
    known = as_map(memory)
    was_premium = bool(known.get("premium"))
    old_end = iso_datetime(known.get("until"))
    old_points = as_int(known.get("points"))
    end = user.premium_until or old_end
    later = end - old_end if end and old_end else timedelta()
    if abs(later) <= _WAVERING:
        # Kept as it was, so that many small steps become a large one in the end.
        end = old_end or end
    points = old_points if user.points is None else user.points

    told: list[Announcement] = []
    if memory is not None and was_premium and not user.premium:
        told.append(
            Announcement(
                kind=PREMIUM_EXPIRED, details={"premium_until": _text(old_end)}
            )
        )
    if memory is not None and user.premium and (later > _WAVERING or not was_premium):
        told.append(
            Announcement(
                kind=PREMIUM_RENEWED,
                details={
                    "premium_until": _text(user.premium_until),
                    "previous": _text(old_end),
                },
            )
        )
    if old_points is not None and points != old_points:
        told.append(
            Announcement(
                kind=POINTS_CHANGED,
                details={"points": points, "previous": old_points},
            )
        )
    return {
        "premium": user.premium,
        "until": _text(end),
        "points": points,
    }, tuple(told)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def traffic_news(memory: Json, hosts: Mapping[str, HostTraffic]) -> News:
    """Compare the traffic of limited hosts with what was known, in percent used.

    Each rise is announced with the highest percentage before it, so that every one is
    passed once until the traffic begins anew, which is announced from 0: where the
    service has counted less than before, and with another limit. A host that is
    missing for once stays known.
    """
    known = as_map(memory)
    remembered = dict(known)
    told: list[Announcement] = []
    for host, traffic in hosts.items():
        used = _used(traffic)
        if used is None:
            continue
        count = traffic.used_links if traffic.unit is Unit.LINKS else traffic.used_bytes
        before = as_map(known.get(host))
        previous, old_count = as_float(before.get("used")), as_int(before.get("count"))
        is_new = as_int(before.get("limit")) not in {None, traffic.limit} or (
            count is not None and old_count is not None and count < old_count
        )
        # Where nothing is counted, less that is used is a new beginning.
        is_kept = count is not None and not is_new
        highest = max(previous or 0.0, used) if is_kept else used
        remembered[host] = {"used": highest, "count": count, "limit": traffic.limit}
        if previous is not None and (is_new or highest != previous):
            told.append(
                Announcement(
                    kind=TRAFFIC_USED,
                    item_id=host,
                    details={
                        "host": host,
                        "used": used,
                        "previous": 0.0 if is_new else previous,
                        "left": traffic.left,
                        "limit": traffic.limit,
                        "unit": traffic.unit,
                        "reset": traffic.reset,
                    },
                )
            )
    return remembered, tuple(told)


def _used(traffic: HostTraffic) -> float | None:
    """Return the percentage of the limit that is used; extra traffic is no limit."""
    if traffic.left is None or not traffic.limit:
        return None
    return round(100 * max(0.0, 1 - traffic.left / traffic.limit), 1)


def problem_news(memory: Json, namespace: str, problem: AccountProblem | None) -> News:
    """Compare how the calls of a namespace end with what was known of all.

    A problem that another namespace has met already is no news.
    """
    known = as_map(memory)
    others = {name: value for name, value in known.items() if name != namespace}
    if problem is None:
        return others, ()
    is_news = memory is not None and problem not in known.values()
    return {**others, namespace: problem}, (
        (Announcement(kind=ACCOUNT_PROBLEM, details={"problem": problem}),)
        if is_news
        else ()
    )
