"""How changes are introduced: what will be different, and what was not understood."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.planner.seam import Question
from agent.texts import say
from agent.texts.particles import Number, Word
from tools.blueprint.base import Language
from tools.blueprint.views import AUTOMATIC_NAME, visible
from tools.workspace.actions.order import Reorder
from tools.workspace.actions.pages import DeleteDatabase
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.actions.rows import AddRows
from tools.workspace.actions.views import UpdateView
from tools.workspace.affected import gone_along, left_without
from tools.workspace.change import Change, OfPage
from tools.workspace.model import Structure, key_of

NO_TITLES: Mapping[str, str] = {}  # where changes name databases by what they are called
# Which field of a change says where it is made, where that is no database.
_PLACES = {"add_option": "property", "add_blocks": "target"}
_SHOWN = 4  # changes that are named; the others are counted
_QUOTED = 80  # characters of what was not understood


def titles_of(structure: Structure) -> dict[str, str]:
    """What databases are called, by their ids: changes of other origin name them by these."""
    return {database.id: database.title for database in structure.databases}


def introduce(
    changes: Sequence[Change],
    unread: Sequence[str],
    language: Language,
    titles: Mapping[str, str] = NO_TITLES,
) -> str:
    """One or two sentences about what will change, and one about what was not understood.

    `titles` are what the databases are called that changes name by their ids.
    """
    said = list(dict.fromkeys(_phrase(change, language, titles) for change in changes))
    what = say("comma", language).join(said[:_SHOWN])
    if len(said) > _SHOWN:
        what = say("changes_more", language, what=what, n=len(said) - _SHOWN)
    will = say("changes_will", language, what=what)
    if not unread:
        return will
    return say("sentences", language, one=will, two=not_understood(unread, language))


def cannot_be(words: str, why: str, language: Language) -> str:
    """What nobody can do here, in quotes, and why; or which row there is none of (`row`)."""
    named = say("quoted", language, text=words)
    if why == "row":
        return say("row_to_add", language, name=named, plain=words)
    return say("cannot", language, said=named, why=say(f"cannot_{why}", language))


def not_understood(unread: Sequence[str], language: Language) -> str:
    """What was not understood, in quotes."""
    what = say("comma", language).join(_quoted(unread, language))
    return say("not_understood", language, what=what)


def beside(there: Sequence[str], no_rows: Sequence[str], language: Language) -> list[str]:
    """What needs no change, a sentence each: what exists already, and what fits no row."""
    told = {"already_there": there, "no_rows": no_rows}
    listed = {key: _quoted(list(dict.fromkeys(said)), language) for key, said in told.items()}
    comma = say("comma", language)
    return [say(key, language, what=comma.join(said)) for key, said in listed.items() if said]


def fixed_days(changes: Sequence[Change], today: date, language: Language) -> list[str]:
    """That filters by a day do not move along with it, where changes bring such."""
    day = today.isoformat()
    fixed = (f'"before":"{day}"', '"on_or_before":"', f'"equals":"{day}"')
    moves = any(one in change.model_dump_json() for change in changes for one in fixed)
    return [say("fixed_day", language, day=day)] if moves else []


def made_anew(names: Sequence[str], language: Language) -> str:
    """That views get other addresses, as Notion's API moves none that is there."""
    what = say("comma", language).join(_quoted(list(dict.fromkeys(names)), language))
    return say("made_anew", language, what=what)


def twice(before: Structure, changes: Sequence[Change], language: Language) -> list[str]:
    """That rows are there already that are called as others that are added."""
    named = list[str]()
    for one in (change for change in changes if isinstance(change, AddRows)):
        homes = [d for d in before.databases if one.database in (d.id, d.title)]
        for home in homes[:1]:
            title = next(p.name for p in home.properties if p.type == "title")
            names = {key_of(str(row.values.get(title))) for row in one.rows}
            named += [row.title for row in home.rows if key_of(row.title) in names]
    what = say("comma", language).join(_quoted(list(dict.fromkeys(named)), language))
    return [say("row_again", language, what=what)] if named else []


def along(
    before: Structure, after: Structure, changes: Sequence[Change], language: Language
) -> list[str]:
    """What goes along with what is deleted, and what will show or reckon nothing without it."""
    deleting = [one for one in changes if isinstance(one, DeleteProperty | DeleteDatabase)]
    titles, comma = titles_of(before), say("comma", language)
    asked = {(titles.get(one.database or "", one.database), getattr(one, "property", ""))
             for one in deleting}  # fmt: skip
    gone = [part for part in gone_along(before, after) if part[::-1] not in asked]
    parts = {"goes_along": gone, "left_without": left_without(before, after)} if deleting else {}
    told = {key: comma.join(f"{_call(name, language)} ({home})" for name, home in some)
            for key, some in parts.items()}  # fmt: skip
    return [say(key, language, what=what) for key, what in told.items() if what]


def no_longer_fits(changes: Sequence[Change], language: Language) -> str:
    """Which agreed changes a design that was composed anew has no place for."""
    said = dict.fromkeys(_phrase(change, language) for change in changes)
    return say("no_longer_fits", language, what=say("comma", language).join(said))


def asked(question: Question, language: Language) -> str:
    """A question about feedback, with what may be answered."""
    labels = say("comma", language).join(option.label for option in question.options)
    return f"{question.content} ({labels})" if labels else question.content


def and_how_to_answer(told: str, language: Language) -> str:
    """What is told of a plan that stands as it was, and what a yes would do, or a no."""
    return say("sentences", language, one=told, two=say("how_to_answer", language))


def nothing_read(structure: Structure, language: Language) -> str:
    """That nothing was understood, with two wishes that fit this very workspace."""
    one, two = _examples(structure, language)
    return say("nothing_read", language, one=one, two=two)


def _quoted(texts: Sequence[str], language: Language) -> list[str]:
    flat = [" ".join(text.split()) for text in texts]
    cut = [text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…" for text in flat]
    return [say("quoted", language, text=text) for text in cut]


def _examples(structure: Structure, language: Language) -> tuple[str, str]:
    own = [database for database in structure.databases if not database.linked]
    if not own:
        return (say("example_rename", language),) * 2
    taken = {prop.name for prop in own[0].properties}
    new = next((n for n in say("example_names", language).split(", ") if n not in taken), "★")
    row = say("example_row", language, database=own[0].title)
    return row, say("example_add", language, database=own[0].title, name=new)


def _phrase(change: Change, language: Language, titles: Mapping[str, str] = NO_TITLES) -> str:
    said = change.model_dump(mode="json")
    place = said.get(_PLACES.get(change.action, "database"))
    place = titles.get(str(place), place)  # a database that is added comes as a whole
    name = _call(change.target, language) if isinstance(change, OfPage) else _name(said, language)
    kind, listed = _listed(change)
    to = say("comma", language).join(_quoted(listed, language)) or _call(said.get("to"), language)
    named = {"name": name, "to": to, "place": _call(place, language)}
    words: str = _phrases()[kind][language]
    return words.format(**{k: Word(v) if isinstance(v, str) else v for k, v in named.items()})


def _listed(change: Change) -> tuple[str, Sequence[str]]:
    """Which phrase names a change, and what it lists: columns that are seen, parts in an order."""
    if isinstance(change, Reorder):
        return change.action, change.names
    shown = visible(change.to) if isinstance(change, UpdateView) else None
    return ("columns", shown) if shown else (change.action, [])


def _call(name: Any, language: Language) -> str:
    """A name in quotes; the page itself where there is none."""
    if name == AUTOMATIC_NAME:  # which is in no person's language: tabs show it as this
        name = say("default_view", language)
    return say("quoted", language, text=str(name)) if name else say("this_page", language)


def _name(said: dict[str, Any], language: Language) -> str | Number:
    """What a change is about, or how many of what it is about."""
    action = said["action"]
    for counted in ("rows", "blocks"):
        if counted in said:
            return Number(len(said[counted]))
    given = said.get(action.rpartition("_")[2], said.get("name"))
    named = given.get("name") or given.get("title") if isinstance(given, dict) else given
    return _call(named, language)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("phrases.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    parsed: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return parsed
