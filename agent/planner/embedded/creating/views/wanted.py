"""Views that a wish asks for, and those that it does not want."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from agent.planner.brief import WantedView
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Member, bare, is_empty, uncounted
from agent.planner.embedded.grammar.text.tokens import Token

# Words that name what things are kept in as well: a view only beside the word "view".
_UNCLEAR = ("view.table", "view.list", "view.form", "view.map")
_PLAIN = (
    "noun.view",
    "noun.page",
    "concept.files",
    "it.",
    "theme.",
    "vague.",
    "count.1",
    "lead.",
    "verb.show",
    "verb.group",
    "verb.want",
    "all.both",
)
# What says more of a view than a wish for one does: such words are read as a change.
_PAIR = 2
_MANY = 3  # words that name a view and what it is by
_MORE = ("state.", "verb.hide", "verb.sort", "compare.", "sort.", "noun.filter")
_BASED = "sort.by"  # … but not what it stands on ("도착일 기준 캘린더")


def view_of(
    member: Member, text: str, known: Callable[[str], str | None] | None = None
) -> WantedView | None:
    """The view that a member names, and nothing beside it but what it is by or of; `known` finds
    a property that was named before."""
    tokens, _ = uncounted(member.tokens)  # "…とカレンダーの2つ"
    at = next((i for i, t in enumerate(tokens) if t.has("view.") and not t.names), None)
    if len(tokens) > 1 and tokens[0].has("each_month.") and tokens[-1].has("noun.view"):
        return WantedView(type="calendar") if len(tokens) == _PAIR else None  # "monthly view"
    if at is None and (each := _for_each(tokens)):
        return WantedView(type="board", by=tidy(each, text))
    by_at = next((i for i, t in enumerate(tokens) if t.kind == "word" and t.has("role.by")), None)
    behind = tokens[:by_at]  # "a board by done"
    more = any(t.has(*_MORE) and not (t.has(_BASED) and t in tokens[:at]) for t in behind)
    if at is None or member.choices or more:
        return None
    before, after = tokens[:at], tokens[at + 1 :]
    by, rest = _by(before, after, text)
    named = any(t.has("noun.view") for t in tokens)
    unclear = tokens[at].has(*_UNCLEAR) and not named
    parted = bool(unclear and known and by and known(by))  # "部署ごとの一覧", of a column
    if unclear and not parted:
        return None
    for said, others in ((before, after), (after, before)):
        if by is None and known and said and (name := known(tidy(said, text))):
            by, rest = name, list(others)
    plain = all(
        is_empty(t)
        or t.has(*_PLAIN)
        or (named and t.has("count."))
        or t.kind == "ending"
        or (at == 0 and t.has("noun.thing"))  # "カレンダーで見るのがメイン"
        for t in rest
    )
    kind = "table" if parted else tokens[at].group("view.")
    return WantedView.model_validate({"type": kind, "by": by}) if plain else None


def _for_each(tokens: Sequence[Token]) -> Sequence[Token]:
    """What there is to be a view for each of ("one view per trade")."""
    at = next((i for i, t in enumerate(tokens) if t.has("noun.view")), len(tokens))
    by = [t for t in tokens[at + 1 : at + 2] if t.kind == "word" and t.has("role.by", "each.")]
    plain = all(is_empty(t) or t.has("count.") for t in tokens[:at])
    return tokens[at + 2 :] if by and plain else ()


def view_named(found: Found, member: Member) -> WantedView | None:
    """The view that a member names, by itself or of a database ("会員の役割別ボード", "Bikes as a
    board")."""
    tokens = member.tokens
    at = next((i for i, t in enumerate(tokens) if i and _owns(t)), 0)
    owner = found.names(tidy(tokens[:at], found.text)) if at else None
    own = Member(tokens[at + 1 :]) if owner else member
    begun = next((i for i, t in enumerate(tokens) if t.has("view.") and not t.names), 0)
    if owner is None and begun and (owner := found.names(tidy(tokens[:begun], found.text))):
        own = Member(tokens[begun:])  # "readings calendar"
    view = view_of(own, found.text, found.has_property)
    if view and view.by and (meant := found.column_meant(view.by)):
        view = view.model_copy(update={"by": meant.name})  # "会議室ごと": of 会議室名
    return view.model_copy(update={"database": owner}) if view and owner else view


def _owns(token: Token) -> bool:
    """Whether what stands before a word may be the database that a view is of."""
    if token.kind == "particle":
        return token.has("role.of")
    return token.text.isascii() and token.has("role.to", "role.at", "setting.")


def _by(
    before: Sequence[Token], after: Sequence[Token], text: str
) -> tuple[str | None, list[Token]]:
    """What a view is grouped by, and the words that are left."""
    grouped = next((i for i, t in enumerate(before) if i and t.has("verb.group")), 0)
    if grouped and not before[0].text.isascii():
        return tidy(before[:grouped], text), list(after)  # "状態でグループ分けしたボード"
    for place, token in enumerate(before):
        if token.kind == "particle" and token.has("role.by") and place:
            if place == 1 and before[0].has("unit.week", "unit.month"):
                return None, [*before[place + 1 :], *after]  # "週ごとにカレンダーで"
            return tidy(before[:place], text), [*before[place + 1 :], *after]
    if len(before) > 1 and before[-1].kind == "particle" and before[-1].has("role.from"):
        return tidy(_behind_day(before[:-1]), text), list(after)  # "納品の日でカレンダー"
    if len(before) > 1 and before[-1].has(_BASED):
        return tidy(before[:-1], text), list(after)
    if after and after[0].kind == "word" and after[0].has("role.by") and len(after) > 1:
        return tidy(after[1:], text), list(before)
    if after and after[0].kind == "word" and after[0].has("role.of"):
        at = next((i for i, t in enumerate(after) if t.kind == "word" and t.has("role.by")), None)
        by = tidy(after[at + 1 :], text) if at else None  # "a chart of guests per table"
        return by or None, list(before)  # "a chart of where the money goes"
    return None, [*before, *after]


def _behind_day(tokens: Sequence[Token]) -> Sequence[Token]:
    """What has a day, without the word for that ("納品の日")."""
    dated = len(tokens) > 2 and tokens[-1].has("unit.day", "concept.date")
    return tokens[:-2] if dated and tokens[-2].has("role.of") else tokens


def says_change(tokens: Sequence[Token]) -> bool:
    """Whether words say how something is to be seen, sorted or reckoned: a change to what is."""
    named = any(t.has("noun.view") for t in tokens)
    shown = any(t.has("verb.show", "verb.hide", "role.only", "only.") for t in tokens)
    sorts = any(
        t.has("verb.sort", "role.ordered", *_MORE[1:]) for t in tokens if not t.has("thing.")
    )
    plain = [t for t in tokens if not t.has("filler.") or t.has("role.at")]
    placed = any(
        a.has("role.at") and b.has("place.bottom", "place.top") for a, b in pairwise(plain)
    )  # "total at the bottom"
    reckons = any(t.has("noun.filter", "noun.formula", "noun.rollup") for t in tokens)
    apart = shown and any(t.has("own.") for t in tokens)  # "unread ones shown separately"
    return sorts or reckons or placed or apart or (named and (shown or len(tokens) > _MANY))


def grouped_by(tokens: Sequence[Token], verbs: Sequence[Token]) -> list[Token]:
    """What a view is to be grouped by ("은행별 그룹", "group by state"); nothing for none."""
    asks = any(t.has("verb.group") for t in (*tokens, *verbs))
    at = next((i for i, t in enumerate(tokens) if t.kind == "particle" and t.has("role.by")), 0)
    if at and (asks or any(t.has("verb.show", "noun.view") for t in (*tokens, *verbs))):
        return list(tokens[:at])
    spelt = next((i for i, t in enumerate(tokens) if t.kind == "word" and t.has("role.by")), None)
    if asks and spelt is not None and all(map(is_empty, tokens[:spelt])):
        return bare(tokens[spelt + 1 :])  # "group it by voice part"
    if asks and not at and len(tokens) <= _MANY and not any(t.has("verb.group") for t in tokens):
        return bare(tokens)
    return []


def is_clear(tokens: Sequence[Token]) -> str:
    """The kind of view that a head is called by ("task board"); empty for none."""
    last = next((t for t in reversed(tokens) if not is_empty(t)), None)
    clear = last is not None and last.has("view.") and not last.has(*_UNCLEAR)
    return last.group("view.") if last is not None and clear else ""


def as_view(member: Member) -> Member:
    """A member of a list of views: "table" alone is one there."""
    word = Token("word", 0, 0, "", frozenset({"noun.view"}))
    return Member((*member.tokens, word) if member.tokens else ())
