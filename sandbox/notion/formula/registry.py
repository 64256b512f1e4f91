"""All functions and forms by name, and how many arguments each takes."""

from difflib import get_close_matches

from sandbox.notion.formula import dates, lists, logic, numbers, text
from sandbox.notion.formula.errors import FormulaError
from sandbox.notion.formula.functions import Function
from sandbox.notion.formula.lists import LIST_FORMS
from sandbox.notion.formula.nodes import Call

FUNCTIONS: dict[str, Function] = {
    **logic.FUNCTIONS,
    **numbers.FUNCTIONS,
    **text.FUNCTIONS,
    **dates.FUNCTIONS,
    **lists.FUNCTIONS,
}

# Forms decide themselves which of their arguments they evaluate.
FORM_ARITIES: dict[str, tuple[int, int | None]] = {
    "if": (3, 3),
    "ifs": (2, None),
    "and": (1, None),
    "or": (1, None),
    "let": (3, 3),
    "lets": (3, None),
    "prop": (2, 2),
    **{name: (1 if form.optional else 2, 2) for name, form in LIST_FORMS.items()},
}


def check_call(call: Call) -> None:
    """Raise FormulaError if there is no such function or it takes another number of arguments."""
    fewest, most = _arity(call)
    given = len(call.arguments)
    if given < fewest or (most is not None and given > most):
        raise FormulaError(
            f"{call.name} at position {call.position} takes {_expected(fewest, most)}, not {given}."
        )
    if call.name == "lets" and given % 2 == 0:
        raise FormulaError("lets takes names with their values, then one expression.")


def _arity(call: Call) -> tuple[int, int | None]:
    if call.name in FORM_ARITIES:
        return FORM_ARITIES[call.name]
    if call.name in FUNCTIONS:
        function = FUNCTIONS[call.name]
        return function.fewest, function.most
    close = get_close_matches(call.name, [*FUNCTIONS, *FORM_ARITIES], n=1)
    remedy = f" Did you mean {close[0]}?" if close else ""
    raise FormulaError(f"Unknown function {call.name} at position {call.position}.{remedy}")


def _expected(fewest: int, most: int | None) -> str:
    if most is None:
        return f"{fewest} or more arguments"
    counted = str(fewest) if fewest == most else f"{fewest} to {most}"
    return f"{counted} argument{'' if most == 1 else 's'}"
