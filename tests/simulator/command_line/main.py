"""The command line: runs the simulator, and sets the scene of one that runs."""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
import asyncio
from collections.abc import Callable, Sequence
import json
from pathlib import Path
import sys
from typing import Final

from tests.simulator.command_line.arguments import SERVICES, add_commands
from tests.simulator.command_line.client import Call, CommandError, send
from tests.simulator.serve import serve
from tests.simulator.shape import ShapeError
from tests.simulator.simulator import CONTROL

FIRST_PORT: Final = 8124
PORTS: Final = {
    name: FIRST_PORT + place for place, name in enumerate((*SERVICES, CONTROL))
}
"""The usual ports, by the name of a service, or `control`."""

EXAMPLES: Final = """
examples:
  python -m tests.simulator serve --state scene.json
  python -m tests.simulator status
  python -m tests.simulator person real_debrid quietotter points=5 trouble=14
  python -m tests.simulator premium quietotter 3d
  python -m tests.simulator add-torrent quietotter Caminandes.Trilogy
  python -m tests.simulator library quietotter 5000
  python -m tests.simulator expire blubrry --in 30s
  python -m tests.simulator fault real_debrid '/rest/1.0/*' --status 503 --times always
  python -m tests.simulator clock --advance 1d

Durations are seconds, or a number with s, m, h, d or w. Values are JSON, or else text.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status of the process."""
    args = _parser().parse_args(arguments)
    try:
        run: Callable[[Namespace], None] = args.run
        run(args)
    except (CommandError, ShapeError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m tests.simulator",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_serve(commands.add_parser("serve", help="run all services"))

    def add(name: str, words: str, call: Callable[[Namespace], Call]) -> ArgumentParser:
        command: ArgumentParser = commands.add_parser(
            name, help=words, description=words
        )
        command.add_argument(
            "--control",
            default=f"http://127.0.0.1:{PORTS[CONTROL]}",
            metavar="URL",
            help="the control address of the simulator (default: %(default)s)",
        )
        command.set_defaults(run=lambda args: _show(send(args.control, call(args))))
        return command

    add_commands(add)
    return parser


def _add_serve(command: ArgumentParser) -> None:
    for name, port in PORTS.items():
        command.add_argument(
            f"--{name.replace('_', '-')}-port",
            type=int,
            default=port,
            metavar="PORT",
            help="0 for any that is free (default: %(default)s)",
        )
    command.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep people, settings, sign-ins and the clock here over restarts",
    )
    command.set_defaults(run=_serve)


def _serve(args: Namespace) -> None:
    ports = {name: getattr(args, f"{name}_port") for name in PORTS}
    asyncio.run(serve(ports, args.state))


def _show(answer: object) -> None:
    print(json.dumps(answer, indent=2, ensure_ascii=False))
