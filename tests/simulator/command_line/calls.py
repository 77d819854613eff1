"""The calls of the control API that the scene commands make."""

from argparse import Namespace
from urllib.parse import quote, urlencode

from tests.simulator.command_line.client import Call
from tests.simulator.command_line.commands import resource_call


def people(args: Namespace) -> Call:
    """Show all accounts of a service."""
    return Call("GET", f"/{args.service}/people")


def person(args: Namespace) -> Call:
    """Show, add, change or remove a person."""
    return resource_call(
        args, f"/{args.service}/people/{quote(args.username, safe='')}"
    )


def settings(args: Namespace) -> Call:
    """Show or change settings."""
    path = f"/{args.service}/settings"
    if args.values:
        return Call("PATCH", path, dict(args.values))
    return Call("GET", path)


def expire(args: Namespace) -> Call:
    """Expire access tokens."""
    body = {"username": args.username, "in_seconds": args.in_seconds}
    return Call("POST", f"/{args.service}/expire", body)


def revoke(args: Namespace) -> Call:
    """End everything that a person granted."""
    return Call("POST", f"/{args.service}/revoke", {"username": args.username})


def fault(args: Namespace) -> Call:
    """Add a fault to the requests for a path."""
    body = {
        name: getattr(args, name)
        for name in (
            "service",
            "path",
            "method",
            "status",
            "json",
            "text",
            "content_type",
            "delay",
            "drop",
        )
        if getattr(args, name) is not None
    }
    body |= {"times": args.times, "headers": dict(args.headers or ())}
    return Call("POST", "/faults", body)


def faults(_: Namespace) -> Call:
    """Show the active faults."""
    return Call("GET", "/faults")


def clear_faults(_: Namespace) -> Call:
    """Forget all faults."""
    return Call("DELETE", "/faults")


def status(_: Namespace) -> Call:
    """Show an overview."""
    return Call("GET", "/")


def reset(_: Namespace) -> Call:
    """Go back to the seed data."""
    return Call("POST", "/reset")


def clock(args: Namespace) -> Call:
    """Show the simulated time, or move it."""
    body = {"now": args.set, "advance": args.advance, "stopped": args.stopped}
    return Call("PATCH", "/clock", body)


def requests(args: Namespace) -> Call:
    """Count, list or clear the requests to the services."""
    if args.clear:
        return Call("DELETE", "/requests")
    query = {
        name: getattr(args, name)
        for name in ("service", "method", "path", "since")
        if getattr(args, name) is not None
    }
    if args.list:
        query["list"] = "1"
    return Call("GET", f"/requests?{urlencode(query)}")
