"""What is worked out of the columns of a row, as Notion's formulas spell it.

Each figure takes the columns that it needs from those that are there, or says that it cannot: what
is missing is asked for, never guessed.
"""

from collections.abc import Callable, Mapping, Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Refused
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.lexicon import says
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words

COUNTED = frozenset({"number", "formula", "rollup"})  # types that can be calculated with
_TEXTS = frozenset({"title", "rich_text", "select", "email", "phone_number"})  # that can be joined
_PAIR = 2
_MINUTES = 60  # in an hour: a shift of half an hour is 0.5

Columns = Sequence[ExistingProperty]
Figure = Callable[[Columns, ExistingDatabase], str]


def spelt(prop: ExistingProperty) -> str:
    """A column as formulas name it."""
    escaped = prop.name.replace('"', '\\"')
    return f'prop("{escaped}")'


def may_count(prop: ExistingProperty, home: ExistingDatabase) -> bool:
    """Whether a column has numbers, or is a text that holds nothing but figures."""
    if prop.type in COUNTED:
        return True
    if prop.type != "rich_text":
        return False  # what rows hold of other types is no text
    held = [words(row.values.get(prop.id) or []) for row in home.rows]
    return all(text.isdigit() for text in held if text)


def countable(home: ExistingDatabase) -> list[ExistingProperty]:
    """The columns of a database that hold amounts."""
    return [p for p in home.properties if p.type == "number"]


def of_rank(function: str, named: Columns, home: ExistingDatabase, count: int = 0) -> str:
    """The sum, average, largest or smallest of several columns: of those that are named, else of
    all amounts, where these are as many as was said (`count`, 0 for "all"). Raises Refused."""
    columns = [p for p in named if may_count(p, home)]
    if not named:
        columns = countable(home)
        if len(columns) != count or len(columns) < _PAIR:
            columns = _amounts_only(home, count) or columns
    if len(columns) < _PAIR or (count and len(columns) != count):
        raise Refused
    listed = [spelt(p) for p in columns]
    if function == "sum":
        return " + ".join(listed)
    if function == "average":
        return f"round(({' + '.join(listed)}) / {len(listed)} * 100) / 100"
    return f"{function}({', '.join(listed)})"


def _amounts_only(home: ExistingDatabase, count: int) -> list[ExistingProperty]:
    """The columns that may hold amounts, where they are `count`, or hold nothing else but a day."""
    found = [p for p in home.properties if may_count(p, home)]
    others = [p for p in home.properties if p not in found and p.type not in ("title", "date")]
    return found if len(found) == count or not (count or others) else []


def overdue(named: Columns, home: ExistingDatabase) -> str:
    """The days since something was due; 0 before that, and once its only box is ticked."""
    due = _date(named, home, "ahead")
    late = f'max(dateBetween(today(), {spelt(due)}, "days"), 0)'
    boxes = [p for p in home.properties if p.type == "checkbox"]
    return f"if({spelt(boxes[0])}, 0, {late})" if len(boxes) == 1 else late


def left(named: Columns, home: ExistingDatabase) -> str:
    """The days until something is due; negative behind that, empty where that is open."""
    due = spelt(_date(named, home, "ahead"))
    return f'if(empty({due}), "", dateBetween({due}, today(), "days"))'


def _gone(unit: str, *meanings: str) -> Figure:
    """The full days or years that have gone by since a day."""
    return lambda named, home: (
        f'dateBetween(today(), {spelt(_date(named, home, *meanings))}, "{unit}")'
    )


def length(named: Columns, home: ExistingDatabase) -> str:
    """How long something takes: hours between two times, or days between two dates."""
    start, end = _ends(named, home)
    if start.type != "date":
        return f"{spelt(end)} - {spelt(start)}"
    if folded(start.name).endswith(lexis().ends("timed")):
        return f'dateBetween({spelt(end)}, {spelt(start)}, "minutes") / {_MINUTES}'
    return nights((start, end), home)


def nights(named: Columns, home: ExistingDatabase) -> str:
    """The nights between two days, whatever the hours are ("check in, check out")."""
    start, end = _ends(named, home)
    if start.type != "date":
        return length(named, home)
    return f'dateBetween({spelt(end)}, {spelt(start)}, "days")'


def profit(named: Columns, home: ExistingDatabase) -> str:
    """What comes in without what it costs."""
    comes, costs = _in_and_out(named, home)
    return " - ".join(spelt(p) for p in (comes, *costs))


def margin(named: Columns, home: ExistingDatabase) -> str:
    """The profit in percent of what comes in, to one decimal place."""
    return _percent(f"({profit(named, home)})", spelt(_in_and_out(named, home)[0]))


def joined(named: Columns, _: ExistingDatabase) -> str:
    """Texts one behind the other, with a blank between them."""
    texts = [p for p in named if p.type in _TEXTS]
    if len(texts) < _PAIR or len(texts) != len(named):
        raise Refused
    return ' + " " + '.join(spelt(p) for p in texts)


def total(named: Columns, home: ExistingDatabase) -> str:
    """What so many, or so many hours, cost: the price of one by how many. Raises Refused, Ask."""
    amounts = [p for p in named if p.type in COUNTED] if len(named) == _PAIR else countable(home)
    prices = [p for p in amounts if _called(p, "unit_price")]
    prices = prices or [p for p in amounts if p.config.get("format") not in (None, "number")]
    ends = [p for p in home.properties if _called(p, "begins") or _called(p, "stops")]
    counts = [p for p in amounts if _called(p, "quantity") and p not in (*prices, *ends)]
    if not prices:
        raise Refused
    if len(prices) > 1 or len(counts) > 1:
        raise Ask("property", [p.name for p in (prices if len(prices) > 1 else counts)])
    if counts:
        return f"{spelt(counts[0])} * {spelt(prices[0])}"
    stay = nights if _called(prices[0], "nightly") else length
    return f"({stay((), home)}) * {spelt(prices[0])}"


def may_total(home: ExistingDatabase) -> bool:
    """Whether a table has the price of one of something."""
    return any(_called(p, "unit_price") for p in countable(home))


def difference(home: ExistingDatabase) -> str:
    """What one of the only two amounts is more than the other: the whole, than what was used of it;
    else the first. Raises Refused."""
    amounts = [p for p in home.properties if may_count(p, home) and p.type != "title"]
    try:
        used, whole = _used_of((), home)
    except Refused:
        if len(amounts) != _PAIR or any(p.type != "number" for p in amounts):
            raise
        whole, used = amounts
    return f"{spelt(whole)} - {spelt(used)}"


def rest(named: Columns, home: ExistingDatabase) -> str:
    """What is left of a whole without what was used of it. Raises Ask."""
    used, whole = _used_of(named, home)
    return f"{spelt(whole)} - {spelt(used)}"


def progress(named: Columns, home: ExistingDatabase) -> str:
    """How many in a hundred of a whole were used, read or done, or of the boxes were ticked. Raises
    Ask."""
    boxes = [p for p in named or home.properties if p.type == "checkbox"]
    if len(boxes) >= _PAIR and not any(may_count(p, home) for p in named):
        ticked = " + ".join(f"if({spelt(p)}, 1, 0)" for p in boxes)
        return f"round(({ticked}) / {len(boxes)} * 1000) / 10"
    return _percent(*(spelt(p) for p in _used_of(named, home)))


def _percent(part: str, whole: str) -> str:
    """How many in a hundred, to one decimal place."""
    return f"if({whole} == 0, 0, round({part} / {whole} * 1000) / 10)"


def _used_of(named: Columns, home: ExistingDatabase) -> tuple[ExistingProperty, ExistingProperty]:
    amounts = named if len(named) == _PAIR else [p for p in home.properties if may_count(p, home)]
    amounts = [p for p in amounts if p.type in (*COUNTED, "rich_text")]
    used = [p for p in amounts if _called(p, "used")]
    whole = [p for p in amounts if p not in used]
    alike = [p for p in whole if any(one.name.endswith(p.name) for one in used)]
    whole = [p for p in whole if _called(p, "whole")] or alike or whole
    if len(whole) > 1:
        whole = [
            p for p in whole if used and p.config.get("format") == used[0].config.get("format")
        ]
    if len(used) != 1 or not whole:
        raise Refused
    if len(whole) > 1:
        raise Ask("property", [p.name for p in whole])
    return used[0], whole[0]


def share(of: str, named: Columns, home: ExistingDatabase) -> str:
    """How many in a hundred one amount is of another: the one that is called as the share ("hit
    rate" of Hits) of the only other. Raises Refused."""
    columns = named if len(named) == _PAIR else [p for p in home.properties if may_count(p, home)]
    parts = [p for p in columns if folded(p.name).startswith(of)]
    whole = [p for p in columns if p not in parts and p.type == parts[0].type] if parts else []
    if len(parts) != 1 or len(whole) != 1:
        raise Refused
    part, rest = spelt(parts[0]), spelt(whole[0])
    if _called(whole[0], "opposite"):
        rest = f"({part} + {rest})"  # of wins and losses together
    return _percent(part, rest)


def is_rate(prop: ExistingProperty) -> bool:
    """Whether a number is so many in a hundred."""
    return prop.config.get("format") == "percent" or folded(prop.name).endswith(
        lexis().ends("shares")
    )


def _date(named: Columns, home: ExistingDatabase, *meanings: str) -> ExistingProperty:
    """The date that is named, else the only one, else the only one that means what is needed."""
    dates = [p for p in named if p.type == "date"]
    if len(dates) == 1:
        return dates[0]
    every = [p for p in home.properties if p.type == "date"]
    fit = [p for p in every if says(p.name, *meanings)] if meanings else []
    fit = fit or [p for p in every if "ahead" in meanings and _called(p, "stops")]
    others = [p for p in every if not says(p.name, "born")]
    found = fit or ([] if "born" in meanings else others)  # nobody is born on any day
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused
    raise Ask("property", [p.name for p in found])


def _ends(named: Columns, home: ExistingDatabase) -> tuple[ExistingProperty, ExistingProperty]:
    """The columns that something begins and ends at: of one type, a date or an amount."""
    columns = named if len(named) == _PAIR else home.properties
    ends = [p for p in columns if p.type in ("date", "number") or may_count(p, home)]
    first = [p for p in ends if _called(p, "begins")]
    last = [p for p in ends if _called(p, "stops")]
    if len(named) == _PAIR and not (first and last) and len(ends) == _PAIR:
        first, last = ends[:1], ends[1:]
    if len(first) == len(last) == 1 and first[0].type == last[0].type:
        return first[0], last[0]
    raise Refused


def _in_and_out(
    named: Columns, home: ExistingDatabase
) -> tuple[ExistingProperty, list[ExistingProperty]]:
    """The amount that comes in, and those that go out. Raises Ask where it is open which they
    are."""
    amounts = [p for p in named if p.type in COUNTED] if len(named) == _PAIR else countable(home)
    costs = [p for p in amounts if _called(p, "costs") and not _called(p, "earns")]
    comes = [p for p in amounts if p not in costs]
    comes = [p for p in comes if _called(p, "earns")] or comes
    if costs and len(comes) == 1:
        return comes[0], costs
    if not (costs and comes):
        raise Refused
    raise Ask("property", [p.name for p in comes])


def _called(prop: ExistingProperty, sense: str) -> bool:
    """Whether a name has a word of a sense in it, or ends with one of a single letter."""
    name, ends = folded(prop.name), lexis().ends(sense)
    return name.endswith(ends) or any(word in name for word in ends if len(word) > 1)


# What can be worked out by its name alone; each may ask which column is meant.
FIGURES: Mapping[str, Figure] = {
    "age": _gone("years", "born"), "since": _gone("days"), "years": _gone("years"),
    "overdue": overdue, "left": left,
    "length": length, "nights": nights, "rest": rest, "progress": progress,
    "profit": profit, "margin": margin, "joined": joined,
}  # fmt: skip
