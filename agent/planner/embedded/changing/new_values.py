"""The values that words give to new rows: pairs of property and value, and loose ones."""

import re
from typing import Any

from agent.planner.embedded.changing.dates import date_of, find_dates
from agent.planner.embedded.changing.marks import ATOM, atoms
from agent.planner.embedded.changing.nouns import PROPERTY
from agent.planner.embedded.changing.rows import main_date
from agent.planner.embedded.changing.values import value_of
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.text import BLANKS
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
)

_VALUE_LEAD = re.compile(
    r"^\s*(?:은|는|이|가|을|를|:|=|の?は|が|を|(?:is|are|as|to|of)(?![A-Za-z]))?\s*(?:=|:)?\s*"
)


_VALUE_TAIL = re.compile(
    rf"{BLANKS}(?:(?:으로|로|이고|이며|인|고|하고|にして|で|の|(?<![A-Za-z])(?:and|with)|,|、)\s*+)?$",
    re.IGNORECASE,
)


_DUE_WORD = re.compile(
    r"(?:까지|마감(?:으로|인)?|기한(?:으로|인)?|(?<![A-Za-z])(?:due|by|on|for)(?![A-Za-z])|まで(?:の|に)?"
    r"|期限の?)",
    re.IGNORECASE,
)


_JUNK = re.compile(r"^[\s,、:.·-]+|(?:을|를|도|은|는|の?を|も|に|が|,|:|、|\s|-){1,20}$")


def values_said(wish: Wish, database: ExistingDatabase) -> dict[str, Any]:
    """The values that the body and the details give, taken out of them."""
    values: dict[str, Any] = {}
    wish.body = _read_values(wish, database, wish.body, values)
    wish.details = [
        left
        for detail in wish.details
        if (left := _JUNK.sub("", _read_values(wish, database, detail.strip("() "), values)))
    ]
    return values


def _read_values(wish: Wish, database: ExistingDatabase, text: str, values: dict[str, Any]) -> str:
    """Reads `property value` pairs of a text into `values`; what is left of the text."""
    left = []
    for piece in _pieces(wish, database, text):
        prop, said = piece
        if prop is None:
            left.append(_loose(wish, database, said, values))
            continue
        rest = _give(wish, prop, said, values)
        left.append(_loose(wish, database, rest, values) if rest.strip() else rest)
    return ", ".join(part for part in left if part.strip())


def _pieces(
    wish: Wish, database: ExistingDatabase, text: str
) -> list[tuple[ExistingProperty | None, str]]:
    """A text cut before every property that it names."""
    cuts: list[tuple[int, int, ExistingProperty]] = []
    for found in re.finditer(ATOM, text):
        owned = [e for e in wish.of(found[0], "property") if e.database == database.id]
        if owned and not wish.marks.is_quoted(found[0]):
            prop = wish.property(owned[0])
            if prop.type != "title":
                cuts.append((found.start(), found.end(), prop))
    cuts += _by_alias(wish, database, text, cuts)
    cuts.sort(key=lambda cut: cut[0])
    if not cuts:
        return [(None, text)]
    pieces: list[tuple[ExistingProperty | None, str]] = [(None, text[: cuts[0][0]])]
    for i, (_, end, prop) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        pieces.append((prop, text[end:stop]))
    return pieces


_ALIAS = re.compile(
    r"(?:^|(?<=[,、\s]))(?P<name>[가-힣A-Za-z]{2,12}?|[ぁ-ゖァ-ヺー一-鿿]{2,8}?)"
    r"(?:은|는|이|가|:|は|が| is )\s*(?=\S)"
)


def _by_alias(
    wish: Wish,
    database: ExistingDatabase,
    text: str,
    known: list[tuple[int, int, ExistingProperty]],
) -> list[tuple[int, int, ExistingProperty]]:
    """Properties named by a word that means the same ("기한은 …" where there is "마감일")."""
    taken = {prop.id for _, _, prop in known}
    found = []
    for match in _ALIAS.finditer(text):
        entity = wish.property_said(match["name"], database)
        if entity is None or entity.id in taken:
            continue
        prop = wish.property(entity)
        if prop.type != "title":
            found.append((match.start(), match.end("name"), prop))
    return found


def _give(wish: Wish, prop: ExistingProperty, said: str, values: dict[str, Any]) -> str:
    """Gives a property the value that stands behind its name; what stands behind the value.

    Raises Unread where there is none.
    """
    text = re.sub(rf"^\s*{PROPERTY}", "", said, flags=re.IGNORECASE)
    text = _VALUE_LEAD.sub("", text, count=1)
    whole = prop.type in ("multi_select", "date")
    value, _, rest = text.partition("\0") if whole else _until_comma(text)
    if not value.strip(" )("):
        if prop.name not in values:
            raise Unread
        return rest  # "with high priority": the value came before the name
    try:
        values[prop.name] = value_of(wish, prop, _VALUE_TAIL.sub("", value))
    except Unread:
        return _first_fit(wish, prop, value, values) + rest
    return rest


def _until_comma(text: str) -> tuple[str, str, str]:
    found = re.search(r"(?<!\d)[,、](?!\d)|[,、]\s|\n", text)
    return (text[: found.start()], ",", text[found.end() :]) if found else (text, "", "")


def _first_fit(wish: Wish, prop: ExistingProperty, said: str, values: dict[str, Any]) -> str:
    """The value as the first option, day or row that is named, where more words follow."""
    for atom in atoms(said):
        try:
            values[prop.name] = value_of(wish, prop, atom)
        except Unread:
            continue
        before, _, behind = said.partition(atom)
        return re.sub(r"^\s*(?:인|의|으로|로|の|で)", "", f"{before} {behind}".strip())
    raise Unread


def _linked(wish: Wish, database: ExistingDatabase, text: str, values: dict[str, Any]) -> str:
    """Rows that a relation of the database reaches ("for Harbour Coffee"); what is left."""
    for prop in database.properties:
        if prop.type != "relation" or prop.name in values:
            continue
        far = wish.draft.structure.source(prop.config.get("data_source_id"))
        for atom in atoms(text):
            reached = [e for e in wish.of(atom, "row") if far and e.database == far.id]
            if reached and not wish.marks.is_quoted(atom):
                values[prop.name] = [reached[0].name]
                text = re.sub(
                    rf"(?:(?<![A-Za-z])(?:for|of|with)\s+)?{atom}(?:의|용|の)?", " ", text
                )
                break
    return text


def _loose(wish: Wish, database: ExistingDatabase, text: str, values: dict[str, Any]) -> str:
    """Options and days that stand without the name of their property; what is left."""
    for atom in atoms(text):
        if wish.marks.is_quoted(atom):
            continue
        owned = [e for e in wish.of(atom, "option") if e.database == database.id]
        if owned and not wish.of(atom, "row"):
            prop = wish.property(owned[0])
            name = owned[0].name
            values.setdefault(prop.name, [name] if prop.type == "multi_select" else name)
            text = re.sub(rf"{atom}(?:\s*(?:인|상태(?:로|의)?|으로|로|의|の|で))?", " ", text)
    text = _linked(wish, database, text, values)
    spans = find_dates(text)
    due = main_date(database)
    day = date_of(text, wish.today) if spans else None
    if due is not None and day is not None and due.name not in values:
        values[due.name] = day
        text = f"{text[: spans[0][0]]} {text[spans[-1][1] :]}"
        text = _DUE_WORD.sub(" ", text)
    return text
