"""The scene commands that change an account at Real-Debrid."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from tests.simulator.command_line.client import Call
from tests.simulator.command_line.commands import Add
from tests.simulator.command_line.values import error_code

FATES: Final = ("downloaded", "cached", "magnet_error", "error", "virus", "dead")
FAILURES: Final = ("dead", "virus", "error", "magnet_error")


def add_torrent_commands(add: Add) -> None:
    """Add every command."""
    add(
        "works",
        "show works whose torrents can be added",
        lambda _: Call("GET", "/real_debrid/works"),
    )
    _add(add, "torrents", "show somebody's torrents", _of("GET", "torrents"))

    command = _add(add, "add-torrent", "add a torrent that moves", _add_torrent)
    command.add_argument("magnet", help="a magnet link, or the name of a work")
    command.add_argument("--fate", choices=FATES, help="how it ends")

    command = _add(add, "torrent", "let something happen to a torrent", _torrent)
    command.add_argument("torrent_id")
    command.add_argument("action", choices=("move", "next", "choose", "finish", "fail"))
    command.add_argument(
        "--status", choices=FAILURES, default="dead", help="how it fails"
    )

    command = _add(add, "library", "give somebody many torrents more", _library)
    command.add_argument("count", type=int)

    command = _add(add, "points", "set how many points somebody has", _points)
    command.add_argument("count", type=int)

    command = _add(add, "traffic", "let somebody download from a host", _traffic)
    command.add_argument("host")
    command.add_argument("bytes", type=int)

    _add(add, "api-token", "show a private API token", _of("GET", "api_token"))

    command = _add(add, "refuse", "let calls of somebody get an error code", _refuse)
    command.add_argument("path", help="such as /torrents/*, or * for all")
    command.add_argument("code", type=error_code, help="a number, or never")


def _add(
    add: Add, name: str, words: str, call: Callable[[Namespace], Call]
) -> ArgumentParser:
    command = add(name, words, call)
    command.add_argument("username")
    return command


def _path(args: Namespace, *more: str) -> str:
    parts = (quote(part, safe="") for part in (args.username, *more))
    return "/".join(("/real_debrid/people", *parts))


def _of(method: str, what: str) -> Callable[[Namespace], Call]:
    return lambda args: Call(method, _path(args, what))


def _add_torrent(args: Namespace) -> Call:
    body = {"magnet": args.magnet, "fate": args.fate}
    return Call("POST", _path(args, "torrents"), body)


def _torrent(args: Namespace) -> Call:
    path = _path(args, "torrents", args.torrent_id, args.action)
    return Call("POST", path, {"status": args.status} if args.action == "fail" else {})


def _library(args: Namespace) -> Call:
    return Call("POST", _path(args, "library"), {"count": args.count})


def _points(args: Namespace) -> Call:
    return Call("POST", _path(args, "points"), {"count": args.count})


def _traffic(args: Namespace) -> Call:
    body = {"host": args.host, "count": args.bytes}
    return Call("POST", _path(args, "traffic"), body)


def _refuse(args: Namespace) -> Call:
    return Call("POST", _path(args, "refuse"), {"path": args.path, "code": args.code})
