"""Where a list of options ends, and the list that it stands in goes on."""

from agent.planner.embedded.creating.sections import is_strong
from agent.planner.embedded.creating.wish.naming import is_parted
from agent.planner.embedded.creating.wish.pieces import Member, before_several, raw, uncounted
from agent.planner.embedded.creating.wish.vocabulary import ends
from agent.planner.embedded.lexicon import concept_of
from agent.planner.patterns import Concept

_ARTICLE = 4  # letters of the longest article with its blanks


def own_options(
    members: list[Member], text: str, *, steps: bool = False
) -> tuple[list[Member], list[Member]]:
    """The options of a property, and what a list goes on with behind them.

    They end with strokes, with the number of them all ("A101、A102の2つ"), or before what is surely
    another property ("訪問着、小紋、購入日"). Where they are `steps`, what is done is one of them.
    """
    first, *others = members
    summed = (
        i for i, m in enumerate(members) if before_several(m.tokens) or uncounted(m.tokens)[1]
    )
    counted = next(summed, None)
    if counted is not None:
        return members[: counted + 1], members[counted + 1 :]
    apart = bool(others) and (not others[0].choices or is_parted(others[0]))
    if (first.choices or first.groups) and apart:
        colored = first.groups and not any(t.has("type.") for t in first.tokens)
        return (members, []) if colored else ([first], others)  # an option with its colour
    alike = _concept(first, text)
    ends_at = (
        i
        for i, m in enumerate(members)
        if i and _goes_beyond(m, text, steps=steps) and not (alike and _concept(m, text) is alike)
    )  # "食費、日用品、交通費": kinds of one thing
    end = next(ends_at, len(members))
    return members[:end], members[end:]


def _concept(member: Member, text: str) -> Concept | None:
    """What a plain name is as a property, if the lexicon knows."""
    plain = member.tokens and not (member.groups or member.choices)
    return concept_of(raw(member.tokens, text)) if plain else None


def _goes_beyond(member: Member, text: str, *, steps: bool) -> bool:
    """Whether a member is no option but another property: surely one, with options of its own, or
    behind an article ("A, B and a reward")."""
    start = member.tokens[0].start if member.tokens else 0
    led = start > 0 and ends(text[max(0, start - _ARTICLE) : start], "article")
    step = steps and not member.groups and _is_step(member, text)
    return led or is_parted(member) or (is_strong(member, text) and not step)


def _is_step(member: Member, text: str) -> bool:
    """Whether a member of a status may say what is done by then, or is quoted as one."""
    quoted = any(t.kind == "quoted" or t.has("state.") for t in member.tokens)
    known = concept_of(raw(member.tokens, text))
    return quoted or (known is not None and known.type in ("checkbox", "date"))
