"""Which call of the control API each scene command makes."""

from argparse import Namespace
from urllib.parse import quote, urlencode

from tests.simulator.command_line.client import Call


def people(args: Namespace) -> Call:
    """Show everybody of a service."""
    return Call("GET", f"/{args.service}/people")


def person(args: Namespace) -> Call:
    """Show, add, change or remove a person."""
    return _thing(args, f"/{args.service}/people/{quote(args.username, safe='')}")


def settings(args: Namespace) -> Call:
    """Show or change settings."""
    path = f"/{args.service}/settings"
    if args.values:
        return Call("PATCH", path, dict(args.values))
    return Call("GET", path)


def expire(args: Namespace) -> Call:
    """Let access tokens expire."""
    body = {"username": args.username, "in_seconds": args.in_seconds}
    return Call("POST", f"/{args.service}/expire", body)


def revoke(args: Namespace) -> Call:
    """End everything that a person granted."""
    return Call("POST", f"/{args.service}/revoke", {"username": args.username})


def codes(_: Namespace) -> Call:
    """Show the device codes that wait."""
    return Call("GET", "/real_debrid/codes")


def approve(args: Namespace) -> Call:
    """Approve a device code."""
    body = {"user_code": args.user_code, "username": args.username}
    return Call("POST", "/real_debrid/approve", body)


def deny(args: Namespace) -> Call:
    """Refuse a device code."""
    return Call("POST", "/real_debrid/deny", {"user_code": args.user_code})


def premium(args: Namespace) -> Call:
    """Set how long somebody is premium."""
    body = {"username": args.username, "seconds": args.left}
    return Call("POST", "/real_debrid/premium", body)


def programs(_: Namespace) -> Call:
    """Show all programs."""
    return Call("GET", "/blubrry/programs")


def program(args: Namespace) -> Call:
    """Show, add, change or remove a program."""
    return _thing(args, f"/blubrry/programs/{args.program_id}")


def clients(_: Namespace) -> Call:
    """Show all API keys."""
    return Call("GET", "/blubrry/clients")


def client(args: Namespace) -> Call:
    """Make or remove an API key."""
    path = f"/blubrry/clients/{quote(args.client_id, safe='')}"
    if args.remove:
        return Call("DELETE", path)
    body = {
        "client_secret": args.secret,
        "redirect_uri": args.redirect_uri,
        "password_grant": args.approved,
    }
    return Call("PUT", path, body)


def fault(args: Namespace) -> Call:
    """Let something happen to the requests for a path."""
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
    """Show the faults that can still happen."""
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
    """Count or list what the services were asked, or forget it."""
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


def _thing(args: Namespace, path: str) -> Call:
    if args.remove:
        return Call("DELETE", path)
    if args.values:
        return Call("PUT", path, dict(args.values))
    return Call("GET", path)
