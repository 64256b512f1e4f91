"""Evaluate a checked syntax tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sandbox.notion.formula.budget import Budget
from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.lists import LIST_FORMS
from sandbox.notion.formula.nodes import Call, ListLiteral, Literal, Name, Node, Property
from sandbox.notion.formula.registry import FUNCTIONS
from sandbox.notion.formula.values import (
    Context,
    PageValue,
    Value,
    as_list,
    as_text,
    as_truth,
    bounded,
)

MAX_ENTRIES = 1_000
"""Longest list a formula may make."""

MAX_LIST_LEVELS = 20
"""How deep lists may stand in lists."""


@dataclass(frozen=True)
class Scope:
    """What a node can see: the context and the names defined around it."""

    context: Context
    names: Mapping[str, Value] = field(default_factory=dict)

    def define(self, names: Mapping[str, Value]) -> Scope:
        """The scope with more names."""
        self.context.budget.spend(len(self.names) >> 5)  # for the copy
        return replace(self, names={**self.names, **names})


def evaluate(node: Node, scope: Scope) -> Value:
    """The node's value. Raises EvaluationError, ArithmeticError or ValueError for unfit values.

    Evaluation must not take long, least of all on the event loop: the context's budget counts
    the nodes and, because whoever asked for a value handles all of it, the size of their values.
    """
    budget = scope.context.budget
    budget.spend()
    value = _value(node, scope)
    if isinstance(value, list | str):
        _spend_on(value, budget, MAX_LIST_LEVELS)
    return value


def _spend_on(value: list[Value] | str, budget: Budget, levels: int) -> None:
    if isinstance(value, str):
        budget.spend(len(value) >> 8)
        return
    if levels == 0:
        raise EvaluationError(f"Lists nest deeper than {MAX_LIST_LEVELS} levels")
    budget.spend(len(value))
    for entry in value:
        if isinstance(entry, list | str):
            _spend_on(entry, budget, levels - 1)


def _value(node: Node, scope: Scope) -> Value:
    match node:
        case Literal(value=value):
            return value
        case Property(name=name):
            return scope.context.values.get(name)
        case Name(name=name):
            return scope.names[name]
        case ListLiteral(items=items):
            return [evaluate(item, scope) for item in items]
        case Call():
            return _limited(_call(node, scope))


def _limited(value: Value) -> Value:
    if isinstance(value, list) and len(value) > MAX_ENTRIES:
        raise EvaluationError(f"The list is longer than {MAX_ENTRIES} entries")
    return bounded(value) if isinstance(value, str) else value


def _call(call: Call, scope: Scope) -> Value:
    match call.name:
        case "if" | "ifs":
            return _choose(call.arguments, scope)
        # These two stop at the first argument that decides, so they cannot be plain functions.
        case "and":
            return all(as_truth(evaluate(argument, scope)) for argument in call.arguments)
        case "or":
            return any(as_truth(evaluate(argument, scope)) for argument in call.arguments)
        case "let" | "lets":
            return _let(call.arguments, scope)
        case "prop":
            return _page_property(call, scope)
    if call.name in LIST_FORMS:
        return _over_list(call, scope)
    function = FUNCTIONS[call.name]
    values = [evaluate(argument, scope) for argument in call.arguments]
    return (
        function.apply(scope.context, *values) if function.contextual else function.apply(*values)
    )


def _choose(arguments: tuple[Node, ...], scope: Scope) -> Value:
    """The value behind the first true condition; a last argument without condition else."""
    # An odd number of arguments leaves the last one without a partner: it is the default.
    for condition, chosen in zip(arguments[::2], arguments[1::2], strict=False):
        if as_truth(evaluate(condition, scope)):
            return evaluate(chosen, scope)
    return evaluate(arguments[-1], scope) if len(arguments) % 2 else None


def _let(arguments: tuple[Node, ...], scope: Scope) -> Value:
    *pairs, body = arguments
    for variable, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(variable, Name):
            scope = scope.define({variable.name: evaluate(value, scope)})
    return evaluate(body, scope)


def _page_property(call: Call, scope: Scope) -> Value:
    page, name = (evaluate(argument, scope) for argument in call.arguments)
    if page is None:
        return None
    if not isinstance(page, PageValue):
        raise EvaluationError(f"Only a page has properties, not {as_text(page)[:40]}")
    return page.values.get(as_text(name))


def _over_list(call: Call, scope: Scope) -> Value:
    def each(entry: Value, index: int) -> Value:
        if len(call.arguments) == 1:
            return entry
        return evaluate(call.arguments[1], scope.define({"current": entry, "index": index}))

    entries = as_list(evaluate(call.arguments[0], scope))
    return LIST_FORMS[call.name].apply(scope.context, entries, each)
