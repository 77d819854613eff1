"""Media hosting of a podcast: its files and its quota (Blubrry API 2, media).

Calls that change files are left out: the API publishes more than requested.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from yarl import URL

from ...api.client import ServiceClient, segment
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_count,
    as_flag,
    as_identifier,
    as_int,
    as_map,
    as_tally,
    as_text,
    as_web_address,
    read_rows,
)
from .dates import as_day, as_moment
from .paging import pages
from .programs import Program

_DOMAIN: Final = "blubrry.com"


class HostingProblem(StrEnum):
    """Reasons why nothing can be published."""

    EXPIRED = "expired"
    FROZEN = "frozen"


class QuotaUnit(StrEnum):
    """The unit of the quota: the size of files, or their playing time."""

    BYTES = "bytes"
    SECONDS = "seconds"


def own_page(value: Json) -> WebAddress | None:
    """Return the address of a page, if it is on Blubrry's own website."""
    address = as_web_address(value)
    if address is None:
        return None
    page = URL(address)
    host = page.host or ""
    is_own = host == _DOMAIN or host.endswith(f".{_DOMAIN}")
    return address if page.scheme == "https" and is_own else None


@dataclass(frozen=True, kw_only=True)
class MediaFile:
    """An uploaded file; `size` is in bytes."""

    name: Text
    size: int | None
    changed: datetime | None
    published: bool
    episode_id: Identifier | None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no name."""
        fields = as_map(row)
        name = as_text(fields.get("name"))
        if name is None:
            return None
        return cls(
            name=name,
            size=as_count(fields.get("length")),
            changed=as_moment(fields.get("last_modified")),
            published=as_flag(fields.get("published")),
            episode_id=as_identifier(fields.get("podcast_id")),
        )


@dataclass(frozen=True, kw_only=True)
class Quota:
    """The amount that can be published until the next reset, in the plan's unit.

    `left` and `total` are None for a plan without a limit.
    """

    unit: QuotaUnit
    left: int | None
    total: int | None
    next_reset: date | None

    @property
    def used(self) -> int | None:
        """Return the amount published since the last reset."""
        if self.total is None or self.left is None:
            return None
        return max(0, self.total - self.left)


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """The files and the quota of a podcast.

    `plan_ends` is None for a plan that renews automatically; `renewal` is the page on
    which the user renews it.
    """

    files: tuple[MediaFile, ...]
    quota: Quota | None
    problem: HostingProblem | None
    plan_ends: date | None = None
    renewal: WebAddress | None = None

    @property
    def unpublished(self) -> int:
        """Return the number of files that are not published yet."""
        return sum(not file.published for file in self.files)

    @classmethod
    def from_quota(cls, quota: Json, files: tuple[MediaFile, ...]) -> Self:
        """Read the quota that is sent with the list of files."""
        fields = as_map(quota)
        published = as_map(fields.get("published"))
        if not published:
            return cls(files=files, quota=None, problem=None)
        status = as_text(published.get("status"))
        left = as_int(published.get("available"))
        is_unlimited = status == "UNLIMITED"
        expires = as_map(fields.get("expires"))
        is_expired = status not in (None, "OK", "UNLIMITED") or as_flag(
            expires.get("expired")
        )
        is_frozen = not is_unlimited and left is not None and left <= 0
        return cls(
            files=files,
            quota=Quota(
                unit=QuotaUnit.SECONDS
                if as_text(published.get("mode")) == "time"
                else QuotaUnit.BYTES,
                left=None if is_unlimited or left is None else max(0, left),
                total=None if is_unlimited else as_count(published.get("total")),
                next_reset=as_day(published.get("next_date")),
            ),
            problem=HostingProblem.EXPIRED
            if is_expired
            else HostingProblem.FROZEN
            if is_frozen
            else None,
            plan_ends=as_day(expires.get("readable_date")),
            renewal=own_page(expires.get("renew_link")),
        )


@dataclass(frozen=True, kw_only=True)
class Migration:
    """The number of files being moved from another host, by their state."""

    queued: int | None
    completed: int | None
    skipped: int | None
    failed: int | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read migrate_status.json."""
        fields = as_map(answer)
        return cls(
            queued=as_tally(fields.get("queued")),
            completed=as_tally(fields.get("completed")),
            skipped=as_tally(fields.get("skipped")),
            failed=as_tally(fields.get("failed")),
        )


class HostingCalls:
    """The calls that read files and quota. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def read(self, program: Program) -> Hosting:
        """Read the quota and the files, of the published ones only the newest."""
        path = f"2/media/{segment(program.keyword)}/index.json"
        # The quota is sent only with all three of these parameters.
        params = {"quota": "true", "published": "true", "detail": "true"}
        quota: Json = None
        # The newest of the published files may be repeated on every page.
        files: dict[tuple[Text, bool], MediaFile] = {}
        async for page in pages(self._client, path, params):
            quota = quota or as_map(page.answer.json).get("quota")
            for file in read_rows(page.rows, MediaFile.from_row):
                files[file.name, file.published] = file
        return Hosting.from_quota(quota, tuple(files.values()))

    async def migration(self, program: Program) -> Migration:
        """Read the progress of the move of files from another host."""
        answer = await self._client.get(
            f"2/media/{segment(program.keyword)}/migrate_status.json",
            params={"status": "summary", "simple": "true"},
        )
        return Migration.from_answer(answer.json)
