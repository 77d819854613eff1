"""Strings and calls of the integration's source, from its syntax trees."""

import ast
from collections.abc import Iterator
import dataclasses
from enum import StrEnum
from functools import cache
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages
import re
import sys
from types import ModuleType
from typing import Final

from custom_components import media_accounts
from custom_components.media_accounts.config_flow import MediaAccountsConfigFlow

type Form = str | re.Pattern[str]
"""A string of the source, or the pattern of an f-string: a group for each hole."""

type Function = ast.FunctionDef | ast.AsyncFunctionDef

PACKAGE: Final = media_accounts.__name__


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return all modules of the integration."""
    found = walk_packages(media_accounts.__path__, f"{PACKAGE}.")
    return (media_accounts, *(import_module(module.name) for module in found))


@cache
def trees() -> tuple[ast.Module, ...]:
    """Return the syntax trees of all modules."""
    return tuple(ast.parse(getsource(module)) for module in modules())


def enums() -> Iterator[type[StrEnum]]:
    """Return the enumerations of strings."""
    for module in modules():
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, StrEnum)
                and value.__module__ == module.__name__
            ):
                yield value


@cache
def words(*, with_base_of_flows: bool = False) -> frozenset[str]:
    """Return every string of the source that is no docstring.

    `with_base_of_flows` adds the strings of Home Assistant's own steps.
    """
    read = list(trees())
    if with_base_of_flows:
        names = {base.__module__ for base in MediaAccountsConfigFlow.__mro__}
        read += [ast.parse(getsource(sys.modules[n])) for n in names - {"builtins"}]
    return frozenset(
        node.value
        for tree in read
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def patterns() -> frozenset[re.Pattern[str]]:
    """Return the patterns of all f-strings with literal parts."""
    return frozenset(
        _pattern(node)
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) for part in node.values)
    )


def says(word: str, *, with_base_of_flows: bool = False) -> bool:
    """Return true if the source has a string, literally or as an f-string."""
    said = words(with_base_of_flows=with_base_of_flows)
    return word in said or any(
        set(found.groups()) <= said
        for pattern in patterns()
        if (found := pattern.fullmatch(word))
    )


def _pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
        for part in node.values
    )
    return re.compile("".join(parts))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """A call with a keyword argument."""

    name: str
    form: Form
    keywords: dict[str, ast.expr] = dataclasses.field(compare=False, hash=False)


def calls_with(keyword: str, *others: str) -> Iterator[Call]:
    """Yield the calls with all these keywords, for each form of the first one."""
    for tree in trees():
        for function in (None, *_functions(tree).values()):
            for node in ast.walk(function or tree):
                if not isinstance(node, ast.Call):
                    continue
                given = {word.arg: word.value for word in node.keywords if word.arg}
                if given.keys() >= {keyword, *others}:
                    for form in _forms(given[keyword], tree, function):
                        yield Call(
                            name=ast.unparse(node.func), form=form, keywords=given
                        )


def keys_of(node: ast.expr | None) -> set[str] | None:
    """Return the keys of a dict, no keys without one, None if they are unknown."""
    match node:
        case None:
            return set()
        case ast.Dict(keys=keys) if all(isinstance(key, ast.Constant) for key in keys):
            return {str(key.value) for key in keys if isinstance(key, ast.Constant)}
        case _:
            return None


def _functions(tree: ast.Module) -> dict[str, Function]:
    return {
        node.name: node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _forms(
    node: ast.expr | None, tree: ast.Module, function: Function
) -> Iterator[Form]:
    """Yield the values of an expression that its module determines."""
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.JoinedStr():
            yield _pattern(node)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _forms(body, tree, function)
            yield from _forms(orelse, tree, function)
        case ast.Call(func=ast.Name(id=name)) if called := _functions(tree).get(name):
            for inner in ast.walk(called):
                if isinstance(inner, ast.Return):
                    yield from _forms(inner.value, tree, called)
        case ast.Name(id=name) if function is not None:
            yield from _arguments(name, tree, function)


def _arguments(name: str, tree: ast.Module, function: Function) -> Iterator[Form]:
    """Yield the arguments that the module passes for a parameter."""
    positional = [argument.arg for argument in function.args.args]
    for caller in (None, *_functions(tree).values()):
        for node in ast.walk(caller or tree):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == function.name
            ):
                continue
            given = dict(zip(positional, node.args, strict=False))
            given |= {word.arg: word.value for word in node.keywords if word.arg}
            if name in given and not isinstance(given[name], ast.Name):
                yield from _forms(given[name], tree, caller)
