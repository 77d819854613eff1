"""What happened to an account, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Something that happened: its kind, the item it happened to, and details.

    `item_id` is as in an `EntityGroup`; details never hold a secret.
    """

    kind: str
    item_id: str = ""
    details: Mapping[str, str | int | float | None] = field(default_factory=dict)
