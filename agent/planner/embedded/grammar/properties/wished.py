"""Columns that people say they would like to have: "… should be in it too", "I want to note …"."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.new.naming import is_asked, wants_part
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingDatabase

_LISTED = 3  # words of a list that stand side by side


def having(clause: Clause, wanted: Sequence[WantedProperty]) -> list[ExistingDatabase]:
    """The only database that has what is asked for already."""
    if clause.memory.database is not None:
        return []
    found = [e for one in wanted for e in clause.world.find(one.name, "property")]
    homes = {e.database for e in found}
    alone = len(homes) == 1 and len(found) == len(wanted)
    return [clause.world.database(found[0])] if alone else []


def is_wished(clause: Clause) -> bool:
    """Whether what is named is to be there from now on ("… should be in it too")."""
    held = clause.said.verb is not None and clause.said.verb.has("held.")
    return wants_part(clause, None) and (held or says_also(clause))


def said_of_all(clause: Clause) -> list[Token]:
    """The word for all of them that stands between a list and its verb, and what only says of which
    rows there is one each."""
    before = [t for t in clause.tokens if clause.said.verb and t.end <= clause.said.verb.start]
    last = [t for t in before[-1:] if t.has("all.every") and not t.names]
    each = [p.tokens for p in clause.phrases if p.plays("by") and len(p.tokens) == 1]
    last += [t for (t,) in each if says_also(clause) or clause.entities(t, "database", "property")]
    pairs = [one for one in pairwise(clause.tokens) if one[0].has("all.every")]
    return last + [t for p in pairs if clause.entities(p[1], "database") for t in p]  # "each class"


def counting(clause: Clause) -> list[Token]:
    """What only says how many columns are listed ("two more columns: …")."""
    tokens = [t for t in clause.said.tokens if not (t.kind == "particle" or t.has("new.new"))]
    found = [a for a, b in pairwise(tokens) if _counts(a) and b.has("noun.property")]
    for noun, count, end in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if noun.has("noun.property") and _counts(count) and end.has("counter.", "verb."):
            found += [count, *([end] if end.has("counter.") else [])]
    return found


def _counts(token: Token) -> bool:
    return (token.kind == "number" or token.has("count.")) and not token.names


def side_by_side(clause: Clause, runs: list[list[Token]]) -> list[list[Token]]:
    """The names that are told without anything between them: three words of which the last is no
    usual name that the others would tell apart."""
    if len(runs) != 1 or len(runs[0]) < _LISTED or not clause.does("add", "want", "write"):
        return runs
    joins = clause.world.lexis.joins(runs[0][0].text[0])
    apart = all(a.end < b.start for a, b in pairwise(runs[0]))
    concepts = [concept_of(t.text) for t in runs[0]]
    known = concepts[-1] is not None and not all(concepts)
    plain = all(t.kind in ("unknown", "word") and not is_asked([t]) for t in runs[0])
    listed = joins == "agglutinated" and apart and plain and not known
    return [[t] for t in runs[0]] if listed else runs


def says_also(clause: Clause) -> bool:
    """Whether it is to stand beside what there is."""
    tokens, verb = clause.said.tokens, clause.said.verb
    edges = [*tokens[-1:], *(a for a, b in pairwise(tokens) if b is verb)]
    joined = any(t.has("also.also") for t in edges if t is not tokens[0])  # joins nothing there
    return joined or any(t.kind == "particle" and t.has("role.also") for t in tokens)


def asked_of(run: Sequence[Token]) -> Sequence[Token]:
    """What "whether" asks for: "full" of "whether it is full"."""
    if not run[0].has("whether.", "ask.sum", "ask.count"):
        return run
    kept = list(run[1:]) if run[0].has("whether.") else list(run)
    while len(kept) > 1 and (is_small(kept[0]) or kept[0].has("it.", "reason.")):
        kept.pop(0)
    while len(kept) > 1 and kept[-1].has("it."):
        kept.pop()
    if [t.has("teller.", "concept.") for t in kept] == [True, True]:
        return kept[1:]  # "whether they paid"
    return kept
