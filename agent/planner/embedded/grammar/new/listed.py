"""The options that words list for a new choice, wherever they stand."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small, segments
from agent.planner.embedded.grammar.new.members import member
from agent.planner.embedded.grammar.new.naming import name_runs
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_led, concept_of, is_known, thing_of, words_of
from agent.planner.patterns import Concept

_FEW = 3  # words of an option
_MOST_STARS = 10
_CHOICES = ("type.select", "type.multi_select")
_UP_TO = frozenset("~-〜～–")
_ENDS, _MOST_RANGED = 2, 30  # of a range: its numbers, its options
Items = Sequence[Sequence[Token]]


def options_listed(clause: Clause, kind: Token | None) -> list[str]:
    """The options of what is new, whose type may be said, read from now on: listed somewhere, or
    told by a range, as stars, or by a word for them. Raises Refused."""
    listed = (_beside_noun(clause), _behind_colon(clause, kind), _behind_verb(clause),
              _led(clause, kind), _before_noun(clause), _one_of(clause))  # fmt: skip
    found = next((names for items in listed if (names := _first(clause, items))), [])
    if len(found) > 1 and clause.world.find(found[0], "property"):
        raise Refused  # the value of a row ("add Lee, expiry 20 December")
    return found or ranged(clause) or _stars(clause) or _levels(clause)


def _first(clause: Clause, lists: Iterator[Items]) -> list[str]:
    items = next(lists, ())
    clause.use(*(t for item in items for t in item))
    return [member(clause, _untyped(item)) for item in items]


def _untyped(item: Sequence[Token]) -> Sequence[Token]:
    """An option without what only says that all of them are such ("S, M, L to pick from")."""
    if len(item) < _ENDS or item[-1].names or item[-2].end == item[-1].start:
        return item
    return item[:-1] if item[-1].has(*_CHOICES, "choose.") else item


def _beside_noun(clause: Clause) -> Iterator[Items]:
    """In brackets; or beside the noun ("with options A and B")."""
    for group in clause.said.groups:
        pieces = segments(group)
        if len(pieces) > 1 and not any(t.kind == "date" for t in group):
            yield pieces
    behind = [p.items for p in clause.phrases[1:]]
    for phrase, items in zip(clause.phrases, [*behind, ()], strict=False):
        first, last = phrase.tokens[0], phrase.tokens[-1]
        led = phrase.plays("topic", "subject", "object", "with") and first is last
        if led and last.has("noun.option") and len(items) > 1:
            clause.use(last)
            yield items
        nouns = [i for i, t in enumerate(phrase.items[0]) if t.has("noun.option")]
        if phrase.plays("with") and nouns and all(map(is_small, phrase.items[0][: nouns[0]])):
            clause.use(*phrase.items[0][: nouns[0] + 1])
            yield [phrase.items[0][nouns[0] + 1 :], *phrase.items[1:]]
        if phrase.plays("with") and len(phrase.items) > 1 and last.has("choose."):
            yield phrase.items


def _behind_colon(clause: Clause, kind: Token | None) -> Iterator[Items]:
    """Behind a colon, where the name of a choice stands before it, or one that tells nothing."""
    pieces = segments(clause.said.payload)
    runs = name_runs(clause, payload=False) if len(pieces) > 1 else []
    concept = _known(clause, runs[0]) if len(runs) == 1 else None
    chosen = (kind.group("type.") if kind else concept and concept.type) in CHOICES
    boxed = concept is not None and concept.type == "checkbox"  # "RSVP: yes, no, maybe"
    open_ = len(runs) == 1 and kind is None and (concept is None or boxed)
    open_ = open_ and not any(t.names for t in runs[0]) and all(map(_is_plain, pieces))
    if runs and (chosen or open_):
        yield pieces


def _is_plain(piece: Sequence[Token]) -> bool:
    """Whether words behind a colon may be an option, and are neither a property nor a value."""
    typed = any(t.has("concept.", "type.", "format.") or t.names for t in piece)
    typed |= any(t.has("noun.") and not t.has("noun.row") for t in piece)
    return len(piece) <= _FEW and not typed and all(t.kind in ("unknown", "word") for t in piece)


def _behind_verb(clause: Clause) -> Iterator[Items]:
    """Behind the verb, where the name before it is one of a choice."""
    before = [p for p in clause.phrases if not p.plays("details") and clause.free(p.tokens)]
    behind = [p for p in clause.phrases if p.plays("details")]
    if not (before and len(behind) == 1) or clause.said.payload:
        return
    plain = ([t for t in i if t.kind != "ending" and not t.has("choose.")] for i in behind[0].items)
    items = [item for item in plain if item]
    words = items if len(items) > 1 else [[t] for item in items for t in item]
    other = ("type.", "format.", "hue.", "counter.")  # "add milk, 12 of it": how many
    told = any(t.has("choose.") for t in behind[0].tokens)
    typed = not told and any(item[0].has(*other) for item in words if len(item) == 1)
    named = clause.free(before[-1].tokens)
    row = len(items) == 1 and named[-1:] and named[-1].has("entry.")  # "add pupil Mina, B maths"
    chosen = (
        (told and bool(named))
        or _names_choice(clause, named)
        or (not row and _may_be_choice(clause, named))
    )
    if len(words) > 1 and not typed and chosen:
        clause.take_all("choose.")
        yield words


def _led(clause: Clause, kind: Token | None) -> Iterator[Items]:
    """Led by "with", or behind the noun of a choice ("a select property S, M, L")."""
    for phrase in clause.phrases if kind and kind.group("type.") in CHOICES else ():
        items = [list(item) for item in phrase.items]
        nouns = [i for i, t in enumerate(items[0]) if t.has("noun.property", "type.")]
        if not phrase.plays("with"):
            items[0] = items[0][nouns[-1] + 1 :] if nouns else []
        if len(items) > 1 and all(items) and not any(t.has("type.") for i in items for t in i):
            yield items


def _before_noun(clause: Clause) -> Iterator[Items]:
    """Before the name of a choice ("received, in repair, done: the state of it", with a word for
    "of" between them, or right beside it)."""
    for phrase in clause.phrases:
        for at, last in enumerate(phrase.items):
            ahead = phrase.items[:at]
            named = bool(ahead) and len(last) > 1 and _names_choice(clause, last[-1:])
            between = clause.said.text[ahead[-1][-1].end : last[0].start] if named else ""
            if named and (at >= _ENDS or "/" in between) and all(map(_is_state, ahead)):
                yield [*ahead, last[:-1]]
    for phrase, behind in zip(clause.phrases, clause.phrases[1:], strict=False):
        listed = phrase.roles == {"of"} and len(phrase.items) > _ENDS
        head = clause.free(behind.items[0])[-1:]
        if listed and all(map(_is_state, phrase.items)) and _names_choice(clause, head):
            yield phrase.items


def _one_of(clause: Clause) -> Iterator[Items]:
    """What is said to be one of several ("the courier: one of A, B")."""
    told = clause.find("choose.", "among.", among=clause.tokens)
    lists = [p for p in clause.phrases if len(p.items) > 1 and not p.plays("topic", "subject")]
    typed = [p for p in clause.phrases if p.plays("to") and any(t.has(*_CHOICES) for t in p.tokens)]
    topics = typed or [p for p in clause.phrases if p.plays("topic") and len(p.items) == 1]
    if not (told or typed) or len(lists) != 1 or len(topics) != 1 or clause.named("property"):
        return
    items = [[t for t in i if not t.has("choose.", "among.")] for i in lists[0].items]
    if all(items) and not any(t.names or t.kind == "date" for item in items for t in item):
        clause.use(*(t for t in clause.tokens if t.has("choose.", "among.")))
        clause.use(*(t for p in typed for t in p.tokens if t.has("noun.row", *_CHOICES)))
        yield items


def _names_choice(clause: Clause, words: Sequence[Token]) -> bool:
    concept = concept_of(clause.words(words)) if words else None
    return concept is not None and concept.type in CHOICES


def _is_state(item: Sequence[Token]) -> bool:
    """Whether a member may be an option: no usual property, but perhaps what is done."""
    named = any(t.has("concept.") and not t.has("state.", "concept.done") for t in item)
    return len(item) <= _FEW and not named and not any(t.names for t in item)


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


def _stars(clause: Clause) -> list[str]:
    """As many stars as are said ("a rating of five stars")."""
    star = clause.find("star.star")
    number = next((t for t in clause.free() if 0 < (count_of(t) or 0) <= _MOST_STARS), None)
    rated = any(t.has("concept.rating") for t in clause.tokens if t is not star)
    if star is None or number is None or not rated:
        return []
    clause.use(star, number, *(t for t in clause.tokens if t.start == number.end))  # "5 steps"
    clause.take_all("counter.")
    return ["⭐" * n for n in range(count_of(number) or 0, 0, -1)]


def _levels(clause: Clause) -> list[str]:
    """The levels that a word names by its letters ("high, middle, low" in one)."""
    token = clause.take("levels.")
    return list(token.text) if token is not None else []


def _known(clause: Clause, named: Sequence[Token]) -> Concept | None:
    """What a name means by a word in it: "how much light" may be chosen, and need be no number."""
    said = clause.words(named)
    return concept_of(said) if is_known(said) or not concept_led(said) else None


def _may_be_choice(clause: Clause, named: Sequence[Token]) -> bool:
    """Whether a name that nobody knows may be that of a choice, and is not what rows are called."""
    known = thing_of(named[0].text) if len(named) == 1 else None
    thing = known is not None and named[0].text in words_of(known.words)
    thing |= len(named) == 1 and named[0].has("entry.", "noun.")
    concept = _known(clause, named) if named else None
    open_ = concept is None or concept.type == "rich_text"
    plain = bool(named) and all(t.kind in ("unknown", "word") and not t.names for t in named)
    return plain and open_ and not thing and clause.does("add", "want")


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
