"""The words of a text that name something and that nobody knows, as they stand together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import CHOICES, Evidence, Piece
from agent.planner.embedded.grammar.told.happenings import begun_by
from agent.planner.embedded.grammar.told.words import words

_NOUNS = ("noun.row", "concept.", "domain.", "measure.", "plain.", "ledger.", "entry.", "block.")
_ROLES = ("object", "subject", "topic", "also", "from", "at", "to", "with", "by", "of", "honour",
          "being")  # fmt: skip

_LEAST, _LEAST_SOFT = 2, 3  # letters of a name, and of one in the letters of particles


@dataclass(frozen=True)
class Run:
    """Words of a name, with the roles of the marks beside them."""

    start: int
    end: int
    text: str
    before: frozenset[str]
    behind: frozenset[str]
    counted: bool = False  # whether a number says how many of them


def runs_of(evidence: Evidence, pieces: Sequence[Piece]) -> list[Run]:
    """The names of a text besides what the pieces say, in their order."""
    return [run for group in _groups(evidence, pieces) for run in _named(evidence, group)]


def _groups(evidence: Evidence, pieces: Sequence[Piece]) -> Iterator[list[Token]]:
    """Tokens that stand together, and of which at least one is unknown."""
    group = list[Token]()
    for token in evidence.tokens:
        if group and token.start - group[-1].end > 1:
            yield from _if_unknown(evidence, group)
            group = []
        named = token.kind == "word" and token.text.istitle() and _goes_on(evidence, token)
        named = named and not token.has("verb.add")
        inside = bool(group) and token.kind == "word" and token.has("verb.")
        inside = (named or inside) and _is_spaced(evidence, token)
        ended = bool(group) and group[-1].text.istitle() and evidence.holds(token, "value")
        if (_may_name(evidence, token, pieces) and not ended) or inside:
            group.append(token)  # a verb may be part of a name ("problem set 7")
        else:
            yield from _if_unknown(evidence, group)
            group = []
    yield from _if_unknown(evidence, group)


def _if_unknown(evidence: Evidence, group: list[Token]) -> Iterator[list[Token]]:
    if any(t.kind in ("unknown", "quoted") or _counts_nothing(evidence, t) for t in group):
        yield group


def _goes_on(evidence: Evidence, token: Token) -> bool:
    """Whether the name of somebody goes on behind a word ("Max Funk")."""
    behind = next((t for t in evidence.tokens if t.start >= token.end), None)
    return behind is not None and behind.kind == "unknown" and behind.text.istitle()


def _counts_nothing(evidence: Evidence, token: Token) -> bool:
    """Whether a word for what is counted stands by itself: then it is something else."""
    before = [t for t in evidence.tokens if 0 <= token.start - t.end <= 1]
    counted = any(t.kind == "number" or t.has("count.") for t in before)
    return token.kind == "word" and token.has("counter.") and not counted


def _may_name(evidence: Evidence, token: Token, pieces: Sequence[Piece]) -> bool:
    if any(p.meets(token.start, token.end) for p in pieces):
        choice = any(p.kind == "value" and p.prop is not None and p.prop.type in CHOICES
                     for p in pieces if p.meets(token.start, token.end))  # fmt: skip
        return choice and token.text.islower() and _is_spaced(evidence, token)  # "lemon cake"
    if token.kind == "quoted":
        return True
    if token.kind not in ("unknown", "word") or token.has("ending.", "verb."):
        return False
    if _is_spaced(evidence, token) and folded(token.text) in words().verbs.known:
        return False
    if _is_of_state(evidence, token):
        return False
    named = token.kind == "unknown" or token.has(*_NOUNS)
    return named or _counts_nothing(evidence, token)


def _is_of_state(evidence: Evidence, token: Token) -> bool:
    """Whether a word begins what several days or boxes are called ("return", where there is when it
    is due and whether it was): it is of one of them, and no name."""
    begun = begun_by(evidence.home, token.text, "date", "checkbox")
    return len(token.text) >= _LEAST and len(begun) > 1


def _is_spaced(evidence: Evidence, token: Token) -> bool:
    return evidence.world.lexis.joins(token.text[0].lower()) == "spaced"


def _named(evidence: Evidence, group: list[Token]) -> Iterator[Run]:
    """The names that tokens are, without the predicate that ends them."""
    while group and (group[-1].has("verb.") or _tells(evidence, group)):
        group = group[:-1]
    if not group:
        return
    start, end = group[0].start, _end(evidence, group)
    text, mark = _bare(evidence.text[start:end])
    mark = mark or bool(words().honour.match(evidence.text, end))
    soft = all(map(evidence.world.lexis.is_soft, text)) and len(text) < _LEAST_SOFT
    unit = evidence.text[:start][-1:].isdigit()  # what a number counts
    if group[0].kind != "quoted" and (len(text) < _LEAST or soft or unit):
        return
    before = next((t for t in reversed(evidence.tokens) if t.end <= start), None)
    behind = next((t for t in evidence.tokens if t.start >= end), None)
    close = [t for t in (behind,) if t is not None and t.start - end <= 1]
    marks = [t for t in close if t.kind == "particle"]  # a preposition is of what comes next
    roles = {r for t in marks for r in _ROLES if t.has(f"role.{r}")} | (
        {"honour"} if mark else set()
    )
    led = {
        r
        for r in _ROLES
        if before is not None and before.kind == "word" and before.has(f"role.{r}")
    }
    near = [t for t in (before,) if t is not None and start - t.end <= 1]
    number = any(t.kind == "number" or t.has("count.") for t in (*close, *near))
    name = str(group[0].value) if group[0].kind == "quoted" and len(group) == 1 else text
    yield Run(start, start + len(text), name, frozenset(led), frozenset(roles), number)


def _end(evidence: Evidence, group: list[Token]) -> int:
    """Where a name ends: a number may belong to it ("room 3"), where words have blanks."""
    after = [t for t in evidence.tokens if t.start >= group[-1].end][:2]
    if not (after and after[0].kind == "number" and _is_spaced(evidence, group[-1])):
        return group[-1].end
    counts = (
        len(after) > 1 and after[1].kind not in ("punct", "break") and not after[1].has("role.")
    )
    return group[-1].end if counts else after[0].end


def _tells(evidence: Evidence, group: list[Token]) -> bool:
    """Whether the last word is no name but says what was done, by how it ends."""
    token = group[-1]
    ends = words().verbs.ends
    marked = any(one.search(token.text) for one in ends.values())
    behind = next((t for t in evidence.tokens if t.start >= token.end), None)
    last = behind is None or behind.kind in ("punct", "break", "ending")
    return marked and last and len(token.text) > 1


def _bare(text: str) -> tuple[str, bool]:
    """A name without the honour or the mark that is glued to it, and whether one was."""
    for pattern in words().marks.values():
        found = pattern.search(text)
        if found and found.start() > 1:
            return text[: found.start()].rstrip(), True
    return text, False
