"""Clauses of a wish that spell a formula out of its columns: "금액은 수량×단가로 자동 계산"."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from agent.planner.embedded.creating.wish.pieces import words_in
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import is_choice

_MOST_INSIDE = 30  # tokens of what brackets calculate
_SIGNS = frozenset("*×÷+-−/＋／")
_CLEAR = frozenset("*×÷")  # signs that part no list
_ADDED = frozenset("+＋")  # … nor do these in brackets
_LISTS = frozenset("-−–－/／")  # signs that part what one may be, unless columns stand around them
_STOPS = frozenset(".!?;")
_PAIR = 2  # particles behind two columns


def without_reckonings(said: Sequence[Token], text: str) -> tuple[list[Token], list[str]]:
    """The tokens without the clauses that calculate something, and these as typed."""
    said, clauses = _without_bracketed(said, text)
    left, at = list[Token](), 0
    while at < len(said):
        end = _sentence_end(said, at)
        begin = _begins(said, at, end)
        if begin is None:
            left += said[at:end]
        else:
            last = _ends(said, begin, end)
            clauses.append(_equated(said[begin:last], text))
            left += [*said[at:begin], *said[last:end]]
        at = end
    return left, clauses


def _equated(said: Sequence[Token], text: str) -> str:
    """A clause as typed; with "=" for what parts a name from how, where no blank does."""
    marks = (t for t in said[1:] if t.kind == "particle" and t.has("role.topic"))
    mark, end = next(marks, said[-1]), said[-1].end
    told = any(t.has("noun.formula") for t in said)
    if told or not text[mark.end : end].strip() or text[mark.end].isspace():
        return text[said[0].start : end]
    return f"{text[said[0].start : mark.start]} = {text[mark.end : end]}"  # "請求額は文字数×単価"


def _without_bracketed(said: Sequence[Token], text: str) -> tuple[list[Token], list[str]]:
    """The tokens without names that brackets behind them calculate ("left (target minus saved)"),
    and these as clauses."""
    left, clauses, named = list(said), list[str](), _named_outside(said)
    for at in range(len(said) - 1, 0, -1):
        if said[at].text != "(":
            continue
        end = _shut(left, at)
        inside = left[at + 1 : end]
        begin, name = _name_before(left, at)
        if len(name) == 1 and name[0].has("noun.formula") and begin > 1:
            begin, name = _name_before(left, begin - 1)  # "이익은 수식(판매가-원가)"
        called = text[name[0].start : name[-1].end] if name else ""
        signed = any(t.has("math.") or t.text in _CLEAR | _ADDED for t in inside[1:-1])
        signed = signed and all(t.text != "," for t in inside)  # no list with it in a member
        others = named - {t.text.casefold() for t in name}
        if name and (signed or (not is_choice(called) and _are_between(inside, others))):
            clauses.insert(0, f"{called} = {text[inside[0].start : inside[-1].end]}")
            left[begin : end + 1] = []
    return left, clauses


def _shut(said: Sequence[Token], at: int) -> int:
    """Where brackets end that begin at a place and hold little; 0 for others."""
    depth = 0
    for end in range(at, min(at + _MOST_INSIDE, len(said))):
        depth += (said[end].text == "(") - (said[end].text == ")")
        if not depth:
            return end
    return 0


def _name_before(said: Sequence[Token], end: int) -> tuple[int, Sequence[Token]]:
    """Where the name begins that ends at a place, as far as nothing parts it, and that name."""
    at = end
    while at and _goes_on(said[at - 1 : at + 1]) and not said[at - 1].has("also.also"):
        at -= 1
    return at, said[at:end]


def _goes_on(pair: Sequence[Token]) -> bool:
    """Whether the first of two tokens is of a name that the other ends ("1인당")."""
    figure = len(pair) > 1 and pair[0].kind == "number" and pair[0].end == pair[1].start
    return _is_named(pair[0]) or figure


def _named_outside(said: Sequence[Token]) -> set[str]:
    """The words that stand outside of brackets."""
    depth, named = 0, set[str]()
    for token in said:
        depth += (token.text == "(") - (token.text == ")")
        named |= set() if depth > 0 else {token.text.casefold()}
    return named


def _are_between(inside: Sequence[Token], named: set[str]) -> bool:
    """Whether signs stand between columns that are named elsewhere, or such and figures ("(price -
    cost)", but no "(S/M/L)", no "(1/2/3)")."""
    inside = [t for t in inside if t.text not in "()"]
    signs = [t.text in _LISTS for t in inside]
    sides = all(not (a and b) for a, b in pairwise([True, *signs, True]))
    words = [t for t, sign in zip(inside, signs, strict=True) if not sign]
    columns = [t.text.casefold() in named for t in words]
    figures = [t.kind == "number" for t in words]
    known = all(a or b for a, b in zip(columns, figures, strict=True))
    return any(signs) and sides and any(columns) and known


def _sentence_end(said: Sequence[Token], at: int) -> int:
    stop = (i for i in range(at, len(said)) if said[i].kind == "break" or said[i].text in _STOPS)
    return next(stop, len(said) - 1) + 1


def _begins(said: Sequence[Token], at: int, end: int) -> int | None:
    """Where what is calculated is named, in a sentence that calculates; None in another."""
    told = any(t.has("noun.formula", "cannot.automate") or t.text == "=" for t in said[at:end])
    signs = [i for i in range(at + 1, end) if _is_sign(said, i, told=told)]
    if not signs:
        return None
    pairs = ((i, mark) for i in signs for mark in range(i, at, -1) if _is_mark(said, mark))
    sign, mark = next(pairs, (signs[0], 0))
    if not mark:
        named = any(t.has("function.sum", "function.average") for t in said[sign:end])
        return _unnamed(said, at, sign) if named else None
    joints = [i for i in range(mark + 1, sign) if said[i].kind == "particle"]
    joined = len(joints) + any(said[i].has("role.from") and i + 1 < sign for i in joints)
    if said[sign].has("computed.") and joined < _PAIR:  # "판매가에서 매입가 뺀 값": both are named
        return None  # "샘플은 빼서"
    begin = mark
    while begin > at and _is_named(said[begin - 1]):
        begin -= 1
    if begin - at > 1 and said[begin - 2].kind == "punct" and said[begin - 1].text.isascii():
        begin -= said[begin - 1].kind == "word"  # "change in pain = …"
    *listed, last = words_in(said[begin:mark]) or [[]]
    blank = begin == at or said[begin - 1].text != ","  # nothing else parts the columns before it
    if blank and len(listed) >= _PAIR and not said[begin].text.isascii():
        begin = mark - len(last) - (len(listed[-1]) if last[-1].has("function.") else 0)
    return begin if begin < mark else None


def _unnamed(said: Sequence[Token], at: int, sign: int) -> int | None:
    """Where the columns begin that are calculated with, which only a word for a figure behind
    them names ("家賃＋管理費の合計も自動で")."""
    while sign > at and _is_named(said[sign - 1]):
        sign -= 1
    return sign


def _is_sign(said: Sequence[Token], at: int, *, told: bool) -> bool:
    """Whether a token calculates; the signs that part lists do where that is `told`."""
    token = said[at]
    if token.has("computed.") or (token.has("math.") and not token.text.isascii()):
        return True
    if token.has("verb.group") and said[at + 1 : at + 2] and said[at + 1].kind == "ending":
        return f"{token.text}{said[at + 1].text}" in _said_signs()
    if token.text in _CLEAR:
        return True
    spelt = token.has("math.") or token.text.casefold() in _said_signs()
    return told and (spelt or (token.kind == "punct" and token.text in _SIGNS))


def _is_mark(said: Sequence[Token], at: int) -> bool:
    """Whether a token parts what is calculated from how."""
    token, behind = said[at], said[at + 1 : at + 2]
    told = bool(behind) and token.has("noun.formula") and behind[0].has("role.to")
    # "pace computed as …"
    return token.text == "=" or told or (token.kind == "particle" and token.has("role.topic"))


def _is_named(token: Token) -> bool:
    return token.kind in ("word", "unknown", "quoted", "name") and not token.has("verb.", "told.")


def _ends(said: Sequence[Token], begin: int, end: int) -> int:
    """Where a calculation ends: at a comma outside of brackets."""
    depth = 0
    for at in range(begin, end):
        depth += (said[at].text == "(") - (said[at].text == ")")
        if depth < 0 or (said[at].text == "," and depth <= 0) or said[at].text in _STOPS:
            return at
    return end


@cache
def _said_signs() -> frozenset[str]:
    """The words of calculating, as wishes say them, too."""
    said = ({**one.words.get("math", {}), **one.wish.get("math", {})} for one in lexis().languages)
    return frozenset(word for one in said for key in one for word in one[key] if key != "is")
