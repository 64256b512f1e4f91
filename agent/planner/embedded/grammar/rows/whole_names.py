"""What new rows are called where a part of the name is a word that says something by itself ("Rye
Bread" where there is a kind Bread)."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.rows.record_part import Part

_ENDS = ("cut", "verb")


def with_whole_names(parts: Sequence[Part]) -> list[Part]:
    """The parts with such words as one."""
    found = list[Part]()
    for part in parts:
        if found and _begins_name(found, part, parts):
            found[-1] = replace(part, tokens=[*found[-1].tokens, *part.tokens])
        else:
            found.append(part)
    return found


def _begins_name(found: Sequence[Part], part: Part, parts: Sequence[Part]) -> bool:
    """Whether the part before some words is the first word of the name that they end."""
    last, before = found[-1], found[-2] if len(found) > 1 else None
    if part.kind != "text" or part.roles or last.roles or not _is_word(last):
        return False
    if before is not None and before.kind not in (*_ENDS, "thing"):
        return False
    meant = last.kind == "property" and last.value is False  # and not named as it is called
    return meant or (last.kind == "value" and _is_given_again(last, parts))


def _is_word(part: Part) -> bool:
    kinds = ("value", "property", "thing", "row")
    return part.kind in kinds and part.number is None and part.tokens[0].kind in ("name", "word")


def _is_given_again(part: Part, parts: Sequence[Part]) -> bool:
    """Whether another part is a value of the same property: this one is only part of a name."""
    others = (p for p in parts if p is not part and p.kind == "value")
    return part.prop is not None and any(p.prop is part.prop for p in others)
