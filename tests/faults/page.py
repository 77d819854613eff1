"""Writes docs/faults.md from the tables, by `python -m tests.faults.page`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.faults.outcomes import Error
from tests.faults.polling import OUTCOMES, POLLED
from tests.faults.requests import FAULTS_OF, REQUESTS

PAGE: Final = Path(__file__).parents[2] / "docs" / "faults.md"
TITLES: Final = {"real_debrid": "Real-Debrid", "blubrry": "Blubrry"}

INTRODUCTION: Final = """# Faults and their outcomes

This page is written from the tables in `tests/faults/` by
`python -m tests.faults.page`. Tests let every request meet every fault over real HTTP,
and compare the result with the same tables.

## Outcomes

The outcome of an error of a request that is polled, tried with {polled}. The entities
of that request turn unavailable, all others stay. The log gets one line when it fails
and one when it works again, however long that takes.

| error | message | reauthentication | next request |
| --- | --- | --- | --- |
"""
FAULTS: Final = """
## Errors

The error that each fault usually becomes. A fault that says nothing about the sign-in
never ends it. *Content* is an answer that succeeds without the expected content: its
error is in the next table.

| fault | Real-Debrid | Blubrry |
| --- | --- | --- |
"""
REQUEST_TABLE: Final = """
## Requests

Every request, and where it differs from the table above.

| service | request | without content | differs | because |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Return the page."""
    polled = ", ".join(f"`{one.path}`" for one in POLLED)
    parts = (
        INTRODUCTION.format(polled=polled),
        *_outcomes(),
        FAULTS,
        *_faults(),
        REQUEST_TABLE,
        *_requests(),
    )
    return "".join(parts)


def _outcomes() -> Iterator[str]:
    for error, outcome in OUTCOMES.items():
        message = f"`{outcome.key}`" if outcome.key else "none"
        if error is Error.ACCOUNT_PROBLEM:
            message = "`account_<problem>`, and a repair issue"
        reauth = "yes" if outcome.reauth else "no"
        yield f"| {error} | {message} | {reauth} | {outcome.retry} |\n"


def _faults() -> Iterator[str]:
    found: dict[str, dict[str, str]] = {}
    for provider, groups in FAULTS_OF.items():
        for faults in groups.values():
            for fault in faults:
                error = "content" if fault.lacks_content else str(fault.error)
                found.setdefault(fault.name, {})[provider] = error
    for name, errors in found.items():
        cells = " | ".join(errors.get(provider, "") for provider in TITLES)
        yield f"| {name} | {cells} |\n"


def _requests() -> Iterator[str]:
    for row in REQUESTS:
        differs = [f"{a}: {b}" for a, b in row.instead.items() if a is not b]
        differs += [f"{fault}: {error}" for fault, error in row.special.items()]
        yield (
            f"| {TITLES[row.provider]} | `{row.method} {row.path}` "
            f"| {row.without_content} | {'; '.join(differs)} | {row.why} |\n"
        )


if __name__ == "__main__":
    PAGE.write_text(page())
