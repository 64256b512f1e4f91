"""Sentences that describe tables one by one, as people speak: "Classes are on a date and have a
coach. Members have a phone number", and what each says of which table.

Pure: it knows how such sentences are built. What a name or a column means is decided elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.text import spoken

_WORDS = 5  # of a name; more are a sentence
_LETTERS = 24  # of a name where words have no blanks
_ROUNDS = 6  # words that only lead to a column, or end a clause
_CLAUSE_LENGTH = 400  # characters, within which a clause speaks of a table
_MOST_OPTIONS = 20
_MOST_MARKS = 3  # that may end a verb instead
_TOGETHER = 2  # questions in one clause, each of which is a column
_HIDDEN = "\ue000"  # for each letter of what is not to be parted
_STOPS = ".!?;\n\u3002\uff01\uff1f"
SENTENCE = re.compile(rf"(?:[^{_STOPS}]|\.(?=[0-9a-z]))+[{_STOPS}]*\s*")
_INSIDE = re.compile(r"(?<=[(（\[])[^()（）\[\]]*(?=[)）\]])|\"[^\"\n]*\"|“[^“”\n]*”")
_BRACKETS = re.compile(r" ?[(（\[]([^()（）\[\]]*)[)）\]]")
_STROKE = re.compile(r"[/\u30fb]")
_ARROW = re.compile(r" ?(?:-{1,2}>|=>|→|⇒|➡|>) ?")
_OPENS = spoken("opens_table")
_MARK = spoken("marks_table")
_TOPIC = spoken("mark_may_tell", "(?:{})$")
_BARE = spoken("bare_table")
_CLAUSE = spoken("begins_clause")
_PARTS = spoken("parts_tables")
_CLOSES = spoken("closes_table", "(?:{})$")
_TOLD_MORE = spoken("tells_table")
_LIKE = spoken("leads_rows")
_SUCH = spoken("ends_rows")
_COMMA = spoken("parts_columns")
_DOES = spoken("before_column")
_PER = spoken("per_of_table")
_NESTED = spoken("holds_table")
_OR = spoken("ends_choice")
_BEING = spoken("begins_choice")
_ONE_OF = spoken("one_of_choice")
_ASKED = spoken("asks_each")


@dataclass(frozen=True)
class Column:
    """What rows have, in words; or what they may be, where that has no name of its own."""

    text: str
    options: tuple[str, ...] = ()
    taken: int = 1  # how many pieces of its list said it


@dataclass(frozen=True)
class Described:
    """What a clause says of one table. `sure` where its form is that of a table alone."""

    name: str
    columns: tuple[Column, ...] = ()
    rows: tuple[str, ...] = ()
    text: str = ""  # as typed
    sure: bool = False
    marked: bool = False  # whether but a sign stands between: "Clients: name, email"


def group_of(found: re.Match[str]) -> str:
    """What the group of a pattern holds, in whatever language it matched."""
    return str(found[found.lastindex or 0])


def sentences_in(text: str) -> list[list[Described | str]]:
    """Each sentence of a text as what its clauses describe; what describes nothing, as typed."""
    hidden = masked(text)
    spans = [m.span() for m in SENTENCE.finditer(hidden) if m[0].strip()]
    return [list(_clauses(text[begin:end], hidden[begin:end])) for begin, end in spans]


def masked(text: str) -> str:
    """A text with what stands in brackets or quotes hidden, letter by letter."""
    return _INSIDE.sub(lambda m: _HIDDEN * len(m[0]), text)


def _clauses(text: str, hidden: str) -> Iterator[Described | str]:
    """A sentence at each place where another table is spoken of, if both sides describe one."""
    begin, body = 0, text.rstrip(f"{_STOPS} ")
    for found in _PARTS.finditer(hidden):
        behind = found.end()
        if found.start() - begin > _CLAUSE_LENGTH or not _described(body[behind:][:_CLAUSE_LENGTH]):
            continue
        before = _described(body[begin : found.start()])
        if before and not before[-1].marked:
            yield from before
            begin = behind
    last: Sequence[Described | str] = _described(body[begin:]) or [text[begin:]]
    yield from last


def _described(text: str) -> list[Described]:
    """What a clause says of a table, and of one within it; empty where it speaks of none."""
    hidden = masked(text)
    opened = _opened(hidden)
    marks = islice(_MARK.finditer(hidden, opened), _MOST_MARKS)
    mark = next((m for m in marks if _is_mark(m, text)), None)
    if mark is None:
        return _listed(_closed(text[opened:]))
    *others, spoken_of = parted(text[opened : mark.start()]) or [""]
    if _listed(", ".join(others)):
        behind = _described(f"{spoken_of}{text[mark.start() :]}")
        return [*_listed(", ".join(others)), *behind] if behind else _listed(text[opened:])
    if others and not text.isascii():
        return []  # "日付、種目、担当は…": a list goes on
    name, rows = _named(text[opened : mark.start()])
    said = text[mark.end() :]
    if such := _SUCH.search(said):
        rows, said = [*rows, *parted(said[: such.start()])], said[such.end() :]
    if not _is_name(name):
        return []
    sure = not _TOPIC.match(mark[0]) or bool(rows)
    marked = not any(letter.isalpha() for letter in mark[0])
    whole = Described(name, (), tuple(rows), f"{text}. ", sure, marked)
    if held := _NESTED.match(said):
        columns = (Column(name), *_columns(said[held.end() :]))
        inner = Described(group_of(held), columns, text=f"{text}. ", sure=True)
        return [replace(whole, sure=True), inner]
    own = (one for one in _columns(said) if one.text != name or one.options)
    return [replace(whole, columns=tuple(own))]


def _listed(text: str) -> list[Described]:
    """The tables of a clause that only names what lists there are, and at most one thing of each
    row ("a list of his belongings and who gets what")."""
    pieces = parted(text)
    said = [one for one in pieces if _CLAUSE.match(one)]
    *others, last = [one for one in pieces if one not in said] or [""]
    if not (held := _BARE.fullmatch(last)):
        return []
    columns, typed = tuple(map(Column, said)), f"{text}. "
    names = [_named(one)[0] for one in (*others, group_of(held))]
    return [Described(one, columns, text=typed, sure=True) for one in names]


def _is_mark(mark: re.Match[str], text: str) -> bool:
    """Whether what may end a verb that tells apart ("심은 날") ends a noun here."""
    if not _TOPIC.match(mark[0]) or not mark[0].endswith(" "):
        return True
    before = [t for t in tokens(text) if t.start < mark.start()]
    if before and before[-1].end == mark.start():
        return not before[-1].has("verb.")
    opens = len(before) == 1 and mark.start() > 1  # "배우는 이름, …": a noun that ends as a verb
    return opens and _COMMA.search(text, mark.end()) is not None


def _is_name(name: str) -> bool:
    long = len(name) > _LETTERS if not name.isascii() else len(name.split()) > _WORDS
    return bool(name) and not long and not _CLAUSE.match(name)


def _opened(hidden: str) -> int:
    """Where the words end that only lead to what is spoken of ("Then there are …")."""
    at = 0
    while (found := _OPENS.match(hidden, at)) and found.end() > at:
        at = found.end()
    return at


def _closed(text: str) -> str:
    """A clause without the verb and the politeness that end it."""
    for _ in range(_ROUNDS):
        end = _CLOSES.search(text)
        if end is None or not end.start():
            break
        text = text[: end.start()]
    return text


def _named(text: str) -> tuple[str, list[str]]:
    """A name without what more is told of it, and the rows in brackets or as examples behind it."""
    text, rows = text[_opened(text) :], list[str]()
    if inside := _BRACKETS.search(text):
        rows, text = parted(inside[1]), text[: inside.start()]
    if like := _LIKE.search(text):
        rows, text = [*rows, *parted(text[like.end() :])], text[: like.start()]
    told = _TOLD_MORE.search(text)
    return text[: told.start() if told and told.start() else None].strip(" ,-–—"), rows


def parted(listed: str) -> list[str]:
    """The members of a list, at its commas and its words for "and"."""
    cuts = [m.span() for m in _COMMA.finditer(masked(listed))]
    joints = [t for t in tokens(listed) if t.kind == "particle" and t.has("role.and")]
    cuts += [(t.start, t.end) for t in joints if listed[t.end :].strip()]
    bounds = [(0, 0), *sorted(cuts), (len(listed), len(listed))]
    pieces = (listed[a[1] : b[0]].strip() for a, b in pairwise(bounds))
    return [one for one in pieces if one]


def _columns(said: str) -> Iterator[Column]:
    """What rows have, each without the verb that it is said with."""
    hidden = _closed(masked(said))
    for piece in _chosen(parted(said[: len(hidden)])):
        if piece.options:
            yield piece
            continue
        asked = list({m[0].strip(): 0 for m in _ASKED.finditer(piece.text)})
        if len(asked) >= _TOGETHER:
            yield from map(Column, asked)
        elif per := _PER.match(piece.text):
            yield from (Column(group_of(per)), Column(piece.text[per.end() :]))
        elif bare := _bare(piece.text):
            yield Column(bare)


def _chosen(pieces: Sequence[str]) -> list[Column]:
    """The pieces; what one may be is one of them ("is waiting, ready or gone", "a → b → c")."""
    found, plain = list[Column](), list[str]()
    for at, one in enumerate(pieces):
        steps, behind = _ARROW.split(one), ""
        if ": " in one:
            name, _, first = one.partition(": ")
            return [*found, *map(Column, plain), Column(_bare(name), (first, *pieces[at + 1 :]))]
        if len(steps) > _TOGETHER:
            first, *inner, last = steps
            choice = Column("", (_bare(first), *inner, _ONE_OF.sub("", last).strip()))
        elif of := _ONE_OF.search(one):
            own, behind = _STROKE.split(one[: of.start()]), one[of.end() :].strip()
            choice = Column("", tuple(own if len(own) > 1 else [*plain, *own]))
            plain = plain if len(own) > 1 else []
        else:
            plain.append(one)
            if not (_OR.search(one) and (listed := _between(plain))):
                continue
            choice, plain = listed, plain[: -listed.taken]
        found += [*map(Column, plain), choice]
        plain = [behind] if behind else []
    return [*found, *map(Column, plain)]


def _between(pieces: Sequence[str]) -> Column | None:
    """What a row may be by the last of some pieces, from the one on that begins with a verb for
    being; None where none does."""
    recent = range(len(pieces) - 1, max(len(pieces) - _MOST_OPTIONS, 0) - 1, -1)
    begin = next((i for i in recent if _BEING.search(pieces[i])), None)
    if begin is None or not (being := _BEING.search(pieces[begin])):
        return None
    listed = [pieces[begin][being.end() :], *pieces[begin + 1 :]]
    options = [one.strip() for one in (*listed[:-1], *_OR.split(listed[-1])) if one.strip()]
    return Column(_bare(pieces[begin][: being.start()]), tuple(options), len(pieces) - begin)


def _bare(piece: str) -> str:
    for _ in range(_ROUNDS):
        does = _DOES.match(piece)
        if does is None or not 0 < does.end() < len(piece):
            break
        piece = piece[does.end() :]
    return piece.strip()
