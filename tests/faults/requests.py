"""The requests of the integration, and how each differs from the usual outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final, TypedDict, Unpack

from tests.faults.cases import BLUBRRY_FAULTS, FAULTS, REAL_DEBRID_FAULTS, Fault
from tests.faults.outcomes import Error

REAL_DEBRID: Final = "real_debrid"
BLUBRRY: Final = "blubrry"

FAULTS_OF: Final[Mapping[str, Mapping[str, tuple[Fault, ...]]]] = {
    REAL_DEBRID: {**FAULTS, "error codes": REAL_DEBRID_FAULTS},
    BLUBRRY: {**FAULTS, "documented refusals": BLUBRRY_FAULTS},
}
"""The faults of each provider in groups."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request that the client sends, and the errors that faults become there.

    `path` may have `*` for a segment. `call` is the call of the client that sends it,
    where it is a fallback after the request for the path `after` was refused.
    `instead` replaces usual errors. `without_content` is the error of a success
    without the expected content. `special` names single faults.
    """

    provider: str
    method: str
    path: str
    call: str
    after: str | None = None
    instead: Mapping[Error, Error] = field(default_factory=dict)
    without_content: Error = Error.NONE
    special: Mapping[str, Error] = field(default_factory=dict)
    why: str = ""

    def matches(self, provider: str, method: str, path: str) -> bool:
        """Return true if a sent request is this one."""
        return (
            self.provider == provider
            and self.method == method
            and len(path.split("/")) == len(self.path.split("/"))
            and fnmatchcase(path, self.path)
        )

    def error(self, fault: Fault) -> Error:
        """Return the error of the call when a fault applies to this request."""
        if (special := self.special.get(fault.name)) is not None:
            return special
        if fault.lacks_content:
            return self.without_content
        return self.instead.get(fault.error, fault.error)


_NEEDED: Final = Error.UNAVAILABLE
_ROWS: Final = Error.NOT_INCLUDED
# Every scope covers these calls, so "permission denied" is about the plan.
_PREMIUM: Final = {"code 9, permission_denied": Error.REQUEST_REFUSED}
_OTHER_SOURCE: Final = {
    Error.REQUEST_REFUSED: Error.NONE,
    Error.NOT_INCLUDED: Error.NONE,
}


class _Differences(TypedDict, total=False):
    """The fields of a request that have a default."""

    after: str | None
    instead: Mapping[Error, Error]
    without_content: Error
    special: Mapping[str, Error]
    why: str


def _real_debrid(
    method: str, path: str, call: str, **differences: Unpack[_Differences]
) -> Request:
    return Request(
        provider=REAL_DEBRID,
        method=method,
        path=f"/rest/1.0/{path}",
        call=call,
        **differences,
    )


def _blubrry(
    path: str, call: str, *, method: str = "GET", **differences: Unpack[_Differences]
) -> Request:
    if after := differences.get("after"):
        differences["after"] = f"/2/{after}"
    return Request(
        provider=BLUBRRY, method=method, path=f"/2/{path}", call=call, **differences
    )


_FIELDS_PRESENT: Final = dict.fromkeys(
    (
        "lists in place of values",
        "nulls in place of values",
        "objects in place of values",
    ),
    Error.NONE,
)

_EMPTY_LIST: Final = dict.fromkeys(
    ("204", "empty body", "empty list", "empty object"), Error.NONE
)

# Their budget is larger; 5,000 rows without an id are no rows.
_LONG_LIST: Final = {"a body of 5 MB": Error.NONE}

REQUESTS: Final = (
    _real_debrid(
        "GET",
        "user",
        "user",
        without_content=_NEEDED,
        special={"code 9, permission_denied": Error.SIGN_IN_REFUSED},
        why='Every scope covers it, so "permission denied" is about the sign-in.',
    ),
    _real_debrid(
        "GET",
        "time/iso",
        "zone.read",
        instead={
            error: Error.NONE for error in Error if error is not Error.SIGN_IN_REFUSED
        },
        why="Without it the time zone of Paris is assumed.",
    ),
    _real_debrid("GET", "disable_access_token", "disable_access_token"),
    _real_debrid("GET", "torrents", "torrents.list", special=_LONG_LIST),
    _real_debrid("GET", "torrents/info/*", "torrents.details", without_content=_NEEDED),
    _real_debrid("GET", "torrents/activeCount", "torrents.slots"),
    _real_debrid("GET", "torrents/availableHosts", "torrents.hosts"),
    _real_debrid(
        "POST",
        "torrents/addMagnet",
        "torrents.add_magnet",
        without_content=_NEEDED,
        special=_PREMIUM,
        why='"Permission denied" means that the account is not premium.',
    ),
    _real_debrid(
        "PUT",
        "torrents/addTorrent",
        "torrents.add_file",
        without_content=_NEEDED,
        special=_PREMIUM,
        why="As for a magnet link.",
    ),
    _real_debrid("POST", "torrents/selectFiles/*", "torrents.select_files"),
    _real_debrid("DELETE", "torrents/delete/*", "torrents.delete"),
    _real_debrid("GET", "downloads", "downloads.list", special=_LONG_LIST),
    _real_debrid("DELETE", "downloads/delete/*", "downloads.delete"),
    _real_debrid("GET", "traffic", "traffic.hosts"),
    _real_debrid("GET", "traffic/details", "traffic.days"),
    _real_debrid("GET", "hosts", "hosts.names"),
    _real_debrid(
        "GET",
        "hosts/status",
        "hosts.status",
        instead={Error.SIGN_IN_REFUSED: Error.NOT_INCLUDED},
        why="Tokens of the device flow are out of scope here, which it says with 401.",
    ),
    _real_debrid("GET", "hosts/domains", "hosts.domains"),
    _real_debrid("GET", "hosts/regex", "hosts.link_patterns"),
    _real_debrid("GET", "hosts/regexFolder", "hosts.folder_patterns"),
    _real_debrid("GET", "settings", "settings.read"),
    _real_debrid("POST", "settings/update", "settings.update"),
    _real_debrid(
        "POST",
        "settings/convertPoints",
        "settings.convert_points",
        special={
            "code 6, ressource_unreachable": Error.REQUEST_REFUSED,
            "code 25, service_unavailable": Error.REQUEST_REFUSED,
        },
        why="A 503 in JSON means that there are not enough points.",
    ),
    _real_debrid("GET", "streaming/transcode/*", "streaming.transcode"),
    _real_debrid("GET", "streaming/mediaInfos/*", "streaming.media_info"),
    _real_debrid(
        "POST",
        "unrestrict/check",
        "unrestrict.check",
        special=_PREMIUM,
        why='"Permission denied" means that the account is not premium.',
    ),
    _real_debrid(
        "POST",
        "unrestrict/link",
        "unrestrict.link",
        without_content=_NEEDED,
        special=_PREMIUM,
        why="As for checking a link.",
    ),
    *(
        _real_debrid(
            method,
            f"unrestrict/{name}",
            f"unrestrict.{call}",
            special=_PREMIUM,
            why="As for checking a link.",
        )
        for method, name, call in (
            ("POST", "folder", "folder"),
            ("POST", "containerLink", "container_link"),
            ("PUT", "containerFile", "container_file"),
        )
    ),
    _blubrry(
        "media/index.json",
        "programs.list",
        instead=_OTHER_SOURCE,
        without_content=_NEEDED,
        special=_EMPTY_LIST,
        why="Where it is refused, the list of statistics answers.",
    ),
    _blubrry(
        "stats/index.json",
        "programs.list",
        instead=_OTHER_SOURCE,
        without_content=_NEEDED,
        special=_EMPTY_LIST,
        why="Where it is refused, the list of media answers.",
    ),
    _blubrry("service/index.json", "programs.hosted"),
    _blubrry("program/*/info.json", "programs.info"),
    _blubrry("stats/*/summary.json", "statistics.summary"),
    _blubrry(
        "stats/*/data.json",
        "statistics.recent_days",
        instead=_OTHER_SOURCE,
        why="Where it is refused, the feed of the widget answers.",
    ),
    *(
        _blubrry(
            f"stats/*/{path}",
            f"statistics.{call}",
            without_content=_ROWS,
            special=_FIELDS_PRESENT,
            why="No rows does not mean zero downloads.",
        )
        for path, call in (
            ("totals.json", "daily_downloads"),
            ("episodes/", "episode_counts"),
            ("show-episodes/", "lifetime_episode_counts"),
            ("", "lifetime_counts"),
        )
    ),
    *(
        _blubrry(
            f"stats/*/{part}/",
            "statistics.audience",
            instead=_OTHER_SOURCE,
            why="The other parts of the audience answer.",
        )
        for part in ("countries", "apps", "app-types")
    ),
    _blubrry(
        "stats/*/widget/preview.json",
        "statistics.recent_days",
        after="stats/*/data.json",
        without_content=_ROWS,
        why="Sent after a refusal of the dashboard feed.",
    ),
    _blubrry("media/*/index.json", "hosting.read"),
    _blubrry("media/*/migrate_status.json", "hosting.migration"),
    _blubrry("episode/*/", "episodes.list"),
    _blubrry("episode/*/*/", "episodes.read"),
    _blubrry("episode/*/add", "episodes.publish", method="POST"),
)
"""Every request of the clients; the ones of the sign-in are in `sign_in.py`."""
