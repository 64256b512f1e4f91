"""What the parts of a sentence about rows are beside one another, and against what rows hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product, takewhile, zip_longest

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.record_parts import read_parts
from agent.planner.embedded.grammar.text.lexis import Lexis, folded
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words

# What nouns may stand before a value, by its kind, and say no more than it does ("the day: 3 May").
_HINTS = {
    "date": ("concept.date", "type.date"), "email": ("concept.email", "type.email"),
    "code": ("concept.phone", "concept.identifier", "concept.contact", "type.phone_number"),
    "number": ("concept.money", "concept.quantity"),
}  # fmt: skip


def parts_of(
    clause: Clause, home: ExistingDatabase, named: Sequence[tuple[Token, Entity]] = ()
) -> list[Part]:
    """The parts of a clause about rows of a database, its payload and brackets too; `named` are
    rows that are known to be meant.

    Raises Refused where words speak of something else than rows.
    """
    parts = [_as_row(part, home) for part in _unlabelled(read_parts(clause, home, named))]
    held, lexis = _held(home), clause.world.lexis
    return [one for part in _paired(parts) for one in _with_held(part, held, lexis)]


def _unlabelled(parts: Sequence[Part]) -> list[Part]:
    """The parts without nouns that only say what kind of value comes next; what tells such a noun
    apart ("his mother's number") goes with it, but a name does not."""
    kept = list[Part]()
    for part, after in zip_longest(parts, parts[1:]):
        hints = _HINTS.get(after.tokens[0].kind, ()) if after else ()
        strays = after is not None and after.prop not in (None, part.prop) and part.value is False
        label = part.kind == "text" or (part.kind == "property" and strays)
        if not (hints and label and part.tokens[-1].has(*hints)):
            kept.append(part)
            continue
        before = part.tokens[:-1]
        if not before and kept and kept[-1].kind == "text" and not kept[-1].roles:
            before = kept.pop().tokens
        if before and not _is_begun(kept):
            kept.append(replace(part, kind="text", tokens=before, prop=None, value=None))
    return kept


def _is_begun(parts: Sequence[Part]) -> bool:
    """Whether words stand among the parts since the last cut: those name a row."""
    since = takewhile(lambda part: part.kind != "cut", reversed(parts))
    return any(part.kind == "text" for part in since)


def _as_row(part: Part, home: ExistingDatabase) -> Part:
    """A word that stands in the title of one row only, as that row."""
    if part.kind != "text" or len(part.tokens) != 1 or part.tokens[0].kind == "quoted":
        return part
    said = folded(part.tokens[0].text)
    named = [row for row in home.rows if said in folded(row.title).split()]
    return replace(part, kind="row", value=named[0].id) if len(named) == 1 else part


def _paired(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with what stands right before its property as a value of that: "4 walks a week",
    or words without a mark between."""
    at = 0
    while at < len(parts):
        part, stop = parts[at], at + 1
        while stop < len(parts) and parts[stop].kind == "property":
            stop += 1
        props = {p.prop.id: p.prop for p in parts[at + 1 : stop] if p.prop is not None}
        prop = next(iter(props.values())) if len(props) == 1 else None
        led = at > 0 and parts[at - 1].kind == "property"
        waits = [p for p in parts[stop : stop + 1] if p.kind in ("value", "text")]
        waits = [p for p in waits if "before" not in p.roles]  # "at £16" is of something else
        if prop is not None and not (led or waits) and _may_stand_before(part, prop):
            yield replace(part, kind="value", prop=prop, roles=parts[stop - 1].roles)
            at = stop
        else:
            yield part
            at += 1


def _may_stand_before(part: Part, prop: ExistingProperty) -> bool:
    if part.number is not None:
        return prop.type == "number"
    bare = part.kind == "text" and not part.roles - {"honour"}
    return bare and prop.type in ("rich_text", "people") and part.tokens[0].kind != "quoted"


def _held(home: ExistingDatabase) -> dict[str, ExistingProperty]:
    """The texts that rows hold, each with its property: who knows them need not be told whose."""
    texts = [p for p in home.properties if p.type == "rich_text"]
    return {
        said: prop
        for prop in texts
        for row in home.rows
        if (said := words(row.values.get(prop.id) or []).casefold())
    }


def _with_held(part: Part, held: Mapping[str, ExistingProperty], lexis: Lexis) -> Iterator[Part]:
    """Words that some row holds as its text, as a value; without blanks they may end others."""
    if part.kind != "text" or part.tokens[0].kind == "quoted":
        yield part
        return
    said = " ".join(t.text for t in part.tokens).casefold()
    if said in held:
        yield Part("value", part.tokens, part.roles, held[said])
        return
    if len(part.tokens) > 1 and (prop := held.get(part.tokens[-1].text.casefold())):
        yield replace(part, tokens=part.tokens[:-1], roles=set())
        yield Part("value", part.tokens[-1:], part.roles, prop)
        return
    topics = [mark for one in lexis.languages for mark in one.particles.get("topic", ())]
    token = part.tokens[-1]
    for end, mark in product(held, topics if len(part.tokens) == 1 else ()):
        name = said.removesuffix(mark + end)
        if name and name != said and lexis.joins(said[-1]) == "unspaced":
            cut = token.start + len(name)
            first = replace(token, end=cut, text=token.text[: len(name)])
            last = replace(token, start=cut + len(mark), text=token.text[-len(end) :])
            yield Part("text", [first], {"topic"})
            yield Part("value", [last], part.roles, held[end])
            return
    yield part
