"""Settings for undocumented or varying behavior of Real-Debrid."""

import dataclasses
from enum import StrEnum

from tests.simulator.real_debrid.torrent import Fate


class PendingVariant(StrEnum):
    """The response of `/device/credentials` while the code is pending.

    The documentation only promises an error message; clients met all of these.
    """

    FORBIDDEN_ERROR = "forbidden_error"
    """403 with `{"error": text}`"""
    FORBIDDEN_NULL_CODE = "forbidden_null_code"
    """403 with `{"error": text, "error_code": null}`"""
    FORBIDDEN_EMPTY = "forbidden_empty"
    """403 without a body"""
    FORBIDDEN_OLD_CODE = "forbidden_old_code"
    """403 with the error code 10 of an older numbering: authorization pending"""
    NULL_PAIR = "null_pair"
    """200 with a pair of nulls"""
    OK_ERROR = "ok_error"
    """200 with `{"error": text}`"""
    OK_NO_SECRET = "ok_no_secret"
    """200 with an object that has no `client_secret`"""
    UNAVAILABLE = "unavailable"
    """503 with `{"error": text}`"""


class DeniedVariant(StrEnum):
    """The response of `/device/credentials` after a refusal; undocumented."""

    WRONG_PARAMETER = "wrong_parameter"
    """400 with error code 2, as for a code that does not exist"""
    UNKNOWN_RESOURCE = "unknown_resource"
    """404 with error code 7"""
    PENDING = "pending"
    """As if nobody had decided yet, until the code expires"""


class EmptyList(StrEnum):
    """How a list without items, or an object without entries, is answered."""

    NO_CONTENT = "204"
    ARRAY = "[]"
    OBJECT = "{}"


class HostStatus(StrEnum):
    """How a host is doing: "Real-Debrid API documentation, /hosts/status"."""

    UP = "up"
    DOWN = "down"
    UNSUPPORTED = "unsupported"


class DateForm(StrEnum):
    """How a date is written."""

    MILLISECONDS = "milliseconds"
    """As JavaScript's toJSON: a Z, whatever the zone of the wall-clock time is"""
    SECONDS = "seconds"
    """The same without milliseconds"""
    OFFSET = "offset"
    """With the zone's own offset in place of the Z"""


class FreeExpiration(StrEnum):
    """The expiration in `/user` of an account that never was premium."""

    PAST = "past"
    EMPTY = "empty"
    NULL = "null"


@dataclasses.dataclass(kw_only=True)
class Settings:
    """The defaults are what recent clients report."""

    device_code_life: float = 900.0
    interval: int = 5
    pending: PendingVariant = PendingVariant.FORBIDDEN_NULL_CODE
    denied: DeniedVariant = DeniedVariant.WRONG_PARAMETER
    direct_url: bool = True
    """Whether `/device/code` gives a `direct_verification_url`."""

    access_token_life: float = 86_400.0
    rotate_refresh_token: bool = False
    """Whether a refresh gives a new refresh token, which ends the old one."""
    refresh_omits_refresh_token: bool = False
    refresh_token_is_device_code: bool = False

    open_source_scopes: list[str] = dataclasses.field(
        default_factory=lambda: ["unrestrict", "torrents", "downloads", "user"]
    )
    """The scope of a device flow token, by the first part of a path. The
    documentation does not say whether traffic, streaming, settings and hosts, which is
    for `/hosts/status`, are part of it."""

    rate_limit: int | None = 250
    """Requests a minute for each access token, refused ones included."""
    retry_after: bool = False
    """Whether a 429 says in `Retry-After` how long to wait."""

    strings_for_ints: bool = False
    """Whether integers are answered as strings of digits."""
    dates: DateForm = DateForm.MILLISECONDS
    user_expiration_zone: str = "UTC"
    """Zone of the wall-clock time that `expiration` gives, with a Z all the same."""
    list_zone: str = "Europe/Paris"
    """The same for the times of torrents."""
    offset_with_colon: bool = False
    """Whether `/time/iso` has its offset as +01:00, or as +0100, as documented."""
    free_expiration: FreeExpiration = FreeExpiration.PAST
    user_locale: bool = True
    """Whether `/user` names the locale, as the schema says, or not, as the example."""

    error_codes: bool = True
    """Whether refusals come with their `error_code`, or only with a text."""

    active_limit: int = 20
    active_list: bool = True
    """Whether `/torrents/activeCount` gives the undocumented `list` of hashes."""
    page_size_cap: int | None = None
    """Most items in one page, whatever `limit` asks for."""
    ignore_limit: bool = False
    """Whether a page is all that follows, whatever `limit` asks for."""
    total_count: bool = True
    """Whether lists come with `X-Total-Count`,"""
    total_is_a_number: bool = True
    """and whether that can be read."""
    empty_list: EmptyList = EmptyList.NO_CONTENT

    conversion_seconds: float = 8.0
    """How long an added torrent is in each of its states, in simulated seconds."""
    queue_seconds: float = 10.0
    download_seconds: float = 90.0
    compress_seconds: float = 0.0
    """None at all is the default: only several files in one archive are compressed."""
    upload_seconds: float = 0.0
    fate: Fate = Fate.DOWNLOADED
    """How added torrents end,"""
    fates: dict[str, Fate] = dataclasses.field(default_factory=dict)
    """except those with these hashes."""
    infringing: list[str] = dataclasses.field(default_factory=list)
    """The hashes of torrents and the links that are refused with error code 35."""
    unknown_for: float = 0.0
    """For how many seconds an added torrent is answered with error code 7."""
    whole_progress: bool = False
    """Whether `progress` is rounded to an integer, as documented."""
    idle_speed: bool = False
    """Whether unfinished torrents that do nothing have a speed and seeders of 0."""
    archive: bool = False
    """Whether several files of an added torrent become one archive with one link."""
    active_is_first: bool = False
    """Whether `filter=active` only puts active torrents first, as it once did."""
    statuses: dict[str, str] = dataclasses.field(default_factory=dict)
    """The status, documented or not, of torrents by id."""
    info_in_array: bool = False
    """Whether `/torrents/info` is an array, as documented, or an object, as met."""
    refuse_active_again: bool = False
    """Whether a torrent that is active already is refused with error code 33."""
    repeated_selection_says_so: bool = True
    """Whether the 202 of a repeated selection has error code 31 as its body."""
    max_file_size: int = 2000
    """In GB, as `/torrents/availableHosts` gives it."""

    download_life: float = 86_400.0
    """For how many seconds an unrestricted link is good."""
    host_icon: bool = True
    """Whether links and downloads come with the undocumented `host_icon`."""
    alternative_details: bool = True
    """Whether other qualities come with the undocumented `mimeType` and `quality`."""
    host_status: dict[str, HostStatus] = dataclasses.field(default_factory=dict)
    """By domain, for hosts that do otherwise than in the seed data."""

    empty_map: EmptyList = EmptyList.OBJECT
    """How an object without entries is answered, such as `/traffic`."""
    inner_maps_as_lists: bool = True
    """Whether an empty object inside of another one is an array, as PHP has it."""
    details_ignore_end: bool = False
    """Whether `/traffic/details` goes on until today whatever `end` says."""
    remote_host: bool = True
    """Whether `/hosts` has an entry with an empty domain."""

    protocols: bool = True
    """Whether `/settings` has the undocumented choice of a protocol."""
    points_price: int = 1_000
    """How many points `/settings/convertPoints` takes, and the days it gives."""
    points_days: int = 30
