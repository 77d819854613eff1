"""The memory that the version of commit 42826ff wrote, compared by this one."""

from dataclasses import replace
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Final

from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.api.transfers import Transfer, TransferState
from custom_components.media_accounts.events.announcement import Changes
from custom_components.media_accounts.events.premium import premium_changes
from custom_components.media_accounts.events.transfers import transfer_changes

STORED: Final = json.loads(
    (Path(__file__).parent / "stored" / "real_debrid_changes.json").read_text()
)["data"]


def transfer(number: int, state: TransferState, status: str) -> Transfer:
    return Transfer(
        torrent_id=f"T{number}",
        name=f"Film {number}",
        status=status,
        state=state,
        progress=0.0,
        size=number,
        speed=0,
    )


LIBRARY: Final = [
    transfer(3, TransferState.FAILED, "dead"),
    transfer(2, TransferState.WAITING, "waiting_files_selection"),
    transfer(1, TransferState.FINISHED, "downloaded"),
]


def same(changes: Changes, stored: Json) -> bool:
    """Return true if nothing happened and the memory stays byte-identical."""
    memory, events = changes
    return not events and json.dumps(memory) == json.dumps(stored)


def test_the_memory_of_transfers_goes_on() -> None:
    assert same(transfer_changes(STORED["torrents"], LIBRARY), STORED["torrents"])
    finished = replace(LIBRARY[1], state=TransferState.FINISHED)
    _, events = transfer_changes(STORED["torrents"], [LIBRARY[0], finished, LIBRARY[2]])
    assert [(event.kind, event.details["torrent_id"]) for event in events] == [
        ("finished", "T2")
    ]


def test_the_memory_of_premium_goes_on() -> None:
    stored = {key: STORED["user"][key] for key in ("premium", "until")}
    until = datetime(2027, 3, 1, 12, tzinfo=UTC)
    unchanged = premium_changes(STORED["user"], is_premium=True, premium_until=until)
    assert same(unchanged, stored)
    _, events = premium_changes(STORED["user"], is_premium=False, premium_until=None)
    assert [event.kind for event in events] == ["premium_expired"]
