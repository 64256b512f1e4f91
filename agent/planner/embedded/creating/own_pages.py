"""What is to have a page of its own: "the minutes on a separate page", "회의록은 따로 페이지로"."""

from collections.abc import Sequence

from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.marks import is_verb
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import only_counts
from agent.planner.embedded.creating.wish.vocabulary import is_stop
from agent.planner.embedded.grammar.text.tokens import Token

_APART = ("own.", "new.new", "each.", "filler.", "count.1")
_NEAR = 4  # words behind a page, with "of its own"
_TO = ("role.to", "role.at")
_ENDS = ("held.", "want.", "filler.", "make.", "verb.")


def without_own_pages(said: Sequence[Token], found: Found) -> list[Token]:
    """The tokens without the clauses that give something a page of its own, beside what there is
    to be; the pages are taken."""
    left, at = list[Token](), 0
    while at < len(said):
        stops = (i for i in range(at, len(said)) if is_stop(said[i]))
        end = next(stops, len(said))
        sentence = said[at:end]
        begin, last, names = _own_pages(sentence, found.text)
        if names and (found.head or left or begin):
            found.more_pages += names
            sentence = [*sentence[:begin], *sentence[last:]]
        left += [*sentence, *said[end : end + 1]]
        at = end + 1
    return left


def _own_pages(said: Sequence[Token], text: str) -> tuple[int, int, list[str]]:
    """Where a sentence begins and ends to say that what it names has a page of its own, and the
    names; none where it says nothing such."""
    at = next((i for i, t in enumerate(said) if _is_page(said, i)), 0)
    if of := _page_of(said, at):
        return at - 1, len(said), _names(said[of:], text)
    first = at
    while first and (said[first - 1].has(*_APART) or _leads(said[first - 1], said[first])):
        first -= 1
    last = at + 1
    behind = [t for t in said[last : last + 1] if t.kind == "particle" and t.has(*_TO)]
    led = first < at and any(t.text.isascii() and t.has(*_TO) for t in said[first:at])
    if not at or not (behind or led):
        return 0, 0, []
    acts = (i for i in range(first) if is_verb(said[i]) and not said[i].text.isascii())
    begin = max((_verb_end(said, i) for i in acts), default=0)
    own = (i + 1 for i in range(last, min(last + _NEAR, len(said))) if said[i].has("own."))
    last = next(own, last)  # "on a page of its own"
    while last < len(said) and (
        said[last].kind in ("particle", "ending") or said[last].has(*_ENDS)
    ):
        last += 1
    return begin, last, _names(said[begin:first], text)


def _names(said: Sequence[Token], text: str) -> list[str]:
    """What words name, where none of it is a part of a database."""
    groups = groups_of(said, text)
    listed = [m.tokens for g in groups for m in g.members] + [g.lead for g in groups if g.lead]
    listed += [lead for g in groups for lead in g.also]
    named = sorted(
        (one for one in listed if one and not only_counts(one)), key=lambda o: o[0].start
    )
    plain = not any(t.has("view.", "noun.database", "noun.property") for o in named for t in o)
    return [tidy(one, text) for one in named if plain and tidy(one, text)]


def _page_of(said: Sequence[Token], at: int) -> int:
    """Where the names begin behind a page that is for them ("a page of its own for the rules"); 0
    where it is for nothing."""
    behind = said[at + 1 : at + _NEAR]
    own = at > 0 and (said[at - 1].has("own.") or any(t.has("own.") for t in behind))
    own |= at > 0 and said[at].has("noun.sub_page")
    of = next((i for i, t in enumerate(said[at:], at) if t.has("role.suits")), 0)
    return of + 1 if own and of and of - at < _NEAR + 1 else 0


def _is_page(said: Sequence[Token], at: int) -> bool:
    """Whether a word is of a page below this one, or one that is told apart from it."""
    apart = at > 0 and said[at - 1].has("own.", "new.new") and not said[at - 1].has("count.")
    apart = apart or any(t.has("own.") for t in said[at + 1 : at + _NEAR])
    return said[at].has("noun.sub_page") or (apart and said[at].has("noun.page"))


def _leads(token: Token, after: Token) -> bool:
    """Whether a word leads to a page that follows it ("on a separate page", "as their own")."""
    return token.text.isascii() and token.has(*_TO) and after.has(*_APART, "noun.sub_page")


def _verb_end(said: Sequence[Token], at: int) -> int:
    """Where a verb ends, with its endings and the comma behind them."""
    at += 1
    while at < len(said) and (said[at].kind == "ending" or said[at].text == ","):
        at += 1
    return at
