"""A clause of change in two parts: what changes, and what it becomes."""

import re

from agent.planner.embedded.changing.marks import ATOM, atoms
from agent.planner.embedded.changing.nouns import (
    COLOR,
    DATABASE,
    OPTION,
    PROPERTY,
    TITLE,
    TYPE,
    VIEW,
)
from agent.planner.embedded.changing.wish import Wish
from agent.planner.embedded.text import BLANKS

_OBJECT_KO = re.compile(r"(?P<p>을|를|은|는|이|가|도)(?=\s|$|[\U000f0000-\U000ffffd])")


_TO_KO = re.compile(rf"{BLANKS}(?:으로|로)$")


_NAMED_LAST = re.compile(r"(으로|로|に)\s*(?:이름|명칭|제목|名前|改名)(?:을|를|を)?$")
_TO_JA = re.compile(rf"{BLANKS}[にへと]$")


_TO_EN = re.compile(r"(?<!\s)\s+(?:to|as|into|=|with)\s+", re.IGNORECASE)


_EMPTIES = re.compile("clear|empty", re.IGNORECASE)
_FOR = re.compile(
    rf"^(?P<to>.+?)(?<!\s)\s+(?:for|on|in)\s+(?P<whom>(?:all |the |every )*{ATOM}.*)$"
)
_STATIVE = re.compile(
    r"^(?P<obj>(?:it|this|everything|the page|all(?: the)? \S+|(?:the\s+)?(?:[\w ]*?)"
    rf"{ATOM}(?:\s+(?:{OPTION}|{PROPERTY}|{VIEW}|{DATABASE}|\w+))??))\s+(?:an?\s+)?(?P<to>[^\s].*)$",
    re.IGNORECASE,
)


_NOUN_FIRST = re.compile(rf"(?:{OPTION}|{PROPERTY}|{VIEW}|{DATABASE})\s+(?=\S)", re.IGNORECASE)
_TITLE = re.compile(TITLE, re.IGNORECASE)


_TYPE = re.compile(TYPE, re.IGNORECASE)


_COLOR = re.compile(COLOR, re.IGNORECASE)


def split(wish: Wish) -> tuple[str, str | None]:
    """The words for what changes, and those for what it becomes (None where none are said)."""
    body = _NAMED_LAST.sub(r"\1", wish.body.strip())
    if _TO_KO.search(body) and re.search(r"[가-힣]$", body):
        return _split_at_object(_TO_KO.sub("", body), _OBJECT_KO)
    if _TO_JA.search(body):
        return _split_at_object(_TO_JA.sub("", body), re.compile(r"(?P<p>を|は|も)"))
    if _EMPTIES.fullmatch(wish.clause.verb):
        return body, None
    if found := _TO_EN.search(body):
        obj, to = body[: found.start()], body[found.end() :]
        if led := _FOR.match(to):
            return f"{obj} {led['whom']}", led["to"]
        return obj, to
    if wish.clause.verb.isascii() and wish.clause.verb and (found := _STATIVE.match(body)):
        noun = _NOUN_FIRST.match(found["to"])  # "call the tasks database To-dos"
        obj = f"{found['obj']} {noun[0]}" if noun else found["obj"]
        return obj, found["to"][noun.end() :] if noun else found["to"]
    object_ = list(_OBJECT_KO.finditer(body)) or list(re.finditer(r"(?P<p>を|は)", body))
    if object_ and object_[-1].start() > 0 and object_[-1].end() < len(body):
        return body[: object_[-1].start()], body[object_[-1].end() :]
    return body, None


def _split_at_object(text: str, particle: re.Pattern[str]) -> tuple[str, str | None]:
    found = [f for f in particle.finditer(text) if f.start() > 0 and f.end() < len(text.rstrip())]
    if not found:
        marked = list(re.finditer(ATOM, text))
        if len(marked) > 1 and not text[marked[-1].end() :].strip():
            return text[: marked[-1].start()].strip(), marked[-1][0]
        for name in reversed(marked):
            if text[name.end() :].strip():
                return text[: name.end()], text[name.end() :].strip()
        led = re.match(rf"(?P<label>(?:.*\s)?(?:{TITLE}|{COLOR}|{TYPE}))\s+(?P<to>.+)$", text)
        if led:
            return led["label"], led["to"]
        return "", text
    label = _TITLE.search(text[: found[0].start()])
    objects = [f for f in found if f["p"] in "을를を"]
    place = found[0] if label and not atoms(text[: found[0].start()]) else (objects or found)[-1]
    return text[: place.start()].strip(), text[place.end() :].strip()
