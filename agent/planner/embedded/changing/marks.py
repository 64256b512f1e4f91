"""Names inside a text: quoted or known ones become single characters, so that they stay whole."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from agent.planner.embedded.changing.nouns import FOLLOWS_NAME, RESERVED
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.text import HAN, HANGUL, Scan
from agent.planner.words import normalised
from tools.workspace.model import Structure, all_blocks

Kind = Literal["database", "property", "option", "view", "row", "sub_page", "block"]

_FIRST = 0xF0000
ATOM = "[\U000f0000-\U000ffffd]"
_ATOM = re.compile(ATOM)
_QUOTED = re.compile("[\ue000-\uf8ff]")
_WHOLE = re.compile(
    r"https?://[^\s<>\"']+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+[A-Za-z]"
    r"|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}",
    re.IGNORECASE,
)
_KATAKANA = "ァ-ヺー"
_PARTICLE_RUN = re.compile(r"(?:에서|에는|에|의|은|는|을|를|이|가|와|과|도)")
_SHORTEST_BLOCK, _LONGEST_BLOCK = 2, 80


# Between the names of a list, atoms among them.
BETWEEN = re.compile(
    SEPARATOR.pattern.replace(r"\ue000-\uf8ff", r"\ue000-\uf8ff\U000f0000-\U000ffffd"),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entity:
    """Something that exists, by name; `database` and `property` are the ids that it belongs to."""

    kind: Kind
    name: str
    id: str
    database: str | None = None
    property: str | None = None


def key(name: str) -> str:
    """A name as it is compared: spaces and case make no difference."""
    return re.sub(r"\s+", "", normalised(name)).casefold()


class Index:
    """Everything of a structure that words can name."""

    def __init__(self, structure: Structure) -> None:
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        for entity in _entities(structure):
            for variant in _variants(entity):
                self._by_key[variant].append(entity)

    def find(self, said: str, *kinds: Kind) -> list[Entity]:
        """The entities of that name, of these kinds."""
        found = self._by_key.get(key(said), [])
        return [entity for entity in found if not kinds or entity.kind in kinds]

    def begins(self, character: str) -> bool:
        """Whether any known name begins with a character."""
        return character in self._starting

    def longest(self, folded: str, start: int) -> int:
        """Where the longest known name that begins at a place ends; `start` for none."""
        for name, spaced in self._starting.get(folded[start], ()):
            end = _end(folded, start, name, spaced=spaced)
            if end is not None and _ends_well(folded, end):
                return end
        return start

    @cached_property
    def _starting(self) -> dict[str, list[tuple[str, bool]]]:
        starting: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for name, entities in self._by_key.items():
            if name and name not in RESERVED and not (len(name) == 1 and name.isascii()):
                spaced = any(re.search(r"\s", entity.name) for entity in entities)
                starting[name[0]].append((name, spaced))
        for names in starting.values():
            names.sort(key=lambda pair: -len(pair[0]))
        return starting


def _entities(structure: Structure) -> Iterable[Entity]:
    for database in structure.databases:
        if database.linked:
            continue
        yield Entity("database", database.title, database.id)
        for prop in database.properties:
            yield Entity("property", prop.name, prop.id, database.id)
            for option in prop.options:
                yield Entity("option", option.name, option.id, database.id, prop.id)
        yield from (Entity("view", v.name, v.id, database.id) for v in database.views)
        yield from (Entity("row", r.title, r.id, database.id) for r in database.rows if r.title)
    yield from (Entity("sub_page", page.title, page.id) for page in structure.sub_pages)
    for block in all_blocks(structure.blocks):
        if block.text and not block.type.startswith("child_"):
            yield Entity("block", block.text, block.id)


_PARTICIPLES = (("음", "은"), ("함", "한"), ("됨", "된"))  # "다 읽음" as in "다 읽은 책"


def _variants(entity: Entity) -> set[str]:
    whole = key(entity.name)
    if entity.kind == "option":
        forms = (whole[:-1] + b for a, b in _PARTICIPLES if whole.endswith(a) and len(whole) > 2)
        return {whole, *forms}
    if entity.kind == "database" and re.search(f"[{HANGUL}]$", whole):
        return {whole, f"{whole}들"}
    if entity.kind not in ("database", "property") or not whole.isascii() or len(whole) < 3:
        return {whole} if entity.kind != "block" or _fit(whole) else set()
    stem = re.sub(r"(?<=ss)es$|(?<!s)s$", "", whole)
    plural = re.sub(r"(?<=[^aeiou])y$", "ie", stem)
    return {whole, stem, f"{stem}s", f"{plural}s"}


def _fit(text: str) -> bool:
    return _SHORTEST_BLOCK <= len(text) <= _LONGEST_BLOCK


def _end(text: str, start: int, name: str, *, spaced: bool) -> int | None:
    """Where a name that begins at a place ends; spaces are skipped inside names that have some."""
    at = start
    for character in name:
        while spaced and at > start and at < len(text) and text[at] == " ":
            at += 1
        if at >= len(text) or text[at] != character:
            return None
        at += 1
    return at


def _ends_well(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end : end + 1]
    if re.match(f"[{HANGUL}]", last):
        return FOLLOWS_NAME.match(text, end) is not None
    if re.match("[a-z0-9]", last):
        return not re.match("[a-z0-9]", after)
    if re.match(f"[{_KATAKANA}]", last):
        return not re.match(f"[{_KATAKANA}]", after) or FOLLOWS_NAME.match(text, end) is not None
    return True


def _begins_well(text: str, start: int) -> bool:
    first, before = text[start], text[start - 1 : start]
    if re.match("[a-z0-9]", first):
        return not re.match("[a-z0-9]", before)
    if re.match(f"[{HANGUL}]", first):
        run = re.search(f"(?<![{HANGUL}])[{HANGUL}]*$", text[:start])
        led = run is not None and re.match(f"{ATOM}|[a-z]", text[run.start() - 1 : run.start()])
        return not run or not run[0] or bool(led and _PARTICLE_RUN.fullmatch(run[0]))
    if re.match(f"[{_KATAKANA}]", first):
        return not re.match(f"[{_KATAKANA}]", before)
    single = re.match(f"[{HAN}](?![{HAN}])", text[start:])
    return not single or not re.match(f"[{HAN}]", before)


class Marks:
    """The names that were found in a text, by the characters that stand for them."""

    def __init__(self) -> None:
        self._surfaces: list[str] = []
        self._quoted: set[int] = set()

    def hide(self, surface: str, *, quoted: bool = False) -> str:
        """A character that stands for a name from now on."""
        if quoted:
            self._quoted.add(len(self._surfaces))
        self._surfaces.append(surface)
        return chr(_FIRST + len(self._surfaces) - 1)

    def read(self, text: str) -> str:
        """A text in which quoted names and addresses are single characters."""
        scan = Scan(_ATOM.sub("", text))
        bare = _QUOTED.sub(lambda found: self.hide(scan.name(found[0]), quoted=True), scan.rest)
        return _WHOLE.sub(lambda found: self.hide(found[0].rstrip(".,)")), bare)

    def known(self, text: str, index: Index) -> str:
        """The text with the names that an index knows as single characters."""
        folded = text.lower() if len(text.lower()) == len(text) else text
        pieces, at = "", 0
        while at < len(text):
            begins = index.begins(folded[at]) and self._may_begin(pieces, folded, at)
            end = index.longest(folded, at) if begins else at
            pieces += self.hide(text[at:end]) if end > at else text[at]
            at = max(end, at + 1)
        return pieces

    @staticmethod
    def _may_begin(pieces: str, folded: str, at: int) -> bool:
        if folded[at].isspace() or _ATOM.match(folded[at]):
            return False
        before = pieces[-12:].lower()
        return _begins_well(before + folded[at : at + 2], len(before))

    def surface(self, atom: str) -> str:
        """The name that a character stands for."""
        return self._surfaces[ord(atom) - _FIRST]

    def is_quoted(self, atom: str) -> bool:
        return ord(atom) - _FIRST in self._quoted

    def plain(self, text: str) -> str:
        """The text with every name put back."""
        return _ATOM.sub(lambda found: self.surface(found[0]), text).strip()


def atoms(text: str) -> list[str]:
    """The characters of a text that stand for names."""
    return _ATOM.findall(text)
