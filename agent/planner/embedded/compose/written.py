"""What people write in a cell, as a value: amounts, numbers with units, days, marks, options."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.planner.brief import PropertyType
from agent.planner.embedded.grammar.text.cells import amount_of, format_of
from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import composed, lexis
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from tools.blueprint.properties import NumberFormat
from tools.workspace.model import ExistingProperty

_LONGEST = 200  # characters of a cell that are looked at for anything but text
_CHOICE = 100  # characters of an option


def read(prop: ExistingProperty, text: str, today: date) -> Any:
    """A cell as a value of a property, in a blueprint's words; None where it says nothing there."""
    text = text.strip()
    if not text:
        return None
    match prop.type:
        case "number":
            value = _number(text, today)
            return value / 100 if value is not None and _is_share(prop, text) else value
        case "date":
            return _days(_tokens(text, today))
        case "checkbox":
            return _is_checked(text)
        case "select" | "status":
            return _option(prop, text)
        case "multi_select":
            return [one for part in text.split(",") if (one := _option(prop, part.strip()))]
        case "rich_text" | "url" | "email" | "phone_number":
            return text
        case _:
            return None


def titles_in(text: str) -> list[str]:
    """The rows that a cell names."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def kind_of(values: Sequence[str], today: date) -> tuple[PropertyType, NumberFormat | None]:
    """The type that all of some cells can be, and the currency or percent they are written in."""
    cells = [_tokens(value, today) for value in values if value.strip()]
    if cells and all(_days(cell) is not None for cell in cells):
        return "date", None
    amounts = [amount_of(value) for value in values if value.strip()]
    if amounts and all(amounts):
        return "number", format_of(amounts)  # type: ignore[return-value]  # the words' senses are the formats
    return "rich_text", None


def _tokens(text: str, today: date) -> list[Token]:
    plain = composed(text[:_LONGEST])
    return with_dates(tokens_of(plain, lexis()), plain, today)


def _number(text: str, today: date) -> int | float | None:
    """The amount that a cell is, else the only number that it speaks of."""
    if (amount := amount_of(text)) is not None:
        return amount.value
    numbers = [t for t in _tokens(text, today) if t.kind == "number"]
    spoken = text[:1] != "0" and len(numbers) == 1
    value = float(numbers[0].value) if spoken else None
    return int(value) if value is not None and value == int(value) else value


def _is_share(prop: ExistingProperty, text: str) -> bool:
    return prop.config.get("format") == "percent" and "%" in text.replace("\uff05", "%")


def _days(cell: Sequence[Token]) -> Any:
    """One day, or a span of two; None where more than days is said."""
    days = [str(token.value) for token in cell if token.kind == "date" and token.value]
    if not days or len(days) > 2 or any(t.kind in ("name", "number", "unknown") for t in cell):
        return None
    return days[0] if len(days) == 1 else dict(zip(("start", "end"), sorted(days), strict=True))


def _is_checked(text: str) -> bool:
    folded = text.casefold()
    senses = ("value.yes", "state.checked", "state.done")
    said = frozenset[str]().union(*(lexis().said(sense) for sense in senses))
    return folded in said or folded in ("x", "v", "o", "true", "✓", "✔", "☑", "✅", "○", "◯")


def _option(prop: ExistingProperty, text: str) -> str | None:
    """An option by its name in any case; of a status none that is not there, as nobody said to
    which group it belongs."""
    known = next((o.name for o in prop.options if o.name.casefold() == text.casefold()), None)
    if known is not None or prop.type == "status":
        return known
    return text.replace(",", " ")[:_CHOICE].strip() or None
