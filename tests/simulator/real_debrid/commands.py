"""The scene commands of Real-Debrid: device codes and premium."""

from argparse import Namespace

from tests.simulator.command_line.client import Call
from tests.simulator.command_line.commands import Add
from tests.simulator.command_line.values import premium
from tests.simulator.real_debrid.torrent_commands import add_torrent_commands


def add_commands(add: Add) -> None:
    """Add every command of this service."""
    add(
        "codes",
        "show the device codes that wait for a decision",
        lambda _: Call("GET", "/real_debrid/codes"),
    )

    command = add("approve", "let the application in that shows a code", _approve)
    command.add_argument("user_code")
    command.add_argument("username")

    command = add("deny", "refuse the application that shows a code", _deny)
    command.add_argument("user_code")

    command = add("premium", "set how long somebody is premium from now on", _premium)
    command.add_argument("username")
    command.add_argument("left", type=premium, help="a duration such as 3d, or never")

    add_torrent_commands(add)


def _approve(args: Namespace) -> Call:
    body = {"user_code": args.user_code, "username": args.username}
    return Call("POST", "/real_debrid/approve", body)


def _deny(args: Namespace) -> Call:
    return Call("POST", "/real_debrid/deny", {"user_code": args.user_code})


def _premium(args: Namespace) -> Call:
    body = {"username": args.username, "seconds": args.left}
    return Call("POST", "/real_debrid/premium", body)
