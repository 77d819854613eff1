"""What both services let an application in with."""

import dataclasses


@dataclasses.dataclass(kw_only=True)
class AccessToken:
    """An access token: whose it is, for which client, and its end in unix seconds."""

    client_id: str
    username: str
    expires_at: float
