"""Words that only say again what rows are: they have a stem with a name of their database.

In a view of "Rental bookings" with a date Check-in "bookings checking in this week" says no more
than "this week".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import category, name

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.text.lexis import Lexis, folded
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase

_NOUNS = ("concept.", "entry.")
_JOINS = ("role.of", "role.being")  # what stands between what tells rows apart and their name
_ROWS = ("noun.thing", "type.people", "only.", "entry.")  # what rows are called


def akin_to(home: ExistingDatabase, clause: Clause) -> list[Token]:
    """The words that nobody read and that have a stem with a name in a database."""
    said = [t for t in clause.free(clause.tokens)
            if t.kind == "unknown" or (t.has("concept.") and not t.names)]  # fmt: skip
    names = (home.title, *(prop.name for prop in home.properties)) if said else ()
    known = {stem for one in names for stem in stems_of(one, clause)}
    akin = [t for t in said if known & set(stems_of(t.text, clause))]
    return [*akin, *_heads(clause), *_verbs(clause), *_told_apart(home, clause)]


def _told_apart(home: ExistingDatabase, clause: Clause) -> list[Token]:
    """What rows are called right behind what tells them apart, where that leads ("sold houses",
    with a particle behind): a word that no row has in what it is called."""
    tokens = [t for t in clause.said.tokens if t.kind not in ("ending", "punct")]
    titles = folded(" ".join(row.title for row in home.rows))
    found = list[Token]()
    for place, token in enumerate(tokens):
        before = [t for t in tokens[:place] if not (t.kind == "particle" and t.has(*_JOINS))][-1:]
        noun = token.kind == "unknown" or (token.has(*_NOUNS) and token.kind in ("word", "name"))
        if not (noun and clause.is_free(token) and before and _tells_apart(clause, before[0])):
            continue
        marked = tokens[place + 1 : place + 2]
        if marked and marked[0].kind == "particle" and folded(token.text) not in titles:
            found.append(token)
    return found


def _tells_apart(clause: Clause, token: Token) -> bool:
    """Whether a word that was read says which rows are meant."""
    told = token.has("state.") or any(e.kind == "option" for e in token.names)
    return told and token.start in clause.used and not is_first(token, clause.world.lexis)


def _verbs(clause: Clause) -> list[Token]:
    """A verb that only leads to what tells rows apart, between that and what they are called, or
    behind "who" ("the ones that come on Tuesday", "people who said yes"): the first such."""
    tokens = [t for t in clause.tokens if t.kind != "punct"]
    return [t for i, t in enumerate(tokens) if _only_leads(clause, tokens, i)][:1]


def _only_leads(clause: Clause, tokens: Sequence[Token], at: int) -> bool:
    token, before, behind = tokens[at], tokens[max(0, at - 2) : at], tokens[at + 1 : at + 3]
    if (
        not clause.is_free(token)
        or token.names
        or token.has("verb.", "not.", "role.")
        or not before
    ):
        return False
    if before[-1].has("apart.") and is_first(token, clause.world.lexis):
        return True
    told = before if before[-1].kind == "particle" else before[-1:]
    held = told[-1].has("role.at") and token.has("state.filled")
    ended = bool(behind) and behind[0].text in clause.world.lexis.ends("adnominal")
    row = behind[ended : ended + 1]
    ends = ended or _tells(token.text, clause.world.lexis)
    called = bool(row) and (row[0].has(*_ROWS) or any(e.kind == "database" for e in row[0].names))
    return (
        (told[0].start in clause.used) and called and (held or (ends and not token.has("state.")))
    )


def _tells(verb: str, lexis: Lexis) -> bool:
    """Whether a verb ends as it does before a noun that it tells apart."""
    last = syllables(verb[-1:])
    return last[0].end in TELLING if last else lexis.is_soft(verb[-1:])


def _heads(clause: Clause) -> list[Token]:
    """What rows are called behind what tells them apart, right before "only" ("films over 2h") or,
    where that leads, at the end."""
    tokens, lexis = clause.tokens, clause.world.lexis
    plain = [(i, t) for i, t in enumerate(tokens) if clause.is_free(t)
             and (t.kind == "unknown" or (t.has(*_NOUNS) and not t.names))]  # fmt: skip
    led = any(t.has("only.only") for t in clause.said.tokens)
    last = {i for i, t in plain if led and t is tokens[-1] and is_first(t, lexis)}
    last |= {i for i, _ in plain for o in tokens[i : i + 2] if o.has("role.only", "only.only")}
    return [t for i, t in plain if i in last]


def stems_of(text: str, clause: Clause) -> Iterator[str]:
    """What tells the words of a text apart: the stem of each, two syllables, an ideograph."""
    for word in folded(text).replace("-", " ").split():
        if clause.world.lexis.joins(word[:1]) == "spaced":
            yield clause.world.lexis.stem(word)
        elif clause.world.lexis.joins(word[:1]) == "agglutinated":
            yield from (one + other for one, other in pairwise(word))
    yield from (c for c in text if category(c) == "Lo" and name(c)[:3] == "CJK")
