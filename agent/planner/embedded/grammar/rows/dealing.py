"""What was sold, spent or done, told as it happened: a further row of a log, and no other value of
a row that there is ("sold 12 lattes today")."""

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.row_values import values_in
from agent.planner.embedded.grammar.rows.rows_named import added
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_PLAIN = frozenset({"unknown", "word", "name", "quoted"})  # kinds of tokens that titles have


def add_told(clause: Clause) -> list[Change]:
    """`sold 12 lattes today`: a row of the log that has a day and an amount."""
    dealt = clause.find("dealt.", among=clause.said.tokens)
    if dealt is None or not any(t.kind == "number" for t in clause.free()):
        raise Refused
    if clause.find("noun.property", "noun.view", "noun.option", "all.every", "not.not"):
        raise Refused
    home = _log(clause)
    clause.use(dealt)
    clause.read_home(home)
    clause.take_all("noun.row")
    counted = _counted(clause, home)
    titles = [t for t in clause.free(clause.tokens) if _is_title(clause, t, home)]
    if not titles:
        raise Refused
    clause.use(*titles)
    values = values_in(clause, home, clause.tokens)
    clause.take_all("counter.", "measure.", "format.")
    title = next(p.name for p in home.properties if p.type == "title")
    days = [p.name for p in home.properties if p.type == "date" and not clause.world.is_due(p)]
    today = {} if any(name in values for name in days) else {days[0]: clause.today.isoformat()}
    row = {title: _called(clause, [*titles, *counted]), **values, **today}
    return added(clause, home, [row])


def _counted(clause: Clause, home: ExistingDatabase) -> list[Token]:
    """How many were sold, where no column has it, read from now on: part of what the row is called
    ("30 rolls"), and no amount of money."""
    plain = [p for p in home.properties
             if p.type == "number" and p.config.get("format") == "number"]  # fmt: skip
    numbers = {t.end: t for t in clause.free(clause.tokens) if t.kind == "number"}
    units = [t for t in clause.tokens
             if t.start in numbers and not t.has("format.", "scale.", "role.")]  # fmt: skip
    if plain:
        clause.use(*(t for t in units if t.kind == "unknown"))
        return []
    found = [*(numbers[unit.start] for unit in units), *units]
    clause.use(*found)
    return found


def _called(clause: Clause, tokens: list[Token]) -> str:
    """What a row is called by: the words as they stand, blanks where something else stood."""
    parts = list[str]()
    for token in sorted(tokens, key=lambda t: t.start):
        # What is sold is no subject: what looks like its particle ends the word.
        ends = [t.end for t in clause.said.tokens if t.start == token.end
                and t.kind == "particle" and t.has("role.subject")]  # fmt: skip
        said = clause.said.text[token.start : ends[0] if ends else token.end]
        joined = bool(parts) and clause.said.text[token.start - 1 : token.start].strip() != ""
        parts[-1:] = [parts[-1] + said] if joined else [*parts[-1:], said]
    return " ".join(parts)


def _log(clause: Clause) -> ExistingDatabase:
    """The database whose rows are such events: each has a day on which it was, and an amount.

    Raises Refused, Ask.
    """
    logs = [d for d in clause.world.databases if _is_log(clause, d) and not _is_other(clause, d)]
    if not logs:
        raise Refused
    return clause.home(logs)


def _is_log(clause: Clause, home: ExistingDatabase) -> bool:
    """Whether a database has days that are no deadlines, amounts, and nothing that waits."""
    kinds = {p.type for p in home.properties}
    days = [p for p in home.properties if p.type == "date" and not clause.world.is_due(p)]
    waits = kinds & {"status", "checkbox"}
    return bool(days) and "number" in kinds and not waits


def _is_other(clause: Clause, home: ExistingDatabase) -> bool:
    """Whether a log is of what goes the other way: what was spent is no sale."""
    way = next((t.group("dealt.") for t in clause.said.tokens if t.has("dealt.")), "")
    other = {"in": "ledger.out", "out": "ledger.in"}.get(way)
    said = clause.world.lexis.said(other) if other else frozenset[str]()
    return any(word in folded(home.title) for word in said)


def _is_title(clause: Clause, token: Token, home: ExistingDatabase) -> bool:
    """Whether a token is part of what was sold, and neither a value nor a word about one."""
    if token.kind not in _PLAIN or token.has("format.", "counter.", "measure.", "verb.", "scale."):
        return False
    mine = clause.entities(token, "property", "option")
    return not any(e.database == home.id for e in mine) and not token.has("filler.", "way.")
