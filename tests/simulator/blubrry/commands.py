"""The scene commands of Blubrry: programs and API keys."""

from argparse import Namespace
from urllib.parse import quote

from tests.simulator.blubrry.program_commands import add_program_commands
from tests.simulator.command_line.client import Call
from tests.simulator.command_line.commands import Add, add_values, resource_call


def add_commands(add: Add) -> None:
    """Add every command of this service."""
    add("programs", "show all programs", lambda _: Call("GET", "/blubrry/programs"))

    command = add("program", "show, add, change or remove a program", _program)
    command.add_argument("program_id", type=int)
    add_values(command)

    add("clients", "show all API keys", lambda _: Call("GET", "/blubrry/clients"))

    command = add("client", "make or remove an API key", _client)
    command.add_argument("client_id")
    choice = command.add_mutually_exclusive_group(required=True)
    choice.add_argument("--secret")
    choice.add_argument("--remove", action="store_true")
    command.add_argument("--redirect-uri", help="the only one allowed (else any is)")
    command.add_argument(
        "--approved", action="store_true", help="for the user credentials grant"
    )

    add_program_commands(add)


def _program(args: Namespace) -> Call:
    return resource_call(args, f"/blubrry/programs/{args.program_id}")


def _client(args: Namespace) -> Call:
    path = f"/blubrry/clients/{quote(args.client_id, safe='')}"
    if args.remove:
        return Call("DELETE", path)
    body = {
        "client_secret": args.secret,
        "redirect_uri": args.redirect_uri,
        "password_grant": args.approved,
    }
    return Call("PUT", path, body)
