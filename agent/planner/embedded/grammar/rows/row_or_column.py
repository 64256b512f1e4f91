"""What is added and may be rows or columns: bare names that nobody knows, and lists of values."""

import re
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.naming import fresh_names
from agent.planner.embedded.lexicon import concept_of, is_known
from agent.planner.embedded.nouns import kinds_of
from tools.workspace.model import ExistingDatabase

_NO_ROWS = (
    "noun.", "view.", "block.", "type.", "hue.", "worked.", "ask.", "it.", "concept.", "math.",
)  # fmt: skip
_OF_PEOPLE = ("name", "person")  # concepts of titles
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_NAME = 4  # letters of somebody's name in a script without blanks


def _may_be_rows(clause: Clause) -> bool:
    """Whether all that is said is to add bare names that nobody knows, as rows or as columns."""
    free, text = clause.free(), clause.said.text
    first, last = clause.said.tokens[0], clause.said.tokens[-1]
    if text[: first.start].strip() or any(map(str.isalnum, text[last.end :])):
        return False
    plain = all(t.kind in ("unknown", "word") and not t.has(*_NO_ROWS) for t in free)
    parts = any(p.plays("to", "at", "from", "by", "of", "topic", "subject") for p in clause.phrases)
    bare = bool(free) and plain and not parts and not clause.said.payload
    return bare and clause.does("add") and any(t.kind == "unknown" for t in free)


def row_or_column(clause: Clause) -> Exception:
    """The question which of the two is meant, where they may be either."""
    if not _may_be_rows(clause):
        return Refused()
    return Ask("property_or_rows", ["property", "rows"], ", ".join(fresh_names(clause)))


def may_be_person(name: str, home: ExistingDatabase) -> bool:
    """Whether a name among those of people only ends in a letter that columns end in ("은비",
    which is no cost): neither it nor what stands before that letter is a word."""
    title = next(p for p in home.properties if p.type == "title")
    of_people, known = concept_of(title.name), concept_of(name)
    if of_people is None or of_people.key not in _OF_PEOPLE or not 1 < len(name) <= _LONGEST_NAME:
        return False
    ends = known is not None and concept_of(name[-1]) is known and not name.isascii()
    rest = name[:-1]
    return ends and not (is_known(name) or is_known(rest) or concept_of(rest) or kinds_of(rest))


def tell_a_row(clause: Clause) -> bool:
    """Whether what is listed is values: of days, amounts of money, ways to reach somebody and
    options that there are, no column is called so ("new shoot: Resort, 20 December, 900 euros")."""
    tokens = [t for t in clause.everything if t.kind != "quoted"]
    options = {t.start for t in tokens if any(e.kind == "option" for e in t.names)}
    both = [a for a, b in pairwise(tokens) if b.has("all.both") and not b.names]
    if any(a.text == "," or options for a in both):
        return True  # "both with 10 visits" is said of rows
    paid = {a.start for a, b in pairwise(tokens) if a.kind == "number" and b.has("format.")}
    told = paid | {t.start for t in tokens if t.kind == "date"}
    reached = any(t.kind == "email" or (t.kind == "code" and not _LETTER.search(t.text))
                  for t in tokens)  # fmt: skip
    return reached or (bool(told) and len(options | told) > 1)
