"""The cells of rows that are told one by one: their words, what counts them, where they begin."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.sentences import is_verb
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.text.syllables import is_syllable
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken
from tools.workspace.model import ExistingProperty

Columns = Sequence[ExistingProperty]

_END = Token("break", 1 << 30, 1 << 30, "")
_MARKS = ("role.and", "role.at", "role.topic", "role.subject", "role.object", "role.also")
_ROOM = spoken("room")


def plain(body: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with verbs that nothing inflects as the names that they are here."""
    paired = any(token.text == "=" for token in body)
    whole, ended = list(_whole(body)), False
    for token, behind in pairwise([*whole, _END]):
        told, ended = ended, is_verb(token) and behind.has("ending.next")
        if ended or told or (token.has("all.every") and behind.kind == "number"):
            continue  # "every 7 days"
        named = (is_verb(token) or token.has("new.new")) and behind.kind != "ending"
        named |= token.text.istitle() and not token.has("value.", "not.")  # "Lisa Brown"
        bare = (named or paired) and not token.names and token.kind == "word"
        parts = token.has("role.") and token.has("value.") and behind.kind == "unknown"
        if bare or parts:  # "oil change"; "Ann on Mondays" is no one name
            said = token.text if bare else ","
            yield Token("unknown" if bare else "punct", token.start, token.end, said)
        else:
            yield token


def _whole(body: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with what looks like a particle but says no part of a word as its end."""
    held = list[Token]()
    for token, behind in pairwise([*body, _END, _END]):
        last = held[-1] if held else _END
        named = last.kind == "unknown" or (last.has("filler.") and not last.text.isascii())
        glued = named and token.kind == "particle" and last.end == token.start
        ends = behind.start > token.end and not is_syllable(
            token.text[-1:]
        )  # no particle stands before a blank there
        ends |= not token.has(*_MARKS) or (len(last.text) == 1 and is_syllable(last.text))
        if glued and ends:
            held[-1] = Token("unknown", last.start, token.end, last.text + token.text)
        else:
            held.append(token)
    yield from held[:-1]


def is_room(part: Part) -> bool:
    """Whether a figure says which room or house, and not how many."""
    return part.number is not None and any(_ROOM.fullmatch(t.text) for t in part.tokens[1:])


def is_unit(part: Part, cells: Sequence[Part]) -> bool:
    """Whether a word stands right behind a figure, as what it counts."""
    glued = bool(cells) and cells[-1].number is not None and len(cells[-1].tokens) == 1
    return glued and cells[-1].tokens[-1].end == part.tokens[0].start and part.kind != "property"


def begun(pieces: Sequence[tuple[str, list[Part]]]) -> Iterator[tuple[list[int], bool]]:
    """Where the rows may begin, the surest first; whether all have to hold the same then."""
    places = range(len(pieces))
    if all(cell.kind == "text" for _, cells in pieces for cell in cells):
        yield [*places], True  # mere names
    for marks in ("", ";", ";&"):
        yield [i for i in places if not i or pieces[i][0] in [*marks]], False
    first = [(cells[0].kind, cells[0].number is None) for _, cells in pieces]
    yield [i for i in places if first[i] == first[0]], True
    yield [*places], not all(len(cells) > 1 for _, cells in pieces)
    yield from (([*places[::n]], True) for n in places[2:] if not len(pieces) % n)


def placed(
    able: Sequence[Columns], order: Columns, way: list[ExistingProperty]
) -> Iterator[list[ExistingProperty]]:
    """The ways to give each cell a column of its own, in an order if there is one."""
    if not able:
        yield way
        return
    for prop in able[0]:
        ahead = order and way and len(able[0]) > 1 and order.index(prop) < order.index(way[-1])
        again = prop in way and prop.type != "multi_select"
        if not (again or ahead):
            yield from placed(able[1:], order, [*way, prop])
