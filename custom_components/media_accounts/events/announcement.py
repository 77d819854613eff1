"""An event of an account, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..api.parsing import Json


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """An event: its kind, the item it happened to, and details.

    `item_id` is as in an `EntityGroup`; details never hold a secret.
    """

    kind: str
    item_id: str = ""
    details: Mapping[str, str | int | float | None] = field(default_factory=dict)


# The result of comparing data with the stored memory: the new memory, and the events in
# between, the oldest one first.
type Changes = tuple[Json, tuple[Announcement, ...]]
