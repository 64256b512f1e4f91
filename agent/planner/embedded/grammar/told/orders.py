"""An order to add a row, as people give it: of which kind it is, what it is called and what it
holds, in any order. What fits nowhere is told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.remarks import is_question
from agent.planner.embedded.grammar.rows.rows_named import added, is_of_choice
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.further import Row
from agent.planner.embedded.grammar.told.happenings import may_say
from agent.planner.embedded.grammar.told.kinds import is_kind, likeness
from agent.planner.embedded.grammar.told.phrases import Phrase, phrases_of
from agent.planner.embedded.grammar.told.suiting import is_name, is_of_people
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_ITEM = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_PARTS = (r"\n", r"[;；\n]", r"[\n。:：]|[.!]\s|[,、，](?!\d{3}(?!\d))")
_LONGEST = 2000  # letters of a text
_FEWEST, _MOST = 2, 40  # rows
_OTHER = ("noun.property", "noun.option", "noun.view", "noun.filter", "block.",
          "noun.formula", "noun.relation", "noun.sub_page", "compare.", "ask.", "math.",
          "type.checkbox", "sort.", "correct.", "condition.")  # fmt: skip
_OTHERWISE = ("verb.delete", "verb.change", "verb.show", "verb.rename", "verb.move", "verb.hide",
              "verb.sort", "verb.group", "verb.clear", "verb.exchange", "verb.link")  # fmt: skip
_FIGURES = ("number", "date", "code", "email", "url", "quoted", "particle")
_MARKS, _FEWEST_MARKS = re.compile(r"[,、，/|](?!\d{3}(?!\d))"), 2  # between cells without a verb
_TOLD = ("number", "date", "phone_number", "email", "url")  # of what no order of a part is
_KIND, _LEAST = 6, 6  # letters that a word for its rows is worth, and that are enough without one


def add_ordered(clause: Clause) -> list[Change]:
    """`add a tenant Maria Lopez in unit 2B, rent 1450`: one row of the database that most of it
    is of. Raises Ask where that may be several, Refused where none is to be added."""
    if not is_order(clause.said) or is_of_choice(clause):
        raise Refused
    tokens = (*clause.said.tokens, *clause.everything)
    orders = [Order(clause, home) for home in clause.world.databases]
    fits = [one for one in orders if one.is_enough()]
    best = max((one.weight for one in fits), default=0)
    hinted = [one for one in orders if one.home.title in clause.hints]
    fits = hinted or [one for one in fits if one.weight == best]
    told = any(t.kind in ("number", "date") or t.has("role.honour") for t in tokens)
    if len(fits) > 1 or not (fits or not told):
        clause.use(*tokens)
        raise Ask("database", [one.home.title for one in fits or orders])
    if not fits:
        raise Refused
    clause.use(*(t for t in tokens if t not in fits[0].left))
    return added(clause, fits[0].home, fits[0].row.made())


def add_plainly(clause: Clause) -> list[Change]:
    """`add a class: Wheel Basics, Dec 12`, `add Ms Yamamoto, 10 visits`: a row of which nothing
    else can be meant. Raises as `add_ordered` does."""
    for home in clause.world.databases if clause.does("add", "write") else ():
        order = Order(clause, home)
        ends = {t.start for t in order.evidence.tokens if t.text in (":", "\uff1a")}
        person = any("honour" in p.roles and "at" not in p.roles for p in order.row.phrases)
        person |= any(p.near and is_of_people(order.row.title) and is_name(p.text)
                      for p in order.row.phrases)  # fmt: skip
        if order.row.names and (person or any(t.end in ends for t in order.evidence.kinds)):
            return add_ordered(clause)
    raise Refused


def add_in_full(clause: Clause) -> list[Change]:
    """`add Piranesi, Susanna Clarke, 272 pages`: one row of the only database that all of it is of,
    with more than its name. Raises Refused for anything else."""
    whole = clause
    clause, note = _without_note(clause)
    listed = clause.said.verb is None and len(_MARKS.findall(clause.said.text)) >= _FEWEST_MARKS
    acts = any(t.has("make.") for t in clause.said.tokens)  # "make slides" is the name of a task
    if not (listed or is_order(clause.said)) or is_of_choice(clause) or acts:
        raise Refused
    said = [(e.database, t) for t in clause.said.tokens for e in t.names if e.kind == "row"]
    only = clause.said.verb is not None and clause.said.verb.senses == {"verb.add"}
    orders = [Order(clause, home) for home in clause.world.databases]
    orders = [one for one in orders if one.is_enough() and (
              one.evidence.kinds or (only and one.is_full(most=True)) or
              one.home.id not in {home for home, _ in said})]  # fmt: skip
    best = max((one.weight for one in orders), default=0)
    fits = [one for one in orders if one.weight == best and not one.left and one.is_full()]
    if len(fits) != 1:
        raise Refused
    if note[0] not in ("", fits[0].home.id):
        raise Refused
    whole.use(*whole.said.tokens, *whole.everything)
    return added(whole, fits[0].home, [row | note[1] for row in fits[0].row.made()])


def _without_note(clause: Clause) -> tuple[Clause, tuple[str, dict[str, str]]]:
    """A clause without what ends it behind the name of a column of texts ("…, note: allergic"), and
    of which database and what that is."""
    tokens, text = clause.said.tokens, clause.said.text
    for at, token in enumerate(tokens[1:-1], 1):
        owners = [e for e in token.names if e.kind == "property"]
        texts = [e for e in owners if clause.world.property(e).type == "rich_text"]
        ahead, behind = tokens[at - 1], tokens[at + 1]
        led = behind.has("role.topic") or behind.text in (":", "\uff1a")
        rest = tokens[at + 2 :]
        more = any(t.kind == "punct" or t.has("verb.") or t.names for t in rest)
        apart = ahead.kind in ("punct", "ending", "break") or ahead.end < token.start
        if len(owners) == len(texts) == 1 and led and apart and rest and not more:
            said = replace(clause.said, tokens=tokens[:at], text=text[: ahead.end])
            part = Clause(said, clause.world, clause.memory, clause.today, clause.hints)
            value = text[rest[0].start :].strip(" .。!\n")
            return part, (str(texts[0].database), {texts[0].name: value})
    return clause, ("", {})


def is_order(said: Said, *, of_several: bool = False) -> bool:
    """Whether one thing is to be added or noted, or several, and nothing that is no row."""
    tokens = sorted((*said.tokens, *said.payload), key=lambda t: t.start)
    if said.never or is_question(said) or not tokens:
        return False
    asked, ends = tokens[0].has("new.new"), [*tokens[1:], tokens[-1]]
    for before, token, behind in zip([tokens[0], *tokens], tokens, ends, strict=False):
        inside = before.kind == "unknown" and token.text.isascii()  # "an oil change"
        told = behind.has("ending.told") or inside
        typed = token.has("type.", "noun.database") and (
            behind is token or behind.kind not in _FIGURES
        )
        several = (count_of(token) or 0) > 1 and any(e.kind == "database" for e in behind.names)
        other = typed or token.has(*_OTHER) or (token.has(*_OTHERWISE) and not told)
        if (other and not token.names) or (several and not of_several):
            return False
        asked |= token.has("verb.add", "verb.write") and not (
            token.names or token.has("new.new", "verb.want")  # what can be written is a column
        )
    return asked


class Order:
    """What an order says of a row of one database."""

    def __init__(self, clause: Clause, home: ExistingDatabase) -> None:
        self.clause, self.home = clause, home
        self.evidence = Evidence(clause, home, of_new=True)
        self.row, tokens = Row(self.evidence), self.evidence.tokens
        self.like = likeness(home, tokens)
        kind = max(self.evidence.kinds.values(), default=0)
        self.weight = self.row.told + _KIND * kind + self.like
        spent = [p.prop for p in self.row.pieces if p.prop is not None and p.prop.type == "number"]
        said = bool(self.evidence.happened) and any(
            may_say(p.name, clause.said.text) for p in spent
        )
        self.weight += _KIND * said
        kept = [*self.row.pieces, *self.row.names]
        kept = [p for p in kept if p.kind != "name" or p.value is not None]
        open_ = {t.start for p in phrases_of(self.evidence, kept) for t in p.tokens}
        figures = {t.start for t in tokens if t.kind in _FIGURES[:5]}
        taken = [t for t in tokens if any(p.meets(t.start, t.end) for p in kept)]
        starts = {t.start for t in taken}
        linked = {t.start for t, behind in pairwise(tokens)
                  if t.names and behind.start in starts}  # fmt: skip
        self.left = [t for t in tokens if t.start in (open_ | figures) - starts - linked
                     and not is_kind(t, clause.world, home) > 1]  # fmt: skip

    def is_full(self, least: int = 2, *, most: bool = False) -> bool:
        """Whether more is told than texts, of one row; so many choices are enough, or one beside a
        text. A row that is called as another has several values."""
        told = [p.prop.type for p in self.row.pieces if p.kind == "value" and p.prop is not None]
        typed = [one for one in told if one not in ("title", "rich_text")]
        enough = len(typed) >= least or any(one in _TOLD for one in typed)
        enough |= bool(typed) and "rich_text" in told and self.clause.does("add")
        enough &= not most or len(typed) > 1
        sure = all(p.sure for p in self.row.pieces if p.prop and p.prop.type == "relation")
        return enough and sure and len(self.row.made()) == 1 and bool(self.row.names)

    def is_enough(self) -> bool:
        """Whether it is plain that a row of this database is meant."""
        said = bool(self.evidence.kinds or self.like) or len(self.clause.world.databases) == 1
        named = [p for p in self.row.phrases if p.near or "honour" in p.roles]
        told = not all(any(t.has("concept.") for t in p.tokens) for p in named)
        bare = len(self.clause.world.databases) == 1 and not self.left
        told |= bare and any(map(_is_unknown, self.row.phrases))
        told |= bool(self.row.values) or any(t.kind in ("date", "number") for t in self.left)
        return (said or self.row.told > _LEAST) and bool(self.row.made()[0]) and told


def _is_unknown(phrase: Phrase) -> bool:
    """Whether some words together are one name that could be no part of a page."""
    particles = [t for t in phrase.tokens if t.kind == "particle"]
    joint = "also" in phrase.roles or any(t.has("role.and") for t in particles)
    known = any(t.senses for t in phrase.tokens if t not in particles)
    return len(phrase.tokens) > 1 and not (joint or known)


def rows_in_lines(read: Callable[[str], Clause], text: str) -> list[Change]:
    """`add A, 3, Italian; B, 5, Thai`: rows that all hold the same columns, with nothing left of
    any. Raises Refused for any other text."""
    if len(text) > _LONGEST:
        raise Refused
    clause = read(text)
    asks = is_order(clause.said, of_several=True)
    if clause.said.never or any(t.has("noun.property", "noun.option") for t in clause.everything):
        raise Refused
    for parts in _PARTS if asks else _PARTS[:2]:
        pieces = [_ITEM.sub("", one).strip() for one in re.split(parts, text)]
        clauses = [read(one) for one in pieces if any(map(str.isalnum, one))]
        if not _FEWEST <= len(clauses) <= _MOST:
            continue
        found = {home.id: list(_rows(clauses, home)) for home in clause.world.databases}
        fits = [home for home in clause.world.databases if found[home.id]]
        named = {e.id for t in clause.everything for e in t.names if e.kind == "database"}
        fits = [home for home in fits if home.id in named] or fits
        if len(fits) == 1:
            rows = [one.row.made()[0] for one in found[fits[0].id]]
            if asks or all(len(row) > _FEWEST for row in rows):
                return added(clause, fits[0], rows)
    raise Refused


def _rows(clauses: Sequence[Clause], home: ExistingDatabase) -> Iterator[Order]:
    """What each clause tells of one row, without what only leads to them, or asks for them behind;
    nothing where one tells of none, or of others than the rest."""
    orders = [Order(clause, home) for clause in clauses]
    heads = [one for one in (orders[0], orders[-1]) if not one.row.names and _asks(one)]
    rows = [one for one in orders if one not in heads]
    told = {tuple(sorted(one.row.values)) for one in rows}
    said = [t for one in clauses for t in one.said.tokens]
    plain = any(t.has("verb.add") and not t.has("new.new") for t in said)
    named = any(e.kind == "row" and e.database == home.id
                for one in rows for t in one.evidence.tokens for e in t.names)  # fmt: skip
    named |= not plain and any(one.like for one in rows)  # of rows that there are
    even = len(told) == 1 and len(rows) >= _FEWEST and not named
    if even and all(one.is_full(least=1) and not one.left for one in rows):
        yield from rows


def _asks(order: Order) -> bool:
    said = order.clause.said
    return is_order(said, of_several=True) or said.verb is None
