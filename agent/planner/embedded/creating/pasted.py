"""What stands in blocks: tables, check lists, and lists line by line with what leads to them.

What is told in a block's form is taken here; the lines that are left are read as prose.
"""

import re
from collections.abc import Iterator, Sequence

from agent.planner.brief import PropertyList, WantedProperty, WantedRow
from agent.planner.embedded.creating.areas import areas_in
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.head import take_head
from agent.planner.embedded.creating.related import read_areas, read_section
from agent.planner.embedded.creating.sections import describes, members_in, several
from agent.planner.embedded.creating.tabled import are_fields, column, field, title_in
from agent.planner.embedded.creating.unwanted import deny
from agent.planner.embedded.creating.wish.around import KINDS
from agent.planner.embedded.creating.wish.naming import property_of, tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import Block, ends_open
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import is_choice, without_called

_SHORT = 80  # characters of a line that is no clause
_WORDS = 4  # of a line that heads a list
_LISTED = re.compile(r"^([^(（:：]{1,60}?)\s*[:：]\s*([^(:：]+)$")  # "region: Rioja, Mosel"
_PART = r"(?:[^(),、/:：]|\([^()]*\))+"
_NOTED = re.compile(
    rf"^([^(:：、,]{{1,60}}?)\s*[:：]\s*({_PART}(?:[,、/]{_PART})+)$"
)  # "state: new, done (default)"
_OF_TYPE = re.compile(
    r"^([^(:：、,]{1,60}?)\s*[:：]\s*([^(:：、,]{1,20}?) ?\(([^()]{1,80})\)$"
)  # "fee: number (GBP)"
_TYPED = re.compile(r"^([^(]{1,60}?) +[—–-] +(.+)$")  # "Cohort — select: A, B"
_POINTS = (
    "pasted.", "it.", "noun.database", "noun.row", "holder.", "generic.", "keep.", "filler.",
    "place.", "make.", "want.", "verb.", "recent.", "role.", "begs.", "talk.", "new.", "count.",
)  # fmt: skip
_LEADS = (*KINDS, "noun.view", "noun.row", "task.", "noun.relation")


def led(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, Block]]:
    """Each block with the one that stands over it; a heading that leads a list, a table or deeper
    headings says nothing by itself."""
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        if block.kind != "heading" or after is None or not _is_led(after):
            yield before, block


def _is_led(block: Block) -> bool:
    return block.kind == "items" or (block.kind == "table" and are_fields(block.cells[0]))


def lines_left(found: Found, block: Block, before: Block | None) -> Sequence[str]:
    """Takes what a block says by its form; the lines that are left to be read."""
    if block.kind == "table":
        _read_table(found, block, before)
    elif block.kind == "checks":
        _read_checks(found, block)
    elif block.kind == "items":
        return () if _took(found, block, before) else _items_left(block, before)
    else:
        return block.lines
    return ()


def _read_table(found: Found, block: Block, before: Block | None) -> None:
    """A table that was pasted: its columns, no others, and its rows."""
    header, *rows = block.cells
    if rows and are_fields(header):
        read_section(found, _home(before) or header[0], [field(row) for row in rows if row[0]])
        return
    names = [name or str(place + 1) for place, name in enumerate(header)]
    columns = [[row[i] for row in rows if i < len(row)] for i in range(len(names))]
    at = title_in(names, columns)
    others = [column(name, columns[i]) for i, name in enumerate(names) if i != at]
    title = WantedProperty(name=names[at], type="title")
    found.lists.append(PropertyList(exact=True, properties=[title, *others]))
    if not found.known:
        found.said.setdefault("nothing_more", True)
    for row in rows:
        values = {n: v for i, (n, v) in enumerate(zip(names, row, strict=False)) if v and i != at}
        if values or any(row):
            found.rows.append(WantedRow(title=row[at][:200], values=values))
    _name_after(found, names[at])


def _name_after(found: Found, title: str) -> None:
    """Calls what a wish for a pasted table is about by what its rows are, where the words before it
    only point there ("make a table of this")."""
    if _points(found.head):
        found.head, found.head_text, found.subject = (Token("word", 0, 0, ""),), "", None
    found.rest = [said for said in found.rest if not _points(tokens(said))]
    if found.subject is None and not found.known:
        frame = lexis().names[found.language]["listed"]
        kind = without_called(title)
        found.subject = frame.format(several(kind)) if len(kind) > 1 else None


def _points(said: Sequence[Token]) -> bool:
    """Whether words name nothing, and only say that a table of what follows is to be made."""
    plain = (t.kind in ("particle", "ending", "punct", "number") or t.has(*_POINTS) for t in said)
    return all(plain)


def _home(before: Block | None) -> str:
    """The short line that stands over a table."""
    over = before is not None and (before.kind == "heading" or _is_title(before))
    return before.lines[-1].strip(" :：") if before is not None and over else ""


def _read_checks(found: Found, block: Block) -> None:
    found.rows += [
        WantedRow(title=line[:200], done=done)
        for line, done in zip(block.lines, block.done, strict=True)
    ]
    if found.subject is None:
        found.subject = lexis().names[found.language]["tasks"]


def _took(found: Found, block: Block, before: Block | None) -> bool:
    """Takes a list under a heading that says line by line what the rows of one table have, or what
    is not wanted."""
    lines = [_typed(line) for line in block.lines]
    if before is None or before.kind != "heading":
        led = before is not None and (ends_open(before) or _is_title(before))
        return led and _are_areas(found, ", ".join(lines), found.head)
    name = before.lines[-1].strip(" :：-–")
    heading = tokens(name)
    if any(t.has("without.", "predicate.") for t in heading):
        for found.text in block.lines:
            deny(found, Group(members=[Member(tuple(tokens(found.text)))]))
        return True
    named = [t for t in heading if not t.has("task.")]  # "やること": described, or listed
    if any(t.has(*_LEADS) for t in named) or is_choice(name):
        return False
    listed = [members_in(tokens(line), line) for line in lines]
    text = ", ".join(lines)
    members = members_in(tokens(text), text)
    if _are_areas(found, text, heading):
        found.text = name
        take_head(found, heading)
        return True
    seen = any(_tells_more(line) for line in block.lines)
    if seen or any(len(one) != 1 for one in listed) or not describes(members, text):
        return False
    columns = [property_of(one[0], line) for one, line in zip(listed, lines, strict=True)]
    read_section(found, name, columns)
    return True


def _are_areas(found: Found, text: str, head: Sequence[Token]) -> bool:
    """Whether a list is one of areas of what a head names, which are taken."""
    found.text = text
    members = members_in(tokens(text), text)
    return read_areas(found, areas_in(members, head, text, found.language))


def _typed(line: str) -> str:
    """An item with what is said of it in brackets, whatever sign stands between."""
    return _LISTED.sub(r"\1 (\2)", _TYPED.sub(r"\1 (\2)", line.rstrip(" ,.。")))


def _items_left(block: Block, before: Block | None) -> list[str]:
    """A list line by line: of what leads to it, else of the head; clauses are read as such."""
    led = before is not None and (before.kind == "heading" or ends_open(before))
    led = led or (before is not None and _is_title(before))
    lead = before.lines[-1].strip(" :：-–") if before is not None and led else ""
    lines = [_TYPED.sub(r"\1 (\2)", line.rstrip(" ,.。")) for line in block.lines]
    if len(lines) > 1:  # the list of one item ends with it
        lines = [_NOTED.sub(r"\1 (\2)", _LISTED.sub(r"\1 (\2)", line)) for line in lines]
        lines = [_OF_TYPE.sub(r"\1 (\2: \3)", line) for line in lines]
    apart = [line for line in block.lines if _stands_alone(line) or _tells_more(line)]
    text = ", ".join(new for new, old in zip(lines, block.lines, strict=True) if old not in apart)
    if any(len(line) >= _SHORT for line in block.lines if line not in apart):
        apart, text = list(block.lines), ""
    head = [lead] if before is not None and before.kind == "heading" else []
    first = [f"{lead}: {text}" if lead else text] if text else head
    return [*first, *apart]


def _tells_more(line: str) -> bool:
    """Whether an item says what is to be seen, reckoned or shown as samples of the others."""
    said = tokens(line)
    seen = any(t.has("view.") for t in said) and any(t.has("role.by", "role.of") for t in said[1:])
    seen = seen or (said[0].has("each_month.") and said[-1].has("noun.view"))
    told = any(t.has("noun.formula", "sample.sample") for t in said[1:])
    return (seen or told) and not any(t.text in "(:" for t in said if t.kind == "punct")


def _stands_alone(line: str) -> bool:
    """Whether an item describes a table, says what is linked or is not wanted, and is no column."""
    said = tokens(line)
    if any(t.has("verb.link", "link.", "predicate.", "without.") for t in said[1:]):
        return "(" not in line
    marks = (i for i, t in enumerate(said) if i and t.kind == "punct" and t.text in ":-")
    at = next((i for i in marks if line[said[i].end : said[i].end + 1].isspace()), 0)
    name, inside = tidy(said[:at], line), said[at + 1 :]
    if not name or is_choice(name) or any(t.has("noun.database") for t in said[:at]):
        return False
    return describes(members_in(inside, line), line)


def _is_title(block: Block) -> bool:
    """Whether prose is a short line that heads what follows it."""
    last = block.lines[-1].strip() if block.kind == "prose" else ""  # a table has no lines
    return len(last.split()) <= _WORDS and last[-1:].isalnum()
