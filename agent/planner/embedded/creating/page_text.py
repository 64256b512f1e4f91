"""What is to be written on a page that has no tables: headings, lists and callouts, as typed."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.planner.brief import WantedText
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.outline import titled
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import Block, blocks_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import QUOTED, spoken

_SENTENCE = re.compile(rf"(?:{QUOTED}|[^.!?。！？\n])+[.!?。！？\n]*\s*")
_BEHIND_QUOTE = re.compile(r"(?<=['\"”」])[,、]\s*")
_OUTLINED = ("heading", "items", "checks", "table")
_SMALLEST = 3  # level of a heading
_LISTS = ("numbered_list_item", "bulleted_list_item", "to_do")
_WRITTEN = (*_LISTS, "callout", "quote", "toggle", "heading_1", "heading_2", "heading_3")
_PARTS = re.compile(r"[,、，;・]")
_THEN = spoken("then_written")
_NUMBERED = spoken("numbered_text")
_SECTIONS = spoken("sections_of_page")
_LAST = spoken("last_of_list", "^(?:{})")


def without_texts(found: Found, text: str) -> str:
    """The text without what is to be written on a page that has no tables, which is taken; what is
    said of such parts otherwise is left to be read as changes."""
    if not _turns_tables_down(text):
        return text
    blocks, left = blocks_of(text), list[str]()
    opens = (at for at, block in enumerate(blocks) if block.kind in _OUTLINED)
    begin = next(opens, len(blocks))
    for line in (line for block in blocks[:begin] for line in block.lines):
        left += _lines_left(found, line)
    found.said |= titled(blocks[begin:], alone=True)
    for block in blocks[begin:]:
        if block.kind == "heading" and block.lines[0] == found.said.get("title"):
            continue  # what the page is called
        found.texts += _outlined(block)
    headings = [one.text for one in found.texts if one.type.startswith("heading")]
    found.said |= {"title": headings[0]} if headings and "title" not in found.said else {}
    found.said |= {"no_databases": True} if found.texts else {}
    return "\n".join(left)


def _lines_left(found: Found, line: str) -> list[str]:
    """What is left of a line of prose when what it wants to be written is taken."""
    left = list[str]()
    for sentence in _SENTENCE.findall(line):
        for clause in _clauses(sentence):
            if (kind := _kind(clause)) is None:
                left.append(clause)
            elif texts := list(_texts(clause, kind)):
                top = any(t.has("place.top") for t in tokens(clause))
                found.texts = [*texts, *found.texts] if top else [*found.texts, *texts]
            elif not _turns_tables_down(clause):
                found.rest.append(clause.strip(" ,.。"))
            if called := _page_called(clause):
                found.said["title"] = called
    return ["".join(left)] if left else []


def _page_called(clause: str) -> str:
    """What a page is said to be called, in a clause that says more of it."""
    said = tokens(clause)
    named = (i for i, t in enumerate(said[:-1]) if i and t.has("role.called") and t.text.isascii())
    at = next((i for i in named if said[i - 1].has("noun.page")), None)
    if at is None:
        return ""
    ends = (t.start for t in said[at + 1 :] if t.has("with.") or t.kind == "punct")
    return clause[said[at].end : next(ends, len(clause))].strip(" '\"")


def _outlined(block: Block) -> Iterator[WantedText]:
    """A block of a text as it is to be written."""
    for at, line in enumerate(block.lines):
        if block.kind == "heading":
            yield _text(f"heading_{min(max(block.level, 1), _SMALLEST)}", line)
        elif block.kind == "checks":
            made = _text("to_do", line, level=block.levels[at])
            yield made.model_copy(update={"checked": block.done[at]})
        elif block.kind == "items":
            yield _text(_LISTS[not block.numbered[at]], line, level=block.levels[at])
        else:
            yield _text("paragraph", line)
    for row in block.cells:
        yield _text("paragraph", " | ".join(row))


def _text(kind: str, text: str, *, level: int = 0) -> WantedText:
    return WantedText.model_validate({"type": kind, "text": text.strip(), "level": level})


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, each of at most one block, or of the items of a list."""
    for clause in filter(None, _THEN.split(sentence)):
        held = ""
        for part in _BEHIND_QUOTE.split(clause):
            if held and _kind(part) is not None:
                yield from _by_kinds(held)
                held = part
            else:
                held = f"{held}, {part}" if held else part
        yield from _by_kinds(held)


def _by_kinds(clause: str) -> Iterator[str]:
    """A clause cut where it goes on with another block ("a heading 'Rules' and a callout …")."""
    said = tokens(clause)
    named = [i for i, t in enumerate(said) if _is_kind(t)]
    for first, other in pairwise(named):
        joints = [
            t for t in said[first + 1 : other] if t.text == "," or t.has("role.and", "also.also")
        ]
        begin, end = (clause[: joints[-1].start], clause[joints[-1].end :]) if joints else ("", "")
        kinds = _kind(begin), _kind(end)
        if all(k and list(_texts(c, k)) for k, c in zip(kinds, (begin, end), strict=True)):
            yield begin
            yield from _by_kinds(end)
            return
    yield clause


def _turns_tables_down(text: str) -> bool:
    """Whether a text says that there are to be no databases."""
    said = [t for t in tokens(text) if t.kind != "particle"]
    places = [i for i, t in enumerate(said) if t.has("noun.database")]
    around = (t for i in places for t in said[max(0, i - 2) : i + 3])
    behind = (t for i in places for t in said[i + 1 : i + 2])
    denied = any(t.has("without.", "unneeded.") for t in around)
    return denied or any(t.has("verb.delete") for t in behind)


def _kind(clause: str) -> str | None:
    """The kind of block that a clause speaks of; None for none."""
    found = next((t.group("block.") for t in tokens(clause) if _is_kind(t)), None)
    if found is None and _SECTIONS.search(clause):
        return "heading_2"
    return found or ("numbered_list_item" if _NUMBERED.search(clause) else None)


def _is_kind(token: Token) -> bool:
    return token.group("block.") in _WRITTEN and token.has("block.") and not token.names


def _texts(clause: str, kind: str) -> Iterator[WantedText]:
    """What a clause says is to be written: in quotes, behind a colon, or behind "saying"."""
    quoted = [str(t.value) for t in tokens(clause) if t.kind == "quoted"]
    _, colon, behind = clause.replace("：", ":").partition(":")
    behind = behind.strip(" .。\n")
    if kind in _LISTS or (kind.startswith("heading") and not quoted):
        listed = quoted or (_PARTS.split(behind) if colon else [])
        items = [_LAST.sub("", one.strip()) for one in listed]
    else:
        items = quoted[:1] or ([behind] if colon else [])
    items = items or _called(clause, tokens(clause))
    yield from (_text(kind, one) for one in items if one)


def _called(clause: str, said: list[Token]) -> list[str]:
    """What stands behind the word that says how something reads ("a callout saying Welcome!")."""
    at = next((t for t in said if t.has("role.called") and t.text.isascii()), None)
    return [clause[at.end :].strip()] if at is not None else []
