"""The texts that each provider has to bring, derived from the registry."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from custom_components.media_accounts.provider.definition import ProviderDefinition
from custom_components.media_accounts.providers import PROVIDERS
from tests.publishing.texts import TEXTS

# The steps that continue without a form of their own.
_WITHOUT_FORM = ("approved", "creation")


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def required_keys(definition: ProviderDefinition) -> Iterator[str]:
    """Return the keys of the texts that follow from a definition."""
    provider = definition.id
    yield f"config.step.user.menu_options.{provider}"
    yield f"config.step.user.menu_option_descriptions.{provider}"
    yield from _sign_in_keys(definition)
    yield f"issues.access_remains_{provider}.title"
    for part in ("title", "description"):
        yield f"issues.access_remains_{provider}.fix_flow.step.confirm.{part}"
    yield f"system_health.info.can_reach_{provider}"
    yield f"system_health.info.sign_ins_{provider}"
    if definition.options is not None:
        yield f"options.step.{provider}.title"
    for source in definition.issues:
        for key in source.keys:
            yield f"issues.{key}.title"
    for key in definition.error_messages.values():
        yield f"exceptions.{key}.message"
    for action in definition.actions:
        yield f"services.{action.name}.name"
    for key in definition.triggers:
        yield f"triggers.{key}.name"
    for key in definition.conditions:
        yield f"conditions.{key}.name"


def _sign_in_keys(definition: ProviderDefinition) -> Iterator[str]:
    first, *others = definition.sign_in_methods
    for method in others:
        yield f"config.step.other_ways.menu_options.{method.step_id}"
        yield f"config.step.other_ways.menu_option_descriptions.{method.step_id}"
    if others:
        ways = f"config.step.{definition.id}_ways"
        yield f"{ways}.title"
        for method in (first, *others):
            yield f"{ways}.menu_options.{method.step_id}"
    no_flow = cast("Any", None)
    for step in first.begin(no_flow, first).steps:
        if step != first.step_id and not step.endswith(_WITHOUT_FORM):
            yield f"config.step.{step}.title"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_text_of_a_provider_is_missing(provider: str) -> None:
    keys = dict.fromkeys(required_keys(PROVIDERS[provider]))
    assert len(keys) > 8
    missing = [key for key in keys if key not in TEXTS]
    assert not missing, "\n".join(missing)
