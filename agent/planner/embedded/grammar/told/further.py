"""A further row: what it is called, of the words that say nothing else, and its values."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.rows.held import texts_held
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.cells import cells_of
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.happenings import is_kin
from agent.planner.embedded.grammar.told.runs import Run, runs_of
from agent.planner.embedded.grammar.told.several import news_of_each
from agent.planner.embedded.grammar.told.texts import texts_of


def further(evidence: Evidence, *, is_listed: bool = False) -> Iterator[Told]:
    """The row that a text tells of, if it says enough of one; of a list of rows less is enough."""
    if news_of_each(evidence.tokens, evidence.text):
        return  # no one row
    pieces = list[Piece]()
    values = cells_of(evidence, pieces, evidence.start, evidence.end)
    runs = runs_of(evidence, pieces)
    for run, prop in texts_of(evidence, runs, list(values)):
        values[prop.name] = run.text
        pieces.append(Piece("value", run.start, run.end, prop, run.text))
        runs.remove(run)
    of_more = bool(evidence.rows()) and is_of_more(evidence)
    names = [_situation(evidence, pieces)] if of_more else _names(evidence, runs, pieces)
    names = names or (_linked(pieces) if is_listed else [])
    listed = ":" in folded(evidence.text[evidence.start :])
    several = any(t.has("all.every") and not t.names for t in evidence.tokens)
    if not names or listed or several or any(_is_held(evidence, name) for name in names):
        return
    if not _is_enough(evidence, pieces, names[0], is_listed=is_listed or of_more):
        return
    title = next(p.name for p in evidence.home.properties if p.type == "title")
    due = any(t.has("role.until") for t in evidence.tokens)
    due = due and any(p.prop is not None and evidence.world.is_due(p.prop) for p in pieces)
    rows = [{title: name.value, **values} for name in names]
    yield Told(evidence.home, [], rows, [*pieces, *names], due)


def is_of_more(evidence: Evidence) -> bool:
    """Whether most of what is told how something is, is of no row that there is: only a word or two
    are of a name ("the tap in the kitchen is leaking", of the tap in the bathroom)."""
    rows = evidence.rows()
    is_so = any(t.has("states.") and not t.names for t in evidence.tokens)
    if not is_so or any(p.sure for p in rows):
        return False
    left = sum(len(run.text) for run in runs_of(evidence, evidence.pieces))
    return left > 2 * sum(p.end - p.start for p in rows)


def _situation(evidence: Evidence, pieces: Sequence[Piece]) -> Piece:
    """All that is said of how something is, up to a mark or what is kept of it otherwise."""
    kept = list[Token]()
    for token in evidence.tokens:
        stops = token.kind in ("punct", "break") or any(
            p.kind != "row" and p.meets(token.start, token.end) for p in pieces
        )
        if kept and stops:
            break
        if kept or not is_small(token):
            kept.append(token)
    while kept and kept[-1].has("role."):
        kept.pop()
    start, end = kept[0].start, kept[-1].end
    return Piece("name", start, end, value=evidence.text[start:end])


def _is_held(evidence: Evidence, name: Piece) -> bool:
    """Whether a name begins with a text that some row holds: that row is told of."""
    held = texts_held(evidence.home, evidence.home.rows)
    return any(f"{folded(name.value)} ".startswith(f"{text} ") for text in held)


def _names(evidence: Evidence, runs: Sequence[Run], pieces: Sequence[Piece]) -> list[Piece]:
    """What names the row best, with what is joined to that; where something is only told of where
    it was, what was chosen."""
    told = [run for run in runs if not is_kin(run.text) and _is_told_of(evidence, run, pieces)]
    best = max(told, key=lambda run: _rank(evidence, run), default=None)
    instead = _stands_in(evidence, pieces)
    if best is None or (instead is not None and _rank(evidence, best)[0] < 0):
        return [instead] if instead is not None else []
    joined = [run for run in runs if run is best or _are_joined(evidence, run, best)]
    return [Piece("name", run.start, run.end, value=run.text) for run in joined]


def _are_joined(evidence: Evidence, one: Run, other: Run) -> bool:
    """Whether nothing but an "and" stands between two names."""
    end, start = min(one.end, other.end), max(one.start, other.start)
    between = [t for t in evidence.tokens if end <= t.start < start]
    joints = [t for t in between if t.has("role.and", "also.also")]
    return bool(joints) and all(t in joints or t.has("filler.") for t in between)


def _is_told_of(evidence: Evidence, run: Run, pieces: Sequence[Piece]) -> bool:
    """Whether something is told of a name in its own sentence, or it is in the first."""
    end = evidence.stop(run.end - 1)
    same = [p for p in pieces if p.kind == "value" and evidence.stop(p.end - 1) == end]
    return bool(same) or end == evidence.stop(evidence.start)


def _is_enough(
    evidence: Evidence, pieces: Sequence[Piece], name: Piece, *, is_listed: bool
) -> bool:
    """Whether so much is told that nothing else can be meant: more than a day, and whose, and than
    a choice that may be part of the name."""
    told = [p for p in pieces if p.kind == "value" and evidence.text[p.end : name.start].strip()]
    told += [p for p in pieces if p.kind == "value" and p.start >= name.end]
    kinds = {
        p.prop.id: p.prop.type
        for p in told
        if p.prop is not None and not p.meets(name.start, name.end)
    }
    said = (
        is_listed
        or evidence.clause.does("add")
        or any(t.has("entry.", "new.") for t in evidence.tokens)
    )
    said = said or evidence.home.id in {e.id for t in evidence.tokens for e in t.names}
    when = {"date"} if said else {"date", "relation"}
    enough = len(kinds) >= (1 if said else 2) and not set(kinds.values()) <= when
    return enough or evidence.filled is not None


def _stands_in(evidence: Evidence, pieces: Sequence[Piece]) -> Piece | None:
    """What a row is called where nothing else names it: the row that is named, or a choice."""
    named = [p for p in evidence.rows() if p.sure]
    chosen = [p for p in pieces if p.prop is not None and p.prop.type == "select"]
    for piece in (*named, *chosen):
        said = evidence.text[piece.start : piece.end]
        return Piece("name", piece.start, piece.end, value=said)
    return None


def _linked(pieces: Sequence[Piece]) -> list[Piece]:
    """What a row is linked to, as what it is called."""
    links = [p for p in pieces if p.prop is not None and p.prop.type == "relation"]
    return [Piece("name", p.start, p.start, value=p.value[0]) for p in links[:1]]


def _rank(evidence: Evidence, run: Run) -> tuple[int, int]:
    """How likely words are what a row is called, of several the first."""
    rank = 3 * ("object" in run.behind) + 2 * run.counted + ("also" in run.behind)
    rank += 2 * ("honour" in run.behind) + ("subject" in run.behind)
    rank -= 3 * bool({"from", "at", "with"} & run.behind)
    rank -= 4 * bool({"at", "with", "by", "from"} & run.before) + 2 * ("to" in run.before)
    rank += 2 * any(word.istitle() for word in run.text.split())
    first = run.start == evidence.start and run.behind <= {"subject"}
    return rank - first, -run.start
