"""A text as tokens: names that exist, words with senses, numbers, quotes, what nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.text.lattice import MORE, ONE, Edge, Kind, Lattice
from agent.planner.embedded.grammar.text.lexis import Lexis, Particle, Word, folded
from agent.planner.embedded.grammar.text.signs import is_mark
from agent.planner.embedded.grammar.text.syllables import is_syllable, is_told
from agent.planner.embedded.grammar.text.trie import Trie

LAST_TEXTS = 64  # what one message is read as by several readers: its text, and parts of it
_PARTS = ("property", "option")  # whose names longer words begin with
NO_NAMES = Trie()
_ENDS = ("punct", "break")
_ORDERS = ("verb.", "never.", "correct.")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text. `names` are the entities of that name, `value` a number, or quoted words."""

    kind: Kind
    start: int
    end: int
    text: str
    senses: frozenset[str] = frozenset()
    names: tuple[Any, ...] = ()
    value: Any = None
    # The senses with their groups: every reader asks each token for some of them.
    _all: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", _with_groups(self.senses) if self.senses else self.senses)

    def has(self, *senses: str) -> bool:
        """Whether it has one of these senses; `verb.` stands for all of the group."""
        return not self._all.isdisjoint(senses)

    def group(self, group: str) -> str:
        """Its sense within a group (`hue.`), without the group's name, of several the first by the
        alphabet: a set has them in another order in each process. Empty for none."""
        if not self.senses:
            return ""
        return min((sense for sense in self.senses if sense.startswith(group)), default=group)[
            len(group) :
        ]


@lru_cache(4096)
def _with_groups(senses: frozenset[str]) -> frozenset[str]:
    """Senses with their groups, as `Token.has` is asked for either."""
    return senses | {sense[: sense.index(".") + 1] for sense in senses if "." in sense}


def tokens_of(text: str, lexis: Lexis, names: Trie = NO_NAMES) -> list[Token]:
    """The tokens of a text; blanks are none, an end of line is a `break`."""
    return list(_tokens_of(text, lexis, names))


@lru_cache(LAST_TEXTS)
def _tokens_of(text: str, lexis: Lexis, names: Trie) -> tuple[Token, ...]:
    tokens, unknown = list[Token](), -1  # where a run of unknown letters began
    for start, edge in Lattice(text, lexis, names).cheapest():
        if edge.kind == "unknown" and edge.state in (ONE, MORE):
            if unknown < 0 or edge.state == ONE:
                tokens += _unknown_run(text, unknown, start, lexis)
                unknown = start
            continue
        if unknown >= 0:
            tokens += _unknown_run(text, unknown, start, lexis)
            unknown = -1
        surface = text[start : edge.end]
        if start and (cut := _before_letter(surface, text[edge.end : edge.end + 2])) is not None:
            led = surface[:cut].strip()  # "with A, B, C": no article
            tokens += [_word(start, led, lexis)] if led else []
            tokens.append(Token("unknown", start + cut, edge.end, surface[cut:]))
            continue
        if edge.kind == "punct" and is_mark(text, start, edge.end):
            tokens.append(Token("unknown", start, edge.end, surface))
            continue
        if edge.kind != "break" or "\n" in surface:
            tokens.append(_token(start, edge, surface, lexis))
    tokens += _unknown_run(text, unknown, len(text), lexis)
    tokens = _with_members(_with_capitals(_with_units(tokens, lexis)))
    tokens = list(_with_states(list(_with_signs(tokens, text)), lexis))
    return tuple(_with_ends(list(_with_compounds(tokens, lexis)), lexis))


def _with_states(tokens: Sequence[Token], lexis: Lexis) -> Iterator[Token]:
    """The tokens with a verb and its ending before a noun as the state that they say together
    ("the ticked dishes"): there nothing is to be done."""
    at = 0
    while at < len(tokens):
        token, behind = tokens[at], tokens[at + 1 : at + 3]
        glued = len(behind) > 1 and behind[0].kind == "ending" and behind[0].start == token.end
        noun = glued and behind[1].kind in ("name", "unknown", "word") and token.kind == "word"
        said = token.text + behind[0].text if noun and not token.names else ""
        states = frozenset(s for s in _senses_of(said, lexis) if s.startswith("state."))
        if states:
            token = Token("word", token.start, behind[0].end, said, states)
        yield token
        at += 1 + bool(states)


def _with_compounds(tokens: Sequence[Token], lexis: Lexis) -> Iterator[Token]:
    """The tokens with the name of a part that a longer word only begins or ends with as that word,
    where no blanks part words: neither the studio nor its day is meant by "studio fee"."""
    found = list[Token]()
    for place, token in enumerate(tokens):
        first = found[-1] if found else token
        whole = _is_compound(first, token, lexis) or _is_plural(first, tokens[place : place + 2])
        if first.end == token.start and whole:
            found[-1] = Token("unknown", first.start, token.end, first.text + token.text)
        else:
            found.append(token)
    yield from found


def _is_plural(first: Token, behind: Sequence[Token]) -> bool:
    """Whether what looks like a plural ends a word of a list: there it is told to the letter."""
    short = first.kind == "unknown" or (first.kind == "word" and len(first.text) == 1)
    alone = len(behind) == 1 or behind[1].kind in ("punct", "break")
    return short and alone and behind[0].kind == "particle" and behind[0].has("plural")


def _is_compound(first: Token, last: Token, lexis: Lexis) -> bool:
    """Whether two tokens side by side are one word: a name and unknown letters of it, or a name of
    one letter behind some."""
    letter = last.text[:1]
    if lexis.joins(letter) != "unspaced" or lexis.is_soft(letter):
        return False
    if last.kind == "unknown":
        return (
            bool(first.names)
            and all(e.kind in _PARTS for e in first.names)
            and not (
                first.has("state.")  # a form of the verb that it is called by
            )
        )
    short = first.kind == "unknown" or (first.kind == "word" and len(first.text) == 1)
    thing = first.kind == "unknown" and last.has("noun.thing")  # the last letter of a word
    return (bool(last.names) or thing) and len(last.text) == 1 and short


def _with_capitals(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a preposition that has a capital within a sentence, and the plain word
    behind it, as one name ("add On hold")."""
    found = list[Token]()
    for token in tokens:
        led = (
            found[-1] if len(found) > 1 and found[-2].kind in ("word", "name", "unknown") else token
        )
        begins = led.has("role.") and led.text.istitle() and not led.names
        plain = token.text.islower() and token.text.isalpha()
        plain = plain and not (token.names or token.has("role."))
        if begins and plain and token.start == led.end + 1:
            whole = f"{led.text} {token.text}"
            found[-1] = Token("unknown", led.start, token.end, whole)
        else:
            found.append(token)
    return found


def _with_members(tokens: list[Token]) -> list[Token]:
    """The tokens with what has a capital and stands alone in a list of such words as one of these,
    and no order, where it would be one elsewhere ("Weekly, Monthly, Never"); so is what leads it
    and describes nothing ("New, Fixed")."""
    for at, token in enumerate(tokens):
        if token.kind != "word" or not token.text.istitle() or at == 0:
            continue
        before, joint = tokens[max(0, at - 2)], tokens[at - 1]
        behind, after = tokens[at + 1 : at + 2], tokens[at + 2 : at + 3]
        ends = not behind or _is_joint(behind[0])
        listed = at > 1 and _is_joint(joint) and before.text.istitle()
        leads = bool(after) and after[0].text.istitle() and token.has("new.new")
        if ends and ((listed and token.has(*_ORDERS)) or leads):
            tokens[at] = replace(token, kind="unknown", senses=frozenset())
    return tokens


def _is_joint(token: Token) -> bool:
    """Whether a token stands between the members of a list, or ends it."""
    return token.kind in _ENDS or token.has("also.also", "or.or")


def _with_signs(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """The tokens with a plus that ends a name in Latin letters as part of it ("Disney+")."""
    at = 0
    while at < len(tokens):
        token, sign = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        named = token.kind == "unknown" and token.text.isascii() and token.text.isalpha()
        plus = named and sign is not None and sign.text == "+" and sign.start == token.end
        ended = plus and not text[token.end + 1 : token.end + 3].strip()[:1].isalnum()
        if ended:
            token = Token("unknown", token.start, token.end + 1, f"{token.text}+")
        yield token
        at += 1 + ended


def _with_units(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens with a particle apart from the unit before it, where they look like one word
    between figures and a verb."""
    found = list[Token]()
    for place, token in enumerate(tokens):
        before, behind = tokens[place - 1 : place], tokens[place + 1 : place + 2]
        figure = bool(before) and before[0].kind == "number"
        counted = figure and before[0].end == token.start
        parts = _unit_and_particle(token, lexis) if token.kind == "word" and counted else []
        measure = figure and token.has("measure.") and not token.names  # "30 min" is no minimum
        plain = frozenset(s for s in token.senses if not s.startswith("function."))
        whole = replace(token, senses=plain) if measure else token
        if token.has("scale.") and token.has("format.") and not (figure or token.names):
            whole = replace(token, kind="number", value=float(token.group("scale.")))
        found += parts if behind and behind[0].has("verb.") and parts else [whole]
    return found


def _unit_and_particle(token: Token, lexis: Lexis) -> list[Token]:
    word, end = folded(token.text), token.end
    particles = [i.sense for _, listed in lexis.particles.at(word, len(word) - 1) for i in listed]
    units = [i.sense for to, listed in lexis.words.at(word, 0) if to == len(word) - 1
             for i in listed if i.sense.startswith("unit.")]  # fmt: skip
    if not (particles and units):
        return []
    unit = Token("word", token.start, end - 1, token.text[:-1], frozenset(units))
    return [unit, Token("particle", end - 1, end, token.text[-1], frozenset(particles))]


def _with_ends(tokens: Sequence[Token], lexis: Lexis) -> Iterator[Token]:
    """The tokens with what looks like "and" but joins nothing as the end of its short word; so with
    an owner's particle behind a syllable that owns nothing, or only rows of this name."""
    at = 0
    while at < len(tokens):
        token, behind = tokens[at], tokens[at + 1 : at + 3]
        follows = behind[0] if behind and behind[0].kind == "particle" else None
        owner = follows is not None and follows.has("role.of") and is_syllable(follows.text)
        single = ["role.and", *(["role.of"] if owner else [])] if len(token.text) == 1 else []
        short = follows is not None and token.kind == "unknown" and follows.has("role.or", *single)
        alone = len(behind) < 2 or behind[1].kind in _ENDS or behind[1].has("verb.")
        rows = len(behind) > 1 and any(e.kind == "database" for e in behind[1].names)
        alone |= owner and len(behind) > 1 and (behind[1].kind == "particle" or rows)
        joins = follows is not None and follows.has("role.and", "role.of", "plural")
        said = token.text + follows.text if follows and joins else ""
        # A noun that ends so; where it begins with a name, it is that whole noun and no plural.
        whole = token.kind == "unknown" and said.endswith(lexis.merged)
        whole |= token.kind == "name" and said in lexis.merged
        meets = follows is not None and follows.start == token.end
        ends = meets and (whole or (short and alone))
        if ends:
            token = Token("unknown", token.start, behind[0].end, token.text + behind[0].text)
        yield token
        at += 1 + ends


def _unknown_run(text: str, start: int, end: int, lexis: Lexis) -> list[Token]:
    """Letters that nobody knows as one token; a verb among them may still say why."""
    said = text[start:end] if start >= 0 else ""
    if (cut := _before_column(said, lexis)) is not None:
        return [_word(start, said[:cut], lexis), _word(start + cut, said[cut:], lexis)]
    senses = frozenset({"ending.because"} if said.endswith(lexis.reasons) else ())
    if said.endswith(lexis.ends("leading")):
        senses |= {"ending.next"}
    if is_told(said, lexis.told):
        senses |= {"ending.told"}
    if said.endswith(lexis.only) and not said.endswith(lexis.merged):
        senses |= {"role.only"}
    return [Token("unknown", start, end, said, senses)] if said else []


def _word(start: int, text: str, lexis: Lexis) -> Token:
    return Token("word", start, start + len(text), text, _senses_of(text, lexis))


def _before_letter(surface: str, behind: str) -> int | None:
    """Where the first letter of a list begins that would be an article elsewhere ("A, B, C")."""
    at = surface.rfind(" ") + 1
    capital = surface == "A" and not behind.strip().isalpha()
    return at if capital or (surface[at:].lower() == "a" and behind[:1] == ",") else None


def _before_column(said: str, lexis: Lexis) -> int | None:
    """Where a usual name of a column ends that is one word with what a column is called."""
    if not said.endswith(lexis.columns) or lexis.joins(said[-1]) != "agglutinated":
        return None
    nouns = (n for n in lexis.columns if said.endswith(n) and len(n) < len(said))
    ends = (len(said) - len(noun) for noun in nouns)
    concepts = ((end, _senses_of(said[:end], lexis)) for end in ends)
    return next((end for end, one in concepts if any(s.startswith("concept.") for s in one)), None)


def _senses_of(word: str, lexis: Lexis) -> frozenset[str]:
    """The senses of one whole word."""
    low = folded(word)
    return frozenset(w.sense for end, ws in lexis.words.at(low, 0) if end == len(low) for w in ws)


def _token(start: int, edge: Edge, surface: str, lexis: Lexis) -> Token:
    senses = frozenset(i.sense for i in edge.items if isinstance(i, Word | Particle))
    names = tuple(i for i in edge.items if not isinstance(i, Word | Particle))
    if surface.islower() and "new.new" in senses:  # an article is no option called A
        names = tuple(e for e in names if e.name == surface)
    value: Any = None
    if edge.kind == "quoted":
        value = surface[1:-1].strip()
    elif edge.kind == "number":
        value = lexis.counted(folded(surface))
    elif edge.kind == "punct":
        surface = folded(surface)
    kind = "word" if edge.kind == "name" and not names else edge.kind
    return Token(kind, start, edge.end, surface, senses, names, value)


def turned(tokens: Sequence[Token]) -> int:
    """Where a name goes on with words that were said before its beginning; 0 for most."""
    return next((i for i, (a, b) in enumerate(pairwise(tokens), 1) if b.start < a.start), 0)
