"""Blubrry as a scene sees it: who exists, who signed in, what happens to them."""

from typing import Any, Final, override

from aiohttp import web

from ..secret import hexadecimal
from ..service import Service
from ..shape import from_plain, to_plain
from . import seed
from .grants import Client, Grants
from .people import Person, Program
from .settings import Settings


class Blubrry(Service):
    """The simulated Blubrry; people, programs and settings may be changed any time."""

    name = "blubrry"
    title = "Blubrry"

    people: dict[str, Person]
    programs: dict[int, Program]
    settings: Settings
    grants: Grants

    @override
    def reset(self) -> None:
        self.programs = seed.programs(self.clock.now())
        self.people = seed.people(self.programs)
        self.settings = Settings()
        self.grants = Grants()
        self.register_client(seed.CLIENT_ID, seed.CLIENT_SECRET)

    @override
    def snapshot(self) -> dict[str, Any]:
        return {
            "people": to_plain(self.people),
            "programs": to_plain(self.programs),
            "settings": to_plain(self.settings),
            "grants": to_plain(self.grants),
        }

    @override
    def restore(self, data: dict[str, Any]) -> None:
        self.people = from_plain(dict[str, Person], data["people"], "people")
        self.programs = from_plain(dict[int, Program], data["programs"], "programs")
        self.settings = from_plain(Settings, data["settings"], "settings")
        self.grants = from_plain(Grants, data["grants"], "grants")

    def register_client(
        self, client_id: str, client_secret: str, redirect_uri: str | None = None
    ) -> Client:
        """Do what *Create API Key* does; without a redirect address any is allowed."""
        client = Client(
            client_id=client_id, client_secret=client_secret, redirect_uri=redirect_uri
        )
        self.grants.clients[client_id] = client
        self.changed()
        return client

    def create_api_key(self, redirect_uri: str | None = None) -> Client:
        """Make an API key with a random id and secret."""
        return self.register_client(hexadecimal(32), hexadecimal(40), redirect_uri)

    def remove_client(self, client_id: str) -> None:
        """Delete an API key and all that was granted to it."""
        del self.grants.clients[client_id]
        self.grants.end(client_id=client_id)
        self.changed()

    def authorize(self, client_id: str, redirect_uri: str, username: str) -> str:
        """Do what *Approve* on the consent page does; return the code."""
        code = self.grants.issue_code(
            self.grants.clients[client_id].client_id,
            self.people[username].username,
            redirect_uri,
            self.clock.now() + self.settings.code_life,
        )
        self.changed()
        return code

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

    def revoke(self, username: str) -> None:
        """End all that a person granted, at once."""
        self.grants.end(username=username)
        self.changed()

    def expire_access_tokens(
        self, username: str | None = None, in_seconds: float = 0.0
    ) -> int:
        """Let access tokens end in so many seconds; return how many there are."""
        tokens = [
            token
            for token in self.grants.access_tokens.values()
            if username in {None, token.username}
        ]
        for token in tokens:
            token.expires_at = self.clock.now() + in_seconds
        self.changed()
        return len(tokens)

    def remove_person(self, username: str) -> None:
        """Delete an account and all that it granted."""
        del self.people[username]
        self.revoke(username)

    def remove_program(self, program_id: int) -> None:
        """Delete a program from every account."""
        del self.programs[program_id]
        for person in self.people.values():
            if program_id in person.programs:
                person.programs.remove(program_id)
        self.changed()

    def find_program(self, name: str) -> Program | None:
        """Return the program that a path names by its keyword or its id."""
        for program in self.programs.values():
            if name in {program.keyword, str(program.program_id)}:
                return program
        return None


SERVICE: Final = web.AppKey("blubrry", Blubrry)
