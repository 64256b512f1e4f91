"""Clauses that say only which databases are linked to which: "deals link to both".

They are taken out before groups are read: what is linked was named before, so that nothing in them
is new.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.planner.brief import WantedRelation
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.views.sights import Piece, pieces_of
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import is_empty
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import singular

_LINKS = ("link.link", "verb.link", "linked.", "belongs.", "links.")
_SMALL = ("each.", "all.", "count.1", "noun.database", "talk.", "verb.want", "want.", "verb.add")
_SHORTEST = 2  # letters of a name that is looked for in a text


@dataclass(frozen=True)
class Bond:
    """What is linked to what, in the words for both; to `both` others where that is said."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    both: bool
    text: str


def without_bonds(
    words: Sequence[Token], found: Found, text: str
) -> tuple[list[Token], list[Bond]]:
    """The tokens without the clauses that only link what was named before, and these."""
    left, bonds, goes_on = list[Token](), list[Bond](), False
    pieces = [*pieces_of(words)]
    for piece, after in zip(pieces, [*pieces[1:], Piece()], strict=False):
        said = [t for t in piece.tokens if t.kind not in ("punct", "break")]
        bond = _bond(said, found, text) if said else None
        if bond is not None and piece.mark == "," and _goes_on(after.tokens, found, text):
            bond = None
        if bond is None and goes_on and (further := _known(said, found, text)):
            bond, last = bonds[-1], bonds.pop()
            bond = Bond(last.sources, (*last.targets, *further), last.both, last.text)
        goes_on = bond is not None and piece.mark == ","
        if bond is None:
            left += piece.tokens
            continue
        bonds.append(bond)
        left += [t for t in piece.tokens[-1:] if t.kind == "break" or t.text in ".!?"]
    found.bound |= {singular(n) for b in bonds for n in (*b.sources, *b.targets)}
    return left, bonds


def without_bond_text(found: Found, text: str) -> tuple[str, list[Bond]]:
    """A text without its clauses that only link, and these."""
    words = tokens(text)
    left, bonds = without_bonds(words, found, text)
    kept = {t.start for t in left}
    parts = (text[a.start : b.start] for a, b in pairwise(words) if a.start in kept)
    last = text[words[-1].start :] if words and words[-1].start in kept else ""
    return "".join((*parts, last)) if bonds else text, bonds


def bind(found: Found, bonds: Sequence[Bond]) -> None:
    """Links what clauses said to be linked; a clause that names no database is left as it is."""
    for bond in bonds:
        sources = [found.means(name) for name in bond.sources]
        targets = [found.means(name) for name in bond.targets]
        if bond.both:
            targets += [d for d in found.databases if d not in sources][-2:]
        pairs = [(a, b) for a in sources for b in targets if a and b and a != b]
        if not pairs or None in (*sources, *targets):
            found.rest.append(bond.text)
        for source, target in pairs:
            if not any({r.source, r.target} == {source, target} for r in found.relations):
                found.relations.append(WantedRelation(source=source, target=target))


def homes_of(said: Sequence[str], bonds: Sequence[Bond], text: str) -> dict[str, str]:
    """The words for the database that each clause speaks of, where it goes on behind one that links
    that ("課題は授業に紐づけて、提出期限が近い順に並べて")."""
    before = {one: text[: max(text.find(one), 0)].rstrip(" ,、") for one in said}
    ends = [(one, b) for one in said for b in bonds if b.sources and before[one].endswith(b.text)]
    return {one: bond.sources[0] for one, bond in ends}


def _bond(said: Sequence[Token], found: Found, text: str) -> Bond | None:
    """What a clause links, and nothing else that it says; None for any other clause."""
    at = next((i for i, t in enumerate(said) if i and t.has(*_LINKS)), 0)
    first = said[0]
    latin = first.text.isascii()
    cut = at if latin else _topic_end(said[:at])
    sources = _known(said[:cut], found, text)
    behind = said[cut + 1 :] if latin else [*said[cut:at], *said[at + 1 :]]
    both = any(t.has("all.both", "both.") for t in behind)
    targets = _known(behind, found, text, may_lack=both)
    if not (at and cut and sources) or (targets is None or not (targets or both)):
        return None
    whole = text[first.start : said[-1].end]
    return Bond(tuple(sources), tuple(targets), both and not targets, whole)


def _goes_on(said: Sequence[Token], found: Found, text: str) -> bool:
    """Whether a clause says more of what the one before it does ("…, has a price")."""
    first, words = next(_names(said), []), [t for t in said if t.kind != "punct"]
    if not words or not words[0].text.isascii():
        return False
    opens = all(t.has(*_SMALL, "also.") for t in words if first and t.start < first[0].start)
    return not (first and opens and _known(first, found, text))


def _topic_end(said: Sequence[Token]) -> int:
    """Where what is spoken of ends, with its particle; 0 for nowhere."""
    marks = ("role.topic", "role.subject")
    topic = (i for i, t in enumerate(said) if i and t.kind == "particle" and t.has(*marks))
    return next(topic, -1) + 1


def _known(
    said: Sequence[Token], found: Found, text: str, *, may_lack: bool = False
) -> list[str] | None:
    """The names in a piece of a clause, where it holds nothing else and all were said before."""
    names = [tidy(name, text) for name in _names(said)]
    before = f"{text[: said[0].start] if said else ''} {' '.join(found.named())}".casefold()
    known = all(len(n) >= _SHORTEST and _stem(n) in before for n in names)
    return names if known and (names or may_lack) else None


def _stem(name: str) -> str:
    one = singular(name)
    return one[:-1] if one.isascii() and one.endswith("y") else one


def _names(said: Sequence[Token]) -> Iterator[list[Token]]:
    """The names in a piece of a clause, each without the words around it."""
    name = list[Token]()
    for before, token in pairwise([None, *said]):
        small = token is not None and (_is_small(token) or token.has(*_LINKS))
        apart = before is not None and token is not None and _parts(before, token)
        if name and (small or apart):
            yield name
            name = []
        if token is not None and not small:
            name.append(token)
    if name:
        yield name


def _is_small(token: Token) -> bool:
    return is_empty(token) or token.kind in ("particle", "ending") or token.has(*_SMALL)


def _parts(before: Token, token: Token) -> bool:
    """Whether two words stand apart where words have no blanks."""
    return not before.text.isascii() and before.end < token.start
