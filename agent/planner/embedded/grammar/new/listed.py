"""The options that words list for a new choice, wherever they stand."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import segments
from agent.planner.embedded.grammar.new.members import member
from agent.planner.embedded.grammar.new.naming import name_runs
from agent.planner.embedded.grammar.text.dates import count_of
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of

_FEW = 3  # words of an option
_MOST_STARS = 10
_CHOICES = ("type.select", "type.multi_select")
_UP_TO = frozenset("~-〜～–")
_ENDS, _MOST_RANGED = 2, 30  # of a range: its numbers, its options


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
    return [member(clause, piece) for piece in pieces]


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
            return [member(clause, item) for item in items]
    return []


def ranged(clause: Clause) -> list[str]:
    """The options that a range stands for, read ("Table 1 to Table 4", "1~5 points")."""
    tokens = clause.tokens
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number" and clause.is_free(t)]
    if len(numbers) != _ENDS:
        return []
    first, last = numbers
    low, high = count_of(tokens[first]), count_of(tokens[last])
    between = tokens[first + 1 : last]
    joint = any(t.has("role.from", "role.to") or t.text in _UP_TO for t in between)
    if low is None or high is None or not (joint and low < high <= low + _MOST_RANGED):
        return []
    unit = [t for t in tokens[last + 1 : last + 2] if t.start == tokens[last].end]
    unit = [t for t in unit if t.kind not in ("punct", "particle")]
    before = [t for t in tokens[first - 1 : first] if first and t.text == between[-1].text]
    plain = [t for t in between if t.kind not in ("punct", "particle") and not t.has("role.")]
    if any(t.text not in {one.text for one in (*unit, *before)} for t in plain):
        return []
    clause.use(*before, *tokens[first : last + 1], *unit)
    gap = " " if before and before[0].end < tokens[first].start else ""
    lead, end = "".join(t.text + gap for t in before), "".join(t.text for t in unit)
    return [f"{lead}{n}{end}" for n in range(low, high + 1)]


def listed_before(clause: Clause) -> list[str]:
    """The options that stand before the name of a choice ("received, in repair, done: the state of
    it", with a word for "of" between them, or right beside it), read."""
    for place, phrase in enumerate(clause.phrases[:-1]):
        head = clause.free(clause.phrases[place + 1].items[0])
        plain = all(map(_is_state, phrase.items))
        if phrase.roles == {"of"} and len(phrase.items) > _ENDS and _names_choice(head) and plain:
            clause.use(*phrase.tokens)
            return [member(clause, item) for item in phrase.items]
    return []


def chosen_from(clause: Clause) -> list[str]:
    """The options that a new choice is said to be one of ("the courier: one of A, B"), read."""
    told = clause.find("choose.", "among.", among=clause.tokens)
    lists = [p for p in clause.phrases if len(p.items) > 1 and not p.plays("topic", "subject")]
    typed = [p for p in clause.phrases if p.plays("to") and any(t.has(*_CHOICES) for t in p.tokens)]
    topics = typed or [p for p in clause.phrases if p.plays("topic") and len(p.items) == 1]
    if not (told or typed) or len(lists) != 1 or len(topics) != 1 or clause.named("property"):
        return []
    items = [[t for t in i if not t.has("choose.", "among.")] for i in lists[0].items]
    if not all(items) or any(t.names or t.kind == "date" for item in items for t in item):
        return []
    clause.use(*lists[0].tokens, *(t for t in clause.tokens if t.has("choose.", "among.")))
    clause.use(*(t for p in typed for t in p.tokens if t.has("noun.row", *_CHOICES)))
    return [member(clause, item) for item in items]


def _is_state(item: Sequence[Token]) -> bool:
    """Whether a member may be an option: no usual property, but perhaps what is done."""
    named = any(t.has("concept.") and not t.has("state.", "concept.done") for t in item)
    return len(item) <= _FEW and not named and not any(t.names for t in item)


def _names_choice(head: Sequence[Token]) -> bool:
    concept = concept_of(head[-1].text) if head else None
    return concept is not None and concept.type in CHOICES


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
    return [member(clause, item) for item in words]


def said_behind(clause: Clause, runs: Sequence[Sequence[Token]], said: Token | None) -> int | None:
    """Which of several names brackets, or a type, stand behind; None where these are of all."""
    if len(runs) < 2:
        return None
    groups, is_noun = clause.said.groups, said is not None and said.has("noun.property")
    typed = said is None or any(t.has("type.", "format.") for g in groups for t in g)
    grouped = bool(groups) and not is_noun and typed
    mark = groups[0][0] if grouped else said
    if mark is None:
        return None
    if not (grouped or is_noun) and not runs[0][0].start < mark.start < runs[-1][0].start:
        return None
    return max((i for i, run in enumerate(runs) if run[-1].end <= mark.start), default=None)
