"""What both ways of signing in to Real-Debrid end in."""

from homeassistant.config_entries import ConfigFlowResult

from ...api.token import Token
from ...const import DOMAIN
from ...sign_in.flow import SignInFlow
from ..api.endpoint import ENDPOINT
from ..api.user import User


class RealDebridSignIn(SignInFlow):
    """The account that a token turned out to belong to."""

    def is_another_account(self, user: User) -> bool:
        """Return whether the entry that is signed in again is of somebody else."""
        entry = self.known_entry
        return entry is not None and entry.unique_id != _entry_id(user)

    async def async_keep(
        self, user: User, token: Token, *, method: str | None = None
    ) -> ConfigFlowResult:
        """Keep the sign-in of an account; the entry bears the number of its owner."""
        unique_id = _entry_id(user)
        return await self.async_finish_sign_in(
            ENDPOINT.service,
            token,
            unique_id=unique_id,
            title=user.username,
            data={},
            same_account=self.hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, unique_id
            ),
            method=method,
        )


def _entry_id(user: User) -> str:
    return f"{ENDPOINT.service}_{user.user_id}"
