"""What the words around a block say is to be written in it, to the letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.planner.embedded.creating.page.parts import STOPS, Part, chunks
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import QUOTED, spoken

_LEADS = (
    "role.called", "role.with", "role.of", "role.to", "role.at", "says.", "also.", "with.", "new.",
    "filler.", "aside.", "count.", "contains.", "it.", "place.", "want.", "verb.add", "make.",
    "want.want", "there.", "state.empty", "lead.", "ahead.",
)  # fmt: skip
_ASKS = (
    "verb.add", "verb.write", "make.", "want.", "need.", "verb.show", "verb.want", "choose.choose",
)  # fmt: skip
_ENDS = spoken("ends_items", "(?:{})$")
_NAMES_ACT = spoken("names_act", "(?:{})$")
_QUOTE = re.compile(QUOTED)
_SAYS = spoken("text_led", "^(?:{})")
_SAID = spoken("text_said", "(?:{})$")
_FOR_EACH = ("each.", "role.by")


@dataclass(frozen=True)
class Content:
    """What a block is called before and behind its word, what is listed, and whether these are
    several blocks."""

    title: str
    called: str  # … with the word for the block: "packing list"
    name: str
    names: list[str]
    listed: list[str] | None
    whole: str  # what is listed, as typed
    several: bool


def content_of(part: Part) -> Content:
    """What a part says of its block."""
    lead, listed = _parted(part.behind)
    says = next((i for i, t in enumerate(lead) if t.has("says.") and t.text.isascii()), -1)
    counted = _count((*part.before[-2:], *lead[:2])) > 1
    each = any(t.has(*_FOR_EACH) for t in (*part.before, *lead))
    each = each and (listed is not None or not part.word[0].text.isascii())
    lead = [] if each and listed is not None else _uncounted(lead)
    latin = part.word[0].text.isascii()
    before = [] if each else _named_before(part.before) if latin else part.before
    text = part.text
    return Content(
        title=words(before[:-1] if before and before[-1].kind == "particle" else before, text),
        called=words([*before, *(part.word if _joins(before, part.word) else ())], text),
        name=words(lead, text) if says < 0 else words(part.behind[says + 1 :], text, led=False),
        names=_counted(items(lead, text), _count((*part.before[-2:], *part.behind[:2]))),
        listed=None if listed is None else items(listed, text, led=False),
        whole=words(listed or (), text, led=False),
        several=part.anchor.many or counted or each,
    )


def _count(said: Sequence[Token]) -> int:
    """How many there are to be, by the words right around the one for a block."""
    return max((count_of(t) or 1 for t in said), default=1)


def _counted(names: list[str], count: int) -> list[str]:
    """Names that only blanks part, where so many of them are to be."""
    words = names[0].split() if len(names) == 1 else []
    return words if count > 1 and len(words) == count else names


def items(said: Sequence[Token], text: str, *, led: bool = True) -> list[str]:
    """What words list, as typed; `led` says that words may stand before that lead to it."""
    quoted = [str(t.value) for t in said if t.kind == "quoted"]
    if len(quoted) == 1 and len(parted := re.split("[,、，] ?", quoted[0])) > 2:
        return parted
    others = (t for t in said if t.kind in ("word", "unknown", "number"))
    if quoted and all(_leads(t) or t.has(*_ASKS) for t in others):
        return quoted
    listed = list(chunks(said))
    found = [one for a, b in listed if (one := words(said[a:b], text, led=led and not a))]
    return [*found[:-1], *(_ENDS.sub("", one) for one in found[-1:])]


def _joins(said: Sequence[Token], word: Sequence[Token]) -> bool:
    """Whether words go together with the word for a block right behind them."""
    near = bool(said) and word[0].start - said[-1].end <= 1 and word[0].text[:1].isalnum()
    return near and (said[-1].kind != "particle" or said[-1].has("role.of"))


def _parted(said: Sequence[Token]) -> tuple[list[Token], Sequence[Token] | None]:
    """The words before a colon, a bracket or a word for what is within, and those behind it."""
    for at, token in enumerate(said):
        if token.text in STOPS:
            break
        if token.text in (":", "-") or token.has("contains.", "place.within"):
            return list(said[:at]), said[at + 1 :]
        if token.text == "(":
            ends = (i for i in range(at, len(said)) if said[i].text == ")")
            return list(said[:at]), said[at + 1 : next(ends, len(said))]
    return list(said), None


def _uncounted(said: Sequence[Token]) -> list[Token]:
    """Words behind a block without how many of it there are to be."""
    kept = list(said)
    while kept and kept[0].kind == "particle":
        kept.pop(0)
    if kept and count_of(kept[0]) and (not kept[1:] or kept[1].has("counter.")):
        kept = kept[2:]
    return kept


def _named_before(said: Sequence[Token]) -> list[Token]:
    """The name that stands right before a Latin word for a block, or is to be in it ("the rules in
    a toggle")."""
    end = len(said)
    while end and said[end - 1].kind != "quoted" and _leads(said[end - 1]):
        end -= 1
    within = any(t.has("role.at", "role.to") for t in said[end:])
    said = said[:end] if within else said
    if how := [t for i, t in enumerate(said) if any(b.has("inquiry.") for b in said[: i + 1])]:
        return how  # "how to open the shop as numbered steps"
    at = len(said)
    while at and said[at - 1].kind != "punct" and not _leads(said[at - 1]):
        if said[at - 1].has("size.", "hue.", "ordinal."):
            break
        at -= 1
    return list(said[at:])


def _leads(token: Token) -> bool:
    more = token.has(*_LEADS, "each.", "all.")
    named = token.kind == "quoted" or (token.start > 0 and token.text[:1].isupper())
    return token.kind == "particle" or (more and not named)


def words(said: Sequence[Token], text: str, *, led: bool = True) -> str:
    """Words as typed, without what only leads to them or asks for them."""
    kept = list(said)
    while kept and (kept[0].kind == "punct" or kept[0].has("also.") or (led and _leads(kept[0]))):
        kept.pop(0)
    end = len(kept)
    while end and not kept[end - 1].text.isascii() and kept[end - 1].has("ending.", *_ASKS):
        end -= 1
    asked = any(t.has("ending.", "want.", "verb.add") for t in kept[end:])
    if not asked or _NAMES_ACT.search("".join(t.text for t in kept[end:])):
        end = len(kept)
    hangs = led or end < len(kept)  # what ends a name of a list may look like a particle
    while hangs and end and kept[end - 1].kind == "particle" and not kept[end - 1].has("role.of"):
        end -= 1
    kept = kept[:end]
    if len(kept) == 1 and kept[0].kind == "quoted":
        return str(kept[0].value)
    typed = text[kept[0].start : kept[-1].end].strip(" ,;:.。") if kept else ""
    typed = _SAID.sub("", _SAYS.sub("", typed)).strip()
    return typed[1:-1] if _QUOTE.fullmatch(typed) else typed
