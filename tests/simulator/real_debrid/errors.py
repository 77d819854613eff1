"""The error codes of "Real-Debrid API documentation, list of numeric error codes".

The documentation has only their meanings. Names and statuses are those that clients
have seen; otherwise the name follows the meaning and the status follows similar codes.
"""

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """The HTTP status and name of an error code."""

    slug: str
    status: int


KINDS: Final[dict[int, Kind]] = {
    -1: Kind("internal_error", 500),
    1: Kind("parameter_missing", 400),
    2: Kind("wrong_parameter", 400),
    3: Kind("unknown_method", 404),
    4: Kind("method_not_allowed", 405),
    5: Kind("slow_down", 429),
    6: Kind("ressource_unreachable", 503),
    7: Kind("unknown_ressource", 404),
    8: Kind("bad_token", 401),
    9: Kind("permission_denied", 403),
    10: Kind("twofactor_auth_needed", 403),
    11: Kind("twofactor_auth_pending", 403),
    12: Kind("bad_login", 403),
    13: Kind("bad_password", 403),
    14: Kind("account_locked", 403),
    15: Kind("account_not_activated", 403),
    16: Kind("hoster_unsupported", 503),
    17: Kind("hoster_in_maintenance", 503),
    18: Kind("hoster_limit_reached", 503),
    19: Kind("hoster_unavailable", 503),
    20: Kind("hoster_not_free", 403),
    21: Kind("too_many_active_downloads", 509),
    # The slug contains the caller's address; this one is reserved for documentation.
    22: Kind("ip_not_allowed_203.0.113.7", 403),
    23: Kind("traffic_exhausted", 503),
    24: Kind("unavailable_file", 503),
    25: Kind("service_unavailable", 503),
    26: Kind("upload_too_big", 400),
    27: Kind("upload_error", 400),
    28: Kind("file_not_allowed", 400),
    29: Kind("torrent_too_big", 400),
    30: Kind("torrent_file_invalid", 400),
    31: Kind("action_already_done", 202),
    32: Kind("image_resolution_error", 400),
    33: Kind("torrent_already_active", 403),
    34: Kind("too_many_requests", 429),
    35: Kind("infringing_file", 451),
    36: Kind("fair_usage_limit", 503),
    37: Kind("disabled_endpoint", 403),
}

PARAMETER_MISSING: Final = 1
WRONG_PARAMETER: Final = 2
UNKNOWN_METHOD: Final = 3
METHOD_NOT_ALLOWED: Final = 4
UNKNOWN_RESOURCE: Final = 7
BAD_TOKEN: Final = 8
PERMISSION_DENIED: Final = 9
HOSTER_UNSUPPORTED: Final = 16
HOSTER_LIMIT_REACHED: Final = 18
HOSTER_UNAVAILABLE: Final = 19
HOSTER_NOT_FREE: Final = 20
TOO_MANY_ACTIVE_DOWNLOADS: Final = 21
TRAFFIC_EXHAUSTED: Final = 23
UNAVAILABLE_FILE: Final = 24
SERVICE_UNAVAILABLE: Final = 25
UPLOAD_TOO_BIG: Final = 26
UPLOAD_ERROR: Final = 27
TORRENT_FILE_INVALID: Final = 30
ACTION_ALREADY_DONE: Final = 31
IMAGE_RESOLUTION_ERROR: Final = 32
TORRENT_ALREADY_ACTIVE: Final = 33
TOO_MANY_REQUESTS: Final = 34
INFRINGING_FILE: Final = 35
DISABLED_ENDPOINT: Final = 37


class RefusedError(Exception):
    """The service refuses a request with one of its error codes."""

    def __init__(
        self,
        code: int,
        details: str | None = None,
        *,
        status: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Create an error from a code and the parameter that it is about.

        `status` replaces the usual status of the code.
        """
        super().__init__(code)
        self.code = code
        self.headers = headers or {}
        self.status = KINDS[code].status if status is None else status
        self.body: dict[str, str | int] = {"error": KINDS[code].slug}
        if details is not None:
            self.body["error_details"] = details
        self.body["error_code"] = code
