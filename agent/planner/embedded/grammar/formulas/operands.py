"""The columns of a table that words calculate with: by their names, by a part that stands for the
whole ("first and last name"), or by what they mean."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import numeric

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.names import Entity, key
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import says, singular
from tools.workspace.model import ExistingDatabase, ExistingProperty

# What says that something is to be worked out, seen or kept in a column, and nothing else.
PLAIN = (
    "verb.add", "verb.want", "verb.show", "verb.do", "verb.change", "verb.write", "verb.group",
    "verb.link", "noun.property", "noun.formula", "noun.thing", "worked.", "cannot.automate",
    "all.", "type.number", "type.checkbox", "type.rich_text", "counter.", "condition.", "ask.",
    "it.", "own.", "tells.", "row.", "noun.row", "make.", "place.beside", "format.", "day.",
    "days_left.", "function.",
)  # fmt: skip
RANKS = ("sum", "average", "max", "min")  # functions of several columns of a row
_SCALES = (1000, 10000, 1000000, 10000000, 100000000)
_DATED = (
    "days_left.",
    "worked.left",
    "worked.overdue",
    "worked.since",
    "worked.age",
    "worked.years",
)
_SIGNS = ("worked.times", "worked.plus", "worked.minus", "worked.over")  # verbs of calculating
SIGNS = {"times": "*", "plus": "+", "minus": "-", "over": "/", "off": "-"}
_MARKS = {
    "*": "*", "×": "*", "+": "+", "＋": "+", "-": "-", "−": "-", "/": "/", "／": "/", "÷": "/",
}  # fmt: skip
_ENDS = frozenset({"particle", "ending", "punct"})
_PAIR = 2  # columns that are enough to calculate with
_NEVER = (
    "worked.", "noun.property", "verb.", "compare.", "all.",
    *(f"function.{rank}" for rank in RANKS),
)  # fmt: skip


def operands(
    clause: Clause, place: ExistingDatabase | None
) -> tuple[ExistingDatabase, list[tuple[Token, ExistingProperty]]]:
    """The table, and the columns of it that are named, in the order of the words, read from now
    on. A word may mean a column of another name, where the columns named are too few to calculate
    with. Raises Ask."""
    tokens = [t for t in clause.everything if t.start not in clause.used and t.kind != "quoted"]
    ends = lexis().ends("shares")
    rates = {t.start for t in clause.everything if folded(t.text) in ends}
    tokens = [t for t in tokens if t.end not in rates]  # "cost rate": a name of its own
    # "a days left formula", where there is one already
    said = [t for t in clause.everything if t.kind != "particle"]
    called = {a.start for a, b in pairwise(said) if b.has("noun.formula")}
    tokens = [t for t in tokens if t.start not in called or not t.has("worked.", "days_left.")
              or t.has("worked.value")]  # fmt: skip
    # "the days that it comes to", where a column is called Days
    heads = {b.start for a, b in pairwise(clause.everything)
             if a.has(*_SIGNS) and not is_first(a, clause.world.lexis)}  # fmt: skip
    tokens = [t for t in tokens if t.start not in heads or not t.has("worked.", "type.")]

    def found(home: ExistingDatabase) -> list[tuple[Token, ExistingProperty]]:
        known = [
            (t, clause.one(fit)) for t in tokens
            if (fit := [e for e in clause.entities(t, "property") if e.database == home.id])
        ]  # fmt: skip
        known += list(_shortened(tokens, known, home))
        known += list(_parts(clause, known, home))
        exact = {e.id for _, e in known}
        if len(exact) < _PAIR:
            close = ((t, _close(clause, t, home)) for t in tokens)
            known += [(t, e) for t, e in close if e and e.id not in exact]
        known = [
            one for i, one in enumerate(known) if one[1].id not in {e.id for _, e in known[:i]}
        ]
        known.sort(key=lambda one: one[0].start)
        return [(t, clause.world.property(e)) for t, e in known]

    homes = [place] if place else clause.world.databases
    most = max((len(found(home)) for home in homes), default=0)
    fit = [home for home in homes if len(found(home)) == most]
    home = fit[0] if len(fit) == 1 else _asked(clause, fit)
    named = found(home)
    clause.use(*(t for t, _ in named))
    clause.read_home(home)
    return home, named


def _asked(clause: Clause, homes: Sequence[ExistingDatabase]) -> ExistingDatabase:
    """The table that is meant among those that have what is needed. Raises Ask for it where all
    other words are read."""
    dated = any(t.has(*_DATED) for t in clause.everything)
    fit = [h for h in homes if not dated or any(p.type == "date" for p in h.properties)]
    ends = [folded(t.text) for t in clause.free() if len(t.text) > 1]
    alike = [h for h in fit if any(
        sum(folded(p.name).endswith(end) for p in h.properties) >= _PAIR for end in ends
    )]  # fmt: skip
    fit = alike if len(alike) == 1 else fit  # "the score difference": of ours and theirs
    try:
        return fit[0] if len(fit) == 1 else clause.home(fit or homes)
    except Ask:
        clause.use(*(t for t in clause.everything if t.has(*PLAIN) and not t.names))
        raise


def _shortened(
    tokens: Sequence[Token], known: Sequence[tuple[Token, Entity]], home: ExistingDatabase
) -> Iterator[tuple[Token, Entity]]:
    """The columns whose names end as one that is named, where only their beginning is said
    ("first and last name")."""
    ids = {e.id for _, e in known}
    for token in tokens:
        if token.names or token.kind not in ("unknown", "word"):
            continue
        said = folded(token.text)
        for prop in home.properties:
            tail = folded(prop.name).removeprefix(said)
            alike = any(folded(e.name).endswith(tail) for _, e in known)
            if prop.id not in ids and tail and tail != folded(prop.name) and alike:
                yield token, Entity("property", prop.name, prop.id, home.id)


def _parts(
    clause: Clause, known: Sequence[tuple[Token, Entity]], home: ExistingDatabase
) -> Iterator[tuple[Token, Entity]]:
    """The columns of which a word beside a sign of calculating says a part ("words × rate": the
    word count by the rate per word): the only one that begins with it, else that has it."""
    ordered = sorted(clause.everything, key=lambda token: token.start)
    signs = [bool(sign_of(t)) for t in ordered]
    beside = (t for i, t in enumerate(ordered) if any(signs[max(0, i - 1) : i + 2]))
    ids = {e.id for _, e in known}
    for token in beside:
        if token.names or token.kind not in ("unknown", "word") or token.start in clause.used:
            continue
        said = singular(token.text) if token.text.isascii() else folded(token.text)
        names = [(p, f" {singular(p.name)} ") for p in home.properties if p.id not in ids]
        begun = [p for p, name in names if name.startswith((f" {said} ", f" {said}s "))]
        fit = begun or [p for p, name in names if _has(name, said)]
        if len(fit) == 1 and len(said) > 1:
            yield token, Entity("property", fit[0].name, fit[0].id, home.id)


def _has(name: str, word: str) -> bool:
    """Whether a name has a word in it, or ends with one that is in no Latin letters."""
    return f" {word} " in name or (not word.isascii() and name.endswith(f"{word} "))


def sign_of(token: Token) -> str:
    """The sign of calculating that a token is."""
    return _MARKS.get(token.text, "") or SIGNS.get(token.group("math."), "")


def _close(clause: Clause, token: Token, home: ExistingDatabase) -> Entity | None:
    """The column that a word means by another name, by its unit, or as the day of birth."""
    done = bool(token.names) and {e.kind for e in token.names} == {"option"}  # "since I applied"
    if not clause.is_free(token) or not (done or token.kind in ("unknown", "word")):
        return None
    if (token.names and not done) or token.has(*_NEVER):
        return None
    ahead = [t for t in clause.everything if token.start - t.end in (0, 1)]
    if any(t.kind == "unknown" for t in ahead):
        return None  # the end of another name
    ends = (*lexis().ends("kind"), *lexis().ends("dated"))
    stems = {p.id: folded(p.name).removesuffix(e) for p in home.properties for e in ends
             if p.type == "date" and folded(p.name).endswith(e)}  # fmt: skip
    behind = [t for t in clause.everything if t.start == token.end]
    whole = all(t.kind in _ENDS or t.has("worked.", "verb.do") for t in behind)
    if not whole and folded(token.text) in stems.values():
        return None  # the beginning of another name; a verb's ending would be part of the word
    said = key(clause.said.text[: token.end])
    begun = [p for p in home.properties if len(stem := stems.get(p.id, "")) > 1
             and (folded(token.text).startswith(stem) or said.endswith(key(stem)))]  # fmt: skip
    longest = max((len(stems[p.id]) for p in begun), default=0)
    begun = [p for p in begun if len(stems[p.id]) == longest]  # "the next visit", not "the visit"
    if len(begun) == 1 or done:
        return Entity("property", begun[0].name, begun[0].id, home.id) if begun else None
    born = [p for p in home.properties if p.type == "date" and says(p.name, "born")]
    if len(born) == 1 and says(token.text, "born"):
        return Entity("property", born[0].name, born[0].id, home.id)
    gauged = [p for p in home.properties
              if any(token.has(f"gauge.{word}") for word in folded(p.name).split())]  # fmt: skip
    if len(gauged) == 1:  # "minutes", of the time
        return Entity("property", gauged[0].name, gauged[0].id, home.id)
    return clause.prop(token, [home])


def figure(number: float) -> str:
    """A figure without an exponent, which formulas do not know."""
    return str(int(number)) if number == int(number) else str(number)


def amounts(clause: Clause) -> list[float]:
    """The figures that are said, read from now on."""
    return [amount(clause, t) for t in clause.free() if t.kind == "number"]


def amount(clause: Clause, token: Token) -> float:
    """A figure with what multiplies it ("3 million"), read from now on."""
    behind = [t for t in clause.everything if t.start == token.end]
    said = [(n, t) for t in behind for n in _SCALES if t.text in lexis().said(f"scale.{n}")]
    clause.use(token, *(t for _, t in said))  # also where it looks like a particle
    return float(token.value) * (said[0][0] if said else 1)


def counted(clause: Clause) -> int:
    """How many columns are said to be meant, read from now on; 0 where nothing says it."""
    behind = {t.start for t in clause.tokens if t.kind == "unknown"}
    counts = {t: _count(t) for t in clause.tokens
              if not t.names and (t.kind != "number" or t.end in behind)}  # fmt: skip
    clause.use(*(t for t, count in counts.items() if count > 1))
    most = max(counts.values(), default=0)
    return most if most > 1 else 0


def _count(token: Token) -> int:
    """How many a word says, also one that goes on behind its numeral, as in Japanese."""
    if token.kind != "unknown":
        return count_of(token) or 0
    return int(numeric(token.text[0], 0))
