"""What a clause says of the rows that are to be seen, against the design: a view, or an order.

A clause names a row by an option, by a box that is ticked or not, or by a number that it has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from agent.planner.embedded.creating.pieces import bare, is_empty, raw
from agent.planner.embedded.creating.sights import TELLERS, leaves_out, only_in, told_of_all
from agent.planner.embedded.creating.vocabulary import end_of, forms, holds, tokens
from agent.planner.embedded.grammar.build import a_view, present
from agent.planner.embedded.grammar.lexis import lexis
from agent.planner.embedded.grammar.names import CHOICES
from agent.planner.embedded.grammar.phrases import is_first
from agent.planner.embedded.grammar.syllables import TELLING, syllables
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.actions.views import AddView, UpdateView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_LONGEST = 160  # letters of a clause that names rows
_NAME = 40  # letters of a view's name
_NO_ROWS = ("noun.view", "verb.", "view.", "count.", "new.")
_MONEY = ("dollar", "euro", "pound", "won", "yen", "yuan")
_SORTED = ("table", "list", "gallery")
_STAR, _STARS = "⭐", "★⭐☆"
_LATIN, _OTHER = 4, 2  # the fewest letters of a name that a clause must have


@dataclass(frozen=True)
class _Limit:
    """A condition that a clause may mean; `weight` says how much of it the clause has."""

    weight: float
    home: ExistingDatabase
    filter: dict[str, Any]
    name: str


def seen(said: str, databases: Sequence[ExistingDatabase]) -> Change | None:
    """The view with some rows only, or the order, that a clause asks for; None for neither."""
    if len(said) > _LONGEST:
        return None
    words = tokens(said)
    limit = _limit(said, words, databases) if only_in(words) or leaves_out(words) else None
    if limit is None:
        return _ordered(said, databases) if holds(said, "ordering") else None
    sort = _sort(said, [limit.home]) if holds(said, "ordering") else None
    view: dict[str, Any] = {
        "type": "table",
        "name": _name(said, words, limit),
        "filter": limit.filter,
    }
    view |= {"sorts": [sort[1]]} if sort else {}
    return AddView(action="add_view", database=limit.home.title, view=a_view(view))


def _limit(
    said: str, words: Sequence[Token], databases: Sequence[ExistingDatabase]
) -> _Limit | None:
    """The condition that has most of its name in a clause, else the only box there is."""
    found = [limit for home in databases for limit in _limits(said, words, home)]
    found = found or list(_amounts(words, databases))
    if found:
        return max(found, key=lambda limit: limit.weight)
    boxes = [(home, p) for home in databases for p in home.properties if p.type == "checkbox"]
    told = holds(said, "negation") or any(t.has("state.") for t in words)
    stems = {f"{sign}{_plain(p.name)[:1]}" for _, p in boxes for sign in forms("denied")}
    denied = any(stem in _plain(said) for stem in stems if not stem.isascii())  # "未読"
    told = told or denied
    if len(boxes) != 1 or not told:
        return None
    home, box = boxes[0]
    return _box(said, words, home, box, stem=_stem(box.name) if denied else "")


def _limits(said: str, words: Sequence[Token], home: ExistingDatabase) -> Iterator[_Limit]:
    """The conditions on rows of a database that a clause may mean."""
    known = 0.5 * (_shared(home.title, said) > 0)
    compared = next((t for t in words if t.has("compare.")), None)
    number = next((t for t in words if t.kind == "number"), None)
    for prop in home.properties:
        if compared is not None and number is not None:
            weight = _shared(prop.name, said) if prop.type == "number" else 0
            share = prop.config.get("format") == "percent"
            limit = float(number.value) / (100 if share and number.value > 1 else 1)
            test = {compared.group("compare."): limit}
            if weight:
                yield _Limit(weight + known, home, {"property": prop.name, "number": test}, "")
        elif prop.type == "checkbox":
            stem = _stem(prop.name)
            if weight := _shared(stem, said):
                yield _box(said, words, home, prop, stem=stem, weight=weight + known)
        elif prop.type in CHOICES:
            yield from _choices(said, words, home, prop, known)


def _amounts(words: Sequence[Token], databases: Sequence[ExistingDatabase]) -> Iterator[_Limit]:
    """The condition on the only amount of money that there is ("over $200")."""
    compared = next((t for t in words if t.has("compare.")), None)
    number = next((t for t in words if t.kind == "number"), None)
    money = [(d, p) for d in databases for p in d.properties if p.config.get("format") in _MONEY]
    if compared is None or number is None or len(money) != 1:
        return
    test = {compared.group("compare."): float(number.value)}
    yield _Limit(1, money[0][0], {"property": money[0][1].name, "number": test}, "")


def _choices(
    said: str, words: Sequence[Token], home: ExistingDatabase, prop: ExistingProperty, known: float
) -> Iterator[_Limit]:
    stars = _stars(words)
    for option in prop.options:
        name = _plain(option.name)
        if not name and stars and option.name.count(_STAR) == stars:
            yield _Limit(
                1 + known, home, {"property": prop.name, prop.type: {"equals": option.name}}, ""
            )
        # A Latin name may stand there as several: "documentaries only".
        begun = name[:-1] if name.isascii() and len(name) > _LATIN else name
        sign = not name and option.name in said  # "体調が×の日だけ"
        if sign or (
            name and (begun in _plain(said) or begun in _plain(_without_articles(said, words)))
        ):
            has = "contains" if prop.type == "multi_select" else "equals"
            not_has = has.replace("contains", "does_not_contain").replace(
                "equals", "does_not_equal"
            )
            test = {not_has if _is_denied(said, words, name) else has: option.name}
            condition = {"property": prop.name, prop.type: test}
            yield _Limit(len(name) + 1 + known, home, condition, option.name)


def _stars(words: Sequence[Token]) -> int:
    """How many stars a clause speaks of ("★5だけ", "only 5 stars"); 0 for none, or for a range."""
    pairs = [*pairwise(words), *pairwise(words[::-1])]
    found = [a for a, b in pairs if a.kind == "number" and (b.text in _STARS or b.has("star."))]
    ranged = any(t.has("compare.") for t in words)
    return int(found[0].value) if found and not ranged else 0


def _box(
    said: str,
    words: Sequence[Token],
    home: ExistingDatabase,
    prop: ExistingProperty,
    *,
    stem: str,
    weight: float = 1,
) -> _Limit:
    ticked = not _is_denied(said, words, _plain(stem))
    return _Limit(weight, home, {"property": prop.name, "checkbox": {"equals": ticked}}, prop.name)


def _is_denied(said: str, words: Sequence[Token], stem: str) -> bool:
    """Whether a clause means what is not so: "안 낸", "未承認", "not delivered yet"."""
    if any(t.has("not.", "without.", "state.unchecked", "state.open") for t in words):
        return stem not in {_plain(t.text) for t in words if t.has("state.")}
    begun = stem[: max(1 if not stem.isascii() else _OTHER, len(stem) // 2)]
    prefixed = bool(begun) and any(f"{sign}{begun}" in _plain(said) for sign in forms("denied"))
    return prefixed or holds(said, "negation")


def _stem(name: str) -> str:
    """A box's name without the words that only say that it is one."""
    low = _plain(name)
    for end in sorted((*forms("checkbox"), *forms("box")), key=len, reverse=True):
        bare_end = _plain(end)
        if bare_end and low.endswith(bare_end) and len(low) - len(bare_end) >= _OTHER:
            low = low[: -len(bare_end)]
    return low


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _without_articles(said: str, words: Sequence[Token]) -> str:
    return " ".join(said[t.start : t.end] for t in words if not t.has("new.new"))


def _shared(name: str, said: str) -> int:
    """How many letters of a name, from its first on, stand in a clause; 0 where too few."""
    low, within = _plain(name), _plain(said)
    fewest = _LATIN if low.isascii() else _OTHER
    sizes = range(len(low), min(fewest, len(low)) - 1, -1)
    return next((size for size in sizes if size and low[:size] in within), 0)


def _name(said: str, words: Sequence[Token], limit: _Limit) -> str:
    """What a view is called: as quoted, else by the words before "only", else by what it shows."""
    quoted = [str(t.value) for t in words if t.kind == "quoted"]
    taken = {view.name for view in limit.home.views}
    names = [n for n in (*quoted, _rows(said, words), limit.name) if n and len(n) <= _NAME]
    names += [f"{limit.filter['property']} {n}" for n in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def rows_of(said: str) -> str:
    """The words of a clause that name the rows that are to be seen alone; empty for no others."""
    words = tokens(said)
    name = _rows(said, words) if len(said) <= _LONGEST and only_in(words) else ""
    return name if len(name) <= _NAME else ""


def _rows(said: str, words: Sequence[Token]) -> str:
    """The words of a clause that name the rows: behind "only" in English, else before it."""
    only = only_in(words)
    if only is None and leaves_out(words):
        without = next(t for t in words if t.has("without.", "spare."))
        left_out = [t for t in words if t.end <= without.start and t.kind != "particle"]
        return f"{raw(left_out, said)} {without.text}"
    at = words.index(only) if only is not None else 0
    if only is not None and only.kind == "unknown":
        named = said[words[0].start : only.end]  # "안 가 본 곳만": it ends with "only"
        return named.removesuffix(end_of(only.text, "only")).strip()
    if (every := told_of_all(words)) is not None:
        behind = [t for t in words if t.start > every.start]
        while behind and behind[0].has(*TELLERS):
            behind.pop(0)
        name = said[behind[0].start :].strip() if behind else ""
        return name[:1].upper() + name[1:]  # "table of everyone who is not hired"
    leads = only is not None and only.has("only.") and is_first(only, lexis())
    undone = only is not None and only.has("state.", "not.")
    kept = list(words[at + 1 :] if leads else words[: at + undone])
    if only is not None and (ones := _ones(said, kept, only)):
        return ones
    while kept and (is_empty(kept[-1]) or kept[-1].has("noun.thing", *_NO_ROWS)):
        kept.pop()
    while kept and kept[0].has(*_NO_ROWS):
        kept.pop(0)
    return raw(bare(kept), said)


def _ones(said: str, kept: Sequence[Token], only: Token) -> str:
    """The words down to "ones" where a verb tells these apart ("안 돌려받은 것만"); else empty."""
    if kept and kept[0].text.isascii():
        return ""
    end = said[: only.end].rstrip()
    end = end.removesuffix(end_of(end, "only")).rstrip()
    tells = next((t for t in reversed(kept) if not t.has("noun.thing")), None)
    last = syllables(tells.text[-1:]) if tells is not None else []
    if tells is None or not last or last[0].end not in TELLING or end.endswith(tells.text):
        return ""
    first = next(t for t in kept if not (is_empty(t) or t.has(*_NO_ROWS)))
    return end[first.start :]


def _ordered(said: str, databases: Sequence[ExistingDatabase]) -> Change | None:
    """The first view of a database in the order that a clause asks for."""
    found = _sort(said, databases)
    if found is None:
        return None
    home, sort = found
    view = next((v for v in home.views if v.type in _SORTED), None)
    words = tokens(said)
    apart = any(t.has("role.also") for t in words) and any(t.has("view.") for t in words)
    if view is None or apart:  # "飲み頃順の表もあると嬉しい"
        shown = {"type": "table", "name": sort["property"], "sorts": [sort]}
        return AddView(action="add_view", database=home.title, view=a_view(shown))
    to = a_view(present(home, view) | {"sorts": [sort]})
    return UpdateView(action="update_view", database=home.title, view=view.name, to=to)


def _sort(
    said: str, databases: Sequence[ExistingDatabase]
) -> tuple[ExistingDatabase, dict[str, Any]] | None:
    """By which property, and which way: a property that is named, else the first day."""
    falls = holds(said, "falling")
    named = [
        (_shared(prop.name, said) + 0.5 * (_shared(home.title, said) > 0), home, prop)
        for home in databases
        for prop in home.properties
        if _shared(prop.name, said)
    ]
    days = [
        (0.5 * (_shared(home.title, said) > 0), home, prop)
        for home in databases
        for prop in home.properties
        if prop.type == "date" and (falls or holds(said, "rising"))
    ]
    best = max(named or days, key=lambda one: one[0], default=None)
    if best is None:
        return None
    _, home, prop = best
    if prop.type == "checkbox":  # "입금 안 된 것 먼저"
        falls = not holds(said, "negation")
    return home, {"property": prop.name, "direction": "descending" if falls else "ascending"}
