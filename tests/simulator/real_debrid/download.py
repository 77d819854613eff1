"""A link that was unrestricted."""

import dataclasses


@dataclasses.dataclass(kw_only=True)
class Download:
    """One entry of `/downloads`; times are unix seconds, the size is in bytes."""

    id: str
    filename: str
    bytes: int
    link: str
    host: str
    generated: float
    expires_at: float
    quality: str | None = None
    """The quality of a film that has several."""
    remote: bool = False
    """It is for another person's computer, and counts as remote traffic."""
    chunks: int = 32
