"""What is to be written on a page that has no tables: headings, lists and callouts, as typed."""

import re
from collections.abc import Iterator

from agent.planner.brief import WantedText
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import QUOTED, spoken

_SENTENCE = re.compile(rf"(?:{QUOTED}|[^.!?。！？\n])+[.!?。！？\n]*\s*")
_BEHIND_QUOTE = re.compile(r"(?<=['\"”」])[,、]\s*")
_LISTS = ("numbered_list_item", "bulleted_list_item", "to_do")
_WRITTEN = (*_LISTS, "callout", "quote", "toggle", "heading_1", "heading_2", "heading_3")
_PARTS = re.compile(r"[,、，;・]")
_THEN = spoken("then_written")
_NUMBERED = spoken("numbered_text")
_LAST = spoken("last_of_list", "^(?:{})")


def without_texts(found: Found, text: str) -> str:
    """The text without what is to be written on a page that has no tables, which is taken; what is
    said of such parts otherwise is left to be read as changes."""
    if not _turns_tables_down(text):
        return text
    left = list[str]()
    for sentence in _SENTENCE.findall(text):
        for clause in _clauses(sentence):
            if (kind := _kind(clause)) is None:
                left.append(clause)
            elif texts := list(_texts(clause, kind)):
                top = any(t.has("place.top") for t in tokens(clause))
                found.texts = [*texts, *found.texts] if top else [*found.texts, *texts]
            else:
                found.rest.append(clause.strip(" ,.。"))
    headings = [one.text for one in found.texts if one.type.startswith("heading")]
    found.said |= {"title": headings[0]} if headings else {}
    found.said |= {"no_databases": True} if found.texts else {}
    return "".join(left)


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, each of at most one block, or of the items of a list."""
    for clause in filter(None, _THEN.split(sentence)):
        held = ""
        for part in _BEHIND_QUOTE.split(clause):
            if held and _kind(part) is not None:
                yield held
                held = part
            else:
                held = f"{held}, {part}" if held else part
        yield held


def _turns_tables_down(text: str) -> bool:
    """Whether a text says that there are to be no databases."""
    said = tokens(text)
    near = (said[max(0, i - 2) : i + 4] for i, t in enumerate(said) if t.has("noun.database"))
    return any(t.has("without.", "unneeded.") for around in near for t in around)


def _kind(clause: str) -> str | None:
    """The kind of block that a clause speaks of; None for none."""
    named = (t.group("block.") for t in tokens(clause) if t.has("block.") and not t.names)
    found = next((kind for kind in named if kind in _WRITTEN), None)
    return found or ("numbered_list_item" if _NUMBERED.search(clause) else None)


def _texts(clause: str, kind: str) -> Iterator[WantedText]:
    """What a clause says is to be written: in quotes, behind a colon, or behind "saying"."""
    quoted = [str(t.value) for t in tokens(clause) if t.kind == "quoted"]
    _, colon, behind = clause.replace("：", ":").partition(":")
    if kind in _LISTS:
        listed = quoted or (_PARTS.split(behind.strip(" .。\n")) if colon else [])
        items = [_LAST.sub("", one.strip()) for one in listed]
    else:
        items = quoted[:1] or ([behind.strip()] if colon else _called(clause, tokens(clause)))
    yield from (WantedText.model_validate({"type": kind, "text": one}) for one in items if one)


def _called(clause: str, said: list[Token]) -> list[str]:
    """What stands behind the word that says how something reads ("a callout saying Welcome!")."""
    at = next((t for t in said if t.has("role.called") and t.text.isascii()), None)
    return [clause[at.end :].strip()] if at is not None else []
