"""A wish of several sentences, each for a purpose of its own: what is to be kept, what there is so
far, what is to be worked out, seen or written on the page, and what only tells of who asks.

Where one of them lists columns, those behind it are read by what they are for, against the design
that the columns come to; none of their words is a column, a table or a title then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.page.notes import note_in
from agent.planner.embedded.creating.records import SENTENCE, told_rows
from agent.planner.embedded.creating.wish.pieces import is_column
from agent.planner.embedded.creating.wish.setting import is_said
from agent.planner.embedded.creating.wish.story import told_apart, told_subject
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import parts_said, spoken
from tools.blueprint.base import Language

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_JOINT = spoken("joins_items")
_LINES = re.compile(r"\n\s*\S")
_SHOWS, _ASKS, _STORY = spoken("shows"), spoken("asks_part"), spoken("asks_for")
_WHO = spoken("asks_two")
_LED, _PICKS, _ENDS = spoken("names_kept"), spoken("picks_from"), spoken("tells", "(?:{})$")
_ME = spoken("tells_of_me")
_WHOLE = spoken("tells_whole", "(?:{})$")
_LISTED, _LONGEST = 3, 400  # members of a list; letters of a sentence that is looked at
_LISTS, _EACH = ("holder.", "domain.", "noun.database"), ("each.", "role.per", "role.by")
_MEANT = ("noun.page", "noun.sub_page", "noun.database", "noun.view", "noun.title", "noun.icon")
_ORGANISED = ("organise.",)
_WORDS = ("word", "unknown")
_LEADS = ("each", "every")
_FRAMES = ("keeps_of", "keeps_in")
_COPULA = spoken("behind_list")
_SIGNS = " \n.。!！?？~"


@dataclass
class Purposes:
    """The sentences of a wish by what they are for: what is `kept` is read as a wish by itself."""

    kept: str
    story: str = ""
    records: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    mine_only: bool = False
    simple: bool = False


def purposes_of(text: str, language: Language) -> Purposes:
    """What each sentence of a wish is for; all is kept where none lists columns, or lines do."""
    said = SENTENCE.findall(text)
    listing = next((i for i, one in enumerate(said) if _lists(one)), None)
    page = any(
        t.has("noun.page", "noun.sub_page")
        for one in said[: (listing or 0) + 1]
        for t in tokens(one)
    )
    if listing is None or page or len(said) < _LISTED - 1 or _LINES.search(text):
        return Purposes(text)
    ahead = listing > 0 and bool(_STORY.search(said[listing - 1]))  # "I need a list. Name, …"
    named = _is_named(said[listing]) or (ahead and _names(tokens(said[listing - 1]), _LISTS))
    named |= any(parts_said(one, said[listing].strip()) for one in _FRAMES)
    named &= len(said) >= _LISTED
    story = [one for one in said[:listing] if named and _only_tells(one)]
    kept = "".join(
        [*(one for one in said[:listing] if one not in story), _framed(said[listing], language)]
    )
    found = Purposes(kept.strip(), "".join(story))
    for one in said[listing + 1 :]:
        _take(found, one, language)
    return found


def finished(wish: Wish, parted: Purposes) -> Wish:
    """A wish that was read of what is kept, with what its other sentences are for."""
    records = [*wish.records, *parted.records]
    about = told_subject(parted.story) if len(wish.brief.databases) > 1 else ""
    said: dict[str, object] = {"sample_count": 0} if records or parted.mine_only else {}
    said |= {"complexity": "simple"} if parted.simple else {}
    said |= {"title": about} if about else {}
    fresh = {key: value for key, value in said.items() if getattr(wish.brief, key) is None}
    brief, rest = wish.brief.model_copy(update=fresh), [*wish.rest, *parted.rest]
    wish = replace(wish, brief=brief, records=records, rest=rest)
    return replace(wish, story=parted.story, kept=parted.kept)


def _take(found: Purposes, sentence: str, language: Language) -> None:
    """Puts a sentence behind the columns where it belongs."""
    said = sentence.strip()[:_LONGEST]
    if parts_said("mine_only", said) is not None:
        found.mine_only = True
    elif (closed := parts_said("closes", said)) is not None:
        found.simple |= "simple" in closed
    elif note_in(said) is not None:
        found.rest.append(said.strip(_SIGNS))
    elif told_rows(said):
        column = (parts_said("tells_rows", said) or {}).get("column", "")
        listed = column and any(column == p.strip(_SIGNS) for p in _JOINT.split(found.kept))
        found.kept += f" {_BRACKETED.sub('', sentence)}" if listed else ""
        found.records += [] if listed else [said]
    elif reckoned := _reckoned(said, language):
        found.rest.append(reckoned)
    elif (_PICKS.search(said) and not _lists(said)) or _is_sight(said):
        found.rest.append(said.strip(_SIGNS))
    else:
        found.kept += f" {sentence}"


def _is_sight(said: str) -> bool:
    """Whether a sentence only says what is to be seen of what is kept."""
    more = _ASKS.search(said) or _WHO.search(said) or _lists(said)
    return bool(_SHOWS.search(said)) and not more


def _lists(sentence: str) -> bool:
    """Whether a sentence lists what is to be kept: several names, and no rows, nor what is told of
    who asks."""
    bare = _BRACKETED.sub("", sentence)
    if len(_JOINT.findall(bare)) < _LISTED - 1 or told_rows(sentence.strip()):
        return False
    columns = sum(is_column(piece.strip(_SIGNS)) for piece in _JOINT.split(bare))
    told = _ME.search(bare) or _WHOLE.search(bare.strip(_SIGNS))
    return bool(_STORY.search(sentence)) or not told or columns * 2 > len(_JOINT.split(bare))


def _is_named(asking: str) -> bool:
    """Whether what stands before or behind a list names what is to be kept ("a members list with",
    "… for every repair")."""
    first, *others = _JOINT.split(_BRACKETED.sub("", asking))
    behind = [t for piece in others[-1:] for t in tokens(piece)]
    made = next(
        (i for i, t in enumerate(behind) if t.has("make.", "want.", "verb.want", "need.")), 0
    )
    last = made - 1 if made and behind[made - 1].kind == "particle" else made
    tail = behind[:last] if last and behind[last - 1].has(*_LISTS) else []
    leads = bool(_LED.search(first))
    return leads or _names(tokens(first), (*_LISTS, *_EACH)) or _names(tail, _LISTS)


def _names(said: Sequence[Token], heads: Sequence[str]) -> bool:
    """Whether words name a list of something, or each of something."""
    for at, token in enumerate(said):
        leads = token.text.endswith(_LEADS)
        beside = said[at + 1 : at + 2] if leads else said[max(at - 2, 0) : at]
        apart = beside[-1:] and beside[-1].kind == "particle"
        beside = beside[:1] if leads or apart else beside[-1:]
        beside = [
            t for t in beside if not (is_small(t) or (t.kind == "unknown" and _ENDS.search(t.text)))
        ]
        if token.has(*heads) and any(t.kind in _WORDS for t in beside):
            return True
    return False


def _only_tells(sentence: str) -> bool:
    """Whether a sentence tells of who asks, and names nothing that is to be made."""
    said, bare, asks = tokens(sentence), sentence.strip(_SIGNS), bool(_STORY.search(sentence))
    speaks = bool(_ME.search(sentence))
    told = is_said(bare) or bool(_WHOLE.search(bare)) or (speaks and bare.isascii())
    named = _names(said, (*_LISTS, *_ORGANISED[:asks])) and not (speaks and told)
    means = any(t.kind == "quoted" or t.has(*_MEANT) for t in said)
    means |= any(t.has("make.") and not t.has("verb.want") for t in said)
    return not (means or named) and (told or asks or not told_apart(sentence)[1].strip(_SIGNS))


def _framed(sentence: str, language: Language) -> str:
    """A sentence that lists what is kept of each of something, or in what, as one that asks for
    just that."""
    said = _COPULA.sub("", sentence.strip()[:_LONGEST])
    each = parts_said("keeps_of", said)
    parts = each or parts_said("keeps_in", said)
    frame = lexis().names[language]["kept_of" if each else "kept_in"]
    return frame.format(parts["name"], parts["columns"]) + " " if parts else f"{said} "


def _reckoned(said: str, language: Language) -> str:
    """A sentence that works out something, as a name and how ("cost = hours times rate")."""
    if parts := parts_said("reckons", said):
        return f"{parts['name'].strip()} = {parts['how'].strip()}"
    left = parts_said("reckons_rest", said)
    return f"{left['name'].strip()} = {lexis().names[language]['what_is_left']}" if left else ""
