"""Clauses of a wish that say which rows are to be seen, or in which order: "미결제만 보는 보기"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.planner.embedded.creating.views.charts import is_charted
from agent.planner.embedded.creating.views.looks import paints_some
from agent.planner.embedded.creating.wish.pieces import is_column, is_empty, raw
from agent.planner.embedded.creating.wish.vocabulary import ends, forms, holds
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token

_STOPS = frozenset(".!?;,:|+")
_TOLD = ("state.overdue", "keeps.")  # "期限切れのものがわかるビュー"
_UNDONE = ("state.open", "state.unchecked", "not.")
_MOST = 12  # tokens of a clause that is only about order
TELLERS = ("teller.", "it.", "talk.", "filler.", "apart.")  # "who", "that", "that is"
_NEAR = 4  # words, among which one says that a view is meant
_LIMITS = ("without.", "state.", "not.", "compare.", "only.", "range.")
_WHICH = ("compare.", "state.", "range.")  # which rows
_ENDS = frozenset({".", "!", "?"})
_SPOKEN = ("role.topic", "role.object", "role.only", "only.only")  # behind what is spoken of
_PLAIN = ("view.", "noun.", "only.", "count.", "counter.", "verb.", "make.", "more.", "new.")


@dataclass
class Piece:
    """The tokens of a clause, and the mark that ends it."""

    tokens: list[Token] = field(default_factory=list)
    mark: str = ""


def without_sights(
    tokens: Sequence[Token], text: str, *, begun: bool
) -> tuple[list[Token], list[str]]:
    """The tokens without the clauses that ask for some rows only, and these as typed.

    The first sentence says what is to be made, unless the wish has `begun` before.
    """
    left, sights, led, home = list[Token](), list[str](), False, list[Token]()
    opens, joint, asked = False, "", False
    goes_on = list[Token]()  # a view of which the next clause may say the order
    pieces = [*pieces_of(tokens)]
    for place, piece in enumerate(pieces):
        said = [t for t in piece.tokens if t.kind not in ("punct", "break")]
        while said and said[0].text.isascii() and said[0].has("also."):
            said.pop(0)
        if said and said[-1].kind == "particle" and said[-1].has("role.and"):
            said.pop()
        asks = _orders(said, text) or _limits(said, led=led) or _is_sorted_view(said)
        placed = asked and bool(said) and shown_as(said) is not None  # "…, reds in another"
        asks = asks or _shows_ones(said, text) or paints_some(said) or placed
        asks = asks and not _ends_list(said, text, joint)
        views = _limits(said, led=led) or shown_as(said) is not None
        grouped = bool(said) and said[0].has("verb.group")
        goes_on = goes_on if asks and _orders(said, text) and not (views or grouped) else []
        asks = asks or (joint != "+" and is_charted(said))
        asks = asks or (opens and piece.mark in _ENDS and _is_order(said))
        behind = joint == "," and bool(said) and said[0].has("role.ordered", "verb.group")
        opens, joint, asked = piece.mark in _ENDS, piece.mark, asks and piece.mark not in _ENDS
        ahead = asks and not begun and _leads(said) and _names_more(pieces[place : place + _MOST])
        if (begun or led or ahead or behind) and asks:
            kept = [*goes_on, *home, *said]
            del sights[len(sights) - bool(goes_on) :]  # "everyone still open, newest first"
            sights.append(text[kept[0].start : kept[-1].end])
            home, goes_on = [], kept if piece.mark == "," and not grouped else []
            left += [t for t in piece.tokens[-1:] if t.text in _ENDS or t.kind == "break"]
            continue
        left, goes_on = [*left, *home], []
        begun = begun or (bool(said) and piece.mark in _ENDS)
        # Behind "views:" a name with a colon is the database of what follows.
        home = piece.tokens if led and piece.mark == ":" else []
        left += [] if home else piece.tokens
        named = bool(said) and said[-1].has("noun.view")
        led = (led or (named and piece.mark == ":")) and piece.mark not in _ENDS
    return [*left, *home], sights


def _leads(said: Sequence[Token]) -> bool:
    """Whether a clause ends with how rows are to be seen, or begins so where verbs stand first: it
    names nothing that is to be made."""
    surely = ("verb.show", "verb.hide", "noun.view", "verb.sort")
    asks = ("want.", "filler.")
    kept = [t for t in said if t.has(*surely)
            or not (t.kind in ("particle", "ending") or t.has(*asks))]  # fmt: skip
    near = kept[:_NEAR] if said[0].text.isascii() else kept[-1:]
    limited = any(t.has(*_LIMITS) for t in kept)  # "読みたい本だけの一覧" may be all that is wanted
    return any(t.has(*surely) or (limited and t.has("view.")) for t in near)


def _names_more(pieces: Sequence[Piece]) -> bool:
    """Whether what is to be made, or its columns, follow upon the sentence of the first piece."""
    ended = next((i for i, one in enumerate(pieces) if one.mark in _ENDS), len(pieces))
    return any(one.mark == ":" for one in pieces[1:]) or any(
        one.mark == "," for one in pieces[ended + 1 :]
    )


def pieces_of(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The clauses, with the marks behind them; what stands in brackets stays together."""
    piece, depth = Piece(), 0
    for at, token in enumerate(tokens):
        after, *_ = [*tokens[at + 1 : at + 2], Token("break", 0, 0, "")]
        mark = token.text if token.kind == "punct" else ""
        depth += (mark in "([{") - (mark in ")]}") if mark else 0
        acts = after.has("verb.sort", "role.ordered", "verb.hide", "verb.group")
        acts = acts or _opens_view(tokens[at + 1 : at + 1 + _NEAR])
        if any(t.has("verb.group") for t in piece.tokens[:1]):  # "group it by team and show …"
            acts = acts or after.has("verb.show", "make.")
        if token.has("also.") and piece.tokens and token.text.isascii():
            acts = acts or _placed_in(piece.tokens[-_NEAR:]) is not None
        seen = ("view.chart", "noun.view")
        charts = token.has("role.and") and any(t.has(*seen) for t in piece.tokens[-1:])
        if acts and piece.tokens and not depth and token.text.isascii() and token.has("also."):
            yield piece  # "hide what is done and sort by date"
            piece = Piece()
        piece.tokens.append(token)
        shown = token.has("verb.show") and ends(token.text, "next")  # "갤러리로 보고 …"
        shown = shown or (token.has("ending.next") and len(piece.tokens) > 1)
        verbs = piece.tokens[-2:-1] if token.has("ending.joins") else []
        shown = shown or any(t.has("verb.group") for t in verbs)  # "担当ごとにまとめて日付順に"
        shown = shown or (charts and token.kind == "particle")  # "월별 차트랑 분류별 차트"
        shown = shown and not after.has("want.", "filler.")  # "보고 싶어"
        if token.kind == "break" or (not depth and ((mark and mark in _STOPS) or shown)):
            piece.mark = mark or ("," if shown else ".")
            yield piece
            piece = Piece()
    yield piece


def _opens_view(said: Sequence[Token]) -> bool:
    """Whether words begin with one more view that says what it is of ("a table of …", "another
    with …")."""
    kept = said[1:] if said and said[0].has("count.1", "new.") else said
    view = bool(kept) and kept[0].has("view.", "noun.view")
    led = kept[1:2] if view else kept[:1] if len(kept) < len(said) and said[0].has("new.") else []
    return any(t.has("role.of", "role.with", "verb.show") for t in led)


def only_in(said: Sequence[Token]) -> Token | None:
    """The word of a clause that leaves out other rows: "only", or that some are not yet so."""
    of_all = told_of_all(said)
    viewed = of_all is not None or any(t.has("noun.view") for t in said)
    found = (t for t in said if _is_only(t) or (viewed and t.has(*_UNDONE, *_TOLD)))
    return next(found, of_all)


def told_of_all(said: Sequence[Token]) -> Token | None:
    """The "all" of a view of all rows of which something is told ("table of everyone who is not
    hired", "a view for everything under 30 min"); where that is left out, what leads to it ("a
    gallery of unsold ones")."""
    at = max((i for i, t in enumerate(said[:_NEAR]) if t.has("view.", "noun.view")), default=-1)
    of, every, *told = [*said[at + 1 :], None, None] if at >= 0 else (None, None)
    if of is None or every is None or not of.has("role.of", "with.", "verb.show"):
        return None
    telling = [t for t in told if t is not None]
    if of.has("role.of") and of.text.isascii() and _tells_some([every, *telling]):
        return every if every.has("all.") else of
    if not telling or all(is_empty(t) or t.has("it.") for t in telling):
        return None  # "a gallery of all of them"
    whole = every.has("all.") and every.text.lower() in forms("whoever")
    limited = telling[0].has(*TELLERS) or any(t.has(*_LIMITS) for t in telling)
    whom = every.has("noun.thing") and any(t.has(*TELLERS) for t in telling[:1])
    named = every.has("all.") or whom  # "those who …"
    return every if named and telling and (whole or limited) else None


def _tells_some(said: Sequence[Token]) -> bool:
    """Whether words behind "a list of" say which rows are meant, and are no name of what there is
    to be."""
    telling = ("dealt.in", "to_come.", "range.", "ask.which")
    return any(_denies(t) or t.has(*_LIMITS, *telling) for t in said)


def _denies(token: Token) -> bool:
    """Whether a word denies what is done, by how it begins ("unsold")."""
    sign = next((s for s in forms("denied") if token.text.lower().startswith(s)), "")
    done = token.text.lower().removeprefix(sign)
    told = lexis().stem(done) != done and not done.endswith("s")
    return token.kind == "unknown" and bool(sign) and told


def shown_as(said: Sequence[Token]) -> tuple[int, Token] | None:
    """The view as which a clause asks to see what it speaks of, and where that ends ("팔린 것은
    표로", "売却済みは表で", "sold ones in a table")."""
    if said and said[0].text.isascii():
        return _placed_in(said)
    small = ("new.", "own.", "verb.show")
    kept = [i for i, t in enumerate(said) if not (t.kind == "ending" or t.has(*small)
            or (t.kind == "particle" and t.has("role.to")) or _asks(t) or is_empty(t))]  # fmt: skip
    at = kept[-1] if kept and said[kept[-1]].has("view.") else 0
    of = max((i for i in range(at) if said[i].has(*_SPOKEN)), default=0)
    between = any(of < i < at for i in kept)
    if not of or between or not said[at + 1 : at + 2]:
        return None
    return of, said[at]


def _placed_in(said: Sequence[Token]) -> tuple[int, Token] | None:
    """The new view that a clause ends with, and where what it is of ends ("reds in another")."""
    views = ("view.", "noun.view")
    last = len(said) - 1 if said[-1].has(*views) and not said[-1].names else len(said)
    new = last > 1 and said[last - 1].has("count.1", "new.", "setting.", "worked.joined")
    of = last - 1 - (new and said[last - 2].has("role.at", "role.to"))
    led = 0 < of < last and said[of].has("role.at", "role.to", "setting.", "worked.joined")
    return (of, said[-1]) if new and led and (last < len(said) or said[-1].has("new.")) else None


def _is_only(token: Token) -> bool:
    joined = token.kind == "unknown" or token.has("filler.")
    return token.has("only.", "role.only") or (joined and ends(token.text, "only"))


def _orders(said: Sequence[Token], text: str) -> bool:
    """Whether a clause says in which order rows are to stand, and no more than that."""
    if not said or len(said) > _MOST or any(t.text in "([{/" for t in said):
        return False
    told = any(t.has("role.by", "role.ordered", "place.top", "timely.", "sort.") for t in said[1:])
    if said[0].text.isascii() and (
        said[0].has("role.ordered")
        or (said[0].has("verb.group") and said[0].has("role.by"))
        or (said[0].has("verb.sort", "verb.group") and told)
    ):
        return True
    typed = text[said[0].start : said[-1].end]
    ones = said[-1].has("place.top") and any(t.has("noun.thing") for t in said)
    return (
        ones
        or orders_view(said)
        or (holds(typed, "ordering") and (holds(typed, "falling") or holds(typed, "rising")))
    )


def _is_sorted_view(said: Sequence[Token]) -> bool:
    """Whether a clause names a view and its order ("a table sorted by price")."""
    at = next((i for i, t in enumerate(said[:_NEAR]) if t.has("view.") and not t.names), None)
    return at is not None and any(t.has("role.ordered") for t in said[at + 1 : at + 2])


def orders_view(said: Sequence[Token]) -> bool:
    """Whether a clause asks for a table or a list in an order ("飲み頃順の表も")."""
    ordered = (
        t.has("role.ordered") or (t.kind == "unknown" and ends(t.text, "ordering")) for t in said
    )
    return any(ordered) and any(t.has("view.table", "view.list") for t in said)


def _is_order(said: Sequence[Token]) -> bool:
    """Whether a whole sentence is the order of something that is named ("支払期日順")."""
    last = said[-1:]
    whole = len(said) > 1 and not any(t.text == "/" for t in said)
    return whole and last[0].kind == "particle" and last[0].has("role.ordered")


def _limits(said: Sequence[Token], *, led: bool) -> bool:
    """Whether a clause names rows, a word for "only", and a view or that they are to be seen."""
    only = only_in(said)
    if any(t.text in "([{" for t in said):
        return False
    if any(t.has("limited.") for t in said):
        return led or any(t.has("noun.view", "view.") for t in said)
    if only is None:
        return leaves_out(said)
    rows = [t for t in said if not (is_empty(t) or t.has(*_PLAIN)) or t.has("state.")]
    at = said.index(only)
    shown = any(t.has("noun.view", "verb.show") for t in said)
    shown = shown or (only.kind == "word" and any(t.has("view.") for t in said[:at]))
    # … "a table with only …"
    last = next((t for t in reversed(said) if t.kind != "particle" and not _asks(t)), said[-1])
    ones = only.has("only.") and said[-1].has("noun.thing")
    ones = ones or (only.kind != "word" and last.has("view.list", "view.table"))  # "未定だけの表も"
    shown = shown or told_of_all(said) is not None
    return bool(rows) and (shown or ones or led)


def _shows_ones(said: Sequence[Token], text: str) -> bool:
    """Whether a clause says as what view some rows are to be seen ("팔린 것은 표로")."""
    if (view := shown_as(said)) is None:
        return False
    of, _ = view
    ones = text[said[0].start : said[of].start] + said[of].text[:-1]
    if said[0].text.isascii() and any(t.has("noun.thing", "dealt.in") for t in said[:of]):
        return True  # "show sold ones in a table"
    told = any(t.has(*_WHICH) and not t.names for t in said[:of])
    return told or ones.endswith(tuple(forms("ones"))) or said[of].has("role.only", "only.only")


def _ends_list(said: Sequence[Token], text: str, joint: str) -> bool:
    """Whether a clause ends a list of all columns that a table is to have ("이름, 가격, 재고만 있는
    표")."""
    at = next((i for i, t in enumerate(said) if i and t.has("role.only")), 0)
    before = raw(said[:at], text)
    named = joint == "," and is_column(before) and not any(t.has(*_WHICH) for t in said[:at])
    listed = any(sign in before for sign in "/・") or named
    return listed and not any(t.has("noun.view", "verb.show", "role.also") for t in said)


def leaves_out(said: Sequence[Token]) -> bool:
    """Whether a clause asks for a view without some rows ("판매완료는 빼고 보는 보기")."""
    at = next((i for i, t in enumerate(said) if i and t.has("without.", "spare.")), len(said))
    views = [t for t in said[at:] if t.has("noun.view")]
    return bool(views) and any(t.has("verb.show") or " " in t.text for t in (*said[at:], *views))


def _asks(token: Token) -> bool:
    """Whether a word behind what is asked for only asks for it."""
    return token.kind == "ending" or token.has("verb.add", "verb.want", "want.")
