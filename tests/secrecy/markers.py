"""The recognizable secrets, the places searched, and the permitted places."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from custom_components.media_accounts.const import DOMAIN
from tests.secrecy.assertions import _TEST_LOGGERS, known_secrets
from tests.simulator import Simulator

ADDRESS: Final = "203.0.113.77"
HASH: Final = "c0ffee" * 6 + "cafe"
LINK: Final = "https://host.example/marker-link-4711"
MAIL: Final = "marker-mail@example.org"
PASSWORD: Final = "marker-password-4711"

TYPED: Final = {HASH, LINK}
"""Values that a user enters in an action."""

DATABASE: Final = "home-assistant_v2.db"
SOCKET: Final = "homeassistant.components.websocket_api.http.connection"

ASKED: Final = ("answers", "traces", ".storage/trace.saved_traces", SOCKET)
"""The places that contain responses of actions."""


def mark_accounts(simulator: Simulator) -> None:
    """Set recognizable passwords and addresses for the simulated people."""
    for person in simulator.blubrry.people.values():
        person.password = PASSWORD
    simulator.blubrry.people["bunnyfan"].email = MAIL


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """All secrets so far, and those that are permitted in some places."""

    all: set[str] = field(default_factory=lambda: {ADDRESS, HASH, LINK, PASSWORD})
    links: set[str] = field(default_factory=set)
    client_secrets: set[str] = field(default_factory=set)

    def collect(self, simulator: Simulator) -> None:
        """Collect the secrets of the services before some are deleted."""
        service, blubrry = simulator.real_debrid, simulator.blubrry
        people = service.people.values()
        downloads = [download for person in people for download in person.downloads]
        torrents = [torrent for person in people for torrent in person.torrents]
        self.links.update(
            *(torrent.links for torrent in torrents),
            *({d.link, service.address_of(d)} for d in downloads),
        )
        self.client_secrets.update(
            client.client_secret for client in blubrry.grants.clients.values()
        )
        self.all.update(
            known_secrets(simulator),
            self.links,
            service.grants.api_tokens.values(),
            (torrent.hash for torrent in torrents),
            (person.email for person in people),
            (person.email for person in blubrry.people.values()),
        )

    def is_allowed(self, place: str, secret: str) -> bool:
        """Return true if a secret is permitted in a place, each for a reason.

        - API keys are in Home Assistant's own store, in plain text.
        - The values entered in an action are in the event that Home Assistant
          fires for every action: its core logs that, its recorder keeps it.
        - Links are the response of an action. An automation that runs the action has
          them in its trace, which is for administrators.
        - Home Assistant logs its responses at debug level.
        """
        if place == ".storage/application_credentials":
            return secret in self.client_secrets
        if secret in TYPED and place in ("outputs", "log", DATABASE, f"{DATABASE}-wal"):
            return True
        return secret in self.links | TYPED and place in ASKED


def searched(folder: Path, caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """Return every file of the folder, and the log in parts: ours, others, the rest."""
    logs: dict[str, list[str]] = {"log": [], "own log": [], SOCKET: []}
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            if record.name not in _TEST_LOGGERS:
                part = record.name if record.name in logs else "log"
                line = f"{record.getMessage()} {record.exc_text}"
                logs["own log" if DOMAIN in record.name else part].append(line)
    assert all(logs.values())
    return {name: "\n".join(lines) for name, lines in logs.items()} | {
        str(path.relative_to(folder)): path.read_bytes().decode(errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".py"
    }
