"""Tests that texts, icons and the source have the same keys."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any, Final

import hass_frontend
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import pytest
import yaml

from custom_components.media_accounts.config_flow import (
    MediaAccountsConfigFlow,
    MediaAccountsOptionsFlow,
)
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.provider.entities import (
    MediaAccountsEntityDescription,
)
from custom_components.media_accounts.providers import PROVIDERS
from tests.publishing.source import calls_with, enums, keys_of, modules, says
from tests.publishing.texts import (
    ROOT,
    TEXTS,
    below,
    placeholders,
    platform_of,
    problems_of,
    problems_of_error,
)

ICONS: Final[dict[str, Any]] = json.loads((ROOT / "icons.json").read_text())

# Actions, triggers and conditions, described in YAML.
DESCRIBED: Final = {
    kind: yaml.safe_load(file.read_text())
    for kind in ("services", "triggers", "conditions")
    if (file := ROOT / f"{kind}.yaml").exists()
}

FLOWS: Final = ("config", "options")
DIALOGS: Final = (*FLOWS, *(f"issues.{key}.fix_flow" for key in below("issues")))


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def described_entities() -> dict[str, Any]:
    """Return the descriptions of all entities, by platform and translation key."""
    return {
        f"{platform_of(item)}.{item.translation_key}": item
        for module in modules()
        for value in vars(module).values()
        for item in (value if isinstance(value, tuple) else ())
        if isinstance(item, MediaAccountsEntityDescription)
    }


ENTITIES: Final = described_entities()


def choices(node: Any = DESCRIBED) -> Iterator[tuple[str, set[str]]]:
    """Return the select fields: translation key and options."""
    if isinstance(node, dict):
        if isinstance(select := node.get("select"), dict):
            yield select["translation_key"], set(map(str, select["options"]))
        for value in node.values():
            yield from choices(value)


# Errors.


def keys_for(form: str | re.Pattern[str]) -> set[str]:
    """Return the keys of texts that a string of the source stands for.

    A placeholder of an f-string matches any text; if all matches are values of an
    enumeration, each of its values is required.
    """
    if isinstance(form, str):
        return {form}
    found = [form.fullmatch(key) for key in below("exceptions") if says(key)]
    keys = {match[0]: match[1] for match in found if match is not None}
    assert keys, f"no text is like {form.pattern}"
    return keys.keys() | {
        key.removesuffix(hole) + value
        for enum in enums()
        if form.groups == 1 and set(keys.values()) <= set(enum)
        for key, hole in keys.items()
        for value in enum
    }


def test_every_error_has_its_text() -> None:
    calls = [
        call
        for call in calls_with("translation_key", "translation_domain")
        if ast.unparse(call.keywords["translation_domain"]) == "DOMAIN"
    ]
    assert calls
    for call in calls:
        given = keys_of(call.keywords.get("translation_placeholders"))
        for key in keys_for(call.form):
            text = TEXTS.get(f"exceptions.{key}.message")
            assert text, f"{key} has no text"
            assert given is None or placeholders(text) == given, key


# Flows. `tests.publishing.texts` also checks the steps that tests show.


@pytest.mark.parametrize(
    ("keyword", "path"),
    [
        ("step_id", "step.{}.title"),
        ("progress_action", "progress.{}"),
        ("reason", "abort.{}"),
    ],
)
def test_everything_that_a_flow_shows_has_its_text(keyword: str, path: str) -> None:
    shown = {
        call.form
        for call in calls_with(keyword)
        if isinstance(call.form, str) and ".async_" in call.name
    }
    assert shown
    for key in shown:
        assert any(f"{flow}.{path.format(key)}" in TEXTS for flow in DIALOGS), key


def steps_of_flows() -> set[str]:
    """Return the ids of all steps: the flows' own, and those of every sign-in."""
    flow = MediaAccountsConfigFlow()
    names = {*dir(flow), *dir(MediaAccountsOptionsFlow())}
    own = {name.removeprefix("async_step_") for name in names}
    return own.union(
        *(
            method.begin(flow, method).steps
            for definition in PROVIDERS.values()
            for method in definition.sign_in_methods
        )
    )


def test_every_step_that_has_texts_exists() -> None:
    assert below("config.step") <= steps_of_flows()


# Entities.


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_has_its_texts(entity: str) -> None:
    description = ENTITIES[entity]
    path = f"entity.{entity}"
    filled = description.placeholders_fn("an id") if description.placeholders_fn else {}
    assert placeholders(TEXTS[f"{path}.name"]) == filled.keys()

    states = below(f"{path}.state")
    kinds = below(f"{path}.state_attributes.event_type.state")
    assert kinds == set(getattr(description, "event_types", ()))
    if entity.startswith("binary_sensor."):
        assert states in (set(), {"on", "off"})
    else:
        assert states == set(getattr(description, "options", None) or ())

    if f"{path}.unit_of_measurement" in TEXTS:
        assert description.native_unit_of_measurement is None
        assert description.device_class is None


def test_texts_are_of_entities_that_exist() -> None:
    platforms = below("entity")
    named = {f"{name}.{key}" for name in platforms for key in below(f"entity.{name}")}
    assert named == ENTITIES.keys()


# Descriptions in YAML.


@pytest.mark.parametrize("kind", DESCRIBED)
def test_everything_that_is_described_has_its_texts(kind: str) -> None:
    assert below(kind) == DESCRIBED[kind].keys()
    for name, parts in DESCRIBED[kind].items():
        path = f"{kind}.{name}"
        assert {f"{path}.name", f"{path}.description"} <= TEXTS.keys()
        given = (parts or {}).get("fields") or {}
        sections = {key for key, field in given.items() if "fields" in (field or {})}
        fields = given.keys() - sections
        for section in sections:
            fields |= given[section]["fields"].keys()
        assert below(f"{path}.sections") == sections
        assert below(f"{path}.fields") == fields
        for field in fields:
            assert below(f"{path}.fields.{field}") == {"name", "description"}, field


def test_every_choice_has_its_texts() -> None:
    offered: dict[str, set[str]] = {}
    for key, options in choices():
        offered.setdefault(key, set()).update(options)
    for key, options in offered.items():
        assert below(f"selector.{key}.options") == options


# All texts.


# The sections of Home Assistant's texts.
_ORDER: Final = re.compile(
    "abort|application_credentials|common|config|confirm|create_entry|data|"
    "data_description|"
    "default|description|device|entry_type|error|exceptions|fix_flow|flow_title|info|"
    "initiate_flow|issues|menu_option_descriptions|menu_options|message|name|options|"
    "progress|sections|selector|step|submit|system_health|title"
)


def test_no_text_is_left_over() -> None:
    offered = {word for key, options in choices() for word in (key, *options)}
    steps = steps_of_flows()
    left_over = {
        path: word
        for path in TEXTS
        if (kind := path.partition(".")[0]) not in {"entity", *DESCRIBED}
        for word in path.split(".")
        if not _ORDER.fullmatch(word)
        and word not in offered | steps
        and not says(word, with_base_of_flows=kind in FLOWS)
    }
    assert not left_over


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an address, which belongs into a placeholder", r"(?i)https?://|www\."),
        ("HTML", r"<[a-zA-Z!/]"),
        ("a placeholder in single quotes", r"'\{\w+\}'"),
        ("a reference, which only Home Assistant's own texts may have", r"\[%key"),
        ("blanks at an end, or too many", r"^\s|\s$|  "),
        ("nothing", r"^$"),
    ],
)
def test_no_text_holds(what: str, pattern: str) -> None:
    """The same rule as in Home Assistant's own checker."""
    assert not {path: text for path, text in TEXTS.items() if re.search(pattern, text)}


# The frontend draws these as plain text, every other text of a dialog as Markdown.
PLAIN_TEXT: Final = re.compile(
    r"(?:config|options)\.error\.|exceptions\.|.*\.(?:title|menu_options\.\w+)$"
)


def test_no_plain_text_holds_markdown() -> None:
    markdown = re.compile(r"`|\\|\*\S[^*]*\S\*|\]\(")
    assert not {
        path: text
        for path, text in TEXTS.items()
        if PLAIN_TEXT.match(path) and markdown.search(text)
    }


def test_no_markdown_of_an_issue_holds_a_name() -> None:
    """A name needs escaping in Markdown and none in the title, which has it already."""
    names = {"account", "program", "name", "title"}
    assert not {
        path: text
        for path, text in TEXTS.items()
        if path.startswith("issues.")
        and not PLAIN_TEXT.match(path)
        and ".abort." not in path
        and placeholders(text) & names
    }


def test_keys_are_plain() -> None:
    assert not [path for path in TEXTS if not re.fullmatch(r"[a-z0-9_.-]+", path)]


# Icons.


@pytest.fixture(scope="module")
def known_icons() -> frozenset[str]:
    """Return the names of all icons of the frontend."""
    file = Path(hass_frontend.__file__).parent / "static" / "mdi" / "iconList.json"
    return frozenset(f"mdi:{icon['name']}" for icon in json.loads(file.read_text()))


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_has_an_icon(entity: str, known_icons: frozenset[str]) -> None:
    platform, _, key = entity.partition(".")
    description = ENTITIES[entity]
    icons = ICONS["entity"].get(platform, {}).get(key)
    if icons is None:
        assert description.device_class is not None, "nothing gives it an icon"
        return
    states = icons.get("state", {})
    shown = {"on", "off"} if platform == "binary_sensor" else set()
    assert states.keys() <= shown | set(getattr(description, "options", None) or ())
    assert {icons["default"], *states.values()} <= known_icons
    assert icons["default"] not in states.values()


def test_every_icon_is_of_something(known_icons: frozenset[str]) -> None:
    assert ICONS.keys() == {"entity", *DESCRIBED}
    drawn = {f"{name}.{key}" for name, keys in ICONS["entity"].items() for key in keys}
    assert drawn <= ENTITIES.keys()
    for kind, described in DESCRIBED.items():
        assert ICONS[kind].keys() == described.keys()
        for icons in ICONS[kind].values():
            assert set(icons.values()) <= known_icons


# The fixture that checks the texts in all tests.


FORM: Final = {
    "type": FlowResultType.FORM,
    "step_id": "real_debrid_wrong_account",
    "errors": None,
    "data_schema": None,
    "description_placeholders": {"account": "somebody"},
}
ABORT: Final = {
    "type": FlowResultType.ABORT,
    "reason": "endpoint_invalid",
    "description_placeholders": {"variable": "X"},
}
PROGRESS: Final = {
    "type": FlowResultType.SHOW_PROGRESS,
    "step_id": "real_debrid",
    "progress_action": "read_account",
}


@pytest.mark.parametrize("result", [FORM, ABORT, PROGRESS], ids=str)
def test_what_is_right_is_no_problem(result: dict[str, Any]) -> None:
    assert not list(problems_of(result))


@pytest.mark.parametrize(
    "wrong",
    [
        FORM | {"step_id": "nowhere"},
        FORM | {"description_placeholders": None},
        FORM | {"errors": {"base": "nothing_known"}},
        FORM | {"step_id": "pick_implementation"},
        ABORT | {"reason": "nothing_known"},
        ABORT | {"description_placeholders": {}},
        ABORT | {"description_placeholders": {"variable": "X", "other": "Y"}},
        ABORT | {"translation_domain": "homeassistant"},
        PROGRESS | {"progress_action": "nothing_known"},
        PROGRESS | {"description_placeholders": {"other": "Y"}},
        {"type": FlowResultType.MENU, "step_id": "user", "menu_options": ["blubrry"]},
    ],
    ids=str,
)
def test_what_is_wrong_is_a_problem(wrong: dict[str, Any]) -> None:
    assert list(problems_of(wrong))


@pytest.mark.parametrize(
    ("key", "given", "is_wrong"),
    [
        ("sign_in_refused", {}, False),
        ("endpoint_invalid", {"variable": "X"}, False),
        ("endpoint_invalid", {}, True),
        ("sign_in_refused", {"variable": "X"}, True),
        ("nothing_known", {}, True),
    ],
)
def test_errors_are_watched(key: str, given: dict[str, str], *, is_wrong: bool) -> None:
    error = HomeAssistantError(
        translation_domain=f"not {DOMAIN}",
        translation_key=key,
        translation_placeholders=given,
    )
    assert bool(list(problems_of_error(error))) == is_wrong
