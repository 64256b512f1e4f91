"""A sentence cut into what it says of each block, and what it says of anything else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.planner.embedded.creating.page.anchors import Anchor, anchors
from agent.planner.embedded.grammar.text.tokens import Token

STOPS = frozenset(",;·")
_HOLDS = ("with.", "contains.")
_PLACES = ("place.top", "place.bottom", "place.below", "place.above")
_ENDED = ("ending.next", "ending.final", "ending.polite", "without.")
_JOINS = ("also.", "ending.next", "ending.final")


@dataclass(frozen=True)
class Part:
    """What is said of one block: the words before the one for it, and those behind; `under` are
    those for where it is to stand ("under 'Agenda'", "안건에는")."""

    anchor: Anchor
    before: tuple[Token, ...]
    word: tuple[Token, ...]
    behind: tuple[Token, ...]
    text: str
    inside: bool = False  # of what was named right before
    under: tuple[Token, ...] = ()
    below: bool = False  # on what was named right before, which are pages
    goes_on: bool = False  # with nothing between it and what was named right before

    @property
    def of_each_page(self) -> bool:
        """Whether it is to stand on each page below this one."""
        said = (*self.under, *self.before)
        page = any(t.has("noun.page", "noun.sub_page", "place.page") for t in said)
        return self.below or (page and any(t.has("each.", "all.") for t in said))

    def placed(self, sense: str) -> bool:
        """Whether it is said to stand there."""
        return any(t.has(sense) for t in (*self.before, *self.behind))


def cut(said: Sequence[Token], text: str, *, sided: bool) -> tuple[list[Part], list[str]]:
    """The parts of a sentence, and what is left of it."""
    found = anchors(said, text, sided=sided)
    if not found:
        return [], [text]
    floors = [0, *(one.end for one in found[:-1])]
    starts = [_start(said, one, floor) for one, floor in zip(found, floors, strict=True)]
    begins = [_led(said, start, floor) for start, floor in zip(starts, floors, strict=True)]
    led = begins[0] - (begins[0] > 0 and said[begins[0] - 1].has(*_HOLDS))
    parts, left = list[Part](), [text[: said[led].start]]
    for at, (one, start) in enumerate(zip(found, starts, strict=True)):
        stop = begins[at + 1] if at + 1 < len(found) else len(said)
        end = _other(said, one.end, stop)
        left += [text[said[end].start : said[stop - 1].end]] if end < stop else []
        part = Part(
            anchor=one,
            before=tuple(said[start : one.begin]),
            word=tuple(said[one.begin : one.end]),
            behind=_bare(said[one.end : end]),
            text=text,
            inside=bool(start and parts and said[start - 1].has(*_HOLDS)),
            under=tuple(said[begins[at] : start]),
            goes_on=0 < floors[at] == start,
        )
        if _splits(said, one):  # 「1日目、2日目で見出しを分けて」
            hangs = any(t.kind == "particle" for t in part.before[-1:])
            part = replace(part, before=(), behind=_bare(part.before[: -1 if hangs else None]))
        parts.append(replace(part, below=part.inside and parts[-1].anchor.kind == "sub_page"))
    return parts, [one.strip(" ,;:、。.\n") for one in left]


def chunks(said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From where to where the pieces go that commas and words for "and" part, outside brackets."""
    begin, depth = 0, 0
    last = max((i for i, t in enumerate(said) if t.text in STOPS), default=-1)
    stops = STOPS if last >= 0 else STOPS | {"/"}
    for at, token in enumerate(said):
        depth += (token.text == "(") - (token.text == ")")
        joins = token.has("also.") and at > last
        joins |= token.kind == "particle" and token.has("role.and") and 0 < at < len(said) - 1
        if not depth and (token.text in stops or joins):
            yield begin, at
            begin = at + 1
    yield begin, len(said)


def _splits(said: Sequence[Token], one: Anchor) -> bool:
    """Whether the names before the word for such blocks are of all of them."""
    behind = said[one.end : one.end + 2]
    there = not behind or behind[0].has("want.want", "state.filled")
    there = there and one.kind.startswith("heading") and not said[one.begin].text.isascii()
    return there or any(t.has("verb.group") for t in behind)


def _start(said: Sequence[Token], one: Anchor, floor: int) -> int:
    """Where what is said of a block begins before the word for it, which may be a list."""
    at, listed = one.begin, _splits(said, one)
    joins = floor > 0 and not any(t.text in STOPS for t in said[floor:at])
    while at > floor:
        goes_on = listed and said[at - 1].text in STOPS and not said[at].has(*_PLACES)
        if not goes_on and _bounds(said, at - 1, joins=joins):
            break
        if floor and said[at - 1].has("place.below") and _is_name(said[floor : at - 1]):
            return at  # 「見出し「材料」の下に箇条書き」
        at -= 1
    if at and said[at - 1].has("noun.page") and said[at - 1].text.isascii():
        plain = (i for i in range(at, one.begin) if said[i].has("new.", "count."))
        return next(plain, at)  # "a page for moving day a checklist": it tells which page
    while at and said[at - 1].has("noun.page") and said[at].kind == "particle":
        at += 1
    return at


def _is_name(said: Sequence[Token]) -> bool:
    """Whether words only name the block right before them, and what stands below it follows."""
    named = any(t.kind != "particle" and not t.text.isascii() for t in said)
    return named and not any(t.text in STOPS or t.has(*_ENDED, "want.", "filler.") for t in said)


def _led(said: Sequence[Token], start: int, floor: int) -> int:
    """Where words begin that say where a block is to stand, before what is said of it."""
    begin = start
    while begin > floor and not (said[begin - 1].text in STOPS or said[begin - 1].has(*_JOINS)):
        begin -= 1
    of_each = any(t.has("each.", "all.") for t in said[begin:start])
    told = start - 1 > floor and _tells_place(said, start - 1)
    last = start - 1 - (start > 1 and said[start - 1].kind == "particle")
    page = last >= floor and said[last].has("place.page", "noun.page", "noun.sub_page")
    return begin if told or (page and of_each) else start


def _tells_place(said: Sequence[Token], at: int) -> bool:
    """Whether a particle says that something is to stand there ("안건에는")."""
    token, of_page = said[at], said[at - 1].has(*_PLACES, "noun.page")
    return token.kind == "particle" and token.has("role.at") and len(token.text) > 1 and not of_page


def _bounds(said: Sequence[Token], at: int, *, joins: bool) -> bool:
    """Whether what is said of a block begins behind this token; `joins` says that a particle for
    "and" joins it to another one."""
    token = said[at]
    dash = token.text in "-–—" and at > 0 and said[at - 1].end < token.start
    if dash or token.text in STOPS or token.text in ":()" or token.has(*_ENDED):
        return True
    if token.kind == "particle":
        ends = _tells_place(said, at) or token.has("role.and_is")
        return ends or (joins and token.has("role.and"))
    other = token.has("noun.page", "place.page", "choose.choose") and not token.has("noun.sub_page")
    return other or token.has("also.", "want.want", *_HOLDS)


def _other(said: Sequence[Token], begin: int, end: int) -> int:
    """Where words behind a block go on with something else that there is to be."""
    ends = [i for i in range(begin, end) if said[i].text in STOPS or said[i].has(*_JOINS)]
    for first, last in pairwise([*ends, end]):
        if any(t.has("noun.database") for t in said[first:last]):
            return first + 1
    return end


def _bare(said: Sequence[Token]) -> tuple[Token, ...]:
    """Words without what parts them from others ("…, each with a checklist")."""
    begin, end = 0, len(said)
    while end and (said[end - 1].text in STOPS or said[end - 1].has("also.", "each.", *_HOLDS)):
        if said[end - 2 : end - 1] and said[end - 2].has("place.below"):
            break  # "… under each"
        end -= 1
    while begin < end and (said[begin].text in STOPS or said[begin].has("also.")):
        begin += 1
    return tuple(said[begin:end])
