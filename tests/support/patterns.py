"""Every pattern that the agent compiles, and how each is used."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import agent
from agent.planner.embedded.text import word_pattern
from tests.agent.embedded_planner import skills

_AT_START = {"match", "fullmatch"}


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and whether it is only tried at the start of a text."""

    place: str
    pattern: re.Pattern[str]
    at_start: bool

    def run(self, text: str) -> None:
        if self.at_start:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


@cache
def patterns() -> list[Used]:
    """The patterns of all modules of `agent`: kept, written in a call, built for keywords."""
    found: dict[tuple[str, int, bool], Used] = {}
    for info in pkgutil.walk_packages(agent.__path__, "agent."):
        module = importlib.import_module(info.name)
        tree = ast.parse(inspect.getsource(module))
        for one in (*_kept(module, tree), *_written_in_calls(module, tree)):
            found.setdefault((one.pattern.pattern, one.pattern.flags, one.at_start), one)
    words = {word for skill in skills().values() for word in skill.keywords}
    keywords = [Used(f"keyword {word}", word_pattern(word), at_start=False) for word in words]
    return [*found.values(), *keywords]


def _kept(module: ModuleType, tree: ast.Module) -> Iterator[Used]:
    """The patterns in a module's globals, in whatever they are kept."""
    methods = _methods(tree)
    for name, value in vars(module).items():
        used = {method for method in methods.get(name, set()) if hasattr(re.Pattern, method)}
        for pattern in _within(value):
            at_start = bool(used) and used <= _AT_START
            yield Used(f"{module.__name__}.{name}", pattern, at_start)


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _within(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _within(getattr(value, field.name))


def _methods(tree: ast.Module) -> dict[str, set[str]]:
    """By name of a global: the methods called on it, its items, and loop variables over it."""
    loops = [n for n in ast.walk(tree) if isinstance(n, ast.For | ast.comprehension)]
    over: dict[str, set[str]] = {}
    for loop in loops:
        for target in _names(loop.target):
            over.setdefault(target, set()).update(_names(loop.iter))
    called: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value.value if isinstance(node.func.value, ast.Subscript) else None
            on = on or node.func.value
            if isinstance(on, ast.Name):
                for name in {on.id, *over.get(on.id, set())}:
                    called.setdefault(name, set()).add(node.func.attr)
        for argument in node.args if isinstance(node, ast.Call) else []:
            if isinstance(argument, ast.Name):  # handed on: it may be used in any way
                called.setdefault(argument.id, set()).add("search")
    return called


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _written_in_calls(module: ModuleType, tree: ast.Module) -> Iterator[Used]:
    """The patterns of calls such as `re.sub(r"…", …)`, as far as they are made of globals."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
            continue
        method = ast.unparse(node.func)[3:]
        if method not in {"search", "match", "fullmatch", "sub", "split", "finditer", "findall"}:
            continue
        flags = re.IGNORECASE if "re.IGNORECASE" in ast.unparse(node) else re.NOFLAG
        try:
            source = eval(ast.unparse(node.args[0]), dict(vars(module)))
        except NameError:
            continue  # made of what only the function knows: the readers' own test covers it
        place = f"{module.__name__}:{node.lineno}"
        yield Used(place, re.compile(source, flags), at_start=method in _AT_START)
