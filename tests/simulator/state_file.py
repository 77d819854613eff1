"""The file that stores the simulator's state across restarts."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from tests.simulator.shape import ShapeError, from_plain


def load(path: Path) -> dict[str, dict[str, Any]]:
    """Return the saved state; raise ShapeError if the file is invalid."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ShapeError(f"{path} is not JSON: {error}") from None
    return from_plain(dict[str, dict[str, Any]], data, str(path))


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
