"""Which choice the words mean that options are to be added to."""

import re
from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.new.naming import name_runs
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from tools.workspace.model import ExistingDatabase

_DIGITS = re.compile(r"\d+")


def choice_named(clause: Clause) -> Entity:
    """The choice property whose options are spoken of. Raises Refused, Ask."""
    place = clause.place(roles=("at", "from", "to", "of"))
    homes = [place] if place else clause.world.databases
    if clause.find("noun.property"):
        raise Refused
    token, found = _choice_token(clause, homes)
    if token is not None and found:
        clause.use(token)
        return _among(clause, found)
    if it := clause.take("it."):
        del it
        return _last_choice(clause)
    status = clause.find("noun.status", "concept.status")
    if status and _names_apart(clause, status):
        clause.use(status)
        return _among(
            clause, [e for e in _choices_of(homes) if clause.world.property(e).type == "status"]
        )
    if clause.find("noun.option"):
        last = clause.memory.last
        if last and last.kind in ("property", "option"):
            return _last_choice(clause)
        return _among(clause, _choices_of(homes))
    last = clause.memory.last
    if last and last.kind == "property" and place is None and clause.world.has(last):
        prop = clause.world.property(last)
        if prop.type in CHOICES and not prop.options:
            return _last_choice(clause)  # it has only just become a choice
    # "and no sample rows" adds none; a verb of its own may add something else
    more = place is None and not clause.said.corrects and not _may_add_else(clause, last)
    if last and last.kind == "option" and more and _adds_option(clause):
        return _last_choice(clause)
    return _choice_alike(clause, homes)


def _choice_alike(clause: Clause, homes: Sequence[ExistingDatabase]) -> Entity:
    """The only choice whose options are all of the make of a bare name ("P3" beside P1, P2)."""
    free, found = [t for t in clause.free() if not is_small(t)], list[Entity]()
    made = _make(free[0].text, clause.world.lexis) if len(free) == 1 else ""
    for entity in _choices_of(homes) if made and clause.does("add", "want") else ():
        options = clause.world.property(entity).options
        if options and all(_make(o.name, clause.world.lexis) == made for o in options):
            found.append(entity)
    if len(found) != 1:
        raise Refused
    return found[0]


def _make(name: str, lexis: Lexis) -> str:
    """What a name has in common with others of its make: a weekday, or letters and a number."""
    if any(t.has("weekday.") for t in tokens_of(name, lexis)):
        return "weekday"
    return _DIGITS.sub("0", name.casefold()) if name[-1:].isdigit() and name[0].isalpha() else ""


def _adds_option(clause: Clause) -> bool:
    """Whether bare names behind an order about an option are others: a single one, or several
    where it went ("drop A from the category, and add B and C")."""
    gone = clause.memory.changed == "delete_option" and not clause.find("type.", "noun.")
    return gone or len(name_runs(clause)) == 1


def _may_add_else(clause: Clause, last: Entity | None) -> bool:
    """Whether another order behind the one that added an option may add something else."""
    also = any(t.has("role.also", "also.also") for t in clause.said.tokens)
    added = last is not None and any(
        e.name == last.name for e in clause.world.find(last.name, "option")
    )
    return clause.said.verb in clause.said.tokens and added and not also


def _is_also(clause: Clause) -> bool:
    """Whether a clause without a verb ends in "too"."""
    tokens = clause.said.tokens
    return clause.said.verb is None and tokens[-1].has("role.also")


def _choice_token(
    clause: Clause, homes: Sequence[ExistingDatabase]
) -> tuple[Token | None, list[Entity]]:
    """The token that names a choice where its part says that it is the place of an option."""
    ids = {home.id for home in homes}
    has_noun = clause.find("noun.option") is not None
    for phrase in clause.phrases:
        placed = phrase.plays("at", "from", "to", "of", "called") and not phrase.plays("object")
        for item in phrase.items:
            for token in item:
                found = [e for e in clause.entities(token, "property") if e.database in ids]
                found = [e for e in found if clause.world.property(e).type in CHOICES]
                if not found and not token.names:
                    found = [
                        e
                        for e in clause.world.meant(token.text, homes)
                        if clause.world.property(e).type in CHOICES
                    ]
                noun = item[item.index(token) + 1 :][:1]
                kinds = [t for t in noun if t.has("noun.type") and not t.names and found]
                clause.use(*kinds)  # "the kinds of shift"
                named = token.kind != "quoted" or (noun and noun[0].has("noun.option"))
                free = clause.is_free(token) and named
                placed |= phrase.plays("topic") and _is_also(clause)  # "the class may be 3 too"
                alone = len([t for t in clause.free(item) if not t.has("view.list")]) == 1
                plain = [t for t in clause.free(item) if t.kind != "quoted"]
                stated = token in (item[-1], *plain[-1:]) and _names_apart(clause, token)
                stated |= _is_new(item, token)
                if found and free and ((placed and alone) or has_noun or stated):
                    return token, found
    return None, []


def _is_new(item: Sequence[Token], token: Token) -> bool:
    """Whether a new one is told of, which is named beside it ("there's a new station, C")."""
    before = item[: item.index(token)]
    return bool(before) and before[-1].has("new.new") and not before[-1].has("count.")


def _names_apart(clause: Clause, token: Token) -> bool:
    """Whether a name is given beside a token: quoted, behind "called", or behind a colon."""
    called = any(p.plays("called") and token not in p.tokens for p in clause.phrases)
    return called or bool(clause.said.payload) or any(t.kind == "quoted" for t in clause.tokens)


def _choices_of(homes: Sequence[ExistingDatabase]) -> list[Entity]:
    return [
        Entity("property", p.name, p.id, home.id)
        for home in homes
        for p in home.properties
        if p.type in CHOICES
    ]


def _among(clause: Clause, found: Sequence[Entity]) -> Entity:
    """The one that is meant: hinted at, in the database spoken of, or the only one. Raises Ask."""
    if not found:
        raise Refused
    hinted = [e for e in found if e.name in clause.hints]
    hinted = hinted or [e for e in found if clause.world.database(e).title in clause.hints]
    here = [e for e in found if e.database == clause.memory.database]
    chosen = hinted or (here if len(here) == 1 else list(found))
    if len(chosen) == 1:
        return chosen[0]
    homes = list(dict.fromkeys(clause.world.database(e).title for e in chosen))
    if len(homes) > 1 and len({e.name for e in chosen}) <= len(homes):
        raise Ask("database", homes)
    raise Ask("property", [e.name for e in chosen])


def _last_choice(clause: Clause) -> Entity:
    last = clause.memory.last
    if last is None or last.kind not in ("property", "option") or not last.database:
        raise Refused
    home = clause.world.database(last.database)
    wanted = last.property if last.kind == "option" else last.id
    fit = [
        p
        for p in home.properties
        if p.id == wanted or (last.kind == "property" and p.name == last.name)
    ]
    if not fit or fit[0].type not in CHOICES:
        raise Refused
    return Entity("property", fit[0].name, fit[0].id, home.id)
