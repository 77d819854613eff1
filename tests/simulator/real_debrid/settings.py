"""Settings for undocumented or varying behavior of Real-Debrid."""

import dataclasses
from enum import StrEnum

from tests.simulator.real_debrid.torrent import Fate


class PendingVariant(StrEnum):
    """The response of `/device/credentials` while the code is pending.

    The documentation only promises an error message; clients have seen all of these.
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
    """As while authorization is pending, until the code expires"""


class EmptyList(StrEnum):
    """The response for a list without items, or an object without entries."""

    NO_CONTENT = "204"
    ARRAY = "[]"
    OBJECT = "{}"


class HostStatus(StrEnum):
    """The status of a host: "Real-Debrid API documentation, /hosts/status"."""

    UP = "up"
    DOWN = "down"
    UNSUPPORTED = "unsupported"


class DateForm(StrEnum):
    """The form of a date."""

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
    """Settings; the defaults follow the reports of recent clients."""

    device_code_life: float = 900.0
    interval: int = 5
    pending: PendingVariant = PendingVariant.FORBIDDEN_NULL_CODE
    denied: DeniedVariant = DeniedVariant.WRONG_PARAMETER
    direct_url: bool = True
    """`/device/code` gives a `direct_verification_url`."""

    access_token_life: float = 86_400.0
    rotate_refresh_token: bool = False
    """A refresh returns a new refresh token and revokes the old one."""
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
    """A 429 has a `Retry-After` header."""

    strings_for_ints: bool = False
    """Responses have strings of digits in place of integers."""
    dates: DateForm = DateForm.MILLISECONDS
    user_expiration_zone: str = "UTC"
    """Zone of the wall-clock time that `expiration` gives, with a Z all the same."""
    list_zone: str = "Europe/Paris"
    """The same for the times of torrents."""
    offset_with_colon: bool = False
    """`/time/iso` has its offset as +01:00; else as +0100, as documented."""
    free_expiration: FreeExpiration = FreeExpiration.PAST
    user_locale: bool = True
    """`/user` has the locale, as in the schema; else not, as in the example."""

    error_codes: bool = True
    """Errors have an `error_code`; else only a text."""

    active_limit: int = 20
    active_list: bool = True
    """`/torrents/activeCount` has the undocumented `list` of hashes."""
    page_size_cap: int | None = None
    """Maximum number of items in one page, whatever the `limit`."""
    ignore_limit: bool = False
    """A page has all remaining items, whatever the `limit`."""
    total_count: bool = True
    """Lists have an `X-Total-Count` header."""
    total_is_a_number: bool = True
    """Its value is a number."""
    empty_list: EmptyList = EmptyList.NO_CONTENT

    conversion_seconds: float = 8.0
    """Simulated duration of this state of an added torrent; so for the next fields."""
    queue_seconds: float = 10.0
    download_seconds: float = 90.0
    compress_seconds: float = 0.0
    """0 by default: only several files in one archive are compressed."""
    upload_seconds: float = 0.0
    fate: Fate = Fate.DOWNLOADED
    """The outcome of added torrents."""
    fates: dict[str, Fate] = dataclasses.field(default_factory=dict)
    """The outcome of torrents with these hashes."""
    infringing: list[str] = dataclasses.field(default_factory=list)
    """The hashes of torrents and the links that are refused with error code 35."""
    unknown_for: float = 0.0
    """Seconds for which calls for an added torrent get error code 7."""
    whole_progress: bool = False
    """`progress` is rounded to an integer, as documented."""
    idle_speed: bool = False
    """Idle unfinished torrents have a speed and seeders of 0."""
    archive: bool = False
    """Several files of an added torrent become one archive with one link."""
    active_is_first: bool = False
    """`filter=active` only puts active torrents first, as in the past."""
    statuses: dict[str, str] = dataclasses.field(default_factory=dict)
    """The status, documented or not, of torrents by id."""
    info_in_array: bool = False
    """`/torrents/info` is an array, as documented; else an object, as seen."""
    refuse_active_again: bool = False
    """A torrent that is already active is refused with error code 33."""
    repeated_selection_says_so: bool = True
    """The 202 of a repeated selection has error code 31 in its body."""
    max_file_size: int = 2000
    """In GB, as `/torrents/availableHosts` gives it."""

    download_life: float = 86_400.0
    """Seconds for which an unrestricted link is valid."""
    host_icon: bool = True
    """Links and downloads have the undocumented `host_icon`."""
    alternative_details: bool = True
    """Other qualities have the undocumented `mimeType` and `quality`."""
    host_status: dict[str, HostStatus] = dataclasses.field(default_factory=dict)
    """By domain, for hosts whose status differs from the seed data."""

    empty_map: EmptyList = EmptyList.OBJECT
    """The response for an object without entries, such as `/traffic`."""
    inner_maps_as_lists: bool = True
    """An empty object inside another one is an array, as in PHP."""
    details_ignore_end: bool = False
    """`/traffic/details` continues until today, whatever the `end`."""
    remote_host: bool = True
    """`/hosts` has an entry with an empty domain."""

    protocols: bool = True
    """`/settings` has the undocumented protocol setting."""
    points_price: int = 1_000
    """Points that `/settings/convertPoints` converts to `points_days` days."""
    points_days: int = 30
