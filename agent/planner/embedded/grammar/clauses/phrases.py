"""What a clause consists of: its tokens, its verb, and its phrases with their parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

_SMALL = (
    "ending.", "make.", "filler.", "among.", "new.", "also.", "or.", "correct.", "verb.want",
    "verb.do", "role.", "never.", "lacks.",
)  # fmt: skip
_PLAIN = frozenset({"name", "word", "unknown", "particle", "ending", "punct"})
_PARTS = frozenset({"property", "view", "database"})  # of which no news is told
_ORDER = 3  # tokens of the shortest order with an article
ARROW = "\u2192"  # one leads to what something becomes, several join a list
_SILENT = frozenset({"punct", "break", "particle", "ending"})


@dataclass(frozen=True)
class Phrase:
    """Tokens with one part in the clause; `items` are the members of a list."""

    roles: frozenset[str]
    items: tuple[tuple[Token, ...], ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for item in self.items for token in item)

    def plays(self, *roles: str) -> bool:
        """Whether it may play one of these parts."""
        return bool(self.roles & set(roles))


@dataclass(frozen=True)
class Said:
    """The tokens of one clause; `payload` stands behind a colon, `groups` in brackets."""

    tokens: tuple[Token, ...]
    payload: tuple[Token, ...] = ()
    groups: tuple[tuple[Token, ...], ...] = ()
    verb: Token | None = None
    never: bool = False  # whether it says what is not to be done
    corrects: bool = False  # whether it takes back what was said right before
    text: str = ""
    spared: bool = False  # whether it may only say what is not to be seen

    def in_names(self) -> set[int]:
        """Where words for what is done only begin a name that goes on behind them."""
        pairs = [pair for pair in pairwise(self.tokens) if self.verb not in pair]
        ends = ("noun.database", "view.", "role.called")
        return {a.start for a, b in pairs if b.has(*ends) or _is_bare(b)}


def _is_bare(token: Token) -> bool:
    plain = token.kind == "unknown" and not token.senses
    return plain or (token.has("state.") and not token.names)


def is_reason(said: Said) -> bool:
    """Whether a clause only says why what comes next is to be done ("he left, so …")."""
    if said.verb is not None and said.verb.has("lacks."):
        return False  # "there is no phone, so add it": that asks for it
    ends = [token for token in said.tokens[-1:] if not token.has("role.and_is")]
    if any(token.has("ending.because", "role.because") for token in ends):
        return True
    told = any(token.has("ending.told") for token in said.tokens[-1:])
    leads = any(t.kind == "unknown" and t.has("ending.next") for t in said.tokens[-1:])
    weak = said.verb is None or said.verb.has("verb.do", "verb.change")
    kinds = {entity.kind for token in said.tokens for entity in token.names}
    valued = any(t.kind not in _PLAIN or t.has("state.") for t in said.tokens)
    why = (told and weak and kinds == {"row"}) or (leads and kinds <= _PARTS)
    return why and not valued and not said.payload


def may_order(tokens: Sequence[Token]) -> bool:
    """Whether words may be an order with a verb that nobody knows ("polish the page")."""
    if len(tokens) < _ORDER or tokens[0].kind != "unknown":
        return False
    named = any(t.text[:1].isupper() for t in tokens[1:]) or not tokens[1].has("article.")
    if named and not tokens[0].text.islower():
        return False  # "Rage Against the Machine", "Tom is away"; else a sentence begins so
    article = tokens[1].kind == "word" and tokens[1].has("filler.filler", "it.it")
    plain = article and not (tokens[1].names or tokens[1].has("role.", "verb.", "new."))
    return plain and tokens[0].text.isascii() and tokens[2].kind != "punct"


def orders_unknown(said: Said) -> bool:
    """Whether a clause is an order with a verb that nobody knows ("and polish the table")."""
    plain = [t for t in said.tokens if not t.has("also.also") or t.names]
    return said.verb is None and may_order(plain)


def awaits_rows(said: Said) -> bool:
    """Whether an order only says which rows are to come: what follows is called so."""
    named = [t for t in said.tokens if t is not said.verb and not (is_small(t) or t.has("count."))]
    return bool(named) and all(any(e.kind == "database" for e in t.names) for t in named)


def says_should(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins that says what something is to do ("and the zones should …")."""
    led = bool(tokens) and tokens[0].has("filler.") and not tokens[0].names
    return led and any(t.has("modal.modal", "be.be") and not t.names for t in tokens[2:])


def is_heading(said: Said) -> bool:
    """Whether a clause only stands over what follows it ("## Changes"), and orders nothing."""
    first, *behind = said.tokens or said.payload
    led = first.text == "#" and bool(behind) and behind[0].kind != "number"
    return led and not (said.verb is not None and any(t.names for t in behind))


def works_out(said: Said) -> bool:
    """Whether a clause names what may be worked out for each row: a question may as well."""
    return any(t.has("worked.") and not t.names for t in said.tokens)


def is_small(token: Token) -> bool:
    """Whether a token needs nobody to read it."""
    if token.kind in _SILENT:
        return True
    if token.names or token.kind != "word":
        return False
    if token.has("filler.filler", "also.also", "new.new", "role.") and not token.has("verb.delete"):
        return True
    return all(sense.startswith(_SMALL) for sense in token.senses)


def is_padding(token: Token) -> bool:
    """Whether a token at the edge of a name is no part of it."""
    return is_small(token) and not token.has("among.")


def is_ended(part: Sequence[Token]) -> bool:
    """Whether words have a target and an end of their own."""
    marks = [t for t in part if t.kind == "particle"]
    end = [t for t in part if t.kind not in ("ending", "punct")]
    to = bool(marks) and marks[-1].has("role.to") and marks[-1] is end[-1]
    paid = bool(marks) and end[-1].has("format.") and not any(t.has("noun.") for t in part)
    to = to or (paid and not end[-1].names)
    return to and any(t.has("role.object", "role.topic", "role.subject") for t in marks)


def is_first(token: Token, lexis: Lexis) -> bool:
    """Whether the verb of such a word opens its clause."""
    return lexis.joins(token.text[:1].lower()) == "spaced"


def phrases_of(said: Said, lexis: Lexis) -> Iterator[Phrase]:  # noqa: C901  # one case a kind
    """The phrases of a clause, in order."""
    items: list[list[Token]] = [[]]
    led = {"bare"}
    arrows = sum(token.text == ARROW for token in said.tokens)

    def closed(roles: set[str]) -> Iterator[Phrase]:
        nonlocal items
        full = tuple(tuple(item) for item in items if item)
        items = [[]]
        if full:
            yield Phrase(frozenset(roles), full)

    for place, token in enumerate(said.tokens):
        if token is said.verb:
            yield from closed(led)
            led = {"object"} if is_first(token, lexis) else {"details"}
        elif token.kind == "particle":
            roles = {s[5:] for s in token.senses if s.startswith("role.")}
            quotes = "quote" in roles and said.tokens[place + 1 : place + 2] == (said.verb,)
            quotes |= bool(items[-1]) and items[-1][-1].has("ask.")  # "with whom": one question
            if roles & {"and", "or"} and not quotes:
                items.append([])
            elif roles and (not roles & {"also", "honour"} or _marked(said.tokens, place)):
                yield from closed(roles)
        elif _leads(token) and led == {"called", "behind"} and not any(items):
            items[-1].append(token)  # a name may begin so ("a view called To schedule")
        elif _leads(token):
            yield from closed(led)
            led = {token.group("role."), "behind"}
        elif token.text == ARROW and arrows == 1:
            yield from closed({"object"})
            led = {"to"}
        elif token.has("also.also", "or.or") or (
            token.kind == "punct" and token.text in f",/&+{ARROW}"
        ):
            items.append([])
        elif token.kind == "ending":
            if items[-1] and items[-1][-1].end == token.start:
                items[-1].append(token)  # of a verb within a name
        elif token.kind != "punct":
            items[-1].append(token)
    yield from closed(led)


def _marked(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands behind "also" has a particle of its own ("… too, by company")."""
    behind = tokens[place + 1 : place + 3]
    apart = len(behind) > 1 and behind[0].start > tokens[place].end
    return apart and behind[1].kind == "particle" and behind[1].has("role.by", "role.at")


def _leads(token: Token) -> bool:
    """Whether a token is a preposition here."""
    return (
        token.kind == "word" and not token.names and token.has("role.") and not token.has("verb.")
    )


def segments(tokens: Sequence[Token], *, joined: bool = False) -> list[list[Token]]:
    """Tokens cut at commas and line ends, but not in brackets; at "and" too where there are commas,
    or if `joined`."""
    pieces: list[list[Token]] = [[]]
    listed = joined or any(token.kind == "punct" and token.text == "," for token in tokens)
    depth = 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        depth = max(0, depth + (mark in "([{") - (mark in ")]}")) if mark else depth
        joint = bool(mark) and mark in f",/|{ARROW}"
        joint = joint or token.kind == "break" or token.has("or.or")
        if not depth and (joint or (listed and token.has("also.also"))):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]
