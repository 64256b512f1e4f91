"""What people tell that came about, as it concerns rows: new values of those that there are, or a
new one. Read by what a database keeps, whatever the order of the words; what fits nowhere is left.
"""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.rows.held import holds
from agent.planner.embedded.grammar.rows.ledgers import is_of_stock
from agent.planner.embedded.grammar.rows.rows_named import added, edited, is_of_choice
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.cells import cells_of, days_told
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.existing import updated
from agent.planner.embedded.grammar.told.filling import figures
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.further import further, is_of_more
from agent.planner.embedded.grammar.told.happenings import is_unreal, says
from agent.planner.embedded.grammar.told.held import named_by_held
from agent.planner.embedded.grammar.told.left import left_of
from agent.planner.embedded.grammar.told.phrases import phrases_of
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.change import Change

_OTHER = ("noun.property", "noun.option", "noun.view", "noun.filter", "noun.formula", "compare.",
          "noun.relation", "noun.database", "ask.", "math.", "hue.", "cannot.", "type.",
          "may.", "choose.", "sort.")  # fmt: skip
_OTHERWISE = ("delete", "rename", "show", "hide", "sort", "group", "link", "split", "choose",
              "clear", "exchange")  # fmt: skip

_STATES = ("status", "select", "checkbox")
_FIGURES = ("number", "date", "punct")  # what ends a name


def tell(clause: Clause) -> list[Change]:
    """`the tiles arrived`, `booked the train for 15 March, 62 euros`: rows that there are, or a new
    one. Raises Ask where several may be meant, Refused where nothing is told of any."""
    evidence = list(_evidence(clause))
    found = [*_additions(evidence)]
    try:
        found += _updates(evidence)
    except Ask:
        if not found:
            raise
    return _made(clause, _best(clause, found))


def tell_of_rows(clause: Clause) -> list[Change]:
    """`Sean finally paid his fee`: new values of rows that there are. Raises as `tell` does."""
    return _made(clause, _best(clause, list(_updates(list(_evidence(clause))))))


def asked_of(clause: Clause) -> Told:
    """`has Sean paid?`: what would be told of rows where it is asked. Raises as `tell` does."""
    return _best(clause, list(_updates(list(_evidence(clause, is_asked=True)))))


def stranger(clause: Clause) -> str:
    """Who or what something is told to have come about of, where no row is called so."""
    asks = clause.said.verb is not None and not clause.does("change", "do", "finish", "write")
    asks = asks and not says("marked", clause.said.text)
    told = [] if asks else list(_evidence(clause))
    rows = [clause.said.text[p.start : p.end] for one in told for p in one.rows()]
    named = (_called(one) for one in told if not one.rows())
    return next((name for name in named if name and name not in rows), "")


def _called(evidence: Evidence) -> str:
    """What something was done to, else who did it; where words have no blanks, all that is said
    before what came about ("Bird is coming")."""
    pieces = [p for p in evidence.pieces if p.kind in ("value", "lead")]
    done = [p for p in pieces if p.prop and p.kind == "value" and p.prop.type in _STATES]
    gone = is_of_stock(evidence.clause, evidence.home)
    verbs = {one.start for one in evidence.happened}
    said = [p for p in phrases_of(evidence, pieces) if "to" not in p.roles and p.start not in verbs]
    best = max(
        said if done or gone else (),
        key=lambda p: (
            "object" in p.roles,
            bool(done) and p.start > done[0].start,
            "subject" not in p.roles,
            -p.start,
        ),
        default=None,
    )
    start = best.start if best else evidence.start
    if gone or not done or evidence.text[start].isascii():
        return best.text if best else ""
    ends = [p.start for p in pieces] + [t.start for t in evidence.tokens if t.kind in _FIGURES]
    stop = min((end for end in ends if end > start), default=evidence.end)
    kept = [t for t in evidence.tokens if start <= t.start < stop]
    while kept and (kept[-1].kind == "particle" or kept[-1].has("all.") or kept[-1].names):
        kept.pop()
    return evidence.text[start : min(kept[-1].end, done[0].start)] if kept else ""


def _best(clause: Clause, found: Sequence[Told]) -> Told:
    """What explains most of a text. Raises Ask, Refused."""
    best = max((one.weight for one in found), default=None)
    fits = [one for one in found if one.weight == best]
    fits = [one for one in fits if one.home.title in clause.hints] or fits
    if len(fits) > 1:
        clause.use(*clause.said.tokens, *clause.everything)
        raise Ask("database", [one.home.title for one in fits])
    if not fits:
        raise Refused
    return fits[0]


def _evidence(clause: Clause, *, is_asked: bool = False) -> Iterator[Evidence]:
    """What the text says of each database, if it asks for nothing else."""
    said, tokens = clause.said, (*clause.said.tokens, *clause.everything)
    if not tokens or said.never or clause.does(*_OTHERWISE) or is_of_choice(clause):
        return
    text = said.text[min(t.start for t in tokens) : max(t.end for t in tokens)]
    text = without_rows(text, clause)
    asks = said.text.rstrip().endswith(("?", "\uff1f"))
    if not is_asked and (asks or (is_unreal(text) and not says("marked", text))):
        return
    if any(t.has("correct.", "condition.") for t in tokens):
        return
    others = (*_OTHER, *(f"verb.{one}" for one in _OTHERWISE))
    asked = [t for t in tokens if t.has(*others) and not t.names]
    for home in clause.world.databases:
        evidence = Evidence(clause, home)
        evidence.pieces = named_by_held(evidence)
        if all(evidence.holds(t, "value", "row") for t in asked):
            yield evidence


def without_rows(text: str, clause: Clause) -> str:
    """A text without the names of rows and options, which may look like words that deny what is
    told."""
    for token in (*clause.said.tokens, *clause.everything):
        if any(_is_called(token, entity) for entity in token.names):
            text = text.replace(token.text, " ")
    return text


def _is_called(token: Token, entity: Entity) -> bool:
    """Whether a token is what a row is called, or an option and no form of it."""
    exact = entity.kind == "option" and folded(token.text) == folded(entity.name)
    return entity.kind == "row" or exact


def _updates(evidence: Sequence[Evidence]) -> Iterator[Told]:
    """What the text comes to for rows that there are. Raises Ask."""
    for one in evidence:
        named = one.rows() or _spoken_of(one) or _all_of(one)
        if named and not _is_another(one) and not is_of_more(one):
            planned = one.is_planned()
            yield from (told for told in updated(one, named) if not planned or told.is_of_days)


def _spoken_of(evidence: Evidence) -> list[Piece]:
    """The row that was spoken of right before, where nothing else is named."""
    last, ids = evidence.clause.memory.last, evidence.clause.memory.rows
    told = bool(evidence.pieces) and all(p.kind == "value" and p.sure for p in evidence.pieces)
    there = told and last is not None and last.kind == "row" and last.database == evidence.home.id
    if not there or len(ids) != 1 or phrases_of(evidence, evidence.pieces):
        return []
    return [Piece("row", evidence.start, evidence.start, value=ids[0])]


def _all_of(evidence: Evidence) -> list[Piece]:
    """All rows of which it is not so yet what came about, where that is told of all and of nothing
    else ("everything is done")."""
    every = any(t.has("all.every") and not t.names for t in evidence.tokens)
    pieces, rows = evidence.pieces, evidence.home.rows
    states = [(p.prop, p.value) for p in pieces if p.prop and p.prop.type in _STATES]
    if not (every and len(states) == 1 == len(pieces)) or phrases_of(evidence, pieces):
        return []
    open_ = [row for row in rows if not holds(row, *states[0])] or rows
    return [Piece("row", evidence.start, evidence.start, value=row.id) for row in open_]


def _additions(evidence: Sequence[Evidence]) -> Iterator[Told]:
    """What the text comes to as a further row of each database."""
    led = {e.id for e in evidence[0].tokens[0].names if e.kind == "database"} if evidence else ()
    done = evidence and evidence[0].clause.does("finish") and not evidence[0].clause.does("add")
    for one in () if done or (evidence and says("marked", evidence[0].text)) else evidence:
        if led and one.home.id not in led:
            continue  # "meeting with Ann on Friday" is none of the tasks
        if is_of_stock(one.clause, one.home):
            continue  # nothing new came by that
        if not one.rows() or _is_another(one) or is_of_more(one):
            yield from further(one)


def _made(clause: Clause, told: Told) -> list[Change]:
    """The change; all is read but what is kept nowhere."""
    left = left_of(clause, told)
    clause.use(*(t for t in (*clause.said.tokens, *clause.everything) if t not in left))
    if told.rows:
        return edited(clause, told.home, told.rows, told.values)
    return added(clause, told.home, told.values)


def _is_another(evidence: Evidence) -> bool:
    """Whether a further row is told of what some row is called by already."""
    if words().also.search(evidence.low) or not all(p.sure for p in evidence.rows()):
        again = evidence.clause.does("add") or bool(words().also.search(evidence.low))
        return again or _is_logged(evidence)
    if not {"status", "checkbox"} & {p.type for p in evidence.home.properties}:
        return _is_logged(evidence)  # nothing of what was written down once is still to come
    pieces = list[Piece]()
    cells_of(evidence, pieces, evidence.start, evidence.end)
    return evidence.clause.does("add") and bool(phrases_of(evidence, [*pieces, *evidence.rows()]))


def _is_logged(evidence: Evidence) -> bool:
    """Whether what came about on a day is told with its amount, of a database that logs such."""
    dates = [p for p in evidence.home.properties if p.type == "date"]
    logs = any(not evidence.world.is_due(p) for p in dates)
    days, today = days_told(evidence, evidence.start, evidence.end), evidence.clause.today
    told = any(str(t.value)[:10] <= today.isoformat() for t in days) and bool(figures(evidence))
    return logs and told and not words().amounts.left.search(evidence.low)
