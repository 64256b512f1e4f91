"""What the cells of a pasted table say of its columns, or of the fields that its rows describe."""

import re
from collections.abc import Sequence

from agent.planner.brief import WantedProperty
from agent.planner.embedded.creating.sections import members_in
from agent.planner.embedded.creating.wish.naming import property_of
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.cells import amount_of, format_of
from agent.planner.embedded.lexicon import concept_of, concept_worded

_INNER = str.maketrans({"(": ": ", "（": ": ", ")": "", "）": ""})  # "select (a, b)" in brackets
_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


def are_fields(header: Sequence[str]) -> bool:
    """Whether a table says of each field in a row what its type is."""
    heads = [tokens(name) for name in header]
    typed = any(len(head) == 1 and head[0].has("noun.type") for head in heads[1:])
    named = ("noun.property", "noun.title", "noun.option")
    return typed and len(heads[0]) == 1 and heads[0][0].has(*named)


def field(row: Sequence[str]) -> WantedProperty | None:
    """A field by a row that says its name, its type, and more of it."""
    name, *said = [cell.strip() for cell in row]
    text = f"{name} ({': '.join(cell for cell in said if cell).translate(_INNER)})"
    return property_of(members_in(tokens(text), text)[0], text)


def title_in(names: Sequence[str], columns: Sequence[Sequence[str]]) -> int:
    """Which of the columns rows are called by: the first of plain words that differ, and no number
    of a row, no day and no tick; of none the first."""
    plain = [at for at, cells in enumerate(columns) if _is_plain(cells)]
    apart = [at for at in plain if len(set(columns[at])) == len(columns[at])]
    named = [at for at in apart if (known := concept_of(names[at])) and known.type == "title"]
    return next(iter((*(at for at in apart if not at), *named, *apart, *plain)), 0)


def _is_plain(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and not all(_DAY.fullmatch(c) or amount_of(c) for c in filled)


def column(name: str, cells: Sequence[str]) -> WantedProperty:
    """A column by its name and by what stands in it."""
    filled = [cell for cell in cells if cell]
    if filled and all(_DAY.fullmatch(cell) for cell in filled):
        return WantedProperty(name=name, type="date")
    amounts = [amount_of(cell) for cell in filled]
    if filled and all(amounts):
        said = {"name": name, "type": "number", "format": format_of(amounts)}
        return WantedProperty.model_validate(said)
    known, options = concept_of(name), list(dict.fromkeys(filled))
    if filled and known is not None and known.type in ("select", "status"):
        return WantedProperty.model_validate({"name": name, "type": known.type, "options": options})
    if concept_worded(name) is None and len(set(filled)) < len(filled):
        return WantedProperty(name=name, type="select", options=options)
    return WantedProperty(name=name)
