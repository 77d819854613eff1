"""Translation keys for the error codes of refused requests.

Source: https://api.real-debrid.com/, "List of numeric error codes". The codes that are
not listed here are not about a single request.
"""

from collections.abc import Mapping
from typing import Final

from .api.settings import NOT_ENOUGH_POINTS, SETTING_REFUSED
from .torrent_actions import TORRENT_FAILED, TORRENT_NOT_WAITING

ERROR_MESSAGES: Final[Mapping[str | int | None, str]] = {
    1: "refused_value",
    2: "refused_value",
    3: "refused_method",
    4: "refused_method",
    7: "refused_not_found",
    16: "refused_host_unsupported",
    17: "refused_host_maintenance",
    18: "refused_host_limit",
    19: "refused_host_down",
    20: "refused_not_premium",
    21: "refused_slots_full",
    23: "refused_traffic_exhausted",
    24: "refused_file_unavailable",
    26: "refused_upload_too_big",
    27: "refused_upload_failed",
    28: "refused_file_not_allowed",
    29: "refused_torrent_too_big",
    30: "refused_torrent_invalid",
    32: "refused_image",
    33: "refused_torrent_active",
    35: "refused_infringing",
    36: "refused_fair_use",
    NOT_ENOUGH_POINTS: "refused_points",
    SETTING_REFUSED: "refused_setting",
    TORRENT_FAILED: "refused_torrent_failed",
    TORRENT_NOT_WAITING: "refused_torrent_not_waiting",
}
