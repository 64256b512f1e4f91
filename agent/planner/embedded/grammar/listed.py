"""The options that words list for a new choice, wherever they stand."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clause import Clause
from agent.planner.embedded.grammar.dates import count_of
from agent.planner.embedded.grammar.names import CHOICES
from agent.planner.embedded.grammar.naming import name_runs
from agent.planner.embedded.grammar.phrases import segments
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_of

_FEW = 3  # words of an option
_MOST_STARS = 10


def listed_behind(clause: Clause, kind: Token | None) -> list[str]:
    """The options of a choice that stand behind a colon, where its name stands before it."""
    pieces = segments(clause.said.payload)
    runs = name_runs(clause, payload=False)
    concept = concept_of(clause.words(runs[0])) if len(runs) == 1 else None
    chosen = (kind.group("type.") if kind else concept and concept.type) in CHOICES
    fresh = len(runs) == 1 and not any(t.names for t in runs[0])
    if fresh and kind is None and concept is None and all(map(_is_plain, pieces)):
        chosen = True
    if not chosen or len(pieces) < 2 or not runs:
        return []
    clause.use(*clause.said.payload)
    return [clause.words(piece) or clause.raw(piece) for piece in pieces]


def _number(clause: Clause) -> Token | None:
    return next((t for t in clause.free() if 0 < (count_of(t) or 0) <= _MOST_STARS), None)


def stars(clause: Clause) -> list[str]:
    """As many stars as are said ("a rating of five stars")."""
    star, number = clause.find("star.star"), _number(clause)
    rated = any(t.has("concept.rating") for t in clause.tokens if t is not star)
    if star is None or number is None or not rated:
        return []
    clause.use(star, number, *(t for t in clause.tokens if t.start == number.end))  # "5 steps"
    clause.take_all("counter.")
    return ["⭐" * n for n in range(count_of(number) or 0, 0, -1)]


def levels(clause: Clause) -> list[str]:
    """The levels that a word names by its letters ("high, middle, low" in one)."""
    token = clause.take("levels.")
    return list(token.text) if token is not None else []


def _is_plain(piece: Sequence[Token]) -> bool:
    """Whether words behind a colon may be an option, and are neither a property nor a value."""
    typed = any(t.has("concept.", "type.", "format.", "noun.") or t.names for t in piece)
    return len(piece) <= _FEW and not typed and all(t.kind in ("unknown", "word") for t in piece)


def led_behind(clause: Clause, kind: Token | None) -> list[str]:
    """The options of a choice that are led by "with", or stand behind its noun ("a select property
    S, M, L")."""
    if kind is None or kind.group("type.") not in CHOICES:
        return []
    for phrase in clause.phrases:
        items = [list(item) for item in phrase.items]
        nouns = [i for i, t in enumerate(items[0]) if t.has("noun.property", "type.")]
        if not phrase.plays("with") and nouns:
            items[0] = items[0][nouns[-1] + 1 :]
        elif not phrase.plays("with"):
            continue
        if len(items) > 1 and all(items) and not any(t.has("type.") for i in items for t in i):
            clause.use(*(t for item in items for t in item))
            return [clause.words(item) or clause.raw(item) for item in items]
    return []


def told_behind(clause: Clause) -> list[str]:
    """The options that are listed behind the verb, where the name before it is one of a choice."""
    before = [p for p in clause.phrases if not p.plays("details") and clause.free(p.tokens)]
    behind = [p for p in clause.phrases if p.plays("details")]
    concept = concept_of(clause.words(clause.free(before[-1].tokens))) if before else None
    if concept is None or concept.type not in CHOICES or len(behind) != 1 or clause.said.payload:
        return []
    plain = ([t for t in i if t.kind != "ending" and not t.has("choose.")] for i in behind[0].items)
    items = [item for item in plain if item]
    words = items if len(items) > 1 else [[t] for item in items for t in item]
    if len(words) < 2 or any(t.has("type.", "format.", "hue.") for item in words for t in item):
        return []
    clause.use(*(t for item in words for t in item))
    clause.take_all("choose.")
    return [clause.words(item) or clause.raw(item) for item in words]


def said_behind(clause: Clause, runs: Sequence[Sequence[Token]], said: Token | None) -> int | None:
    """Which of several names brackets, or a type, stand behind; None where these are of all."""
    if len(runs) < 2:
        return None
    groups, is_noun = clause.said.groups, said is not None and said.has("noun.property")
    mark = groups[0][0] if groups and not is_noun else said
    if mark is None:
        return None
    if not (groups or is_noun) and not runs[0][0].start < mark.start < runs[-1][0].start:
        return None
    return max((i for i, run in enumerate(runs) if run[-1].end <= mark.start), default=None)
