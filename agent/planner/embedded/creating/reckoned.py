"""Clauses of a wish that spell a formula out of its columns: "금액은 수량×단가로 자동 계산"."""

from collections.abc import Iterator, Sequence
from functools import cache

from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import (
    bare,
    words_in,
)
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.new_properties import AddFormula
from tools.workspace.actions.properties import DeleteProperty, RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_MOST_INSIDE = 30  # tokens of what brackets calculate
_LONGEST = 160  # letters of a clause that reckons
_SIGNS = {
    "*": "*",
    "×": "*",
    "÷": "/",
    "+": "+",
    "-": "-",
    "−": "-",
    "/": "/",
    "＋": "+",
    "／": "/",
}
_CLEAR = frozenset("*×÷")  # signs that part no list
_STOPS = frozenset(".!?;")
_COUNTED = frozenset({"number", "formula", "rollup"})
_TEXTS = frozenset({"rich_text", "select"})  # that become numbers to be calculated with
_PAIR = 2  # particles behind two columns
_JOINT = 2  # letters of a particle between two columns


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
            clauses.append(text[said[begin].start : said[last - 1].end])
            left += [*said[at:begin], *said[last:end]]
        at = end
    return left, clauses


def _without_bracketed(said: Sequence[Token], text: str) -> tuple[list[Token], list[str]]:
    """The tokens without names that brackets behind them calculate ("left (target minus saved)"),
    and these as clauses."""
    left, clauses = list(said), list[str]()
    for at in range(len(said) - 1, 0, -1):
        if said[at].text != "(":
            continue
        near = range(at, min(at + _MOST_INSIDE, len(left)))
        end = next((i for i in near if left[i].text == ")"), 0)
        inside = left[at + 1 : end]
        if not any(t.has("math.") and t.kind == "word" for t in inside[1:-1]):
            continue
        begin = at
        while begin and _is_named(left[begin - 1]) and not left[begin - 1].has("also.also"):
            begin -= 1
        if begin < at:
            name, how = left[begin:at], text[inside[0].start : inside[-1].end]
            clauses.insert(0, f"{text[name[0].start : name[-1].end]} = {how}")
            left[begin : end + 1] = []
    return left, clauses


def _sentence_end(said: Sequence[Token], at: int) -> int:
    stop = (i for i in range(at, len(said)) if said[i].kind == "break" or said[i].text in _STOPS)
    return next(stop, len(said) - 1) + 1


def _begins(said: Sequence[Token], at: int, end: int) -> int | None:
    """Where what is calculated is named, in a sentence that calculates; None in another."""
    told = any(t.has("noun.formula", "cannot.automate") or t.text == "=" for t in said[at:end])
    added = _is_added(said[at:end])
    told = told or added
    signs = [i for i in range(at + 1, end) if _is_sign(said, i, told=told)]
    if not signs:
        return None
    pairs = (
        (i, mark)
        for i in signs
        for mark in range(i, at, -1)
        if _is_mark(said, mark) or (added and said[mark].text == "(")
    )
    sign, mark = next(pairs, (signs[0], 0))
    if not mark:
        return _unnamed(said, at, sign) if any(_names(t) for t in said[sign:end]) else None
    joined = sum(t.kind == "particle" for t in said[mark + 1 : sign])
    if said[sign].has("computed.") and joined < _PAIR:
        return None  # "샘플은 빼서"
    begin = mark
    while begin > at and _is_named(said[begin - 1]):
        begin -= 1
    if begin - at > 1 and said[begin - 2].kind == "punct" and said[begin - 1].text.isascii():
        begin -= said[begin - 1].kind == "word"  # "change in pain = …"
    *listed, last = words_in(said[begin:mark]) or [[]]
    if len(listed) >= _PAIR and not said[begin].text.isascii():  # columns that only blanks part
        begin = mark - len(last) - (len(listed[-1]) if last[-1].has("function.") else 0)
    return begin if begin < mark else None


def _is_added(said: Sequence[Token]) -> bool:
    """Whether brackets behind a name add columns up ("総額（A＋B）も")."""
    opened = next((i for i, t in enumerate(said) if i and t.text == "("), len(said))
    return any(t.text == "+" for t in said[opened:])


def _unnamed(said: Sequence[Token], at: int, sign: int) -> int | None:
    """Where the columns begin that are calculated with, which only a word for a figure behind
    them names ("家賃＋管理費の合計も自動で")."""
    while sign > at and _is_named(said[sign - 1]):
        sign -= 1
    return sign


def _names(token: Token) -> bool:
    return token.has("function.sum", "function.average")


def _is_sign(said: Sequence[Token], at: int, *, told: bool) -> bool:
    """Whether a token calculates; the signs that part lists do where that is `told`."""
    token = said[at]
    if token.has("computed.") or (token.has("math.") and not token.text.isascii()):
        return True
    if token.has("verb.group") and said[at + 1 : at + 2] and said[at + 1].kind == "ending":
        return f"{token.text}{said[at + 1].text}" in dict(_operators("math"))
    if token.text in _CLEAR:
        return True
    spelt = token.has("math.") or token.text.casefold() in dict(_operators("math"))
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


def reckoned(said: str, databases: Sequence[ExistingDatabase]) -> list[Change]:
    """The formula that a clause spells out of the columns of one database; nothing for none."""
    words = tokens(said) if len(said) <= _LONGEST else []
    mark = next((i for i in range(1, len(words)) if _is_mark(words, i)), 0)
    if _is_added(words):
        mark = next(i for i, t in enumerate(words) if t.text == "(")
    behind = [t for t in words if _names(t)]
    named = words[:mark] or behind[:1]
    name = tidy(bare(named), said)
    if not name:
        return []
    how = [t for t in words[mark + 1 :] if t.text != ":"]
    while len(how) > 1 and how[0].has("role.to", "filler.", "noun.formula"):
        how.pop(0)  # "is calculated as …"
    rest = said[how[0].start :] if mark and how else said
    if mark and words[mark].text == "(":
        shut = next((t.start for t in words[mark:] if t.text == ")"), len(said))
        rest = said[words[mark].end : shut]
    for home in databases:
        expression, used = _expression(rest, home)
        if expression:
            return list(_changes(home, name, expression, used))
    return []


def _changes(
    home: ExistingDatabase, name: str, expression: str, used: Sequence[ExistingProperty]
) -> Iterator[Change]:
    for prop in {p.id: p for p in used}.values():
        if prop.type in _TEXTS:
            place = {"database": home.title, "property": prop.name}
            yield RetypeProperty.model_validate(
                {"action": "retype_property", **place, "to": "number"}
            )
    same = next((p for p in home.properties if p.name == name and p.type != "title"), None)
    if same is not None and same not in used:
        yield DeleteProperty(action="delete_property", database=home.title, property=name)
    yield AddFormula(action="add_formula", database=home.title, name=name, expression=expression)


def _expression(text: str, home: ExistingDatabase) -> tuple[str, list[ExistingProperty]]:
    """The calculation that a text begins with, over columns of a database; empty for none."""
    parts, used, at = list[str](), list[ExistingProperty](), 0
    while at < len(text):
        end, part, prop = _part(text, at, home)
        if not part and not text[at].isspace():
            break
        if part and prop is not None and parts and parts[-1] not in "(+-*/":
            break
        parts += [part] if part else []
        used += [prop] if prop else []
        at = end
        if part not in ("", *"()+-*/"):
            at, operator = _behind(text, at, home)
            parts += [operator] if operator else []
    whole = " ".join(parts)
    if not used or not any(sign in parts for sign in "+-*/") or parts[-1] in "(+-*/":
        return "", []
    return (whole, used) if parts.count("(") == parts.count(")") else ("", [])


def _part(text: str, at: int, home: ExistingDatabase) -> tuple[int, str, ExistingProperty | None]:
    """The piece of a calculation at a place, where it ends, and the column that it is."""
    if text[at] in "()":
        return at + 1, text[at], None
    for word, sign in _operators("math"):
        if text.startswith(word, at) and _is_whole(text, at + len(word), word):
            return at + len(word), sign, None
    end = at
    while end < len(text) and (text[end].isdigit() or (end > at and text[end] in ",.")):
        end += 1
    if end > at:
        return end, text[at:end].replace(",", "").rstrip("."), None
    end, prop = _column(text, at, home)
    if prop is None:
        return at + 1, "", None
    escaped = prop.name.replace('"', '\\"')
    return end, f'prop("{escaped}")', prop


def _is_whole(text: str, end: int, word: str) -> bool:
    """Whether a word that ends at a place is none that only begins so ("per", but no "person")."""
    return not (word.isascii() and word.isalpha() and text[end : end + 1].isalnum())


def _column(text: str, at: int, home: ExistingDatabase) -> tuple[int, ExistingProperty | None]:
    """The column that a text names at a place: by its name, or by how that alone begins."""
    fit = [p for p in home.properties if p.type in _COUNTED | _TEXTS]
    named = {p.id: end for p in fit if (end := _spelled(text, at, p.name))}
    if named:
        longest = max(named, key=lambda one: named[one])
        return named[longest], next(p for p in fit if p.id == longest)
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    said = text[at:end].casefold()
    begun = [p for p in fit if len(said) >= _JOINT and p.name.casefold().startswith(said)]
    begun = begun or [p for p in fit if _measures(p.name, said)]
    return (end, begun[0]) if len(begun) == 1 else (at, None)


def _measures(name: str, unit: str) -> bool:
    """Whether a column of this name is what a unit stands for ("minutes": the time)."""
    said = set(name.casefold().split())
    gauges = (one.wish.get("gauge", {}) for one in lexis().languages)
    return any(unit in units and what in said for gauge in gauges for what, units in gauge.items())


def _spelled(text: str, at: int, name: str) -> int:
    """Where a name ends that a text spells at a place, whatever blanks there are; 0 for none."""
    for letter in name.replace(" ", ""):
        while at < len(text) and text[at] == " ":
            at += 1
        if at == len(text) or text[at].casefold() != letter.casefold():
            return 0
        at += 1
    return at


def _behind(text: str, at: int, home: ExistingDatabase) -> tuple[int, str]:
    """Where the next column begins that a particle joins to one, and what the verb behind both
    does with them ("수량과 단가를 곱해서"); the same place for none."""
    for next_at in range(at, min(at + _JOINT + 2, len(text))):
        end, prop = _column(text, next_at, home) if text[next_at].isalpha() else (0, None)
        if prop is None or next_at == at:
            continue
        behind = text[end : end + _JOINT].split(" ")[0]
        verbs = [text[end + size :].lstrip() for size in range(len(behind), 0, -1)]
        signs = [sign for word, sign in _operators("computed") for v in verbs if v.startswith(word)]
        return (next_at, signs[0]) if signs else (at, "")
    return at, ""


@cache
def _operators(group: str) -> Sequence[tuple[str, str]]:
    """The words and signs of calculating, the longest first, with the sign of each."""
    signs = {"times": "*", "plus": "+", "minus": "-", "over": "/"}
    told = [
        (word, signs[key])
        for one in lexis().languages
        for key, listed in {**one.words.get(group, {}), **one.wish.get(group, {})}.items()
        for word in listed
        if key in signs
    ]
    plain = list(_SIGNS.items()) if group == "math" else []
    return sorted([*told, *plain], key=lambda one: -len(one[0]))
