"""What is to be written on the page: headings, lists, callouts, columns, as typed."""

import re
from itertools import pairwise
from typing import cast

from agent.planner.brief import MOST_ROWS, WantedText
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.outline import titled
from agent.planner.embedded.creating.page.anchors import is_sided
from agent.planner.embedded.creating.page.spelled import with_steps
from agent.planner.embedded.creating.page.taken import FORMED, SENTENCE, Page, holds_rows, no_tables
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import blocks_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken

_HOLDING = spoken("holds_blocks", r"^(?P<held>.+?)(?:{})(?P<head>[^,、:：]{1,40})$")
_ON_PAGE = spoken("on_page", "^(?P<head>[^,、.:：]{1,40}?)(?:{})(?P<held>.+)")
_ALL = spoken("all_on_page")
_GLUED = spoken("glued_page")
_BRACKETS = re.compile(r"\[([^\[\]\n]{2,})\]")


def without_texts(found: Found, text: str) -> str:
    """The text without what it says is to be written on the page, which is taken; what is said of
    parts that hold rows otherwise is left."""
    text = SENTENCE.sub(lambda one: _head_first(one[0]), text)
    lined = _BRACKETS.sub(r"(\1)", with_steps(text) if _says_page(text) else text)
    denied, blocks, found.alone = no_tables(text), blocks_of(lined), _says_page(text)
    if not denied and any(block.kind in FORMED for block in blocks):
        return text
    page = Page(is_sided(text, page=found.alone), denied=denied, said=found.alone)
    over = str(titled(blocks, alone=True).get("title", "")) if denied else ""
    page.title = next(filter(None, (over, *map(_page_called, SENTENCE.findall(text)))), "")
    left = [line for block in blocks if (line := page.take(block))]
    left = [_ALL.sub("", line) if found.setting else line for line in left]
    sure = page.sure or len(page.spelled) > 1 or (page.ticked and not left)
    if not (page.pages or (page.texts and (sure or denied))):
        return text
    found.pages += page.pages
    written = {"texts": page.texts[:MOST_ROWS], "texts_below": page.below[:MOST_ROWS]}
    found.said |= {name: texts for name, texts in written.items() if texts}
    heads = [one.text for one in page.texts if one.type.startswith("heading")]
    page.title = page.title or (heads[0] if denied and len(heads) == 1 else "")
    page.title = page.title or (page.ticked if not (left or heads or found.alone) else "")
    found.said |= {"title": page.title} if page.title else {}
    found.alone |= denied or page.led or not left
    if found.alone and not any(map(holds_rows, left)):  # what is told of a page is no column
        said = [sentence for line in left for sentence in SENTENCE.findall(line)]
        named = next((i + 1 for i, sentence in enumerate(said) if _says_page(sentence)), 1)
        left, found.rest = said[:named], [*found.rest, *(s.strip(" ,、") for s in said[named:])]
    found.said |= {"no_databases": True} if denied else {}
    return "\n".join(left)


def settle_page(found: Found) -> None:
    """A page of which it is said what is written on it or below it, and nothing that holds rows,
    has no table."""
    held = (found.databases, found.more, found.lists, found.rows, found.views, found.rollups)
    texts = cast("list[WantedText]", found.said.get("texts", []))
    told = texts or found.pages or found.more_pages
    if told and found.alone and not (any(held) or "database_count" in found.said):
        found.said["no_databases"] = True
    heads = [one for one in texts if one.type.startswith("heading")]
    if heads and not found.head and [one.type for one in heads].count(heads[0].type) == 1:
        found.said.setdefault("title", heads[0].text)
        if heads == texts[:1] and heads[0].type == "heading_3":
            found.said["texts"] = texts[1:]  # a list of this name is all that there is to be


def _head_first(sentence: str) -> str:
    """A sentence that names a page and what is on it as two, the page first."""
    held = _HOLDING.match(sentence.rstrip(" .。!！\n")) or _ON_PAGE.match(sentence)
    head = tokens(held["head"]) if held else ()
    each = any(t.has("each.", "all.", "noun.sub_page") for t in head)
    asked = held is not None and not each and _says_page(held["head"])
    on = tokens(held["held"]) if held and asked else ()
    if held is None or not any(t.has("block.", "noun.sub_page", "noun.database") for t in on):
        return sentence
    return f"{held['head'].strip()}. {held['held']}{sentence[held.end() :]}"


def _says_page(text: str) -> bool:
    """Whether a text asks for a page, and for no table of pages ("landing page tracker")."""
    said = [*tokens(text), Token("break", 0, 0, "")]
    pages = (t.has("noun.page") and not after.has("holder.") for t, after in pairwise(said))
    return any(pages) or any(t.kind == "unknown" and _GLUED.search(t.text) for t in said)


def _page_called(clause: str) -> str:
    """What a page is said to be called, in a clause that says more of it."""
    said = tokens(clause)
    if len(said) > 1 and said[0].has("noun.page") and said[1].kind == "quoted":
        return str(said[1].value)
    named = (i for i, t in enumerate(said[:-1]) if i and t.has("role.called") and t.text.isascii())
    at = next((i for i in named if said[i - 1].has("noun.page")), None)
    if at is None:
        return ""
    ends = (t.start for t in said[at + 1 :] if t.has("with.") or t.kind == "punct")
    return clause[said[at].end : next(ends, len(clause))].strip(" '\"")
