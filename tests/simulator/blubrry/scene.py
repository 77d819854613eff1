"""The simulated Blubrry without HTTP: people, programs, grants."""

from typing import Any, ClassVar, Final, override

from aiohttp import web

from tests.simulator.blubrry import seed
from tests.simulator.blubrry.catalogue import Catalogue
from tests.simulator.blubrry.grants import Client, Grants
from tests.simulator.blubrry.people import Person, Program
from tests.simulator.blubrry.settings import Settings
from tests.simulator.grants import AccessToken
from tests.simulator.secret import hexadecimal


class Blubrry(Catalogue):
    """The simulated Blubrry; people, programs and settings may be changed any time."""

    name = "blubrry"
    title = "Blubrry"

    kept: ClassVar = {
        "people": dict[str, Person],
        "programs": dict[int, Program],
        "settings": Settings,
        "grants": Grants,
    }

    grants: Grants

    @override
    def reset(self) -> None:
        self.programs = seed.programs(self.clock.now())
        self.people = seed.people(self.programs)
        self.settings = Settings()
        self.grants = Grants()
        self.register_client(seed.CLIENT_ID, seed.CLIENT_SECRET)

    @override
    def new_person(self, username: str) -> Person:
        return Person(username=username, email=f"{username}@example.org")

    @override
    def access_tokens(self) -> dict[str, AccessToken]:
        return self.grants.access_tokens

    @override
    def secrets(self) -> set[str]:
        return {
            *self.grants.codes,
            *self.grants.access_tokens,
            *self.grants.refresh_tokens,
            *(client.client_secret for client in self.grants.clients.values()),
        }

    @override
    def forget_expired(self) -> None:
        self.grants.forget_expired(self.clock.now())

    @override
    def granted(self) -> list[str]:
        # The implicit grant leaves no refresh token behind.
        refresh, access = self.grants.refresh_tokens, self.grants.access_tokens
        names = {token.username for token in refresh.values()}
        return sorted(names | {token.username for token in access.values()})

    @override
    def revoke(self, username: str) -> None:
        self.grants.end(username=username)
        self.changed()

    def register_client(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str | None = None,
        *,
        password_grant: bool = False,
    ) -> Client:
        """Create an API key; without a redirect address any is allowed.

        With `password_grant` Blubrry approves it for user credentials too.
        """
        client = Client(
            client_id=client_id,
            client_secret=client_secret,
            redirect_uri=redirect_uri,
            password_grant=password_grant,
        )
        self.grants.clients[client_id] = client
        self.changed()
        return client

    def create_api_key(self, redirect_uri: str | None = None) -> Client:
        """Create an API key with a random id and secret."""
        return self.register_client(hexadecimal(32), hexadecimal(40), redirect_uri)

    def remove_client(self, client_id: str) -> None:
        """Delete an API key and all that was granted to it."""
        del self.grants.clients[client_id]
        self.grants.end(client_id=client_id)
        self.changed()

    def authorize(self, client_id: str, redirect_uri: str, username: str) -> str:
        """Approve on the consent page; return the code."""
        code = self.grants.issue_code(
            self.grants.clients[client_id].client_id,
            self.people[username].username,
            redirect_uri,
            self.clock.now() + self.settings.code_life,
        )
        self.changed()
        return code

    def approve_client(self, client_id: str, *, approved: bool = True) -> None:
        """Allow or forbid an API key to use the user credentials grant."""
        self.grants.clients[client_id].password_grant = approved
        self.changed()

    def sign_in_implicitly(self, client_id: str, username: str) -> dict[str, Any]:
        """Return the token of the implicit grant, which cannot be refreshed."""
        client = self.grants.clients[client_id]
        return self.issue_token(
            client.client_id, self.people[username].username, refresh_token=False
        )

    def sign_in(self, client_id: str, username: str) -> dict[str, Any]:
        """Return the token answer of a finished sign-in."""
        client = self.grants.clients[client_id]
        return self.issue_token(
            client.client_id, self.people[username].username, refresh_token=True
        )

    def issue_token(
        self, client_id: str, username: str, *, refresh_token: bool
    ) -> dict[str, Any]:
        """Return a token answer, with a new refresh token if it should have one."""
        settings = self.settings
        life = int(settings.access_token_life)
        answer: dict[str, Any] = {
            "access_token": self.grants.issue_access_token(
                client_id, username, self.clock.now() + settings.access_token_life
            ),
            "expires_in": str(life) if settings.expires_in_as_string else life,
            "token_type": "bearer",
            "scope": None,
        }
        if settings.omit_expires_in:
            del answer["expires_in"]
        if refresh_token:
            answer["refresh_token"] = self.grants.issue_refresh_token(
                client_id, username
            )
        self.changed()
        return answer


SERVICE: Final = web.AppKey("blubrry", Blubrry)
