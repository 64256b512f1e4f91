"""The condition on rows that a clause means: an option, a box, a number, a span of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from agent.planner.embedded.creating.views.sights import told_of_all
from agent.planner.embedded.creating.wish.vocabulary import forms, holds, tokens
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded
from tools.workspace.model import ExistingDatabase, ExistingProperty

_MONEY = ("dollar", "euro", "pound", "won", "yen", "yuan")
_STAR, _STARS = "⭐", "★⭐☆"
_LATIN, _OTHER = 4, 2  # the fewest letters of a name that a clause must have


@dataclass(frozen=True)
class Limit:
    """A condition that a clause may mean; `weight` says how much of it the clause has."""

    weight: float
    home: ExistingDatabase
    filter: dict[str, Any]
    name: str


def limit_of(
    said: str, words: Sequence[Token], databases: Sequence[ExistingDatabase]
) -> Limit | None:
    """The condition that has most of its name in a clause, else the only box there is."""
    found = [limit for home in databases for limit in _limits(said, words, home)]
    found = found or list(_amounts(words, databases))
    if found:
        best = max(found, key=lambda limit: limit.weight)
        return _both(best, found) if told_of_all(words) else best
    boxes = [(home, p) for home in databases for p in home.properties if p.type == "checkbox"]
    told = holds(said, "negation") or any(t.has("state.") for t in words)
    stems = {f"{sign}{_plain(p.name)[:1]}" for _, p in boxes for sign in forms("denied")}
    denied = any(stem in _plain(said) for stem in stems if not stem.isascii())  # "未読"
    told = told or denied
    if len(boxes) != 1 or not told:
        return None
    home, box = boxes[0]
    return _box(said, words, home, box, stem=_stem(box.name) if denied else "")


def _both(best: Limit, found: Sequence[Limit]) -> Limit:
    """A condition with those that its clause has of other columns of the same rows."""
    tests = {limited_by(best.filter): best.filter}
    for one in sorted(found, key=lambda limit: -limit.weight):
        if one.home.id == best.home.id:
            tests.setdefault(limited_by(one.filter), one.filter)
    return best if len(tests) == 1 else replace(best, filter={"and": list(tests.values())})


def limited_by(test: dict[str, Any]) -> str:
    """The property that a condition is of."""
    tests = test.get("and") or test.get("or") or [test]
    return str(tests[0]["property"])


def _limits(said: str, words: Sequence[Token], home: ExistingDatabase) -> Iterator[Limit]:
    """The conditions on rows of a database that a clause may mean."""
    known = 0.5 * (shared(home.title, said) > 0)
    # "joined on" says nothing of the option "joined".
    left = _without_names(said, home)
    compared = next((t for t in words if t.has("compare.")), None)
    number = next((t for t in words if t.kind == "number"), None)
    for prop in home.properties:
        if compared is not None and number is not None:
            weight = shared(prop.name, said) or _is_lasting(prop, words)
            weight = weight if prop.type == "number" else 0
            share = prop.config.get("format") == "percent"
            limit = float(number.value) / (100 if share and number.value > 1 else 1)
            test = {compared.group("compare."): limit}
            if weight:
                yield Limit(weight + known, home, {"property": prop.name, "number": test}, "")
                continue
        if prop.type == "date":
            yield from _span(said, words, home, prop)
        if prop.type == "checkbox":
            stem = _stem(prop.name)
            if weight := shared(stem, said):
                yield _box(said, words, home, prop, stem=stem, weight=weight + known)
        elif prop.type in CHOICES:
            yield from _choices(left, tokens(left), home, prop, known)
            yield from _of_state(words, home, prop)


def _without_names(said: str, home: ExistingDatabase) -> str:
    """A clause without the names of properties that it has in it whole."""
    low = said.casefold()
    for prop in sorted(home.properties, key=lambda p: -len(p.name)):
        name = prop.name.casefold()
        if len(name.split()) > 1 and name in low and prop.type not in CHOICES:
            low = low.replace(name, "")
    return low


def _is_lasting(prop: ExistingProperty, words: Sequence[Token]) -> int:
    """1 where a clause counts minutes or hours and a property says how long something takes."""
    known = concept_worded(prop.name)
    counts = any(a.kind == "number" and b.has("lasting.") for a, b in pairwise(words))
    return int(counts and known is not None and known.key == "duration")


def _of_state(
    words: Sequence[Token], home: ExistingDatabase, prop: ExistingProperty
) -> Iterator[Limit]:
    """ "everything still open": rows whose status says that nothing is left to do, or not."""
    told = next((t for t in words if t.has("state.open", "state.done") and not t.names), None)
    if prop.type != "status" or told is None:
        return
    done = [option.name for option in prop.options if option.group == "Complete"]
    is_open = told.has("state.open") != any(t.has("not.") for t in words)
    test = "does_not_equal" if is_open else "equals"
    tests = [{"property": prop.name, "status": {test: name}} for name in done]
    if tests:
        joined = {"and" if is_open else "or": tests}
        yield Limit(2, home, tests[0] if len(tests) == 1 else joined, told.text)


def _span(
    said: str, words: Sequence[Token], home: ExistingDatabase, prop: ExistingProperty
) -> Iterator[Limit]:
    """ "whose warranty ends next week": rows of which a day that is named lies in a span. Notion's
    filters know no present month."""
    span = next((t.group("range.") for t in words if t.has("range.")), "")
    if span and span != "this_month" and (weight := shared(prop.name, said)):
        yield Limit(weight, home, {"property": prop.name, "date": {span: {}}}, "")


def _amounts(words: Sequence[Token], databases: Sequence[ExistingDatabase]) -> Iterator[Limit]:
    """The condition on the only amount of money that there is ("over $200")."""
    compared = next((t for t in words if t.has("compare.")), None)
    number = next((t for t in words if t.kind == "number"), None)
    money = [(d, p) for d in databases for p in d.properties if p.config.get("format") in _MONEY]
    if compared is None or number is None or len(money) != 1:
        return
    test = {compared.group("compare."): float(number.value)}
    yield Limit(1, money[0][0], {"property": money[0][1].name, "number": test}, "")


def _choices(
    said: str, words: Sequence[Token], home: ExistingDatabase, prop: ExistingProperty, known: float
) -> Iterator[Limit]:
    stars = _stars(words)
    for option in prop.options:
        name = _plain(option.name)
        if not name and stars and option.name.count(_STAR) == stars:
            yield Limit(
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
            yield Limit(len(name) + 1 + known, home, condition, option.name)


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
) -> Limit:
    ticked = not _is_denied(said, words, _plain(stem))
    return Limit(weight, home, {"property": prop.name, "checkbox": {"equals": ticked}}, prop.name)


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
    for end in sorted((*lexis().boxes, *forms("box")), key=len, reverse=True):
        bare_end = _plain(end)
        if bare_end and low.endswith(bare_end) and len(low) - len(bare_end) >= _OTHER:
            low = low[: -len(bare_end)]
    return low


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _without_articles(said: str, words: Sequence[Token]) -> str:
    return " ".join(said[t.start : t.end] for t in words if not t.has("new.new"))


def shared(name: str, said: str) -> int:
    """How many letters of a name, from its first on, stand in a clause; 0 where too few."""
    low, within = _plain(name), _plain(said)
    fewest = _LATIN if low.isascii() else _OTHER
    sizes = range(len(low), min(fewest, len(low)) - 1, -1)
    return next((size for size in sizes if size and low[:size] in within), 0)
