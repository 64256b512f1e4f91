"""The type and the format that words say of a new property, apart from its name."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import Phrase
from agent.planner.embedded.grammar.new.naming import name_runs, owns
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, is_known
from tools.blueprint.properties import NumberFormat

# Types whose words are parts of names.
NATURAL = frozenset({"date", "email", "url", "phone_number", "files", "people"})
# Types that no row is called after, and what is measured.
_LINKED = ("files", "url", "email", "phone_number")
_MEASURES = frozenset(
    {"money", "percent", "duration", "quantity", "priority", "rating", "date", "identifier"}
)


def type_said(clause: Clause, *, noun: bool) -> Token | None:
    """The type that is said apart from the name: before the noun, in brackets, by itself."""
    for group in clause.said.groups:
        if len(group) == 1 and group[0].has("type."):
            clause.use(group[0])
            return group[0]
    if clause.said.verb is not None and clause.said.verb.has("type."):
        return clause.said.verb  # "… to be ticked"
    for phrase in clause.phrases:
        for item in phrase.items:
            types = [t for t in item if t.has("type.") and not t.names and t.kind == "word"]
            if types and (found := _type_in(clause, phrase, item, types[-1], noun=noun)):
                return found
    return None


def _type_in(
    clause: Clause, phrase: Phrase, item: Sequence[Token], kind: Token, *, noun: bool
) -> Token | None:
    """The type of an item, read from now on; one that is the only name as well stays unread."""
    at = clause.phrases.index(phrase)
    led = clause.phrases[at - 1] if at and kind.group("type.") in NATURAL else None
    if led and led.roles == {"of"} and owns(clause, led.items[-1]):
        return None  # "the client's phone"
    said = [t for t in clause.free(item) if not t.has("noun.property", "noun.type", "all.")]
    if said == [kind] and any(t.has("all.") for t in item):
        clause.use(*item)
        return kind  # "A and B, both numbers"
    own = concept_of(kind.text) if len(said) == 1 and is_known(kind.text) else None
    only = all(t is kind or t.has("noun.property") for t in clause.free())
    if own and (len(phrase.items) > 1 or (only and own.type != kind.group("type."))):
        return None  # one of several names: "a birthday and an email field"; or an address at home
    if len(said) == 1 and (len(clause.phrases) > 1 or noun or len(clause.free()) == 1):
        if noun or not any(kind in run for run in name_runs(clause)):
            clause.use(kind)
        return kind
    place = item.index(kind)
    behind = item[place + 1 : place + 2]
    quoted = any(t.kind == "quoted" for t in (item if noun else behind))
    before_noun = quoted or any(t.has("noun.property") for t in behind)
    to = phrase.plays("to") and place == len(item) - 1
    if not (quoted or to or phrase.plays("at", "of")) and _tells_apart(clause, item[:place], kind):
        return None  # "a wedding date column"
    if not (to or before_noun or (noun and place == 0) or _is_apart(clause, item, place)):
        return None
    clause.use(kind)
    return kind


def _tells_apart(clause: Clause, before: Sequence[Token], kind: Token) -> bool:
    """Whether the words before a type that is a usual name as well say which one: they tell of no
    such type by themselves."""
    words = clause.words(clause.free(before))
    known = concept_of(words) if words else None
    return (
        bool(words)
        and kind.group("type.") in NATURAL
        and (known is None or known.type != kind.group("type."))
    )


def _is_apart(clause: Clause, item: Sequence[Token], place: int) -> bool:
    """Whether a type ends its phrase and is no part of a name that is known as a whole."""
    last = not clause.free(item[place + 1 :]) and bool(clause.free(item[:place]))
    known = concept_of(clause.words(item))
    kind = item[place].group("type.")
    quoted = any(t.kind == "quoted" for t in item[:place])  # a quoted name ends where it says
    noun = item[place - 1] if place and not quoted and kind == "number" else None
    if noun is not None and noun.has("noun.", "view.") and not clause.find("noun.property"):
        return False  # "a budget number", but the number of a table is called so
    return last and (quoted or kind not in NATURAL or known is None or known.type != kind)


def measured(clause: Clause) -> bool:
    """Whether words say in what something is measured ("the yield in kilos"), read if so."""
    led = [p.tokens for p in clause.phrases if p.plays("to", "at", "from") and p.tokens]
    units = [tokens for tokens in led if all(t.has("measure.") for t in tokens)]
    clause.use(*(t for tokens in units for t in tokens))
    return bool(units)


def format_said(clause: Clause) -> NumberFormat | None:
    token = clause.take("format.")
    if token is None:
        return None
    clause.take("type.number")
    return token.group("format.")  # type: ignore[return-value]  # the senses are the formats' names


def ends_typed(place: int, run: Sequence[Token], said: Token | None) -> bool:
    """Whether a type is said of one name of a list alone ("a phone and an email"): right behind a
    later one, where it tells of no plain text or number."""
    at = said.start if said and (said.has("format.") or said.group("type.") in NATURAL) else -1
    return bool(place and run) and 0 <= at - run[-1].end <= 1


def is_property_name(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether a name is one that properties have, and rows do not."""
    if run[0].kind == "quoted":
        concept = concept_of(str(run[0].value))
        return concept is not None and concept.key in _MEASURES
    last = clause.words([run[-1]])
    known = concept_of(last) if run[-1].has("concept.", "type.") or len(run) == 1 else None
    whole = concept_of(clause.words(run))
    if len(run) > 1 and run[-1].group("type.") in NATURAL:
        return True  # "a LinkedIn url"
    if known is None or whole is None:
        return False
    if known.type in _LINKED:
        return True  # no row is called "photo"
    return (
        (len(run) == 1 and run[0].has("concept.", "type."))
        or known.key in _MEASURES
        or whole is not known
    )


def without_kind(
    clause: Clause, kind: Token | None, runs: list[list[Token]]
) -> tuple[Token | None, list[list[Token]]]:
    """The type and the names, where one run only says of what type the other is: behind it stands
    what that is called ("a photo url called Picture"), or whose type it is (of a language that has
    it before its noun)."""
    if len(runs) != 2 or (kind is not None and kind not in runs[0]):
        return kind, runs
    first, name = runs
    marks = [t for t in clause.said.tokens if first[-1].end <= t.start < name[0].start]
    called = first[-1].group("type.") in NATURAL and any(t.has("role.called") for t in marks)
    owned = len(first) == 1 and [t.has("role.of") for t in marks] == [True]
    if not called and not (owned and first[0].has("type.") and not first[0].names):
        return kind, runs
    clause.use(*first)
    return first[-1], [_without_noun(clause, name) if owned else name]


def _without_noun(clause: Clause, name: list[Token]) -> list[Token]:
    """A name without the word for a column that it is glued to."""
    token, nouns = name[0], clause.world.lexis.said("noun.property")
    size = max((len(n) for n in nouns if token.text.startswith(n) and n != token.text), default=0)
    clause.use(*name)
    return [replace(token, start=token.start + size, text=token.text[size:]), *name[1:]]
