"""The file in which the simulator keeps what a restart must not lose."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def load(path: Path) -> dict[str, Any] | None:
    """Return what was saved; None when nothing was."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return data


def save(path: Path, data: dict[str, Any]) -> None:
    """Write at once and whole: a reader sees the old state or the new one."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False
    ) as file:
        try:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink()
            raise
