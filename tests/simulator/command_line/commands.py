"""The shape of a scene command: its arguments, and the call that it makes."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from tests.simulator.command_line.client import Call
from tests.simulator.command_line.values import assignment

type Add = Callable[[str, str, Callable[[Namespace], Call]], ArgumentParser]
"""Adds a command: its name, its help and the function that returns its call."""


def add_values(command: ArgumentParser) -> None:
    """Add the arguments of a command that shows, changes or removes something."""
    command.add_argument("values", nargs="*", type=assignment, metavar="NAME=VALUE")
    command.add_argument("--remove", action="store_true")


def resource_call(args: Namespace, path: str) -> Call:
    """Return the call that shows, changes or removes the resource at a path."""
    if args.remove:
        return Call("DELETE", path)
    if args.values:
        return Call("PUT", path, dict(args.values))
    return Call("GET", path)
