"""The events of a Real-Debrid account.

Pure functions: they take the memory and the new data, and return `Changes`.
"""

from collections.abc import Mapping
from typing import Final

from ..api.errors import AccountProblem
from ..api.parsing import Json, as_float, as_int, as_map
from ..events.announcement import Announcement, Changes
from ..events.premium import premium_changes
from .api.traffic import HostTraffic, Unit
from .api.user import User

POINTS_CHANGED: Final = "points_changed"
TRAFFIC_USED: Final = "traffic_used"
ACCOUNT_PROBLEM: Final = "account_problem"


def user_changes(memory: Json, user: User) -> Changes:
    """Compare the user with the memory.

    Each change of the points is announced, with the points before it, so that no number
    between them is skipped or reached twice.
    """
    premium, events = premium_changes(
        memory, is_premium=user.premium, premium_until=user.premium_until
    )
    old_points = as_int(as_map(memory).get("points"))
    points = old_points if user.points is None else user.points
    if old_points is not None and points != old_points:
        events += (
            Announcement(
                kind=POINTS_CHANGED, details={"points": points, "previous": old_points}
            ),
        )
    return {**as_map(premium), "points": points}, events


def traffic_changes(memory: Json, hosts: Mapping[str, HostTraffic]) -> Changes:
    """Compare the traffic of limited hosts with the memory, in percent used.

    Each rise is announced with the highest percentage before it, so that every
    percentage is passed once until the reset, after which it starts from 0. A lower
    count or another limit is a reset. A host that is missing once is remembered.
    """
    known = as_map(memory)
    remembered = dict(known)
    events: list[Announcement] = []
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
        # If the service does not count, a lower use is a reset.
        is_kept = count is not None and not is_new
        highest = max(previous or 0.0, used) if is_kept else used
        remembered[host] = {"used": highest, "count": count, "limit": traffic.limit}
        if previous is not None and (is_new or highest != previous):
            events.append(
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
    return remembered, tuple(events)


def _used(traffic: HostTraffic) -> float | None:
    """Return the used percentage of the limit; extra traffic does not count."""
    if traffic.left is None or not traffic.limit:
        return None
    return round(100 * max(0.0, 1 - traffic.left / traffic.limit), 1)


def problem_changes(
    memory: Json, namespace: str, problem: AccountProblem | None
) -> Changes:
    """Compare the problem of a namespace, None for none, with those in the memory.

    A problem that another namespace already has is not announced again.
    """
    known = as_map(memory)
    others = {name: value for name, value in known.items() if name != namespace}
    if problem is None:
        return others, ()
    is_new_problem = memory is not None and problem not in known.values()
    return {**others, namespace: problem}, (
        (Announcement(kind=ACCOUNT_PROBLEM, details={"problem": problem}),)
        if is_new_problem
        else ()
    )
