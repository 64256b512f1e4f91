"""What words say that happened, and which choice or box of a database says the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import World
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.words import bare, words
from tools.workspace.model import ExistingDatabase, ExistingProperty

State = tuple[ExistingProperty, str | bool]

_CHOICES = ("status", "select")
_LED = 12  # letters in which a word leads a number
_NEAR = 24  # letters from what happened to what denies it
_COMPLETE = "Complete"  # the group of a status whose options say that something is done


@dataclass(frozen=True)
class Happening:
    """What a piece of a text says that happened, or did not (`denied`); `kinds` are all that its
    words may mean."""

    start: int
    end: int
    kinds: tuple[str, ...]
    denied: tuple[int, int] | None = None  # where that is said


def happenings(text: str) -> Iterator[Happening]:
    """What a text says that happened, in its order."""
    pattern, kinds = words().said
    said = folded(text)
    for found in pattern.finditer(said):
        denied = denial(said, found.start(), found.end())
        yield Happening(found.start(), found.end(), kinds[bare(found[0])], denied)


def denial(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where it is said, right before or behind a piece of a text, that it is not so."""
    said, marks = folded(text), words().denied
    first = max(start - _NEAR, 0)
    if before := marks.before.search(said[first:start]):
        return first + before.start(), start
    behind = marks.behind.search(said[end : end + _NEAR])
    return (end, end + behind.end()) if behind else None


def is_unreal(text: str, *, but_told: bool = True) -> bool:
    """Whether a text tells of nothing that came about: of what is not so, wished, or doubted;
    unless what is told happened says just that (`but_told`: "can't make it")."""
    left = list(folded(text))
    for one in happenings(text) if but_told else ():
        for start, end in ((one.start, one.end), one.denied or (0, 0)):
            left[start:end] = " " * (end - start)
    rest = "".join(left)
    return any(pattern.search(rest) for pattern in words().unreal.values())


def says(what: Literal["contrast", "asked", "ordered", "kept", "marked"], text: str) -> bool:
    """Whether a text tells what is so in place of something else, asks if it came about, orders a
    value, says that what it names is not to go, or orders a note of what came about."""
    pattern: re.Pattern[str] = getattr(words(), what)
    return pattern.search(folded(text).strip()) is not None


def is_of_rest(text: str) -> bool:
    """Whether a text tells what is left of something."""
    return words().amounts.left.search(folded(text)) is not None


def lowered(props: list[ExistingProperty], text: str) -> list[ExistingProperty]:
    """Those of several amounts that may be meant: what is used or sold lowers what is left."""
    rest = words().amounts.rest
    return [p for p in props if is_less(text) and rest.search(folded(p.name))] or props


def meant_beside(props: list[ExistingProperty], before: str) -> list[ExistingProperty]:
    """Those of several amounts that may be meant: what the word right before a number calls ("a
    deposit of 50"), else none that is called so."""
    marks = words().beside
    if part := marks.search(folded(before)[-_LED:]):
        return [p for p in props if part[0] in folded(p.name)]
    return [p for p in props if not marks.search(folded(p.name))] or props


def is_of_part(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether only so much went of what a word says is gone ("used 2 kg", of the box "Used up")."""
    amounts = (t for t in tokens if t.kind in ("number", "unknown") and t.text[:1].isdigit())
    return any(amounts) and is_less(token.text)


def is_less(text: str) -> bool:
    """Whether a text tells that something went, and nothing came."""
    marks, said = words().amounts, folded(text)
    return marks.less.search(said) is not None and marks.more.search(said) is None


def moves_amount(text: str) -> bool:
    """Whether a text tells that so much came or went, and not what is left by that."""
    marks, said = words().amounts, folded(text)
    moves = marks.more.search(said) is not None or is_less(said)
    return moves and marks.left.search(said) is None


def is_news(text: str) -> bool:
    """Whether a text says of something that it came about ("the tent is back", "bought eggs")."""
    said, marks = folded(text), words().news
    for one in happenings(text):
        before, behind = (
            said[max(one.start - _NEAR, 0) : one.start],
            said[one.end - 1 : one.end + _NEAR],
        )
        alone = one.end - one.start >= len(said.strip())
        if not alone and (marks.before.search(before) or marks.behind.search(behind)):
            return True
    return False


def is_kin(word: str) -> bool:
    """Whether a word is of somebody who belongs to another."""
    return re.fullmatch(words().kin, folded(word)) is not None


def is_form(token: Token, tokens: Sequence[Token] = ()) -> bool:
    """Whether a word is the form of a verb, or begins one, which nothing is called by."""
    said, glued, end = folded(token.text), "", token.end
    if token.kind == "quoted" or token.names:
        return False
    for behind in tokens:
        if behind.start > end:
            break
        if behind.start == end:
            glued, end = glued + folded(behind.text), behind.end
    verbs = words().verbs
    known = token.has("ending.told", "dealt.", "apart.", "copula.") or said in verbs.known
    begun = bool(glued) and verbs.begun.match(said + glued) is not None
    return known or begun or any(form.search(said) for form in verbs.forms.values())


def begun_by(home: ExistingDatabase, word: str, *types: str) -> list[ExistingProperty]:
    """The properties of some types, or of any, whose names begin with a word."""
    fits = [p for p in home.properties if not types or p.type in types]
    return [p for p in fits if folded(p.name).startswith(folded(word))]


def day_told(
    home: ExistingDatabase, token: Token, tokens: Sequence[Token]
) -> ExistingProperty | None:
    """The day that a noun is told of, and no box of that word: "the return is on Friday", where
    there is "Return by" beside "Returned"."""
    topic = any(t.start == token.end and t.has("role.topic") for t in tokens)
    days = begun_by(home, token.text, "date")
    return days[0] if topic and len(days) == 1 else None


def is_of_other_day(
    world: World, home: ExistingDatabase, tokens: Sequence[Token], day: Token
) -> bool:
    """Whether the word right before a day calls one that a database does not keep ("birthday")."""
    before = [t for t in tokens if t.end <= day.start and t.kind not in ("particle", "punct")][-1:]
    due = any(map(world.is_due, home.properties))
    return any(
        t.has("concept.date")
        and not (t.names or t.has("type.", "unit.", "verb.") or (due and t.has("noun.due")))
        for t in before
    )


def is_planned(text: str) -> bool:
    """Whether a text tells of what is still to be done."""
    return any(pattern.search(folded(text)) for pattern in words().planned.values())


def state(home: ExistingDatabase, happening: Happening) -> tuple[State, bool] | None:
    """The only property of a database that says that this happened, or did not, with its value
    then; where none is called so, what says that a row is done, which is not sure."""
    denied = happening.denied is not None
    found = [_state(home, kind, denied=denied) for kind in happening.kinds]
    states = {(one[0].id, one[1]): one for one in found if one is not None}
    if not states and not denied and any(words().kinds[k].done for k in happening.kinds):
        done = complete(home)
        return (done, False) if done else None
    return (next(iter(states.values())), True) if len(states) == 1 else None


def says_done(prop: ExistingProperty) -> bool:
    """Whether a box says of a row, by its name, that nothing is left to be done ("Returned")."""
    return any(one.done and _is_called(prop.name, kind) for kind, one in words().kinds.items())


def may_say(name: str, text: str) -> bool:
    """Whether words may say of what is called so that it is, or is not: it is called by what they
    tell, if they tell anything ("paid" says nothing of who is vaccinated)."""
    kinds = {kind for one in happenings(text) for kind in one.kinds}
    kinds |= {opposite for kind in kinds if (opposite := words().kinds[kind].denied)}
    return not kinds or any(_is_called(name, kind) for kind in kinds)


def _state(home: ExistingDatabase, kind: str, *, denied: bool) -> State | None:
    opposite = words().kinds[kind].denied
    if denied and not opposite:
        return _box(home, kind, is_so=False)
    kind, opposite = (opposite, kind) if denied else (kind, opposite)
    options: list[State] = [(p, o.name) for p in home.properties if p.type in _CHOICES
                            for o in p.options if _is_called(o.name, kind)]  # fmt: skip
    if options:
        return options[0] if len({p.id for p, _ in options}) == 1 == len(options) else None
    return _box(home, kind, is_so=True) or (_box(home, opposite, is_so=False) if opposite else None)


def _box(home: ExistingDatabase, kind: str, *, is_so: bool) -> State | None:
    boxes = [p for p in home.properties if p.type == "checkbox" and _is_called(p.name, kind)]
    return (boxes[0], is_so) if len(boxes) == 1 else None


def complete(home: ExistingDatabase) -> State | None:
    """The only state of a database that is called done."""
    done = [(p, o.name) for p in home.properties if p.type == "status"
            for o in p.options if o.group == _COMPLETE]  # fmt: skip
    return done[0] if len(done) == 1 else _box(home, "done", is_so=True)


def _is_called(name: str, kind: str) -> bool:
    """Whether a choice or a box is called by what happened: of several by the longest word."""
    (pattern, kinds), said = words().called, folded(name)
    found = max(pattern.finditer(said), key=lambda one: len(one[0]), default=None)
    denied = found is not None and said[: found.start()].endswith(tuple(words().without))
    return found is not None and not denied and kind in kinds[found[0]]
