"""The scene commands and their arguments."""

from typing import Final

from tests.simulator.command_line import calls
from tests.simulator.command_line.commands import Add, add_values
from tests.simulator.command_line.values import (
    assignment,
    duration,
    header,
    json_value,
    moment,
    times,
)
from tests.simulator.providers import PROVIDERS

SERVICES: Final = tuple(definition.service.name for definition in PROVIDERS)


def add_commands(add: Add) -> None:
    """Add every command."""
    _add_accounts(add)
    for definition in PROVIDERS:
        definition.add_commands(add)
    _add_faults(add)
    _add_world(add)


def _add_accounts(add: Add) -> None:
    command = add("people", "show everybody of a service", calls.people)
    command.add_argument("service", choices=SERVICES)

    command = add("person", "show, add, change or remove a person", calls.person)
    command.add_argument("service", choices=SERVICES)
    command.add_argument("username")
    add_values(command)

    command = add(
        "settings", "show or change the settings of a service", calls.settings
    )
    command.add_argument("service", choices=SERVICES)
    command.add_argument("values", nargs="*", type=assignment, metavar="NAME=VALUE")

    command = add("expire", "let access tokens expire", calls.expire)
    command.add_argument("service", choices=SERVICES)
    command.add_argument("username", nargs="?", help="only those of this person")
    command.add_argument(
        "--in", dest="in_seconds", type=duration, default=0.0, metavar="DURATION"
    )

    command = add("revoke", "end everything that a person granted", calls.revoke)
    command.add_argument("service", choices=SERVICES)
    command.add_argument("username")


def _add_faults(add: Add) -> None:
    command = add(
        "fault", "let something happen to the requests for a path", calls.fault
    )
    command.add_argument("service", choices=SERVICES)
    command.add_argument("path", help="such as /rest/1.0/user; * stands for anything")
    command.add_argument("--method")
    command.add_argument("--status", type=int)
    body = command.add_mutually_exclusive_group()
    body.add_argument("--json", type=json_value)
    body.add_argument("--text")
    command.add_argument("--content-type")
    command.add_argument(
        "--header", dest="headers", action="append", type=header, metavar="NAME: VALUE"
    )
    command.add_argument("--delay", type=duration, help="before the answer")
    command.add_argument("--drop", action="store_true", help="close the connection")
    command.add_argument(
        "--times", type=times, default=1, help="how often, or always (default: 1)"
    )

    add("faults", "show the faults that can still happen", calls.faults)
    add("clear-faults", "forget all faults", calls.clear_faults)


def _add_world(add: Add) -> None:
    add("status", "show addresses, time, people and counts of requests", calls.status)
    add("reset", "go back to the seed data and the real time", calls.reset)

    command = add("clock", "show the simulated time, or move it", calls.clock)
    command.add_argument("--set", type=moment, metavar="TIME")
    command.add_argument("--advance", type=duration, default=0.0, metavar="DURATION")
    how = command.add_mutually_exclusive_group()
    how.add_argument("--stop", dest="stopped", action="store_true", default=None)
    how.add_argument("--run", dest="stopped", action="store_false", default=None)

    command = add(
        "requests", "count or list what the services were asked", calls.requests
    )
    command.add_argument("--service", choices=SERVICES)
    command.add_argument("--method")
    command.add_argument("--path")
    command.add_argument("--since", type=moment, metavar="TIME")
    command.add_argument("--list", action="store_true")
    command.add_argument("--clear", action="store_true", help="forget them all")
