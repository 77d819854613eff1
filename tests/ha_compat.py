"""Lets the newest test plugin run on a Home Assistant one release younger.

pytest loads this with `-p` ahead of pytest-homeassistant-custom-component 0.13.375,
which was made for Home Assistant 2026.10. Two things changed in 2026.11: Home Assistant
wants to be imported before anything that imports `httpx`, since it takes that name
over, and a helper of its logger moved. Once a plugin for 2026.11 is out, this file can
go.
"""

import homeassistant  # noqa: F401
from homeassistant.components import logger
from homeassistant.components.logger.helpers import _clear_logger_overwrites

if not hasattr(logger, "_clear_logger_overwrites"):
    logger._clear_logger_overwrites = _clear_logger_overwrites  # type: ignore[attr-defined]
