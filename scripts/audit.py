#!/usr/bin/env python3
"""Checks the packages of requirements.txt for known vulnerabilities.

It runs `uv audit`, which does not read requirements files yet, on a temporary project
whose lock file has the same packages and versions.

Exits with 0 if there are none, 1 if there are some, and 2 if details could not be read.
If the advisory service does not respond, it prints the reason and exits with 0.

Usage: audit.py [ARGUMENT...]     (for `uv audit`, such as --ignore ID)
"""

import os
from pathlib import Path
import re
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Final

REQUIREMENTS: Final = Path(__file__).parents[1] / "requirements.txt"

# A line of requirements.txt; the hashes of the package follow on lines of their own.
PIN: Final = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
PROJECT: Final = '[project]\nname = "audited"\nversion = "0"\n'
LOCK: Final = 'version = 1\nrequires-python = ">=3.14"\n'

# Short timeouts, for machines that are offline.
ENVIRONMENT: Final = {
    "UV_HTTP_CONNECT_TIMEOUT": "4",
    "UV_HTTP_RETRIES": "0",
    "UV_HTTP_TIMEOUT": "10",
    "UV_OFFLINE": "false",
    "UV_PYTHON": sys.executable,
}

# The first request. An error in a later one is a failure: something was found.
UNANSWERED: Final = re.compile(r"for url \(\S+/querybatch\)")


def lock(requirements: str) -> str:
    """Return a lock file with the packages of pinned requirements."""
    pins = PIN.findall(requirements)
    packages = [
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n'
        'source = { registry = "." }\n'
        for name, version in pins
    ]
    names = ", ".join(f'{{ name = "{name}" }}' for name, _ in pins)
    root = (
        '[[package]]\nname = "audited"\nversion = "0"\nsource = { virtual = "." }\n'
        f"dependencies = [{names}]\n"
    )
    return "\n".join([LOCK, root, *packages])


def main(arguments: list[str]) -> int:
    """Run the audit; return the exit code."""
    with TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "pyproject.toml").write_text(PROJECT)
        (project / "uv.lock").write_text(lock(REQUIREMENTS.read_text()))
        uv = str(Path(sys.executable).with_name("uv"))
        audit = [uv, "audit", "--frozen", "--no-config", "--preview-features=audit"]
        done = subprocess.run(
            [*audit, "--project", project, *arguments],
            env=os.environ | ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    # The output wraps long lines.
    said = " ".join(done.stdout.split())
    if UNANSWERED.search(said):
        reason = said.removeprefix("error: ").rpartition("cause: ")[2]
        print(f"  NOT LOOKED UP, for the advisory service gives no answer: {reason}")
        return 0
    if done.returncode:
        print(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
