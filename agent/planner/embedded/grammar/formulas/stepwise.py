"""A calculation that words tell step by step: "hours times rate, minus 3.3 %", "subtract the cost
from the price", and the verb behind what it is said of in languages that put it there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.formulas.operands import amount, figure
from agent.planner.embedded.grammar.formulas.spelling import may_count, spelt
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

SIGNS = {"times": "*", "plus": "+", "minus": "-", "over": "/", "off": "-"}
_MARKS = {
    "*": "*", "×": "*", "+": "+", "＋": "+", "-": "-", "−": "-", "/": "/", "／": "/", "÷": "/",
}  # fmt: skip
_HUNDRED = 100
_PAIR = 2


@dataclass(frozen=True)
class _Value:
    """What is calculated with; of a share how many in a hundred."""

    text: str
    share: float | None = None


@dataclass
class _Steps:
    """What was said so far: values that wait for a sign, and a sign that waits for a value."""

    waiting: list[_Value] = field(default_factory=list)
    sign: str = ""  # between two values
    led: str = ""  # before its values
    taken: bool = False  # whether anything was calculated

    @property
    def whole(self) -> str:
        """What it comes to so far."""
        return self.waiting[0].text if self.waiting else ""

    def value(self, value: _Value) -> None:
        """Takes a value on."""
        if self.sign and self.waiting:
            before = self.waiting.pop()
            led = before.share is not None  # "21% of the amount"
            whole = value.text if led else before.text
            self.waiting.append(_Value(_applied(whole, self.sign, before if led else value)))
            self.sign, self.taken = "", True
        else:
            self.waiting.append(value)

    def verb(self, sign: str) -> None:
        """A verb of calculating: behind what it is said of, or before it."""
        if len(self.waiting) < _PAIR:
            self.led = sign
            return
        whole = self.whole
        for value in self.waiting[1:]:
            whole = _applied(_wrapped(whole) if sign in "*/" else whole, sign, value)
        self.waiting, self.taken = [_Value(whole)], True


def stepwise(
    clause: Clause,
    home: ExistingDatabase,
    named: Sequence[tuple[Token, ExistingProperty]],
) -> str:
    """The formula of what words tell, or "" where they calculate nothing; what brackets calculate
    is one value. Raises Refused where something is left over, or is no amount."""
    values = {token.start: _Value(spelt(prop)) for token, prop in named}
    ids = {prop.id: prop for _, prop in named}
    for token, entity in clause.named("property"):  # said once more
        if entity.id in ids and token.kind != "quoted":
            values[token.start] = _Value(spelt(ids[entity.id]))
    outside = list(clause.everything)
    for group in (g for g in clause.said.groups if any(map(calculates, g))):
        steps = _told(clause, group, values, named)
        outside = [t for t in outside if t not in group[1:]]
        if steps.taken and not any(map(calculates, outside[1:])):
            break  # "what it is worth (price times stock)"
        if steps.taken:
            values[group[0].start] = _Value(f"({steps.whole})")
        elif steps.waiting:
            values[group[0].start] = steps.waiting[0]
    else:
        steps = _told(clause, outside, values, named)
    if not steps.taken:
        return ""
    if len(steps.waiting) > 1 or steps.sign or not all(may_count(p, home) for _, p in named):
        raise Refused
    return steps.whole


def _told(
    clause: Clause,
    tokens: Sequence[Token],
    values: Mapping[int, _Value],
    named: Sequence[tuple[Token, ExistingProperty]],
) -> _Steps:
    """What was calculated with by the end of some words."""
    steps = _Steps()
    for sign, verb, value in _pieces(clause, tokens, values):
        if value is not None:
            steps.value(value)
        elif sign and steps.waiting and not (verb and len(steps.waiting) >= _PAIR):
            steps.sign = sign
        elif verb:
            steps.verb(verb)
    if steps.led and len(steps.waiting) == _PAIR:
        if steps.led in "-/" and _is_taken(clause, named, steps.led):
            steps.waiting.reverse()
        steps.verb(steps.led)
    return steps


def _pieces(
    clause: Clause, tokens: Sequence[Token], values: Mapping[int, _Value]
) -> Iterator[tuple[str, str, _Value | None]]:
    """The signs, verbs and values of some words in order, read from now on."""
    ordered = sorted(tokens, key=lambda token: token.start)
    for place, token in enumerate(ordered):
        behind = ordered[place + 1 : place + 2]
        if token.start in values:
            yield "", "", values[token.start]
        elif token.kind == "number" and clause.is_free(token):
            percent = bool(behind) and behind[0].has("format.percent")
            clause.use(*(behind if percent else ()))
            said = amount(clause, token)
            yield "", "", _Value(figure(said), said / _HUNDRED if percent else None)
            of = ordered[place + 2 : place + 3] if percent else []
            yield "*" if of and of[0].has("role.of") else "", "", None
        elif not token.names:
            beside = (ordered[place - 1 : place], behind)  # "minutes per km"
            per = token.has("role.by") and all(t and t[0].start in values for t in beside)
            sign = "/" if per and token.kind != "particle" else _sign(token)
            verb = SIGNS.get(token.group("worked."), "")
            clause.use(*([token] if sign or verb else ()))
            yield sign, verb, None


def calculates(token: Token) -> bool:
    """Whether a token is a sign or a verb of calculating, or of a part in a hundred."""
    said = _sign(token) or SIGNS.get(token.group("worked.")) or token.has("format.percent")
    return not token.names and bool(said)


def _sign(token: Token) -> str:
    return _MARKS.get(token.text, "") or SIGNS.get(token.group("math."), "")


def _applied(whole: str, sign: str, value: _Value) -> str:
    if value.share is None:
        return f"{whole} {sign} {value.text}"
    if sign in "+-":
        return f"{_wrapped(whole)} * {1 + value.share if sign == '+' else 1 - value.share:g}"
    return f"{_wrapped(whole)} {sign} {value.share:g}"


def _wrapped(text: str) -> str:
    plain = text.startswith('prop("') and text.count('prop("') == 1 and text.endswith('")')
    return text if plain else f"({text})"


def _is_taken(clause: Clause, named: Sequence[tuple[Token, ExistingProperty]], sign: str) -> bool:
    """Whether what is named first is what is taken away from the other, or divides it: "subtract
    the cost from the price"."""
    first = named[0][0].start if named else -1
    roles = ("from",) if sign == "-" else ("to",)
    led = [p for p in clause.phrases if p.plays(*roles) and p.tokens]
    firsts = [p for p in led if any(t.start == first for t in p.tokens)]
    return bool(led) and not firsts if sign == "-" else bool(firsts)
