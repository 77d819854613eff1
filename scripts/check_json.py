#!/usr/bin/env python3
"""Checks that JSON files are formatted as Home Assistant's.

Two spaces, short lists of scalars on one line, a final newline, no duplicate keys.

Usage: check_json.py [--fix] FILE...     (--fix: format the files)
"""

import json
from pathlib import Path
import sys
from typing import Any

LINE_LENGTH = 80


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; raise ValueError on a duplicate key."""
    keys = [key for key, _ in pairs]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"duplicate keys: {', '.join(sorted(twice))}")
    return dict(pairs)


def write(value: Any, indent: str = "", before: int = 0) -> str:
    """Return a value as JSON; `before` is the length of its line so far."""
    deeper = f"{indent}  "
    if isinstance(value, dict) and value:
        keys = {key: f"{deeper}{_plain(key)}: " for key in value}
        lines = [f"{k}{write(value[key], deeper, len(k))}" for key, k in keys.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        nested = any(isinstance(item, dict | list) for item in value)
        if not nested and before + len(_plain(value)) < LINE_LENGTH:
            return _plain(value)
        lines = [f"{deeper}{write(item, deeper, len(deeper))}" for item in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    return _plain(value)


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def main(arguments: list[str]) -> None:
    """Check or fix the files; exit with the problems."""
    fix = arguments[:1] == ["--fix"]
    wrong = []
    for path in map(Path, arguments[fix:]):
        text = path.read_text()
        try:
            data = json.loads(text, object_pairs_hook=unique)
        except ValueError as error:
            wrong.append(f"{path}: {error}")
            continue
        form = write(data) + "\n"
        if fix and text != form:
            path.write_text(form)
        elif text != form:
            wrong.append(f"{path}: not formatted; run scripts/lint --fix")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
