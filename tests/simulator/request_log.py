"""The log of requests to the services, in the order of their arrival."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
import dataclasses

from aiohttp import web

FORM = "application/x-www-form-urlencoded"


@dataclasses.dataclass(kw_only=True)
class Recorded:
    """One request to a service."""

    service: str
    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    headers: Mapping[str, str]
    time: float
    """Simulated unix time of arrival, in seconds."""
    status: int = 0
    """HTTP status of the answer; 0 while there is none, or when there never was."""


async def record(request: web.Request, service: str, now: float) -> Recorded:
    """Read a request, its form included, and return its log entry."""
    form = await request.post() if request.content_type == FORM else {}
    return Recorded(
        service=service,
        method=request.method,
        path=request.path,
        query=dict(request.query),
        form={name: value for name, value in form.items() if isinstance(value, str)},
        headers=request.headers.copy(),
        time=now,
    )


def select(
    requests: Iterable[Recorded],
    service: str | None = None,
    *,
    method: str | None = None,
    path: str | None = None,
    since: float | None = None,
) -> list[Recorded]:
    """Return the requests that match; `since` is simulated unix time, included."""
    return [
        request
        for request in requests
        if service in {None, request.service}
        and method in {None, request.method}
        and path in {None, request.path}
        and (since is None or request.time >= since)
    ]


def count(requests: Iterable[Recorded]) -> dict[str, dict[str, int]]:
    """Return the number of requests for each path of each service."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for request in requests:
        counts[request.service][request.path] += 1
    return {service: dict(paths) for service, paths in counts.items()}
