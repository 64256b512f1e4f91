"""The blocks of a page, as sentences and the lines of an outline ask for them, one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise

from agent.planner.brief import MOST_ROWS, WantedText
from agent.planner.embedded.creating.page.anchors import BARE, HEADS, LISTS, SURE, is_check_list
from agent.planner.embedded.creating.page.contents import content_of, items
from agent.planner.embedded.creating.page.parts import Part, cut
from agent.planner.embedded.creating.page.spelled import with_ranges
from agent.planner.embedded.creating.page.written import pages_of, text_of, written
from agent.planner.embedded.creating.sections import describes, is_usual, members_in
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import Block
from agent.planner.embedded.text import QUOTED, spoken

SENTENCE = re.compile(rf"(?:{QUOTED}|[^.!?。！？\n]|[.!?](?=[^\s.!?]))+[.!?。！？\n]*\s*")
FORMED = ("heading", "table", "checks")
_PLAIN = (  # words before a database that are no name of one
    "without.", "unneeded.", "new.", "count.", "ask.", "filler.", "aside.", "noun.", "need.",
    "want.", "verb.", "also.", "correct.", "role.", "only.", "choose.", "make.", "place.", "not.",
    "never.",
)  # fmt: skip
_SMALL = ("place.", "noun.page", "verb.", "make.", "want.", "filler.", "role.", "aside.", "also.")
_SMALLEST = 3  # level of a heading
_OF_PAGE = ("to_do", "quote", "column", "columns", "bookmark", "paragraph")  # of one asked for
_ANSWERED = re.compile(
    rf"(?:{spoken('answer_of').pattern})?(?P<asked>{QUOTED})(?:{spoken('answer_is').pattern})"
    rf"(?P<answer>{QUOTED})(?:{spoken('ends_answer').pattern})?",
    re.IGNORECASE,
)
_ENDS = spoken("ends_text", "(?:{})$")
_UNDER = spoken("under_heading", "(?:{})").pattern
_LOWER = spoken("lower_on_page", r"^\s*(?:{})[,、]?\s?")  # where what holds rows stands anyway


@dataclass
class Page:
    """What is written so far: `base` is the level that texts stand at, within a column one more."""

    sided: bool
    denied: bool
    said: bool
    texts: list[WantedText] = field(default_factory=list)
    base: int = 0
    above: int = 0  # how many were said to stand at the top
    sure: bool = False  # whether some of it can be nothing but a block
    ticked: str = ""  # the word for a check list that names what is on it
    spelled: set[str] = field(default_factory=set)  # kinds of which it is said what they say
    tables: set[str] = field(default_factory=set)  # … and those of which columns are named
    waits: str = ""  # the kind of what lines below may list
    outlined: bool = False  # whether lines are written as they stand
    led: bool = False  # whether what the page is about leads to its blocks
    title: str = ""
    pages: list[str] = field(default_factory=list)  # below it
    on_each: bool = False  # whether a sentence speaks of each of these
    below: list[WantedText] = field(default_factory=list)  # what is written on each of these

    def take(self, block: Block) -> str:
        """Takes what a block of the text says of the page; what is left of it."""
        formed = block.kind in FORMED or (block.kind == "items" and (self.denied or self.waits))
        if not formed:
            return "\n".join(filter(None, map(self._line, block.lines)))
        if not (block.kind == "heading" and block.lines[0] == self.title):
            if self.waits and self.texts and not self.texts[-1].text:
                self.texts.pop()  # of a list that comes line by line
            deeper = int(bool(self.texts) and self.waits == "toggle")
            for text in _outlined(block, self.waits if self.waits in LISTS else LISTS[1]):
                self.texts.append(text.model_copy(update={"level": text.level + deeper}))
        self.outlined, self.waits = True, ""
        return ""

    def _line(self, line: str) -> str:
        """Takes the blocks of a line; a line of an outline that names none is one."""
        found = len(self.texts)
        left = " ".join(filter(None, map(self._sentence, SENTENCE.findall(line))))
        if self.denied and self.outlined and found == len(self.texts):
            self.texts.append(text_of("paragraph", line))
            return ""
        return left

    def _sentence(self, sentence: str) -> str:
        """Takes the blocks of a sentence; what is left of it, with its stop."""
        answers = list(_ANSWERED.finditer(sentence)) if self.said else []
        left = self._parts(_ANSWERED.sub("", sentence) if answers else sentence)
        if answers and self.texts and self.texts[-1].type == "toggle":  # what they are called
            self.texts[-1] = self.texts[-1].model_copy(update={"type": "heading_3"})
        for one in answers:
            self.texts.append(text_of("toggle", one["asked"][1:-1], self.base))
            self.texts.append(text_of("paragraph", one["answer"][1:-1], self.base + 1))
            self.sure = True
        return "" if answers and not left.strip(" .,、。\n") else left

    def _takes_under(self, sentence: str) -> bool:
        """Takes what a sentence lists that only says under which heading it is to stand."""
        for at, one in enumerate(self.texts, 1):
            named = re.escape(one.text if one.type.startswith("heading") and one.text else "\n")
            led = re.match(_UNDER.replace("NAME", named), sentence, re.IGNORECASE)
            rest = sentence[led.end() :] if led else ""
            if listed := items(tokens(rest), rest):
                empty = [t for t in self.texts[at : at + 1] if t.type in LISTS and not t.text]
                like = [*empty, text_of(LISTS[1], level=one.level)][0]
                made = [text_of(like.type, name, like.level) for name in listed]
                self.texts[at : at + len(empty)] = made
                return True
        return False

    def _parts(self, sentence: str) -> str:
        """Takes the blocks of a sentence that answers no question; what is left of it."""
        whole, sentence = sentence, _ENDS.sub("", sentence.rstrip(" .。\n"))
        parts, left = cut(tokens(sentence), sentence, sided=self.sided)
        if not parts and self.said and self._takes_under(sentence):
            return ""
        if any(part.anchor.kind in HEADS for part in parts):
            sentence = with_ranges(sentence)
            parts, left = cut(tokens(sentence), sentence, sided=self.sided)
        rows = not (self.said or self.denied) and bool(left[0]) and holds_rows(left[0])
        taken = [self._is_block(part, rows=rows) for part in parts]
        kept = list(compress(parts, taken))
        if not kept:
            return _LOWER.sub("", whole) if self.said else whole
        self.led |= bool(left[0]) and not rows
        self.on_each = False
        for part, target in self._with_targets(kept):
            self._put(part, target)
        waits = not kept[-1].behind or sentence.endswith((":", "："))
        self.waits = kept[-1].anchor.kind if waits else ""
        gone = [_raw(part) for part, is_taken in zip(parts, taken, strict=True) if not is_taken]
        left = [_LOWER.sub("", one) for one in (*left, *gone) if one and not _says_nothing(one)]
        return "".join(f"{one}. " for one in left if not no_tables(one)).strip()

    def _is_block(self, part: Part, *, rows: bool) -> bool:
        """Whether a part is of a block: no columns of a table are named behind it, which words for
        what holds `rows` lead to."""
        if part.anchor.kind == "sub_page":
            return self.said and bool(pages_of(part))
        kind, checks = part.anchor.kind, part.anchor.kind in ("to_do", "list", "columns")
        content = content_of(part)
        named = content.names if content.listed is None else content.listed
        if kind in self.tables:
            return False
        headed = rows and kind.startswith("heading")
        asked = checks or not (self.said or (kind in HEADS and not rows))
        if asked and len(named) > 1 and (headed or _names_columns(part, strict=self.said)):
            self.tables.add(kind)
            return False
        if kind == "to_do" and is_check_list(part.word) and content.listed:
            self.ticked = self.ticked or part.text[part.word[0].start : part.word[-1].end]
        self.spelled |= {kind} if content.listed or _quotes(part) else set()
        sure = self.said or kind in BARE or bool(named or content.title)
        told = self.said and kind in _OF_PAGE and (bool(named) or _quotes(part))
        self.sure |= told or (sure and kind in SURE)
        return True

    def _with_targets(self, parts: list[Part]) -> Iterator[tuple[Part, Part | None]]:
        """The parts, each with the one that only says by a block there is where it is to stand
        ("a divider before the checklist", "각 소제목 아래에 글머리")."""
        kinds, points = {str(one.type) for one in self.texts}, dict[int, Part]()
        for at, part in enumerate(parts):
            if part.anchor.kind in kinds and _only_points(part):
                points[at] = part
            kinds |= {part.anchor.kind} - {"column"}  # the other side is one more
        beside = {i - 1 if part.goes_on else i + 1: part for i, part in points.items()}
        for at, part in enumerate(parts[1:], 1):
            lead = tokens(part.text[: (*part.before, *part.word)[0].start])[-2:]  # "each with …"
            pairs = [*pairwise(part.behind), *(pairwise(lead[::-1]) if part.inside else ())]
            leads = (b for a, b in pairs if b.has("each.") and a.has("place.below", "with."))
            each = next(leads, None)
            if each and parts[at - 1].anchor.kind in HEADS:
                beside[at] = replace(parts[at - 1], before=(each,))
                parts[at] = replace(part, behind=())
        yield from ((p, beside.get(i)) for i, p in enumerate(parts) if i not in points)

    def _put(self, part: Part, target: Part | None) -> None:
        """Writes the blocks of a part where it says that they are to stand."""
        if target is not None:
            self._put_beside(part, target)
            return
        if part.anchor.kind == "sub_page":
            self.pages += pages_of(part)
            return
        self.on_each |= part.of_each_page
        if self.on_each:
            self.below += written(part)
            return
        if part.anchor.kind == "columns":
            for name in content_of(part).listed or ():
                self.texts += [text_of("column"), text_of("heading_3", name, 1)]
            return
        if part.anchor.kind == "column":
            self.base = 0
            self.texts.append(text_of("column"))
        elif part.placed("place.below") or part.placed("place.bottom"):
            self.base = 0
        at, level, part = self._place(part)
        made = [t.model_copy(update={"level": t.level + level}) for t in written(part)]
        self.base = 1 if part.anchor.kind == "column" else self.base
        self.texts[at:at] = made

    def _put_beside(self, part: Part, target: Part) -> None:
        """Writes the blocks of a part before or behind the block of a kind, or each of them."""
        there = [i for i, one in enumerate(self.texts) if one.type == target.anchor.kind]
        each = any(t.has("each.", "all.") for t in target.before)
        first = target.placed("place.above")
        for at in reversed(there if each else there[:1] if first else there[-1:]):
            level = self.texts[at].level + (target.anchor.kind == "toggle" and not first)
            made = [t.model_copy(update={"level": t.level + level}) for t in written(part)]
            self.texts[at + (not first) : at + (not first)] = made

    def _place(self, part: Part) -> tuple[int, int, Part]:
        """Where the blocks of a part stand, at which level, and what else is said of it."""
        last = len(self.texts)
        if part.anchor.kind == "column":
            return last, 1, part
        if part.placed("place.top") and not self.base:
            self.above, at = self.above + 1, self.above
            return at, 0, part
        if (part.under or part.placed("place.below")) and (at := self._below(part)):
            ends = next((i for i, t in enumerate(part.behind) if t.has("place.below")), None)
            level = self.texts[at - 1].level + (self.texts[at - 1].type == "toggle")
            return at, level, replace(part, before=(), behind=part.behind[:ends])
        if part.under and not part.before:
            part = replace(part, before=part.under)  # "거실에는 체크리스트"
        inside = part.inside and bool(self.texts) and self.texts[-1].type == "toggle"
        return last, self.base + inside, part

    def _below(self, part: Part) -> int:
        """Behind which block a part is said to stand by what that says; 0 for none."""
        words = " ".join(t.text for t in (*part.under, *part.before, *part.behind)).casefold()
        for at in range(len(self.texts), max(0, len(self.texts) - MOST_ROWS), -1):
            if self.texts[at - 1].text and self.texts[at - 1].text.casefold() in words:
                return at
        return 0


def _only_points(part: Part) -> bool:
    """Whether a part says of a block where another one is to stand, and nothing of its own."""
    content = content_of(part)
    told = content.names or content.title or content.listed
    places = ("place.above", "place.below", "each.", "all.", "role.at")
    return not told and any(t.has(*places) for t in (*part.before, *part.behind))


def _names_columns(part: Part, *, strict: bool) -> bool:
    """Whether what stands behind a block is what rows have; all of it, where that is `strict`."""
    begin = next((t.end for t in part.behind if t.text in ("(", ":")), part.behind[0].start)
    listed = part.text[begin : part.behind[-1].end].rstrip(")）")
    members = members_in(tokens(listed), listed)
    usual = not strict or all(is_usual(one, listed) for one in members)
    return usual and describes(members, listed)


def _quotes(part: Part) -> bool:
    return any(t.kind in ("quoted", "url") for t in (*part.before, *part.behind))


def _raw(part: Part) -> str:
    said = (*part.before, *part.word, *part.behind)
    return part.text[said[0].start : said[-1].end]


def _outlined(block: Block, kind: str) -> Iterator[WantedText]:
    """A block of a text as it is to be written, items as those of a kind of list."""
    for at, line in enumerate(block.lines):
        if block.kind == "heading":
            yield text_of(f"heading_{min(max(block.level, 1), _SMALLEST)}", line)
        elif block.kind == "checks":
            yield text_of("to_do", line, block.levels[at], checked=block.done[at])
        elif block.kind == "items":
            yield text_of(LISTS[2] if block.numbered[at] else kind, line, block.levels[at])
        else:
            yield text_of("paragraph", line)
    for row in block.cells:
        yield text_of("paragraph", " | ".join(row))


def _says_nothing(text: str) -> bool:
    """Whether words only say that something is to be put on the page."""
    said = tokens(text)
    plain = all(t.kind in ("particle", "ending") or t.has(*_SMALL) for t in said)
    return plain and any(t.has("place.", "verb.", "make.", "also.") for t in said)


def holds_rows(text: str) -> bool:
    """Whether words are for what holds rows."""
    return any(t.has("noun.database", "holder.", "view.", "domain.") for t in tokens(text))


def no_tables(text: str) -> bool:
    """Whether a text says that there are to be no databases."""
    said = [t for t in tokens(text) if t.kind != "particle"]
    named = [t.kind in ("word", "unknown") and not t.has(*_PLAIN) for t in said]
    places = [i for i, t in enumerate(said) if t.has("noun.database") and not (i and named[i - 1])]
    around = (t for i in places for t in said[max(0, i - 2) : i + 3])
    behind = (t for i in places for t in said[i + 1 : i + 2])
    denied = any(t.has("without.", "unneeded.") for t in around)
    return denied or any(t.has("verb.delete") for t in behind)
