"""How many: databases, sub-pages and sample rows, as "DB 3개", "six databases", "10 rows each"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.planner.brief import MOST_DATABASES, MOST_ROWS, MOST_SUB_PAGES, Limited
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.tokens import Token

_COUNTED: dict[str, str] = {
    "noun.database": "databases",
    "noun.sub_page": "sub_pages",
    "sample.sample": "rows",
}
_MOST: dict[Limited, int] = {
    "databases": MOST_DATABASES,
    "sub_pages": MOST_SUB_PAGES,
    "rows": MOST_ROWS,
}
_NEAR = 6  # tokens from a number to what it counts
_FIELDS: dict[str, str] = {
    "databases": "database_count",
    "sub_pages": "sub_page_count",
    "rows": "sample_count",
}


@dataclass(frozen=True)
class Size:
    """A number of something; `more` of it than there are. `start` to `end` are its tokens."""

    what: str
    count: int
    more: bool
    start: int
    end: int
    lists: bool  # whether a list of them follows


def without_sizes(tokens: Sequence[Token]) -> tuple[list[Token], dict[str, object]]:
    """The tokens without what says how many, and what that sets in a brief."""
    left, sizes = list(tokens), list(_sizes(_seated(tokens)))
    for size in reversed(sizes):
        first, last = left[size.start], left[size.end - 1]
        if _sums_up(left, size):
            continue  # the noun says what they are
        if size.lists:
            kept = [t for t in left[size.start : size.end] if t.has(*_COUNTED)]
            kept = [replace(t, senses=t.senses.intersection(_COUNTED)) for t in kept]  # and no view
        else:
            kept = [Token("punct", first.start, last.end, ",")]
        left[size.start : size.end] = kept
    return left, fields_of(sizes)


def _seated(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, with tables at which people sit for no databases ("seating: 12 tables")."""
    if not any(t.has("seat.seating") for t in tokens):
        return tokens
    nothing = frozenset[str]()
    return [replace(t, senses=nothing) if t.has("seat.table") else t for t in tokens]


def _sums_up(tokens: Sequence[Token], size: Size) -> bool:
    """Whether a number counts what is listed right before it ("A, B and C, three databases")."""
    at, joints, words = size.start - 1, 0, 0
    while (
        at >= 0 and tokens[at].text not in (".", "!", "?", ";", ":") and tokens[at].kind != "break"
    ):
        joint = tokens[at].kind == "punct" and tokens[at].text in ",/|"
        joints += (joint and words > 0) or tokens[at].has("also.also", "role.and")
        words += tokens[at].kind not in ("punct", "particle")
        at -= 1
    return size.what == "databases" and joints + 1 >= size.count > 1


def fields_of(sizes: Sequence[Size]) -> dict[str, object]:
    """The fields of a brief that sizes set, none beyond its limit."""
    fields, cut = dict[str, object](), list[str]()
    for size in sizes:
        most = _MOST[size.what]  # type: ignore[index]  # `_COUNTED` has the limited ones alone
        cut += [size.what] if size.count > most else []
        further = size.more and size.what != "rows"
        name = f"further_{size.what}" if further else _FIELDS[size.what]
        fields[name] = min(size.count, most)
    return {**fields, "cut": cut} if cut else fields


def _sizes(tokens: Sequence[Token]) -> Iterator[Size]:
    at, depth = 0, 0
    while at < len(tokens):
        mark = tokens[at].text if tokens[at].kind == "punct" else ""
        depth += (mark in "([{") - (mark in ")]}") if mark else 0
        found = None if depth else _noun_first(tokens, at) or _number_first(tokens, at)
        if found is not None:
            yield found
            at = found.end
        else:
            at += 1


def _what(token: Token) -> str:
    plain = token.kind == "word" and (token.has(*_COUNTED) or not token.has("view."))
    return next((_COUNTED[s] for s in _COUNTED if plain and token.has(s)), "")


def _number(token: Token) -> int | None:
    if token.kind == "number" or token.has("count."):
        return count_of(token)
    return None


def _noun_first(tokens: Sequence[Token], at: int) -> Size | None:
    """ "DB 3개로", "샘플은 5건씩", "データベース4つの"."""
    what, end = _what(tokens[at]) or _rows_led(tokens, at), at + 1
    if not what:
        return None
    if end < len(tokens) and (
        tokens[end].has("role.topic", "role.at", "role.object", "role.subject")
        or tokens[end].text == ":"
    ):
        end += 1
    while end < len(tokens) and tokens[end].has("only."):
        end += 1
    if end >= len(tokens) or (number := _number(tokens[end])) is None:
        return None
    if tokens[end].has("new.") and tokens[end].text.isascii():
        return None  # "databases, a calendar"
    counter = tokens[end + 1 : end + 2]
    unit = bool(counter) and counter[0].has("counter.", "star.", "noun.row", "unit.")
    if not unit and tokens[end].kind == "number" and any(map(_what, tokens[end + 1 : end + 2])):
        return None  # "DB, 3 sub-pages"
    size = _closed(tokens, what, number, at, end + 1 + unit)
    before = tokens[at - 1 : at]
    owned = bool(before) and before[0].kind not in ("punct", "break", "ending")
    owned = owned and (before[0].kind != "particle" or before[0].has("role.of"))
    if number == 1 and what == "databases" and owned and not size.more:
        return replace(size, lists=True)  # "회의록 DB 하나만"
    return size


def _rows_led(tokens: Sequence[Token], at: int) -> str:
    """What a clause counts that begins with rows ("行は10件", "rows: 12"): samples."""
    opens = at == 0 or tokens[at - 1].kind in ("punct", "break")
    behind = tokens[at + 1 : at + 3]
    led = len(behind) > 1 and (behind[0].has("role.topic") or behind[0].text == ":")
    counts = opens and led and tokens[at].has("noun.row") and _number(behind[1]) is not None
    return "rows" if counts else ""


def _number_first(tokens: Sequence[Token], at: int) -> Size | None:
    """ "six databases", "5개 DB", "10 sample rows each"."""
    number, end = _number(tokens[at]), at + 1
    if number is None or (tokens[at].has("new.") and tokens[at].text.lower() in ("a", "an")):
        return None
    more = False
    while end < min(len(tokens), at + _NEAR) and (
        tokens[end].has("counter.", "creature.", "more.", "star.", "role.of", "new.new", "noun.row")
    ):
        if what := _what(tokens[end]):
            break
        more = more or tokens[end].has("more.")
        end += 1
    if end < len(tokens) and tokens[end].has("role.object"):
        end += 1  # "会員12人を例として"
    what = _what(tokens[end]) if end < len(tokens) else ""
    if not what and end < len(tokens) and tokens[end].has("example."):
        what, at = "rows", at - _names_rows(tokens, at)
    if not what:
        return None
    samples = what == "rows" and tokens[end].text.isascii()
    size = _closed(tokens, what, number, at, end + 1 + (samples and _names_rows(tokens, end + 2)))
    while samples and size.start and tokens[size.start - 1].has("fill."):
        size = replace(size, start=size.start - 1)  # "fill in 8 example members"
        at = size.start
    named = tokens[size.end : size.end + 1]
    if number == 1 and what == "databases" and named and named[0].kind in ("unknown", "quoted"):
        size = replace(size, lists=True)  # "one database Characters with …"
    return Size(what, number, size.more or more, at, size.end, size.lists)


def _names_rows(tokens: Sequence[Token], at: int) -> bool:
    """Whether right before a place stands a noun for the samples, and nothing else in its clause
    ("회원 12명 예시로", "8 sample runs")."""
    noun = tokens[at - 1 : at] if at else ()
    around = (*tokens[max(0, at - 2) : at - 1], *tokens[at : at + 1])
    alone = not any(
        t.kind not in ("punct", "break", "number") and not t.has("sample.", "verb.") for t in around
    )
    return bool(noun) and noun[0].kind in ("word", "unknown") and not noun[0].has("verb.") and alone


def _closed(tokens: Sequence[Token], what: str, count: int, start: int, end: int) -> Size:
    """A size with what hangs on it: "each", "only", its particle."""
    more = start > 0 and tokens[start - 1].has("more.") and not tokens[start - 1].has("verb.")
    more = more or any(t.has("more.") for t in tokens[start:end])
    has = tokens[end : end + 1]  # "하위 페이지 3개 있는 위키"
    tells = bool(has) and not has[0].text.isascii() and has[0].has("state.filled", "contains.")
    end += tells and len(tokens) > end + 1
    while end < len(tokens):
        token = tokens[end]
        more = more or token.has("more.")
        hangs = token.kind == "particle" and token.has("role.to", "role.of", "role.only", "role.at")
        if not (hangs or token.has("each.", "more.", "only.")):
            break
        end += 1
    after = tokens[end : end + 1]
    listed = bool(after) and (after[0].text in (":", "(") or after[0].kind == "quoted")
    lists = listed and what != "rows"
    return Size(what, count, more, start, end, lists)
