"""Parts of sentences as the blocks that they ask for."""

from collections.abc import Iterator

from agent.planner.brief import WantedText
from agent.planner.embedded.creating.page.anchors import BARE, HEADS, LISTS
from agent.planner.embedded.creating.page.contents import Content, content_of, words
from agent.planner.embedded.creating.page.parts import Part


def written(part: Part) -> list[WantedText]:
    """The blocks that a part asks for."""
    kind, content = part.anchor.kind, content_of(part)
    if kind in BARE:
        return [text_of(kind)]
    if kind == "bookmark":
        urls = (t.text for t in (*part.before, *part.behind) if t.kind == "url")
        return [text_of(kind, url.rstrip(".,)")) for url in urls]
    if kind in (*LISTS, "list", "column"):
        word = part.word[0]  # "할 일(…)", which is no "checklist"
        plain = kind == "to_do" and not (word.text.isascii() or word.has("block."))
        called = part.text[word.start : part.word[-1].end] if plain else ""
        return list(_list(kind, content, called))
    if kind in HEADS:
        return list(_heads(kind, content))
    if kind == "paragraph" and not any(t.has("block.") for t in part.word):
        quoted = [str(t.value) for t in part.before if t.kind == "quoted"]  # … and a greeting
        told = [] if part.word[0].text.isascii() else part.before
        at = max((i + 1 for i, t in enumerate(told) if t.kind == "quoted"), default=0)
        own = words([*told[at:], *part.word], part.text)
        return [text_of(kind, one[:1].upper() + one[1:]) for one in (*quoted, own)]
    return list(_texts(kind, content))


def text_of(kind: str, text: str = "", level: int = 0, *, checked: bool = False) -> WantedText:
    """A block of a kind."""
    made = {"type": kind, "text": text.strip(), "level": level, "checked": checked}
    return WantedText.model_validate(made)


def pages_of(part: Part) -> list[str]:
    """The pages below this one that a part names; none where words stand between that say more."""
    content = content_of(part)
    told = content.listed is not None and content.name
    named = content.listed or content.names or ([content.title] if content.title else [])
    return [] if told else [name[:1].upper() + name[1:] for name in named if not name.isdigit()]


def _list(kind: str, content: Content, called: str) -> Iterator[WantedText]:
    """A list, under its name; a side of the page that only has a name has no list."""
    listed, title = content.listed, content.name
    if kind == "column":
        title, listed = (title, listed) if listed or not content.names[1:] else ("", content.names)
        title, listed = (listed[0], []) if listed and not (title or listed[1:]) else (title, listed)
    else:
        title = content.called if content.title else title if listed is not None else ""
        title = title or called
        listed = content.names if listed is None else listed
    if title:
        yield text_of("heading_3", title[:1].upper() + title[1:])
    sure = kind if kind in LISTS else LISTS[1]
    yield from (text_of(sure, one) for one in listed or [""] * (kind in LISTS))


def _heads(kind: str, content: Content) -> Iterator[WantedText]:
    """Headings or toggles; what is listed behind the name of one stands below it."""
    named = [content.title] if content.title else content.names
    above = not named or content.several
    tops = [*(content.listed or []), *(named if content.listed is None else [])] if above else named
    below = [] if above else content.listed or []
    level = int(kind == "toggle")
    for top in tops or [""]:
        yield text_of(kind, top)
    for one in below:
        yield text_of("bulleted_list_item" if len(below) > 1 else "paragraph", one, level)


def _texts(kind: str, content: Content) -> Iterator[WantedText]:
    """A text, or several of its kind."""
    if content.several and (content.listed or len(content.names) > 1):
        yield from (text_of(kind, one) for one in content.listed or content.names)
        return
    lead = content.title or (content.name if content.whole else "")
    behind = content.whole or content.name
    yield text_of(kind, f"{lead}: {behind}" if lead and behind else lead or behind)
