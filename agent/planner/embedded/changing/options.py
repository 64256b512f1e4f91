"""New options of a choice: `상태에 보류 옵션 추가`, `add Urgent to Priority in red`."""

import re

from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import OPTION, PROPERTY
from agent.planner.embedded.changing.properties import requoted
from agent.planner.embedded.changing.wish import Ask, Unread, Wish, bare
from agent.planner.embedded.compose.draft import everywhere
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.constraints.hues import HUE_WORD, hue_of
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.lexicon import concept_of
from agent.planner.embedded.text import Scan, split_outside
from tools.blueprint.base import Hue
from tools.blueprint.changes import AddOption, Change
from tools.blueprint.properties import CHOICES, Option
from tools.workspace.model import ExistingProperty

_OPTION = re.compile(OPTION, re.IGNORECASE)
_PROPERTY = re.compile(PROPERTY, re.IGNORECASE)
_HOME = re.compile(
    rf"(?:(?<![A-Za-z])(?:to|in|into|for|of|from)\s+)?(?:the\s+|my\s+)?(?P<atom>{ATOM})"
    rf"(?P<noun>\s*(?:の)?{PROPERTY})?(?:\s*(?:の|의)?{OPTION})?"
    r"(?:\s*(?P<post>에서|에다가?|에는|에도|에|의|으로|には|に|の|から)(?=\s|$|[^가-힣]))?",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"^(?:(?:새로운|새|an?|the|new|another|新しい)\s+)+|(?<![A-Za-z])(?:called|named)(?![A-Za-z])"
    r"|(?:이라는|라는|という)\s*$|(?<=\s)(?:하나|더|또)\s*$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?:거기|여기|그거|그것)에(?:다가?)?(?=\s|$)"
    r"|(?<![A-Za-z])to (?:it|that|this)(?![A-Za-z])|そこに|それに",
    re.IGNORECASE,
)
_COLORED = re.compile(
    rf"(?:,\s*)?(?:(?<![A-Za-z])in\s+)?(?:(?:색(?:상|깔)?(?:은|는)|色は|colou?r:?)\s*)?(?P<hue>{HUE_WORD})(?:으로|で|の)?(?=\s|$|,)",
    re.IGNORECASE,
)


def add_option(wish: Wish) -> list[Change] | None:
    """`상태에 '보류' 옵션 추가`, `add Urgent to Priority`, `優先度に「最優先」を追加`."""
    noun = _OPTION.search(wish.body)
    home = _home(wish)
    if home is None and noun is None and _last_choice(wish) and wish.take(_THERE):
        noun = _THERE.match("거기에")
    if home is None and noun is None and _instead_of_option(wish):
        noun = _THERE.match("거기에")
    if home is None and (noun is None or _PROPERTY.search(wish.body)):
        return None
    kept = wish.body
    wish.take_database()
    home = _home(wish) or home
    entity = home[0] if home else _only_choice(wish)
    if entity is None:
        wish.body = kept
        raise Unread
    if (again := _home(wish)) is not None and home is not None and again[0] == home[0]:
        wish.cut(again[1], again[2])
    hue = _hue(wish)
    names = _names(wish)
    if not names:
        raise Unread
    return added(wish, entity, names, hue)


def added(wish: Wish, entity: Entity, names: list[str], hue: Hue | None) -> list[Change]:
    """New options of the choice property that an entity is."""
    prop, database = wish.property(entity), wish.database(entity.database)
    wish.remember(Entity("option", names[-1], "", database.id, prop.id))
    return [
        AddOption(
            action="add_option",
            database=database.title,
            property=prop.name,
            option=_option(prop, name, hue),
        )
        for name in names
    ]


def _hue(wish: Wish) -> Hue | None:
    found = wish.take_anywhere(_COLORED)
    return hue_of(found["hue"]) if found else None


def _home(wish: Wish) -> tuple[Entity, int, int] | None:
    """The choice property that the body names as the place of an option."""
    for found in _HOME.finditer(wish.body):
        choices = [
            entity
            for entity in wish.of(found["atom"], "property")
            if wish.property(entity).type in CHOICES
        ]
        led = re.match(r"(?:to|in|into|for|of|from)\s", found[0], re.IGNORECASE)
        said = found["post"] or led or _OPTION.search(found[0])
        if choices and said:
            return wish.one(choices), found.start(), found.end()
    return None


def _instead_of_option(wish: Wish) -> bool:
    """Whether a bare name follows the deletion of an option ("대기 빼고 보류 넣어줘")."""
    last = wish.memory.last
    names = any(wish.of(a, "database", "property", "row") for a in atoms(wish.body))
    bare_name = not names and 0 < len(wish.body.split()) < 3 and not wish.details
    return bool(
        last
        and last.kind == "option"
        and not last.id.startswith("+")
        and bare_name
        and _last_choice(wish)
        and concept_of(bare(wish.body)) is None
    )


def _last_choice(wish: Wish) -> Entity | None:
    """The choice property that was spoken of last."""
    last = wish.memory.last
    if last is None or last.kind not in ("property", "option") or not last.database:
        return None
    named = [e for e in wish.index.find(last.name, "property") if e.database == last.database]
    if last.kind == "option" and not named:
        home = wish.database(last.database)
        props = [p for p in home.properties if p.id == last.property]
        named = [Entity("property", p.name, p.id, home.id) for p in props]
    return named[0] if named and wish.property(named[0]).type in CHOICES else None


def _only_choice(wish: Wish) -> Entity | None:
    """The property whose options are meant where none was named: the last one spoken of."""
    if last := _last_choice(wish):
        return last
    hinted = [e for e in wish.hinted("property") if wish.property(e).type in CHOICES]
    if hinted:
        return wish.one(hinted)
    homes = [wish.database(wish.memory.database)] if wish.memory.database else wish.databases
    choices = [
        Entity("property", p.name, p.id, d.id)
        for d in homes
        for p in d.properties
        if p.type in CHOICES
    ]
    if len(choices) == 1:
        return choices[0]
    raise Ask("property", [choice.name for choice in choices])


def _names(wish: Wish) -> list[str]:
    text = _OPTION.sub(" ", wish.body).strip(" :、,")
    if not text and wish.details:
        text, wish.details = ", ".join(d.strip("()") for d in wish.details), []
    scan = Scan(requoted(wish, text))
    pieces = split_outside(_NEW.sub(" ", scan.rest.strip()), SEPARATOR)
    names = [bare(scan.name(_NEW.sub(" ", piece).strip())) for piece in pieces]
    return [name[:100].strip() for name in dict.fromkeys(names) if name]


def _option(prop: ExistingProperty, name: str, hue: Hue | None) -> Option:
    """An option with the place in a status that its name means."""
    if prop.type != "status":
        return Option(name=name, color=hue)
    known = [o.name for o in prop.options]
    around = [everywhere(n) for n in (*known[:1], name, *known[-1:])]
    made = options_from(around, "status", prop.name, {})[1 if known else 0]
    return Option(name=name, color=hue or made.color, group=made.group)
