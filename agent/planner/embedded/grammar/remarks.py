"""What stands beside the words that ask for something: how it came about, and what they think."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.again import is_counted
from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Memory
from agent.planner.embedded.grammar.clauses.distribution import is_view
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.clauses.plain import LIMITS
from agent.planner.embedded.grammar.text.names import Entity, World
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.told.happenings import is_news
from agent.planner.embedded.grammar.unread import words_of
from tools.workspace.actions.views import AddView
from tools.workspace.change import Change
from tools.workspace.draft import Draft

_LONGEST = 90  # tokens of one clause
_ASKED = ("noun.", "type.", "concept.", "also.")  # words for what may be added
_FIGURES = ("number", "date", "quoted", "email", "code", "url")
_GONE = ("row", "property")
_MOST = 400  # tokens behind a colon


def parts_of(said: Said) -> list[str]:
    """The words of a clause between its commas and what joins like them; [] for only one."""
    limited = any(token.start < 0 or token.has("but.") for token in said.tokens)
    if limited or said.payload:
        return []
    ends = [t for t in said.tokens[:-1] if t.text == "," or t.has("also.also")]
    topics = [t.start for t in said.tokens if t.kind == "particle" and t.has("role.topic")]
    if len(topics) > 1:  # "A is for B, C, D": each begins behind the last comma before its topic
        last = [[t for t in ends if t.start < topic][-1:] for topic in topics[1:]]
        ends = list(dict.fromkeys(t for one in last for t in one))
    starts = [said.tokens[0].start, *(t.end for t in ends)]
    stops = [*(t.start for t in ends), max(t.end for g in (said.tokens, *said.groups) for t in g)]
    parts = [said.text[a:b].strip() for a, b in zip(starts, stops, strict=True)]
    return [part for part in parts if part] if ends else []


def says_enough(tokens: Sequence[Token]) -> bool:
    """Whether a part of a sentence may ask for something by itself: one vague word does not."""
    return len(tokens) > 1 and not any(t.has("vague.") for t in tokens)


def may_be_left(tokens: Sequence[Token]) -> bool:
    """Whether words that nobody understood take nothing back of what stands beside them."""
    return not any(t.has(*LIMITS) and not t.names for t in tokens)


def is_too_long(said: Said) -> bool:
    """Whether a clause is longer than what anybody means as one thing to do."""
    return len(said.tokens) > _LONGEST or len(said.payload) > _MOST


def is_question(said: Said) -> bool:
    """Whether a text ends as a question does."""
    return said.text.rstrip().endswith(("?", "\uff1f"))


def asks_whether(said: Said) -> bool:
    """Whether a clause asks if something is so ("has Tom paid?"): it tells nothing."""
    asked = is_question(said)
    led = any(t.has("questions.") for t in said.tokens[:1])
    whether = any(t.has("questions.whether") for t in said.tokens[:1])
    told = said.verb is None and any(t.has("ending.told", "state.") for t in said.tokens)
    return whether or (asked and (told or led))


def takes_back(clause: Clause, changes: Sequence[Change]) -> bool:
    """Whether what was just asked for is to be left as it is after all."""
    said, last = clause.said, str(changes[-1:])
    named = {e.name for t in clause.tokens for e in t.names}
    return said.corrects and said.never and all(name in last for name in named)


def replaces_view(clause: Clause, given: Sequence[Change]) -> bool:
    """Whether a view is named in place of the one asked for last ("a timeline, no, a calendar")."""
    return isinstance(next(iter(given), None), AddView) and any(map(is_view, clause.tokens))


def points_back(said: Said) -> bool:
    """Whether a clause speaks of what was said before it ("it", "also"): where nobody understood
    that, nobody knows what it stands for."""
    also = ("role.also", "ending.also") if said.verb not in said.tokens else ()
    names = bool(said.tokens) and said.tokens[0].has("called.name") and said.verb is None
    return names or any(t.has("it.", *also) for t in said.tokens) or is_counted(said)


def is_clear(token: Token) -> bool:
    """Whether a word leaves no doubt what it says: then what is missing beside it can be asked."""
    return bool(token.names) or token.has("sort.", "rank.", "timely.")


def is_narrated(token: Token) -> bool:
    """Whether a word beside a row and its value only says how it came by that."""
    return token.kind in ("unknown", "date") or token.has("way.", "it.it", "measure.")


def is_told_apart(token: Token, *, of_row: bool) -> bool:
    """Whether a word that nobody read is told, and the rest done: a number that could be of several
    properties of a row, and what no property can be ("required")."""
    return (of_row and token.kind == "number") or (token.has("fixed.") and not token.names)


def tells_news(said: Said) -> bool:
    """Whether a sentence that asks for nothing tells what came about, or an amount of money: that
    is of a row, and no name of anything new."""
    paid = any(a.kind == "number" and b.has("format.") for a, b in pairwise(said.tokens))
    told = any(t.has("ending.told", "role.quote") for t in said.tokens[-1:])
    return said.verb is None and not said.payload and (paid or told or is_news(words_of(said)))


def exclaims(said: Said) -> bool:
    """Whether words that nobody knows are only cried out ("you're a hero!")."""
    behind = said.text[max((t.end for t in said.tokens), default=0) :].lstrip("~\u301c\u30fc ")
    open_ = any(t.kind == "unknown" for t in said.tokens)
    known = any(t.names or t.kind in _FIGURES or t.has(*_ASKED) for t in said.tokens)
    return open_ and not (known or said.verb or said.payload) and behind.startswith(("!", "\uff01"))


def tells_of_one(said: Said, memory: Memory) -> bool:
    """Whether a clause only tells of one row, or how one thing is ("the rating is confusing"): that
    leaves no doubt what "it" is."""
    named = {entity for token in said.tokens for entity in token.names}
    last = memory.last
    if said.verb is not None or len(named) > 1 or last is None:
        return False
    states = any(token.has("states.") for token in said.tokens)
    return states or last.kind == "row"


def without_why(unread: Sequence[str], start: Draft, now: World) -> list[str]:
    """What nobody understood, without what only tells how a part was that has changed since, or is
    gone: that says why ("nobody looks at the board, …")."""
    then = world_of(start.structure, now.language, now.lexis)
    return [words for words in unread if not _says_why(words, then, now)]


def _says_why(words: str, then: World, now: World) -> bool:
    said = tokens_of(words, then.lexis, then.names)
    named = {entity for token in said for entity in token.names}
    tells = any(t.has("states.", "whoever.") and not t.names for t in said)
    tells |= bool(said) and words.endswith(then.lexis.sentence_ends)
    asked = (t for t in said if t.has("verb.", "value.", "state.") and not t.has("verb.do"))
    asks = any(not t.names for t in asked)
    plain = all(t.kind not in ("quoted", "number", "date") for t in said)
    parts = bool(named) and {e.kind for e in named} <= {"property", "view", "database"}
    return tells and plain and parts and not asks and all(_is_other(e, then, now) for e in named)


def _is_other(entity: Entity, then: World, now: World) -> bool:
    """Whether a part is not as it was."""
    if entity not in now.present:
        return True
    if entity.kind == "property":
        return then.property(entity) != now.property(entity)
    return then.database(entity) != now.database(entity)


def without_gone(
    failed: Sequence[tuple[str, Ask | None]], start: Draft, now: World
) -> Iterator[tuple[str, Ask | None]]:
    """What nobody understood, without what speaks of something that was there and is no more."""
    then = world_of(start.structure, now.language, now.lexis)
    for words, ask in failed:
        said = tokens_of(words, then.lexis, then.names)
        names = (e for t in said for e in t.names or then.find(str(t.value)))
        if not any(e.kind in _GONE and e not in now.present for e in names):
            yield words, ask
