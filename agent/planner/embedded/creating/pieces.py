"""The parts of a wish: groups with a lead, and the members that are listed in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from agent.planner.embedded.grammar.phrases import is_padding
from agent.planner.embedded.grammar.tokens import Token

# How a lead and its members are told apart; "" where there is no lead.
Mark = Literal["", "topic", "place", "colon", "dash", "with", "need", "noun"]
Tokens = tuple[Token, ...]

TIGHT = frozenset("/·・-→>|~")
AND = frozenset(",+&")
_LISTED = 4  # words that are rather a list than one name
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
    covered: int = 0  # how many members stand before the noun that says what they are

    def said(self, *senses: str) -> bool:
        """Whether its verb or small words have one of these senses."""
        return any(token.has(*senses) for token in (*self.verbs, *self.small))

    def tokens(self) -> list[Token]:
        """All its tokens, in order."""
        members = [
            t for m in self.members for part in (m.tokens, *m.groups, *m.choices) for t in part
        ]
        return sorted((*self.lead, *members, *self.verbs, *self.small), key=lambda t: t.start)


def is_empty(token: Token) -> bool:
    """Whether a token at the edge of a name is no part of it."""
    if token.kind in ("unknown", "quoted", "number") and not token.senses:
        return False
    if token.has("thing.", "task.", "habit.", "domain.", "plain.", "role.ordered"):
        return False  # "手順": a whole sentence of an order is none of a name
    return is_padding(token) or token.has("want.", "without.", "choose.")


def bare(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what only leads or follows a name."""
    kept = list(tokens)
    while kept and is_empty(kept[0]) and not _opens_name(kept):
        kept.pop(0)
    while kept and is_empty(kept[-1]) and not _hangs(kept):
        kept.pop()
    return kept


def _opens_name(tokens: Sequence[Token]) -> bool:
    """Whether a preposition with a capital begins a name within a text ("…, In use")."""
    first = tokens[0]
    if len(tokens) > 1 and first.kind == "word" and first.has("role.until", *_ASKED):
        return True  # "due back", "who it is for"
    if first.has("without.") and first.start > 0 and first.text[0].isupper():
        return True  # "No sugar"
    return len(tokens) > 1 and first.start > 0 and first.has("role.at") and first.text[0].isupper()


def _hangs(tokens: Sequence[Token]) -> bool:
    """Whether a preposition ends a name: it leads nothing ("applied on")."""
    last, before = tokens[-1], tokens[-2:-1]
    if tokens[0].has(*_ASKED) and last.has("role."):
        return True  # "who it is for"
    leads = (
        last.kind == "word" and last.has("role.at", "role.by", "role.of") and not last.has("also.")
    )
    phrasal = last.kind == "word" and last.has("phrasal.")
    nouns = ("state.", "ticked.", "thing.")
    told = bool(before) and (before[0].kind == "unknown" or before[0].has(*nouns))
    return (leads or phrasal) and told


def parted_by_blanks(member: Member) -> list[Member]:
    """The members of a list that only blanks part ("name phone date"); one that is none, alone.

    Most of its words are usual names of properties: no name is made of that many.
    """
    words = list[list[Token]]()
    for token in member.tokens:
        if words and (words[-1][-1].end == token.start or words[-1][-1].has("recent.")):
            words[-1].append(token)
        else:
            words.append([token])
    known = sum(any(t.has("concept.") for t in word) for word in words)
    plain = all(t.kind == "unknown" or t.has("concept.") for t in member.tokens)
    named = plain and known > 1 and len(words) > _LISTED  # no name has so many nouns
    many = len(words) >= _LISTED and (named or known * 2 > len(words))
    marked = any(t.kind in ("particle", "ending", "number", "quoted") for t in member.tokens)
    apart = many and not marked and not (member.groups or member.choices)
    return [Member(tuple(word)) for word in words] if apart else [member]


def raw(tokens: Sequence[Token], text: str) -> str:
    """The words of tokens as they were typed; a single quoted name without its quotes."""
    if len(tokens) == 1 and tokens[0].kind == "quoted":
        return str(tokens[0].value)
    return text[tokens[0].start : tokens[-1].end].strip(" ,.") if tokens else ""


def uncounted(tokens: Sequence[Token]) -> tuple[list[Token], int | None]:
    """A name without the number of all that are listed ("年表の三つ"), and that number."""
    kept = bare(tokens) or list(tokens)
    if len(kept) > 2 and kept[-1].has("noun.database") and kept[-2].has("counter.", "count."):
        kept = kept[:-1]  # "고객과 계약 두 개 표"
    end = len(kept) - bool(kept and kept[-1].has("counter."))
    number = kept[end - 1 : end]
    if not number or not (number[0].kind == "number" or number[0].has("count.")):
        return kept, None
    if number[0].kind == "number" and end == len(kept):
        return kept, None  # a figure with nothing behind it is part of the name
    return bare(kept[: end - 1]), count_of(number[0])


def only_counts(tokens: Sequence[Token]) -> bool:
    """Whether words say no more than how many of what ("three tables")."""
    plain = ("count.", "counter.", "noun.database", "noun.thing")
    numbers = any(t.kind == "number" or t.has("count.") for t in tokens)
    return numbers and all(t.kind in ("number", "particle") or t.has(*plain) for t in tokens)


def count_of(token: Token) -> int | None:
    """The whole number that a token says."""
    if token.kind == "number":
        return int(token.value) if token.value == int(token.value) else None
    counted = token.group("count.")
    return int(counted) if counted else None


def spread(tokens: Sequence[Token]) -> Iterator[Tokens]:
    """The members of a list within brackets: parted by commas or strokes, or by blanks alone."""
    piece = list[Token]()
    for token in tokens:
        joint = token.kind == "punct" and token.text in AND | TIGHT
        if joint or token.has("also.also", "role.and", "either."):
            if piece:
                yield tuple(piece)
            piece = []
        else:
            piece.append(token)
    if piece:
        yield tuple(piece)


def options_of(listed: Sequence[Tokens], text: str) -> list[str]:
    """The options that pieces of text name; a number of all of them at the end is none."""
    names = [raw(uncounted(piece)[0], text) for piece in listed]
    return list(dict.fromkeys(name[:100] for name in names if name))
