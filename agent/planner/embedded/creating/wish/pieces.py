"""The parts of a wish: groups with a lead, and the members that are listed in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.planner.embedded.creating.wish.vocabulary import ends, forms
from agent.planner.embedded.grammar.clauses.phrases import is_padding
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, concept_worded, is_box, shape_of
from agent.planner.embedded.text import spoken

# How a lead and its members are told apart; "" where there is no lead.
Mark = Literal["", "topic", "place", "colon", "dash", "with", "need", "noun"]
Tokens = tuple[Token, ...]

TIGHT = frozenset("/·・-→>|~〜")
AND = frozenset(",+&")
_FEWEST = 3  # words that are rather options than one
_NAMES = ("word", "unknown")
_HANGS = ("boolean.", "type.", "function.", "format.")  # of the name that it stands behind
_PLACES = ("role.at", "role.by", "role.of", "role.to")
_LISTED = 4  # words that are rather a list than one name
_PAIR = 2  # words of what is to be done
_OF = spoken("told_apart")  # by a noun before, which is no column, or never one where it is marked
_ASKED = tuple(
    f"inquiry.{kind}" for kind in ("text", "which", "what", "date", "number")
)  # what is noted, as a question


@dataclass(frozen=True)
class Member:
    """One of a list: its words, what stands in brackets behind it, and what it may be (A/B/C)."""

    tokens: Tokens
    groups: tuple[Tokens, ...] = ()
    choices: tuple[Tokens, ...] = ()  # where strokes part it
    asked: bool = False  # whether a question mark follows
    joined: bool = False  # whether a word for "and" leads it, and no comma
    acted: bool = False  # whether an object stands before it: it says what becomes of that


@dataclass
class Group:
    """What is said of one thing. `ended` by a verb, which may stand before or behind."""

    lead: Tokens = ()
    mark: Mark = ""
    members: list[Member] = field(default_factory=list)
    kind: str = ""  # a noun that says what the members are
    verbs: list[Token] = field(default_factory=list)
    small: list[Token] = field(default_factory=list)  # "only", "all", "too"
    sentence: int = 0
    goes_on: bool = False  # whether more of its sentence follows
    also: tuple[Tokens, ...] = ()  # further leads of which the same is said ("A와 B는 …")
    covered: int = 0  # how many members stand before the noun that says what they are

    def said(self, *senses: str) -> bool:
        """Whether its verb or small words have one of these senses."""
        return any(token.has(*senses) for token in (*self.verbs, *self.small))

    def tokens(self) -> list[Token]:
        """All its tokens, in order."""
        members = [
            t for m in self.members for part in (m.tokens, *m.groups, *m.choices) for t in part
        ]
        also = [t for lead in self.also for t in lead]
        return sorted(
            (*also, *self.lead, *members, *self.verbs, *self.small), key=lambda t: t.start
        )


def is_empty(token: Token) -> bool:
    """Whether a token at the edge of a name is no part of it."""
    if token.kind in ("unknown", "quoted", "number") and not token.senses:
        return False
    if token.has("thing.", "task.", "habit.", "domain.", "plain.", "role.ordered"):
        return False  # "手順": a whole sentence of an order is none of a name
    chosen = token.has("choose.") and not token.has("concept.")
    return is_padding(token) or chosen or token.has("want.", "without.")


def bare(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what only leads or follows a name."""
    kept = list(tokens)
    while kept and is_empty(kept[0]) and not _opens_name(kept):
        kept.pop(0)
    while kept and is_empty(kept[-1]) and not (_hangs(kept) or _is_glued(kept)):
        kept.pop()
    return kept


def _is_glued(tokens: Sequence[Token]) -> bool:
    """Whether the last word goes on the one before, and so is a part of it ("수리필요")."""
    last, before = tokens[-1], tokens[-2:-1]
    glued = bool(before) and before[0].kind in _NAMES and before[0].end == last.start
    if last.kind == "ending" and not (syllables(last.text) or last.text.isascii()):
        return glued and before[0].has("verb.")  # "入れた|か"
    return glued and last.kind == "word" and last.has("make.make", "verb.want")


def _opens_name(tokens: Sequence[Token]) -> bool:
    """Whether a preposition with a capital begins a name within a text ("…, In use")."""
    first = tokens[0]
    if len(tokens) > 1 and first.start > 0 and first.text in forms("now"):
        return True  # "현재 인원"
    if len(tokens) > 1 and first.kind == "word" and first.has("role.until", *_ASKED):
        return True  # "due back", "who it is for"
    if len(tokens) > 1 and first.has("recent.") and ends(tokens[-1].text, "day"):
        return True  # "次に復習する日"
    if len(tokens) > 1 and first.start > 0 and first.text in forms("ours"):
        known = concept_of(" ".join(t.text for t in tokens[1:]))  # "우리 득점", "their score"
        return known is not None and known.type == "number"
    tight = len(tokens) > 1 and tokens[1].start == first.end and tokens[1].kind in _NAMES
    if first.has("want.") and tight and not first.text.isascii():
        return True  # "希望日"
    if len(tokens) > 1 and first.has("without.", "value.no") and first.start > 0:
        return True  # "No sugar": what turns something down is read before there are names
    if len(tokens) == _PAIR and first.has("infinitive.") and first.start > 0:
        return tokens[1].kind in ("unknown", "word") and not tokens[1].has("organise.")  # "to read"
    if _leads_box(tokens) or (
        first.start > 0 and first.has("role.of", "role.with") and tokens[-1].has(*_ASKED)
    ):
        return True  # "has a car", "can drive", "for whom"
    if len(tokens) > 1 and first.start > 0 and first.has("role.at"):
        state = len(tokens) == _PAIR and not tokens[1].has("format.", "unit", "concept.", "number.")
        return first.text[0].isupper() or (state and tokens[1].kind == "unknown")  # "under offer"
    return False


def _leads_box(tokens: Sequence[Token]) -> bool:
    """Whether a small word says of a noun that nobody knows that it is so or not."""
    first, *others = tokens
    noun = next((t for t in others if not t.has("count.1")), first)
    named = bool(others) and (noun.kind == "unknown" or noun.has("thing."))
    small = named and first.start > 0 and first.text.isascii() and first.has("filler.")
    return small and is_box(f"{first.text} {noun.text}") and not is_box(others[-1].text)


def _hangs(tokens: Sequence[Token]) -> bool:
    """Whether a preposition ends a name: it leads nothing ("applied on")."""
    last, before = tokens[-1], tokens[-2:-1]
    asked = tokens[0].has("ask.") and len(tokens) > _PAIR and not last.text.isascii()
    if asked or (tokens[0].has(*_ASKED) and last.has("role.")):
        return True  # "どこにあるか", "who it is for"
    leads = last.kind == "word" and last.has(*_PLACES) and not last.has("also.")
    if before and last.has("noun.due", "role.from") and last.kind == "word":
        return before[0].has("recent.") or not is_padding(before[0])  # "next due", "drink from"
    if before and last.kind == "word" and last.has("inquiry.text", "inquiry.date"):
        return not is_padding(before[0])  # "found where"
    phrasal = last.kind == "word" and last.has("phrasal.", "value.no")
    if before and before[0].end == last.start and not last.text.isascii():
        wish = last.has("want.") and before[0].has("concept.")
        if wish or (last.has("filler.") and ends(f"{before[0].text}{last.text}", "merged")):
            return True  # "年収希望", "できたこと"
    told = bool(before) and not is_padding(before[0])
    return (leads or phrasal) and told


def parted_by_blanks(member: Member, text: str) -> list[Member]:
    """The members of a list that only blanks part ("name phone date"), as most of its words are
    usual names of properties; one that is none, alone."""
    words = _phrases(words_in(member.tokens))
    marked = any(t.kind in ("ending", "number", "quoted") for t in member.tokens)
    if marked or member.choices or any(_is_marked(w) for w in words):
        return [member]
    if not member.groups and len(words) >= _FEWEST and _leads_options(words, text):
        first, second, *others = map(tuple, words)
        return [Member((), (), ((*first, *second), *others))]
    latin = not member.tokens or member.tokens[0].text.isascii()
    if not (_are_latin(words) if latin else _are_columns(words, text)):
        return [member]
    *before, last = _asserted(words, text)
    return [*(Member(tuple(w)) for w in before), replace(member, tokens=tuple(last), joined=False)]


def _are_columns(words: Sequence[list[Token]], text: str) -> bool:
    if any(len(w) == 1 and w[0].has(*_HANGS) for w in words[1:]):
        return False
    if words[-1][-1].has("generic.") and not words[-1][-1].has("concept."):
        return False  # "회사 동아리 예산 관리"
    # What a page is for ("카페 재고 관리 페이지"): "페이지" is a column only among other columns.
    paged = words[-1][-1].has("noun.page")
    if paged and any(w[0].has("generic.") for w in words[:-1]):
        return False
    known = [is_column(raw(word, text)) for word in words]
    if words[-1][-1].has("holder.") and not all(known):
        return False  # "사진 스튜디오 촬영 일정"
    named = sum(known[: len(known) - paged])
    enough = all(known) or (len(words) >= _LISTED and named * 2 >= len(words))
    goes_on = known[0] and text[: words[0][0].start].endswith(") ")  # with what blanks part
    return (len(words) >= _FEWEST and enough) or (len(words) == _PAIR and goes_on)


def _are_latin(words: Sequence[list[Token]]) -> bool:
    known = sum(any(t.has("concept.") for t in word) for word in words)
    plain = all(t.kind == "unknown" or t.has("concept.") for word in words for t in word)
    named = plain and known > 1 and len(words) > _LISTED  # no name has so many nouns
    usual = len(words) >= _FEWEST and known == len(words)
    return usual or (len(words) >= _LISTED and (named or known * 2 > len(words)))


def words_in(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens by the blanks between them."""
    words = list[list[Token]]()
    for token in tokens:
        if words and (words[-1][-1].end == token.start or words[-1][-1].has("recent.")):
            words[-1].append(token)
        else:
            words.append([token])
    return words


def _phrases(words: Sequence[list[Token]]) -> list[list[Token]]:
    """The words with those that only tell the next apart joined to it ("근무자한테 전할 말")."""
    found = list[list[Token]]()
    for word in words:
        before = found[-1] if found else []
        whose, noun = ("".join(t.text for t in one) for one in (before, word))
        of = _OF.fullmatch(f"{whose} {noun}")
        told = of is not None and bool(of.lastindex or not is_column(whose))
        if before and (told or _is_open(before) or _is_told_apart(before, word)):
            before += word
        else:
            found.append(list(word))
    return found


def _is_open(word: Sequence[Token]) -> bool:
    """Whether a word says a part, or how, and so belongs to the next."""
    return _is_marked(word) or word[-1].has("filler.", "recent.")


def _is_marked(word: Sequence[Token]) -> bool:
    """Whether a particle says the part of a word, and is no letter of it ("성별")."""
    return word[-1].kind == "particle" and not word[-1].has("role.by")


def _is_told_apart(word: Sequence[Token], noun: Sequence[Token]) -> bool:
    """Whether a verb before a general noun tells it apart from others ("가져간 날")."""
    last = syllables(word[-1].text[-1:])
    tells = bool(last) and last[0].end in TELLING and noun[0].text in forms("described")
    return tells and concept_worded("".join(t.text for t in word)) is None  # "만료일 횟수" are two


def _asserted(words: Sequence[list[Token]], text: str) -> list[list[Token]]:
    """The words without those that only deny the one before ("왔는지 안왔는지")."""
    names = [raw(word, text) for word in words]
    told = ["", *(name if is_box(name) else "" for name in names)]
    parts = zip(words, names, told, strict=False)
    return [word for word, name, before in parts if not before or not name.endswith(before)]


def _leads_options(words: Sequence[Sequence[Token]], text: str) -> bool:
    """Whether a choice and what it may be stand side by side ("컨디션 좋음 보통 나쁨", "priority
    high medium low")."""
    (first, *_), *others = words
    if first.text.isascii():
        plain = all(t.kind == "unknown" or t.has("rank.", "state.") for one in others for t in one)
        if first.start == 0 or len(others) < _FEWEST:
            return False
        if first.text.islower() and all(raw(word, text).istitle() for word in others):
            return True  # "confidence Red Amber Green"
        if not plain:
            return False
    elif ends(raw(words[-1], text), "sentence"):
        return False  # "과목 색이 다 똑같아요"
    known, *further = (concept_worded(raw(word, text)) for word in words)
    return known is not None and known.type in ("select", "status") and not any(further)


def is_column(name: str) -> bool:
    """Whether a name is, by a word in it or by how it ends, that of a property."""
    shaped = shape_of(name) not in (None, "rich_text")
    return shaped or ends(name, "title") or concept_worded(name) is not None


def raw(tokens: Sequence[Token], text: str) -> str:
    """The words of tokens as they were typed; a single quoted name without its quotes."""
    if len(tokens) == 1 and tokens[0].kind == "quoted":
        return str(tokens[0].value)
    return text[tokens[0].start : tokens[-1].end].strip(" ,.") if tokens else ""


def before_several(tokens: Sequence[Token]) -> list[Token]:
    """What stands before words that one may take many of it ("お弁当から複数選べるように"); nothing
    where nobody says that."""
    at = next((i for i, t in enumerate(tokens) if t.has("type.multi_select")), 0)
    kept = list(tokens[:at])
    while kept and (is_empty(kept[-1]) or kept[-1].has("choose.", "among.", "role.")):
        kept.pop()
    return kept


def uncounted(tokens: Sequence[Token]) -> tuple[list[Token], int | None]:
    """A name without the number of all that are listed ("年表の三つ"), and that number."""
    kept = bare(tokens) or list(tokens)
    if len(kept) > 2 and kept[-1].has("noun.database", "noun.view"):
        counted = [t for t in kept[-3:-1] if not t.has("role.of")][-1:]
        if counted and counted[0].has("counter.", "count."):
            at = kept.index(counted[0])  # "고객과 계약 두 개 표", "試合結果の二つの表"
            kept = kept[: at + 1]
    end = len(kept) - bool(kept and kept[-1].has("counter."))
    number = kept[end - 1 : end]
    if not number or not (number[0].kind == "number" or number[0].has("count.")):
        return kept, None
    if number[0].kind == "number" and end == len(kept):
        return kept, None  # a figure with nothing behind it is part of the name
    named = kept[: end - 1]
    return bare(named) or named, count_of(number[0])  # "가지 네 가지": the first is no counter


def only_counts(tokens: Sequence[Token]) -> bool:
    """Whether words say no more than how many of what ("three tables")."""
    plain = ("count.", "counter.", "noun.database", "noun.thing")
    numbers = any(t.kind == "number" or t.has("count.") for t in tokens)
    return numbers and all(t.kind in ("number", "particle") or t.has(*plain) for t in tokens)
