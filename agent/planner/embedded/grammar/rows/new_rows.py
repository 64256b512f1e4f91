"""New rows."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small, segments
from agent.planner.embedded.grammar.new.naming import another_row, may_be_name, wants_part
from agent.planner.embedded.grammar.rows.row_or_column import row_or_column
from agent.planner.embedded.grammar.rows.row_values import bracketed, kind_named, made_by, values_in
from agent.planner.embedded.grammar.rows.rows_named import are_for_all, has_option, is_of_choice
from agent.planner.embedded.grammar.text.dates import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.blueprint.model import Row
from tools.workspace.actions.rows import AddRows
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_MOST_ROWS = 100
_VALUES = frozenset({"number", "date", "email", "code", "url"})  # kinds of tokens that are values


def add_rows(clause: Clause) -> list[Change]:
    """`add tasks: A, B`, `new customer Maple, tier New`."""
    if clause.said.verb is None and not (
        clause.said.payload or any(t.kind == "quoted" for t in clause.tokens)
    ):
        raise Refused
    if is_of_choice(clause):
        raise Refused
    example = clause.take("example.") is not None
    clause.take_all("tells.")
    home, shared = _linked(clause)
    home = (
        home
        or (clause.home() if example else None)
        or clause.place()
        or _of_another(clause)
        or _as_row(clause)
        or _put_in(clause)
    )
    home = home or _by_row_noun(clause)
    clause.read_home(home)
    if wants_part(clause, home):
        raise Refused
    clause.take_all("noun.row", "noun.thing")
    if counted := _empty_rows(clause):
        return [_rows(home, [{} for _ in range(counted)])]
    prop = next(p for p in home.properties if p.type == "title")
    if not (rows := _each_its_own(clause, home, prop.name) or _counted(clause, home, prop.name)):
        titles = _titles(clause, home)
        if any(1 < (count_of(t) or 0) < len(titles) for t in clause.tokens):
            raise Refused  # "three guests: A, B and C, and …": what goes on behind them is no row
        values = values_in(clause, home, _flat(clause))
        if len(titles) > 1 and values and not are_for_all(clause):
            raise Refused
        values |= bracketed(clause, home, values)
        values = kind_named(clause, home, titles) | values
        rows = [{**made_by(clause, home, title), **values, **shared} for title in titles]
    titles = [str(row[prop.name]) for row in rows]
    clause.memory.remember(Entity("row", titles[-1], "", home.id))
    clause.memory.rows = []
    return [_rows(home, rows)]


def _rows(home: ExistingDatabase, rows: Sequence[dict[str, Any]]) -> AddRows:
    made = [Row(values=values) for values in rows]
    return AddRows(action="add_rows", database=home.title, rows=made)


def _each_its_own(clause: Clause, home: ExistingDatabase, title: str) -> list[dict[str, Any]]:
    """Listed rows that each bring values in brackets ("Order tiles (12/3), Wiring (12/7)")."""
    pieces = segments(clause.said.payload)
    cuts = [next((i for i, t in enumerate(p) if t.text == "("), 0) for p in pieces]
    if len(pieces) < 2 or not all(cuts):
        return []
    counts = [t for t in clause.tokens if count_of(t)]
    clause.use(*counts, *(t for t in clause.tokens if t.has("counter.counter")))
    rows = list[dict[str, Any]]()
    for piece, cut in zip(pieces, cuts, strict=True):
        clause.use(*piece[:cut])
        rows.append({title: clause.raw(piece[:cut]), **values_in(clause, home, piece[cut:])})
    return rows


def _counted(clause: Clause, home: ExistingDatabase, title: str) -> list[dict[str, Any]]:
    """Rows of which each has its amount behind it, without commas ("milk 5 sugar 3")."""
    amounts = [p.name for p in home.properties if p.type == "number"]
    free = [t for t in clause.free() if not t.has("counter.", "format.", "verb.", "ending.told")]
    names, counts = free[::2], free[1::2]
    apart = all(n.kind in ("unknown", "quoted") for n in names)
    if len(amounts) != 1 or len(counts) < 2 or len(names) != len(counts) or not apart:
        return []
    if any(count.kind != "number" for count in counts):
        return []
    clause.use(*clause.free())
    pairs = zip(names, counts, strict=True)
    return [{title: clause.raw([n]), amounts[0]: c.value} for n, c in pairs]


def _linked(clause: Clause) -> tuple[ExistingDatabase | None, dict[str, Any]]:
    """The database of rows that are put under a row of another one, with the link to that."""
    for phrase in (
        clause.phrases if clause.find("role.at", "role.of", among=clause.said.tokens) else ()
    ):
        rows = clause.named("row", among=phrase.tokens) if phrase.plays("at", "of") else []
        for token, row in rows[:1]:
            for other in clause.free():
                for entity in clause.entities(other, "database"):
                    home = clause.world.database(entity)
                    links = [p for p in home.properties if _leads(clause, p, row)]
                    if len(links) == 1 and entity.id != row.database:
                        clause.use(token, other)
                        clause.read_home(clause.world.database(row))
                        return home, {links[0].name: [row.name]}
    return None, {}


def _leads(clause: Clause, prop: ExistingProperty, row: Entity) -> bool:
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    return prop.type == "relation" and far is not None and far.id == row.database


def _flat(clause: Clause) -> list[Token]:
    """All tokens in order with commas between the parts, so that values end where they do."""
    comma = Token("punct", -1, -1, ",")
    grouped = [token for group in clause.said.groups for token in (comma, *group)]
    body = [t for t in clause.said.tokens if t is not clause.said.verb]
    return [*body, *grouped, comma, *clause.said.payload]


def _of_another(clause: Clause) -> ExistingDatabase | None:
    """The database of a row that another one of its name is to stand beside."""
    named = clause.named("row")
    if len({entity.database for _, entity in named}) != 1:
        return None
    row = another_row(clause, named)
    return clause.world.database(row) if row else None


def _as_row(clause: Clause) -> ExistingDatabase | None:
    """The database whose rows are spoken of by its name ("add a task")."""
    for token in clause.free():
        found = clause.entities(token, "database") if token.kind != "quoted" else []
        if found:
            clause.use(token)
            return clause.world.database(found[0])
    counted = {a.start for a, b in pairwise(clause.tokens)
               if b.has("new.new", "count.") or b.kind == "quoted"}  # fmt: skip
    for token in clause.free(clause.tokens):
        if not (clause.said.payload or token.start in counted):
            continue
        titles = [e for e in clause.entities(token, "property") if _is_title(clause, e)]
        if len(titles) == 1:  # "new company: …" where rows are called so
            clause.use(token)
            return clause.world.database(titles[0])
    return None


def _is_title(clause: Clause, entity: Entity) -> bool:
    return clause.world.property(entity).type == "title"


def _put_in(clause: Clause) -> ExistingDatabase | None:
    """The database that names are put "in", without a word for it."""
    last = clause.said.tokens[-1]
    return clause.home() if last.kind == "word" and last.has("role.at") else None


def _by_row_noun(clause: Clause) -> ExistingDatabase:
    owned = [
        {e.database for e in clause.entities(t, "property", "option")}
        for t in clause.free()
        if t.kind != "quoted"
    ]
    counts = Counter(home for homes in owned for home in homes)
    most = max(counts.values(), default=1)
    homes = [d for d in clause.world.databases if counts[d.id] == most]
    quoted = any(t.kind == "quoted" for t in clause.tokens)
    several = sum(t.kind == "number" for t in clause.free()) > 1
    most += several and len(clause.world.databases) == 1  # "milk 5 sugar 3"
    spoken = len(homes) == 1 and homes[0].id == clause.memory.database
    valued = (
        len(homes) == 1 and (most > 1 or spoken) and any(t.kind in _VALUES for t in clause.free())
    )
    called = clause.said.verb is not None and clause.said.verb.has("noun.row")
    named = has_option(clause) or clause.find("noun.row", "noun.thing")
    if not (called or named or quoted or valued or "noun.row" in clause.hints):
        raise row_or_column(clause)
    if len(homes) == 1 and clause.memory.database is None:
        return homes[0]
    if quoted and not homes and clause.memory.database is None:
        dated = any(t.kind == "date" for t in clause.free())
        homes = [d for d in clause.world.databases if dated and clause.world.main_date(d)]
        return homes[0] if homes else clause.home()
    return clause.home(homes or None)


def _empty_rows(clause: Clause) -> int:
    """How many rows without a title are asked for."""
    counts = [t for t in clause.tokens if (count_of(t) or 0) > 1 or t.kind == "number"]
    left = [t for t in clause.free() if t not in counts and not t.has("counter.counter")]
    before = clause.said.text[: clause.said.tokens[0].start].rstrip()[-1:]
    listed = before and folded(before) in ",、"  # what stands before it tells of a row
    if len(counts) != 1 or left or clause.said.payload or listed:
        return 0
    clause.use(*counts, *(t for t in clause.tokens if t.has("counter.counter")))
    return min(_MOST_ROWS, count_of(counts[0]) or 0)


def _titles(clause: Clause, home: ExistingDatabase) -> list[str]:
    """The titles of new rows, read from now on."""
    quoted = [t for t in clause.free(clause.tokens) if t.kind == "quoted"]
    quoted = [t for t in quoted if not clause.entities(t, "option")] or quoted[:1]
    if quoted:
        counts = [t for t in clause.tokens if count_of(t) == len(quoted)]
        clause.use(*quoted, *counts, *(t for t in clause.tokens if t.has("counter.")))
        clause.take_all("called.name")
        return [str(token.value) for token in quoted]
    if clause.said.payload:
        counts = [t for t in clause.tokens if count_of(t)]
        clause.use(*counts, *(t for t in clause.tokens if t.has("counter.counter")))
        pieces = segments(clause.said.payload)
        if counts and 1 == len(pieces) < (count_of(counts[0]) or 0):
            pieces = segments(clause.said.payload, joined=True)
        titles = [piece for piece in pieces if not _is_value(clause, home, piece)]
        if titles and len(titles) < len(pieces):
            titles = titles[:1]
        return _read_titles(clause, titles)
    runs = _title_runs(clause, home)
    single = bool(home.rows) and all(len(row.title.split()) == 1 for row in home.rows)
    single |= any(t.has("example.") for t in clause.tokens)
    if len(runs) == 1 and single and all(t.kind == "unknown" for t in runs[0]):
        runs = [[token] for token in runs[0]]  # "milk sugar salt", where all rows have one word
    return _read_titles(clause, runs)


def _read_titles(clause: Clause, runs: Sequence[Sequence[Token]]) -> list[str]:
    found = list[str]()
    for run in runs:
        kept = list(run)
        while len(kept) > 1 and (
            kept[-1].kind == "date" or (is_small(kept[-1]) and kept[-1].kind != "ending")
        ):
            kept.pop()  # "call the bank tomorrow": the day is a value
        clause.use(*kept)
        found.append(clause.raw(kept) if clause.said.payload else clause.words(kept))
    if not found or not all(found) or not all(map(may_be_name, runs)):
        raise Refused
    if any(t.has("role.called") for run in runs for t in run):
        raise Refused  # words about a row that there is
    return found


def _title_runs(clause: Clause, home: ExistingDatabase) -> list[list[Token]]:
    """What is neither a value nor the name of a property: the titles of rows."""
    runs = list[list[Token]]()
    for phrase in clause.phrases:
        for item in phrase.items:
            alone = len(clause.free(item)) == 1 and phrase.plays("topic", "subject")
            if alone and clause.prop(clause.free(item)[0], [home]):
                continue
            placed = phrase.plays("behind") and phrase.plays("at", "from")
            if placed or phrase.plays("until", "with", "of") or _is_value(clause, home, item):
                continue
            kept = _before_values(clause, home, item)
            if kept:
                runs.append([t for t in item if t.start >= kept[0].start and t.end <= kept[-1].end])
    nouns = ("concept.", "noun.", "view.", "type.")
    said = (
        "noun.status", "noun.database", "noun.sub_page", "noun.property", "noun.option", "type.url",
        "type.email", "type.checkbox",
    )  # fmt: skip
    if any(run[-1].has(*said) for run in runs):
        raise Refused
    if any(all(t.has(*nouns) for t in run) for run in runs):
        raise Refused  # that is what properties and views are called
    return runs


def _before_values(clause: Clause, home: ExistingDatabase, item: Sequence[Token]) -> list[Token]:
    """The free tokens of an item up to the first that begins a value."""
    kept = list[Token]()
    free = clause.free(item)
    for place, token in enumerate(free):
        if token.kind == "date" and not kept:
            continue
        paid = token.kind == "number" and free[place + 1 : place + 2]
        if paid and paid[0].has("format.") and kept:
            break
        named = token.kind == "name" and any(
            e.database == home.id for e in clause.entities(token, "property")
        )
        if token.kind == "date" or (named and kept):
            break
        kept += [] if token.has("all.") else [token]
    return kept


def _is_value(clause: Clause, home: ExistingDatabase, item: Sequence[Token]) -> bool:
    """Whether tokens give a value: they begin with a property, or are nothing but one value."""
    free = clause.free(item)
    if any(t.has("tells.") for t in item):
        return True  # "she's at North Bakery"
    while free and free[0].kind in ("date", "email", "code", "url"):
        free.pop(0)
    if not free:
        return True
    first = free[0]
    if first.kind != "quoted" and any(
        e.database == home.id for e in clause.entities(first, "property", "option")
    ):
        return True
    if first.has("format.") or (first.kind == "number" and len(free) < 3):
        return True
    return first.kind == "word" and bool(clause.world.meant(first.text, [home])) and len(free) > 1
