#!/usr/bin/env python3
"""Finds private words in the source and the docs, and names the term to use instead.

Usage: check_words.py [FILE...]     (default: what git tracks of the project's own text)
"""

from collections.abc import Iterator
from pathlib import Path
import re
import subprocess
import sys
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = (
    "custom_components/*.py",
    "tests/*.py",
    "scripts",
    ".ci",
    ".github",
    "docs/*.md",
    "*.md",
)

# A pattern (in any case) and the term of Home Assistant, OAuth or plain English for it.
TERMS: Final = {
    r"(?<!test )kits?": "provider definition",
    r"agendas?": "calendar",
    r"deeds?": "actions, steps",
    r"mend(s|ed|ing)?": "fix",
    r"as it does with": "as with",
    r"sings?": "name what is exposed",
    r"\"\"\"(choose|do it)\.": "say what is chosen, what is done",
    r"\"\"\"(what(ever)?|who(ever)?|how|which|whether)": "a noun, or a verb",
    r"\"\"\"return (what|who)": "name what is returned",
    r"of all things": "leave it out",
    r"(is|are|was|were) told apart": "distinguish",
    r"needs not": "does not need to",
    r"living (access )?tokens?": "valid token",
    r"lives? on (over|whatever)": "stays valid",
    r"planted": "recognizable (secret), injected",
    r"mak(e|es|ing) no sense": "unexpected, invalid",
}
PATTERN: Final = re.compile(
    "|".join(rf"(?<!\w)(?:{word})(?!\w)" for word in TERMS), re.IGNORECASE
)


def files() -> list[Path]:
    """Return the files to check by default."""
    tracked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(
        [*tracked, "--", *FOLDERS],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")[:-1]
    return [path for name in listed if (path := ROOT / name).is_file()]


def problems(path: Path) -> Iterator[str]:
    """Yield a line for each private word in a file."""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        for found in PATTERN.finditer(line.replace("_", " ")):
            term = next(
                term
                for word, term in TERMS.items()
                if re.fullmatch(word, found[0], re.IGNORECASE)
            )
            yield f"{path}:{number}: {found[0]!r}: {term}"


def main(arguments: list[str]) -> int:
    """Print every private word; return 1 if there is one."""
    found = [
        line
        for path in (list(map(Path, arguments)) or files())
        if path.resolve() != Path(__file__).resolve()
        for line in problems(path)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
