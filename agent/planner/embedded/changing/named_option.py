"""New options called by their property: `새로운 상태 '검토중' 추가`, `add a 'Lost' stage`."""

import re
from dataclasses import dataclass

from agent.planner.embedded.changing.marks import ATOM, BETWEEN, Entity, atoms
from agent.planner.embedded.changing.nouns import NEW, OPTION, PROPERTY, ROW, STATUS
from agent.planner.embedded.changing.options import added
from agent.planner.embedded.changing.wish import Wish
from agent.planner.embedded.lexicon import is_option
from agent.planner.embedded.text import BLANKS, split_outside
from tools.blueprint.changes import Change
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingDatabase

_LED = rf"(?:{NEW}\s*+){{0,4}}"
_NOUN = rf"(?P<noun>{ATOM}|{STATUS})"
_END = rf"(?:{BLANKS}(?:을|를|도|をも?|も|하나|(?<![A-Za-z])(?:too|as well)))?"
_SHAPES = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"{_LED}{_NOUN}(?!\s*+[에의にの])\s*+"
        r"(?:(?P<called>:|(?<![A-Za-z])(?:called|named)\s|(?:으로|로|として))\s*+)?"
        rf"(?P<name>.+?){_END}",
        rf"{_LED}(?P<name>.+?)(?<!\s)\s*+"
        rf"(?:(?P<called>이라는|라는|이란|란|という|(?<![A-Za-z])as\s)\s*+)?{_LED}{_NOUN}{_END}",
    )
]
_NOUN_ALONE = re.compile(rf"{_LED}{_NOUN}\s*(?:하나|(?:を)?(?:一つ|1つ)|를|을|を)?", re.IGNORECASE)
_OTHERS = re.compile(f"{OPTION}|{PROPERTY}|{ROW}", re.IGNORECASE)
# "검토중", "Archived", "確認待ち": states, where "배송 상태" would be a property.
_STATE = re.compile(
    r"[가-힣\s]*(?:중|됨|함|전|완료|예정|대기|보류|취소)|[A-Z][A-Za-z]{2,19}(?:\s[A-Za-z]{1,12})?"
    r"|[a-z]+(?:ed|ing)|[一-鿿ぁ-ん]+(?:中|済み?|待ち|前)"
)
_LED_ON = re.compile(
    r"(?<![A-Za-z])(?:to|in|into|on|of|for|from|with|and)$|[에にの]$", re.IGNORECASE
)
_STATUS = re.compile(STATUS, re.IGNORECASE)


@dataclass(frozen=True)
class _Said:
    noun: str
    names: list[str]
    certain: bool  # whether a name can be nothing but one


def add_named_option(wish: Wish) -> list[Change] | None:
    """`add a new stage called Lost`, `상태 하나 추가: 검토중`, `新しいステータス「保留」を追加`.

    Raises Ask where several properties may be meant.
    """
    if _OTHERS.search(wish.body):
        return None
    kept, memory = wish.body, wish.memory.database
    said, home = _said(wish), None
    if said is None or not _choices(wish, said.noun):
        home = wish.take_database()
        said = _said(wish)
    choices = _choices(wish, said.noun, home) if said else []
    if said is None or not choices or not _is_name(wish, said):
        wish.body, wish.memory.database = kept, memory
        return None
    if _NOUN_ALONE.fullmatch(wish.body.strip()):
        wish.details = []
    return added(wish, wish.one(choices), said.names, None)


def _said(wish: Wish) -> _Said | None:
    """The noun and the names, where the words are nothing else."""
    body = wish.body.strip()
    if (alone := _NOUN_ALONE.fullmatch(body)) is not None:
        listed = [piece for detail in wish.details for piece in split_outside(detail, BETWEEN)]
        names = [wish.plain(piece).strip("() ") for piece in listed]
        return _Said(alone["noun"], names, certain=True) if names else None
    for shape in _SHAPES:
        if (found := shape.fullmatch(body)) is not None and found["name"].strip():
            names = split_outside(found["name"], BETWEEN)
            mixed = any(atoms(name) and len(name) > 1 for name in names)
            if mixed or not _is_noun(wish, found["noun"]) or _LED_ON.search(names[-1]):
                continue
            quoted = all(atoms(name) and wish.marks.is_quoted(name) for name in names)
            called = bool(found["called"]) and all(len(name.split()) < 4 for name in names)
            return _Said(found["noun"], [wish.plain(n) for n in names], certain=quoted or called)
    return None


def _is_noun(wish: Wish, noun: str) -> bool:
    return not (atoms(noun) and wish.marks.is_quoted(noun)) and bool(_choices(wish, noun))


def _choices(wish: Wish, noun: str, home: ExistingDatabase | None = None) -> list[Entity]:
    """The choice properties of that name; every status for a word that only says as much."""
    homes = [home] if home else wish.databases
    choices = [
        (Entity("property", prop.name, prop.id, one.id), prop.type)
        for one in homes
        for prop in one.properties
        if prop.type in CHOICES
    ]
    named = wish.named(noun, "property")
    called = [entity for entity, _ in choices if entity in named]
    if called or not _STATUS.fullmatch(wish.plain(noun)):
        return called
    return [entity for entity, kind in choices if kind == "status"]


def _is_name(wish: Wish, said: _Said) -> bool:
    """Whether the names are those of options rather than of something else."""
    if any(not name or len(name) > 100 or "," in name for name in said.names):
        return False
    if said.certain:
        return True
    return all(_is_state(wish, name) for name in said.names)


def _is_state(wish: Wish, name: str) -> bool:
    others = wish.index.find(name, "database", "property", "view", "row", "sub_page")
    return not others and (
        bool(wish.index.find(name, "option"))
        or is_option(name)
        or _STATE.fullmatch(name) is not None
    )
