"""Access tokens, and the removal of expired grants."""

import dataclasses
from typing import Protocol


@dataclasses.dataclass(kw_only=True)
class AccessToken:
    """An access token: whose it is, for which client, and its end in unix seconds."""

    client_id: str
    username: str
    expires_at: float


class _Ending(Protocol):
    expires_at: float


def living[T: _Ending](granted: dict[str, T], now: float) -> dict[str, T]:
    """Return the grants that have not expired."""
    return {secret: item for secret, item in granted.items() if item.expires_at > now}
