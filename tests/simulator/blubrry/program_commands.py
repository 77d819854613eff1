"""The scene commands that change a program at Blubrry."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from tests.simulator.command_line.client import Call
from tests.simulator.command_line.commands import Add
from tests.simulator.command_line.values import duration


def add_program_commands(add: Add) -> None:
    """Add every command."""
    command = _add(add, "publish", "bring out a new episode now", _publish)
    command.add_argument("title")
    command.add_argument("--filename", help="ending in .mp3 or .wav")
    command.add_argument("--duration", type=duration, default=1_800.0)
    command.add_argument("--notes", default="", help="in HTML")
    command.add_argument(
        "--popularity", type=float, default=1.0, help="beside other episodes"
    )

    command = _add(add, "upload", "upload a file that is not published", _upload)
    command.add_argument("name", help="ending in .mp3 or .wav")
    command.add_argument("--duration", type=duration, default=1_800.0)

    _add(
        add,
        "use-up-quota",
        "leave nothing of this month's hosting",
        lambda args: _call(args, "use_up_quota"),
    )

    command = _add(
        add,
        "expire-plan",
        "let a hosting plan end",
        lambda args: _call(args, "expire_plan", in_seconds=args.in_seconds),
    )
    command.add_argument(
        "--in", dest="in_seconds", type=duration, default=0.0, metavar="DURATION"
    )

    _add(
        add,
        "renew-plan",
        "let a hosting plan go on",
        lambda args: _call(args, "renew_plan"),
    )

    command = _add(add, "boost", "add downloads to today", _boost)
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("downloads", type=int, nargs="?")
    what.add_argument("--to", type=int, metavar="LIFETIME", help="so many in all")
    command.add_argument("--episode", type=int, metavar="ID", help="not the newest one")

    command = _add(add, "correct", "set the downloads of a day that is over", _correct)
    command.add_argument("day", help="such as 2026-11-20")
    command.add_argument("episode", type=int, metavar="EPISODE_ID")
    command.add_argument("downloads", type=int)

    add(
        "publications",
        "show who called what publishes a file",
        lambda _: Call("GET", "/blubrry/publications"),
    )


def _add(
    add: Add, name: str, words: str, call: Callable[[Namespace], Call]
) -> ArgumentParser:
    command = add(name, words, call)
    command.add_argument("program_id", type=int)
    return command


def _call(args: Namespace, what: str, **body: Any) -> Call:
    return Call("POST", f"/blubrry/programs/{args.program_id}/{what}", body)


def _publish(args: Namespace) -> Call:
    return _call(
        args,
        "publish",
        title=args.title,
        filename=args.filename,
        duration=int(args.duration),
        notes=args.notes,
        popularity=args.popularity,
    )


def _upload(args: Namespace) -> Call:
    return _call(args, "upload", name=args.name, duration=int(args.duration))


def _boost(args: Namespace) -> Call:
    return _call(
        args,
        "boost",
        downloads=args.downloads,
        lifetime=args.to,
        episode_id=args.episode,
    )


def _correct(args: Namespace) -> Call:
    return _call(
        args,
        "correct",
        day=args.day,
        episode_id=args.episode,
        downloads=args.downloads,
    )
