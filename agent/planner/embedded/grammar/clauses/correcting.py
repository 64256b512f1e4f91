"""What is corrected where it is said: a value, by another one right behind it."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.words import words
from agent.planner.embedded.kinds import is_called_off

_STOPS = frozenset(".!?;")
_VALUES = ("number", "date", "emoji")
_NAMES = ("unknown", "word", "name")
_NO_NAMES = ("verb.", "noun.", "all.", "it.", "value.", "state.", "measure.", "counter.", "unit.")
_MARKS, _MOST = " ,.!?~", 3  # around a last sentence; how many places it may begin at
_UNITS = 4  # tokens of a value with its unit and its mark
_BOTH = 10  # tokens of two of them, with what stands between


def is_alike(one: Token, other: Token) -> bool:
    """Whether two tokens may be values of the same: two amounts, two days, two options."""
    owners = [{e.property for e in t.names if e.kind == "option"} for t in (one, other)]
    return (one.kind == other.kind and one.kind in _VALUES) or bool(owners[0] & owners[1])


def corrected(
    kept: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[Sequence[Token], int] | None:
    """The tokens without a value that is corrected right behind it ("4,000, sorry, 4,500"), and
    from where they go on; None where something else is corrected."""
    behind = at
    while behind < len(tokens) and (_is_pause(tokens[behind]) or is_small(tokens[behind])):
        behind += 1
    if behind == len(tokens) or any(t.text in _STOPS for t in tokens[at:behind]):
        return None
    near = range(len(kept) - 1, max(len(kept) - _UNITS, 0) - 1, -1)
    old = next((i for i in near if is_alike(kept[i], tokens[behind])), None)
    asks = old is None or any(t.has("verb.") and not t.names for t in kept[old:])
    return None if asks else (kept[:old], behind)


def so_instead(tokens: Sequence[Token], at: int) -> int:
    """Where the words begin for the value that is so in place of the one behind a denial ("isn't
    3, it's 4"); 0 where none is."""
    if not (tokens[at].has("not.not") and tokens[at].has("copula.")) or tokens[at].names:
        return 0
    near = tokens[at + 1 : at + _BOTH]
    comma = next((i for i, t in enumerate(near) if t.text == ","), 0)
    values = [(i, t) for i, t in enumerate(near) if t.kind in _VALUES or t.names]
    old = [t for i, t in values if i < comma]
    start = next((i for i in range(comma + 1, len(near)) if not _leads(near[i])), 0)
    new = [t for i, t in values if i >= start > comma]
    alike = bool(old and new) and is_alike(old[0], new[0])
    return at + 1 + start if alike else 0


def put_right(
    kept: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[Sequence[Token], int] | None:
    """The same for a row's name, or a value, that is told in place of another."""
    if called := row_called(kept, tokens, at):
        return called, len(tokens)
    so = so_instead(tokens, at)
    return (kept, so) if so else None


def row_called(kept: Sequence[Token], tokens: Sequence[Token], at: int) -> list[Token]:
    """An order to call a row by another name, where that is told in place of its own ("not A, it
    was B"); [] where anything else is told."""
    behind = [t for t in tokens[at + 1 :] if not is_small(t) and t.kind != "ending"]
    said = [t for t in kept if not is_small(t)]
    before, after = tokens[at].has("instead.before"), tokens[at].has("not.not")
    old, new = (said, behind) if before else (behind, said[sum(map(_leads, said[:1])) :])
    if before and new and (ends := words().is_so.search(new[-1].text)):
        stem = new[-1].text[: ends.start()]
        new = [*new[:-1], replace(new[-1], text=stem, end=new[-1].start + len(stem))]
    named = len(old) == 1 and any(e.kind == "row" for e in old[0].names)
    plain = all(t.kind in _NAMES and not (t.names or t.has(*_NO_NAMES)) for t in new)
    paused = before or (bool(kept) and kept[-1].text == ",")
    if not ((before or after) and named and plain and new and paused):
        return []
    verb = replace(tokens[at], kind="word", senses=frozenset({"verb.rename"}))
    to = Token("word" if after else "particle", -1, -1, "", frozenset({"role.to"}))
    mark = Token("particle", -1, -1, "", frozenset({"role.object"}))
    return [verb, *old, to, *new] if after else [*old, mark, *new, to, verb]


def _leads(token: Token) -> bool:
    return token.has("reason.", "it.", "copula.", "but.") and not token.names


def _is_pause(token: Token) -> bool:
    return token.text == "," or (token.has("correct.", "instead.before") and not token.names)


def called_off(tokens: Sequence[Token], text: str) -> tuple[str, bool]:
    """A text without a last sentence that only takes back what stands before it ("… Actually no"),
    and whether there is one."""
    last = len(tokens) - 1
    stops = [i for i, t in enumerate(tokens) if (t.text in _STOPS and i < last) or _turns(t)]
    for at in stops[-_MOST:]:
        behind = tokens[at + (tokens[at].kind == "punct") :]
        start = next((t.start for t in behind if not t.has("correct.")), behind[0].start)
        whole = text[behind[0].start :], text[start:]
        if at and any(is_called_off(one.strip(_MARKS)) for one in whole):
            return text[: tokens[at].start], True
    return text, False


def _turns(token: Token) -> bool:
    """Whether a word turns to something else ("wait"), and is no value ("no")."""
    return token.has("correct.") and not (token.names or token.has("value."))
