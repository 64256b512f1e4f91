"""Whole databases that are to be added."""

from collections.abc import Sequence
from itertools import takewhile

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.compose.own import database_alone
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.naming import property_of
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Phrase, is_first, is_small, segments
from agent.planner.embedded.grammar.new.build import a_property, free_property
from agent.planner.embedded.grammar.new.first_columns import first_columns
from agent.planner.embedded.grammar.new.naming import name_runs
from agent.planner.embedded.grammar.rows.rows_named import by_their_rows, partly_named
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, kept_in
from tools.blueprint.model import Database
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.actions.new_properties import AddProperty, AddRelation
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_MOST_WORDS = 5
_LIST = 2  # columns that are a list
_NEAR = 2  # letters between a member and its brackets


def add_database(clause: Clause) -> list[Change]:
    """`create a Books database with title and author`."""
    noun = clause.find("noun.database", among=clause.tokens)
    if noun is None and any(t.has("new.new") for t in clause.said.tokens):
        noun = clause.find("view.list", among=clause.tokens)  # "one more list, of boxes"
    if noun and clause.find("all.both"):
        raise Refused  # it says where something is to be, and not what
    far = _linked(clause)
    if clause.find("noun.view") or any(clause.entities(t, "database") for t in clause.free()):
        raise Refused
    kinds = _told_apart(clause)
    if noun is None and not _holds_others(clause):
        raise Refused
    placed = clause.find("noun.property") is not None and noun is not None
    seat = noun is not None and (_is_seat(clause, noun) or _is_numbered(clause, noun))
    if seat or (placed and noun is not None and _is_place(clause, noun)):
        raise Refused
    clause.use(*([noun] if noun else []))
    properties = listed_properties(clause)
    named = bool(name_runs(clause, payload=False))
    if named and not properties and clause.said.payload:
        properties = _columns(clause, clause.said.payload)
    clause.take_all("noun.property", "noun.row")
    runs = _runs(clause, noun) or segments(clause.said.payload)
    if len(runs) != 1 or _tells_of_property(clause, runs[0]):
        raise Refused
    clause.use(*runs[0])
    name = clause.words(_without_ones(runs[0]))
    if not any(map(str.isalpha, name)):
        raise Refused  # the last number of "Table 1, Table 2 and Table 3"
    title = name[0].upper() + name[1:] if name.isascii() else name
    if any(t.has("role.only") for t in clause.said.tokens) or title in [
        d.title for d in clause.world.databases
    ]:
        raise Refused
    clause.memory.remember(Entity("database", title, ""))
    made = composed(clause, title, properties)
    clause.memory.usual = () if properties else tuple(p.name for p in made.properties)
    added = AddDatabase(action="add_database", database=made)
    return [
        added,
        *(_choice(clause, title, one) for one in kinds),
        *([_relation(made, far)] if far else []),
    ]


def _runs(clause: Clause, noun: Token | None) -> list[list[Token]]:
    """The names that a table may get: also of what somebody would like to keep "in a table"."""
    kept = any(noun in p.tokens and p.plays("to", "from") for p in clause.phrases)
    return name_runs(clause, payload=False, anywhere=kept and clause.does("write"))


def _told_apart(clause: Clause) -> list[str]:
    """What the rows of a new database are told apart by ("a list of boxes by room"), read."""
    by = [p.tokens for p in clause.phrases if p.plays("by") and not p.plays("behind")]
    fresh = [one for one in by if all(t.kind == "unknown" for t in one)]
    clause.use(*(t for one in fresh for t in one))
    return [clause.words(one) for one in fresh]


def _choice(clause: Clause, title: str, name: str) -> Change:
    made = a_property(WantedProperty(name=name, type="select"), clause.world.language)
    return AddProperty(action="add_property", database=title, property=made)


def _without_ones(run: Sequence[Token]) -> Sequence[Token]:
    """A name without what only says that these are the ones which came about, or what is done with
    them ("list of songs to play")."""
    led = max((i for i, t in enumerate(run[:-1], 1) if t.has("verb.do")), default=0)
    run = run[led:]
    while len(run) > 1 and _is_one(run[-1]):
        run = run[:-1]
    return run


def _is_one(token: Token) -> bool:
    ends = token.kind == "unknown" and token.text.endswith(lexis().ends("ones"))
    done = token.has("verb.") and not (token.has("concept.") or is_first(token, lexis()))
    return ends or token.kind == "ending" or ((token.has("noun.thing", "state.") or done)
                                              and not token.names)  # fmt: skip


def _is_seat(clause: Clause, noun: Token) -> bool:
    """Whether something is to be in the table that there is ("background colour in the table")."""
    new = any(t.has("new.new") for t in clause.said.tokens)
    return not new and any(
        t.start == noun.end and t.kind == "particle" and t.has("role.at") for t in clause.tokens
    )


def add_listed(clause: Clause) -> list[Change]:
    """`Date, amount, method`, right behind a database that was made without its columns."""
    wanted = _columns(clause, clause.said.tokens)
    if len(wanted) < _LIST or clause.said.payload:
        raise Refused
    home = clause.world.database(clause.memory.database)
    return first_columns(clause, [home], wanted, more=False)


def _tells_of_property(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether words tell what a property that there is should be ("room should be a pick list")."""
    named = any(clause.entities(t, "property") for t in run[:-1] if t.kind != "quoted")
    return named and any(is_small(t) and t.kind == "word" for t in run[1:-1])


def _linked(clause: Clause) -> ExistingDatabase | None:
    """The database that the new one is said to be linked to, read from now on."""
    if each := by_their_rows(clause, "by"):
        return each[0]  # "a payments database per member"
    linked = clause.take("linked.", "links.")
    named = clause.named("database") if linked else []
    behind = [t for t in clause.free(clause.tokens) if linked and t.start > linked.start]
    if behind and not named and (far := partly_named(clause, clause.words(behind))):
        clause.use(*behind)
        return far
    if linked and not named:  # "a linked database": to the one there is, or was spoken of
        near = [d for d in clause.world.databases if d.id == clause.memory.database]
        near = near or clause.world.databases
        return near[0] if len(near) == 1 else None
    if len(named) != 1:
        return None
    clause.use(named[0][0])
    return clause.world.database(named[0][1])


def _relation(made: Database, far: ExistingDatabase) -> AddRelation:
    """What links a database that is there to a new one."""
    name = free_property(far, made.title)
    return AddRelation(action="add_relation", database=far.title, name=name, target=made.title)


def _is_numbered(clause: Clause, noun: Token) -> bool:
    """Whether "a table number" is one of a table, and no database of numbers."""
    behind = [t for t in clause.tokens if t.start == noun.end + 1]
    return any(t.has("type.number", "concept.quantity") for t in behind)


def listed_properties(clause: Clause) -> list[WantedProperty]:
    """The properties that are listed for a new database, read from now on."""
    listed = () if clause.said.payload else _listed(clause) or next(iter(clause.said.groups), ())
    return _columns(clause, listed) if listed else []


def _columns(clause: Clause, listed: Sequence[Token]) -> list[WantedProperty]:
    """The columns of a list as a wish has them, with what stands in brackets; read from now on."""
    first, stop = listed[0].start, listed[-1].end
    for group in clause.said.groups:
        stop = max(stop, group[-1].end + 1) if first < group[0].start <= stop + _NEAR else stop
    clause.use(*(t for t in clause.everything if first <= t.start < stop))
    text = clause.said.text[first:stop]
    members = (m for group in groups_of(tokens(text), text) for m in group.members)
    return [one for member in members if (one := property_of(member, text))]


def _listed(clause: Clause) -> Sequence[Token]:
    """The tokens of the list of columns: behind the verb or the noun, led by "with", or told of
    the columns as such."""
    for place, phrase in enumerate(clause.phrases):
        many, behind = len(phrase.items) > 1, clause.phrases[place + 1 : place + 2]
        nouns = [i for i, item in enumerate(phrase.items, 1)
                 if any(t.has("noun.database") for t in item)]  # fmt: skip
        if clause.said.verb is None and nouns and len(phrase.items) > nouns[0] + 1:
            return [t for item in phrase.items[nouns[0] :] for t in item]  # "a table. Topic, date"
        made = phrase.plays("to") and not phrase.plays("behind", "at")  # "of A, B and C"
        of = many and phrase.plays("of") and behind and behind[0].tokens[0].has("noun.property")
        if (many and (made or phrase.plays("details"))) or phrase.plays("with") or of:
            clause.use(*(behind[0].tokens if of else ()))
            measured = takewhile(_is_measured, clause.phrases[place + 1 :])
            listed = (phrase, *(measured if not of else ()))
            return [t for part in listed for t in part.tokens if clause.is_free(t)]
        told = [t.has("noun.property", "noun.row") for t in phrase.tokens] == [True]
        if told and phrase.plays("topic", "subject") and behind:
            clause.use(*phrase.tokens)
            return behind[0].tokens
    return ()


def _is_measured(phrase: Phrase) -> bool:
    """Whether a list goes on with in what its last member is measured ("amount in euros, paid")."""
    return phrase.plays("at") and phrase.tokens[0].has("format.", "measure.")


def _is_place(clause: Clause, noun: Token) -> bool:
    """Whether a database is only where something goes ("to the DB")."""
    phrase = next((each for each in clause.phrases if noun in each.tokens), None)
    return phrase is not None and phrase.plays("to", "at")


def _holds_others(clause: Clause) -> bool:
    """Whether a name is that of a thing which holds other things ("a mood tracker")."""
    runs = name_runs(clause, payload=False)
    domains = clause.world.lexis.said("domain.domain")
    last = clause.words(runs[0]).lower() if len(runs) == 1 else ""
    known, kept = concept_of(last), kept_in(last)
    noted = known is not None and known.key == "note" and kept[1] is not None
    bare = kept[1] is not None and kept[1].key in ("list", "base") and not kept[0]
    if not last or bare or (known is not None and not (noted and kept[0])):
        return False  # what a column is called as well ("contact")
    return not clause.said.payload and last.endswith(tuple(domains)) and len(runs[0]) <= _MOST_WORDS


def composed(clause: Clause, title: str, properties: Sequence[WantedProperty]) -> Database:
    """A database as the composition makes one of that name, without sample rows."""
    wanted = list(properties)
    lists = [PropertyList(database=title, exact=True, properties=wanted)] if wanted else []
    return database_alone(title, lists, clause.world.language, clause.today)
