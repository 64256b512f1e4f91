"""What a column tells by comparing: a tick or a word where an amount is below another or below a
figure, or where a day is over."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.formulas.operands import PLAIN, RANKS, amounts, counted, figure
from agent.planner.embedded.grammar.formulas.spelling import may_count, of_rank, spelt
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

THAN = {
    "compare.less_than": "<", "compare.greater_than": ">", "compare.less_than_or_equal_to": "<=",
    "compare.greater_than_or_equal_to": ">=", "worked.less": "<", "worked.more": ">",
    "worked.least": ">=", "worked.most": "<=",
}  # fmt: skip
_TICKED = ("worked.flag", "type.checkbox", "state.checked", "value.yes")
_PAIR = 2


def compared(
    clause: Clause, home: ExistingDatabase, named: Sequence[tuple[Token, ExistingProperty]]
) -> list[tuple[str, str]]:
    """A tick, or one of two words, that tells how two amounts compare, or that a day is over."""
    tokens = [t for t in clause.everything if not t.names]
    test = _test(clause, tokens, named, home)
    if not test:
        return []
    words = [t for t in clause.free() if t.kind == "quoted"]
    ticked = any(t.has(*_TICKED) for t in tokens)
    if not (words or ticked) or len(words) > _PAIR:
        return []
    clause.use(*words, *(t for t in tokens if t.has(*PLAIN, "state.", *THAN, "compare.", "not.")))
    if not words:
        return [(clause.world.called("flag"), test)]
    said = [str(t.value).replace('"', '\\"') for t in words]
    otherwise = said[1] if len(said) == _PAIR else ""
    return [(clause.world.called("state"), f'if({test}, "{said[0]}", "{otherwise}")')]


def _wrapped(text: str) -> str:
    return f"({text})" if " " in text else text


def _test(
    clause: Clause, tokens: Sequence[Token], named: Sequence[tuple[Token, ExistingProperty]],
    home: ExistingDatabase,
) -> str:  # fmt: skip
    """What is compared, as formulas have it; empty for nothing."""
    props = [p for _, p in named]
    if len(props) == 1 and props[0].type == "date" and any(
        t.has("worked.past", "state.overdue", "worked.more") for t in tokens
    ):  # fmt: skip
        return f"if(empty({spelt(props[0])}), false, {spelt(props[0])} < today())"
    signs = [THAN[s] for t in tokens for s in THAN if t.has(s)]
    if len(signs) != 1:
        return ""
    ranks = [r for t in tokens if (r := t.group("function.")) in RANKS]
    count = counted(clause) if ranks else 0
    fit = [p for p in props if may_count(p, home)]
    numbers = amounts(clause)
    if len(ranks) == 1 and len(numbers) == 1 and fit == props:
        nouns = [t for t in clause.free() if t.has("concept.", "star.", "counter.")]
        clause.use(*nouns)  # "score", "points"
        return f"{_wrapped(of_rank(ranks[0], fit, home, count))} {signs[0]} {figure(numbers[0])}"
    if len(fit) == len(props) == _PAIR and not numbers:
        return f"{spelt(fit[0])} {signs[0]} {spelt(fit[1])}"
    if len(fit) == len(props) == len(numbers) == 1:
        return f"{spelt(fit[0])} {signs[0]} {figure(numbers[0])}"
    return ""
