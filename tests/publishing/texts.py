"""A fixture that checks that every text shown in a test exists.

`texts_exist` is used by all tests: each step that a flow shows and each translated
error that is raised must have its texts in `translations/en.json`, with the
placeholders that it passes.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
import functools
import json
from pathlib import Path
from string import Formatter
from typing import Any, Final

from homeassistant.components import homeassistant as homeassistant_component
from homeassistant.components.repairs.issue_handler import RepairsFlowManager
from homeassistant.config_entries import OptionsFlowManager
from homeassistant.data_entry_flow import FlowManager, FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.entity import EntityDescription
import pytest

from custom_components import media_accounts
from custom_components.media_accounts.const import DOMAIN

ROOT: Final = Path(media_accounts.__file__).parent


def _flat(node: str | Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
        return
    for key, value in node.items():
        yield from _flat(value, f"{path}.{key}" if path else key)


def _texts(folder: Path) -> dict[str, str]:
    return dict(_flat(json.loads((folder / "translations" / "en.json").read_text())))


TEXTS: Final = _texts(ROOT)
"""All texts in English, by their path such as `config.abort.already_configured`."""

SHARED_TEXTS: Final = _texts(Path(homeassistant_component.__file__).parent)
"""Texts that Home Assistant provides for all integrations."""


def placeholders(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def below(path: str) -> set[str]:
    """Return the keys directly below a path."""
    return {
        text.removeprefix(f"{path}.").partition(".")[0]
        for text in TEXTS
        if text.startswith(f"{path}.")
    }


def problems_of(result: Mapping[str, Any], section: str = "config") -> Iterator[str]:
    """Yield missing and unused texts of a flow's step."""
    given = set(result.get("description_placeholders") or {})
    step = f"{section}.step.{result.get('step_id')}"
    match result["type"]:
        case FlowResultType.FORM:
            errors = (result["errors"] or {}).values()
            fields = {
                str(field) for field in getattr(result["data_schema"], "schema", ())
            }
            yield from _missing(
                given,
                f"{step}.title",
                f"{step}.description",
                *(f"{section}.error.{error}" for error in errors),
            )
            yield from _different(f"{step}.data", fields)
            yield from _different(f"{step}.data_description", fields)
        case FlowResultType.MENU:
            yield from _missing(given, f"{step}.title", f"{step}.description")
            for texts in ("menu_options", "menu_option_descriptions"):
                yield from _different(f"{step}.{texts}", set(result["menu_options"]))
        case FlowResultType.SHOW_PROGRESS:
            path = f"{section}.progress.{result['progress_action']}"
            yield from _not_exact(TEXTS, given, path)
        case FlowResultType.ABORT:
            shared = result.get("translation_domain") == "homeassistant"
            path = f"{section}.abort.{result['reason']}"
            yield from _not_exact(SHARED_TEXTS if shared else TEXTS, given, path)


def problems_of_error(error: HomeAssistantError) -> Iterator[str]:
    """Yield missing texts and wrong placeholders of a translated error."""
    yield from _not_exact(
        TEXTS,
        set(error.translation_placeholders or {}),
        f"exceptions.{error.translation_key}.message",
    )


def _missing(given: set[str], *paths: str) -> Iterator[str]:
    for path in paths:
        if path not in TEXTS:
            yield f"{path} has no text"
        elif open_names := placeholders(TEXTS[path]) - given:
            yield f"{path} leaves {sorted(open_names)} open"


def _not_exact(texts: Mapping[str, str], given: set[str], path: str) -> Iterator[str]:
    if path not in texts:
        yield f"{path} has no text"
    elif (named := placeholders(texts[path])) != given:
        yield f"{path} has {sorted(named)}, but is given {sorted(given)}"


def _different(path: str, keys: Iterable[str]) -> Iterator[str]:
    if below(path) != set(keys):
        yield f"{path} is about {sorted(below(path))}, not {sorted(keys)}"


def _section(manager: FlowManager[Any, Any, Any], flow: Any) -> str:
    """Return the section of a flow's texts."""
    match manager:
        case OptionsFlowManager():
            return "options"
        case RepairsFlowManager():
            issue = ir.async_get(manager.hass).async_get_issue(DOMAIN, flow.issue_id)
            assert issue is not None
            return f"issues.{issue.translation_key}.fix_flow"
        case _:
            return "config"


@pytest.fixture(autouse=True)
def texts_exist(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Check the texts of the steps and errors of each test."""
    problems: list[str] = []
    handle_step = FlowManager._async_handle_step
    init_error = HomeAssistantError.__init__

    @functools.wraps(handle_step)
    async def watched_step(self: Any, flow: Any, *args: Any, **kwargs: Any) -> Any:
        # Flows about an entry, such as its options, have the entry's id.
        entry = self.hass.config_entries.async_get_entry(flow.handler)
        if (entry.domain if entry else flow.handler) != DOMAIN:
            return await handle_step(self, flow, *args, **kwargs)
        section = _section(self, flow)  # A step that fixes the issue removes it.
        result = await handle_step(self, flow, *args, **kwargs)
        problems.extend(problems_of(result, section))
        return result

    @functools.wraps(init_error)
    def watched_init(self: HomeAssistantError, *args: Any, **kwargs: Any) -> None:
        init_error(self, *args, **kwargs)
        if self.translation_domain == DOMAIN:
            problems.extend(problems_of_error(self))

    monkeypatch.setattr(FlowManager, "_async_handle_step", watched_step)
    monkeypatch.setattr(HomeAssistantError, "__init__", watched_init)
    yield
    assert not problems, "\n".join(problems)


def platform_of(description: EntityDescription) -> str:
    """Return the platform of an entity description, from Home Assistant's base."""
    return next(
        base.__module__.split(".")[2]
        for base in type(description).__mro__
        if base.__module__.startswith("homeassistant.components.")
    )
