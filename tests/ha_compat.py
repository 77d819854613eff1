"""Lets the newest test plugin run on a Home Assistant one release younger.

pytest loads this with `-p` ahead of pytest-homeassistant-custom-component 0.13.375,
which was made for Home Assistant 2026.10. Two things changed in 2026.11: Home Assistant
must be imported before anything that imports `httpx`, since it replaces that module,
and a helper of its logger moved. Delete this file once a plugin for 2026.11 is
released.
"""

import homeassistant  # noqa: F401
from homeassistant.components import logger
from homeassistant.components.logger.helpers import _clear_logger_overwrites

if not hasattr(logger, "_clear_logger_overwrites"):
    logger._clear_logger_overwrites = _clear_logger_overwrites  # type: ignore[attr-defined]
