"""Columns that are worked out of others of their row, as people tell it: "age from the birthday",
"ticked when the stock is below the minimum", "days overdue", "first and last name together".

What is to be worked out is a word (`worked.` and `function.` in the words); what it needs are the
columns that are named, else those of the one table that mean it; what is left is its name.
"""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.formulas.comparing import THAN, compared
from agent.planner.embedded.grammar.formulas.figures import asks, figures, is_figure
from agent.planner.embedded.grammar.formulas.operands import operands
from agent.planner.embedded.grammar.formulas.spelling import spelt
from agent.planner.embedded.grammar.formulas.stepwise import calculates
from agent.planner.embedded.grammar.new.build import free_property
from agent.planner.embedded.grammar.new.naming import (
    called,
    cased,
    fresh_names,
    may_be_name,
    name_runs,
)
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import Entity, key
from agent.planner.embedded.grammar.text.tokens import Token
from tools.blueprint.properties import formula_properties
from tools.workspace.actions.new_properties import AddFormula
from tools.workspace.actions.properties import DeleteProperty, RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_SHORTEST = 2  # letters of a name
_DEFINED_BY = 5  # tokens of a name before what it equals
_NAMED_BY = 3  # words of a name that is not marked as one
# Where something else is to be done with a figure: a view of it, an order, another database.
_OTHERWISE = ("noun.view", "view.chart", "noun.option", "sort.", "noun.relation", "noun.database")


def is_worked_out(clause: Clause) -> bool:
    """Whether words of a clause may ask for a column that is worked out."""
    plain = [t for t in clause.everything if not t.names]
    if clause.does("delete", "rename", "hide", "sort", "move", "clear"):
        return False
    joins = clause.does("link", "group") and clause.find("noun.property") is not None
    told = any(is_figure(t) or t.has("worked.days", "worked.ahead", "math.", *THAN) for t in plain)
    return joins or told or is_reckoned(clause) or any(t.text == "=" for t in plain)


def is_reckoned(clause: Clause) -> bool:
    """Whether words say that something is to be worked out: no column to be filled in then."""
    if any(t.has("noun.page") and not t.names for t in clause.tokens):
        return False  # "a text on the page that says …"
    told = ("worked.reckon", "noun.formula")
    return any(t.has(*told) and not t.names for t in clause.everything)


def add_worked_out(clause: Clause) -> list[Change]:
    """The formulas that a clause asks for, one for each figure that it names.

    Raises Refused, or Ask where a column that is needed may be one of several.
    """
    place, given = clause.place(), _defined(clause) or _named(clause)
    plain = [t for t in clause.everything if not t.names and t.start not in clause.used]
    plain = [t for t in plain if not t.has("worked.value")]  # "total value", and no value of a row
    if any(t.has(*_OTHERWISE) for t in plain) or clause.named("row"):
        raise Refused
    home, named = operands(clause, place)
    made = compared(clause, home, named) or figures(clause, home, named)
    said = given or _called(clause) or _left_name(clause, home, needed=not made[0][0])
    said = said or (None if made[0][0] else _by_sign(clause))
    if (said and len(made) > 1) or not (said or all(name for name, _ in made)):
        raise Refused
    return [*_numbers(home, [e for _, e in made]), *_formulas(clause, home, said, made)]


def _defined(clause: Clause) -> str | None:
    """The name before what it equals, or that of a column before how it is calculated, read from
    now on; None where nothing is said to."""
    tokens = sorted(clause.everything, key=lambda token: token.start)
    mark = next((t for t in tokens if t.text == "=" or t.has("math.is")), None)
    mark = mark or next((b for a, b in pairwise(tokens) if _is_column(clause, a, b)), None)
    ahead = tokens[: tokens.index(mark)] if mark else []
    name = _last_words(clause, ahead, colon=bool(mark and mark in clause.said.payload))
    if mark is None or not clause.words(name) or len(name) > _DEFINED_BY:
        return None
    clause.use(mark, *name)
    return cased(clause, name)


def _last_words(clause: Clause, ahead: Sequence[Token], *, colon: bool) -> list[Token]:
    """The words that stand last, without what says where they are to be ("Gross in Orders =") and
    what leads them: a noun, a place, or all that stands before a colon."""
    left = [t for t in ahead if not colon or t in clause.said.payload]
    nouns = ("noun.property", "noun.formula")  # "a gross price column ="
    while left and (left[-1].start in clause.used or is_small(left[-1])
                    or (left[-1].has(*nouns) and not left[-1].names)):  # fmt: skip
        left.pop()
    begin = len(left)
    while begin and not _leads_name(clause, left[begin - 1]):
        begin -= 1
        if left[begin].kind == "quoted":
            return [left[begin]]
    return left[begin:]


def _leads_name(clause: Clause, token: Token) -> bool:
    """Whether a name only begins behind a word."""
    nouns = token.has("noun.property", "noun.formula", "new.new", "make.", "verb.add")
    placed = token.kind == "particle" and token.has("role.at", "role.topic")
    return token.start in clause.used or token.text == "," or placed or (nouns and not token.names)


def _named(clause: Clause) -> str | None:
    """The name that is led or marked as one, read from now on; None where its words say what is to
    be worked out as well ("called days left")."""
    commas = [t.start for t in clause.tokens if t.text == ","]
    for phrase in (p for p in clause.phrases if p.plays("called")):
        first = phrase.tokens[0].start
        end = next((at for at in commas if at > first), len(clause.said.text))
        named = [t for t in phrase.tokens if t.start < end]  # "called Total, price times count"
        signs = [i for i, t in enumerate(named) if calculates(t)]
        if signs and phrase.plays("behind"):
            continue  # "that says price minus cost"
        name = named[signs[-1] + 1 :] if signs else named
        name = name[-1:] if name and name[-1].kind == "quoted" else name
        if name and not any(t.has("worked.", "days_left.", "function.") for t in name):
            clause.use(*name)
            clause.take_all("called.name")
            return cased(clause, name)
    return None


def _is_column(clause: Clause, token: Token, mark: Token) -> bool:
    """Whether a token is the topic of a calculation that follows it: a column that is there."""
    topic = mark.kind == "particle" and mark.has("role.topic")
    behind = (t for t in clause.everything if t.start > mark.start)
    return topic and bool(clause.entities(token, "property")) and any(map(calculates, behind))


def _by_sign(clause: Clause) -> str | None:
    """What the outcome of a calculation is called, where no words say it."""
    signs = (t.group("worked.") or t.group("math.") for t in clause.everything if not t.names)
    sign = next((s for s in signs if s in ("minus", "plus", "times", "over")), None)
    return clause.world.called(sign) if sign else None


def _formulas(
    clause: Clause, home: ExistingDatabase, said: str | None, made: Sequence[tuple[str, str]]
) -> list[Change]:
    """The formulas that are to be added; of those with a usual name only what is not there, unless
    all are: then it is told."""
    another = said is not None or any(t.has("noun.formula") for t in clause.everything)
    there = {p.name for p in home.properties if p.type == "formula" and not another}
    known = all(name in there for name, _ in made)
    new = [(name, formula) for name, formula in made if known or name not in there]
    gone = [p.name for p in home.properties if p.name == said and _is_bare(p, home, made)]
    named = [(name if known else free_property(home, said or name), one) for name, one in new]
    named = [(gone[0], one) for _, one in named] if gone else named
    clause.memory.remember(Entity("property", named[-1][0], "", home.id))
    return [
        *(DeleteProperty(action="delete_property", database=home.title, property=p) for p in gone),
        *(
            AddFormula(action="add_formula", database=home.title, name=name, expression=formula)
            for name, formula in named
        ),
    ]


def _is_bare(
    prop: ExistingProperty, home: ExistingDatabase, made: Sequence[tuple[str, str]]
) -> bool:
    """Whether a column holds nothing yet, and a formula of its name may take its place."""
    held = any(row.values.get(prop.id) for row in home.rows)
    return not (held or prop.type == "title" or any(spelt(prop) in one for _, one in made))


def _called(clause: Clause) -> str | None:
    """The name that is given, where that is no word for what is worked out ("that says …")."""
    led = [t for p in clause.phrases if p.plays("called") for t in p.tokens]
    return None if any(t.has("worked.", "days_left.") for t in led) else called(clause)


def _left_name(clause: Clause, home: ExistingDatabase, *, needed: bool) -> str | None:
    """What the words that nobody read call the column, read from now on; None where there are
    none. Only what stands where names do is one, unless a name is `needed`: before the noun, the
    amount or the topic's mark. Raises Refused for any other words."""
    left = _without_mentions(clause, home)
    if not left:
        return None
    torn = any(clause.said.text[a.end : b.start].strip() for a, b in pairwise(left))
    letters = len(clause.words(left))
    if torn or letters < _SHORTEST or len(left) > _NAMED_BY or not may_be_name(left):
        raise Refused
    if any(t.kind not in ("unknown", "word", "name") or t.has("verb.") for t in left):
        raise Refused
    behind = [t for t in clause.everything if t.start - left[-1].end in (0, 1)]
    before = [t for t in clause.everything if left[0].start - t.end in (0, 1)]
    rest = [t for t in before if t.has("worked.rest", "worked.years")]  # "the remaining days off"
    topic = [t for p in clause.phrases if p.plays("topic") for t in p.tokens]
    named = any(t.names or t.has("noun.property", "worked.value", "concept.") for t in behind)
    if not (needed or named or rest or left[-1] in topic):
        raise Refused
    clause.use(*left)
    amount = [t for t in behind if t.names or t.has("worked.value", "concept.")]
    return cased(clause, [*rest, *left, *amount])  # "the final price", where there is a price


def _without_mentions(clause: Clause, home: ExistingDatabase) -> list[Token]:
    """The words that nobody read, without what the table is about anyway ("of each shift"): words
    of its title and of its columns, and what a question asks of."""
    near = key(" ".join([home.title, *(p.name for p in home.properties)]))
    nouns = lexis().ends("asked")
    asked = any(map(asks, clause.everything))
    subject = [t for p in clause.phrases if asked and p.plays("subject") for t in p.tokens]
    daily = [t for p in clause.phrases if p.plays("by") for t in p.tokens if t.has("unit.days")]
    left = clause.free()
    for token in left:
        said = key(token.text).removesuffix("s")
        glued = any(token.end == t.start or t.end == token.start for t in left)  # one name
        known = len(said) > 1 and said in near and not glued
        known = (
            known or token in daily or token in subject or (asked and token.text.endswith(nouns))
        )
        clause.use(*([token] if known else []))
    return clause.free()


def _numbers(home: ExistingDatabase, expressions: Sequence[str]) -> list[Change]:
    """The changes that make numbers of texts that are calculated with."""
    texts = [p for p in home.properties if p.type == "rich_text"]
    used = [p for p in texts if any(spelt(p) in one and '" "' not in one for one in expressions)]
    return [
        RetypeProperty(action="retype_property", database=home.title, property=p.name, to="number")
        for p in used
    ]


def add_spelt(clause: Clause) -> list[Change]:
    """A formula that is spelt as Notion has it, in quotes."""
    if clause.take("noun.formula") is None:
        raise Refused
    clause.take_all("noun.property")
    spelt_out = [t for t in clause.free() if t.kind == "quoted" and "(" in str(t.value)]
    place = clause.place(roles=("at", "to"))
    if len(spelt_out) != 1:
        raise Refused
    clause.use(spelt_out[0])
    said = str(spelt_out[0].value)
    home = place or clause.home(_having(clause, said))
    named = called(clause) or (fresh_names(clause)[0] if name_runs(clause) else None)
    name = free_property(home, named or clause.world.called("formula"))
    clause.memory.remember(Entity("property", name, "", home.id))
    return [AddFormula(action="add_formula", database=home.title, name=name, expression=said)]


def _having(clause: Clause, expression: str) -> list[ExistingDatabase]:
    wanted = set(formula_properties(expression))
    fit = [d for d in clause.world.databases if wanted <= {p.name for p in d.properties}]
    return fit or list(clause.world.databases)
