"""How a design is introduced: what it holds, in numbers and names, and what was obeyed."""

from collections.abc import Iterator, Sequence
from typing import get_args

from agent.planner.brief import MOST_DATABASES, MOST_ROWS, MOST_SUB_PAGES, Brief, Limited, ViewType
from agent.planner.embedded.changing.speech import and_how_to_answer
from agent.planner.language import written_language
from agent.texts import say
from tools.blueprint.base import Hue, Language
from tools.blueprint.model import Blueprint, Database, databases, pages
from tools.workspace.actions.blocks import Recolor
from tools.workspace.change import Change

_MOST: dict[Limited, int] = {
    "databases": MOST_DATABASES,
    "sub_pages": MOST_SUB_PAGES,
    "rows": MOST_ROWS,
}
_MOST_NAMES = 8  # properties that are named


def introduce(
    blueprint: Blueprint, brief: Brief, language: Language, *, revised: bool = False
) -> str:
    """Two to four short sentences about a design."""
    tables = [table for _, _, table in databases(blueprint)]
    made = "intro_revised" if revised else "intro_made" if tables else "intro_bare"
    sentences = [say(made, language, title=blueprint.title)]
    if parts := list(_contents(blueprint, tables, brief, language)):
        sentences.append(say("intro_inside", language, parts=_joined(parts, language)))
    if tables and not any(table.rows for table in tables):
        sentences.append(say("intro_no_rows", language))
    if obeyed := list(dict.fromkeys(_obeyed(tables, brief, language))):
        what = say("comma", language).join(obeyed)
        sentences.append(say("intro_obeyed", language, what=what))
    sentences += [say(f"intro_cut_{kind}", language, n=_MOST[kind]) for kind in brief.cut]
    return ("" if language == "ja" else " ").join(sentences)


def nothing_changed(language: Language, *, understood: bool, hue: Hue | None = None) -> str:
    """The honest answer to feedback that changed nothing: that the design has the colour it asked
    for, or two examples of what can be said."""
    if hue is not None:
        return say("hue_already", language, what=say(f"hue_{hue}", language))
    if understood:
        return say("plan_unchanged", language)
    return and_how_to_answer(say("plan_not_understood", language), language)


def names_left(blueprint: Blueprint, language: Language) -> list[str]:
    """A sentence about the names that stay in another language than the one that was asked for, as
    nobody here translates what a person wrote; [] where none does."""
    tables = [table for _, _, table in databases(blueprint)]
    names = [blueprint.title, *(table.title for table in tables)]
    names += [prop.name for table in tables for prop in table.properties]
    left = [n for n in dict.fromkeys(names) if written_language(n) not in (None, language)]
    left = [name for name in left if not name.isupper()]  # "ISO", "BPM" are of no language
    quoted = [say("quoted", language, text=name) for name in left[:_MOST_NAMES]]
    return [say("names_stay", language, names=say("comma", language).join(quoted))] if left else []


def told_of_plan(plan: Blueprint, told: str | None, language: Language) -> str:
    """What a question about a plan is answered: by what the plan holds, else by what it is; `told`
    is "" where it was asked what no plan can know."""
    if told:
        return say("plan_told", language, told=told)
    unknown = [say("plan_unknown", language)] if told == "" else []
    whole = introduce(plan, Brief(), language)
    return " ".join([*unknown, whole, say("plan_adds_only", language)])


def as_it_is(changes: Sequence[Change], language: Language) -> str:
    """That a design is as changes would have it already."""
    hue = next((change.color for change in changes if isinstance(change, Recolor)), None)
    if hue is None:
        return say("as_wished", language)
    return nothing_changed(language, understood=True, hue=hue)


def _contents(
    blueprint: Blueprint, tables: Sequence[Database], brief: Brief, language: Language
) -> Iterator[str]:
    """Databases by name, sub-pages and rows by number; nothing of what is not there."""
    names = [table.title for table in tables]
    if tables:
        named = {"names": say("comma", language).join(names)}
        yield _counted("database", len(tables), language, **named)
    if sub_pages := sum(1 for _ in pages(blueprint)) - 1:
        yield _counted("page", sub_pages, language)
    rows = sum(len(table.rows) for table in tables)
    given = rows if brief.sample_count == 0 else min(len(brief.rows), rows)  # nobody else's
    if given:
        yield _counted("given", given, language)
    if rows > given:
        yield _counted("row", rows - given, language)


def _counted(kind: str, number: int, language: Language, **named: str) -> str:
    key = f"intro_{kind}" if number == 1 else f"intro_{kind}s"
    return say(key, language, n=number, **named)


def _joined(parts: Sequence[str], language: Language) -> str:
    """Parts as a list is read out: the last one is joined otherwise in some languages."""
    first = say("comma", language).join(parts[:-1])
    return say("intro_last", language, one=first, two=parts[-1]) if first else parts[-1]


def _obeyed(tables: Sequence[Database], brief: Brief, language: Language) -> Iterator[str]:
    """What of the wish's own words can be seen in the design: only that is claimed."""
    has = {prop.name for table in tables for prop in table.properties}
    listed = [w.name for one in brief.properties for w in one.properties if w.name in has]
    if distinct := list(dict.fromkeys(listed)):
        key = "intro_property" if len(distinct) == 1 else "intro_properties"
        yield say(key, language, names=say("between", language).join(distinct[:_MOST_NAMES]))
    shown = {view.type for table in tables for view in table.views}
    for view in brief.views:
        if view.type in shown:
            yield say("intro_view", language, name=_called(view.type, language))
    for removal in brief.removals:
        yield say("intro_without", language, name=_called(removal.name, language))
    if brief.icon:
        yield say("intro_icon", language, name=brief.icon)
    if brief.color:
        yield say(f"hue_{brief.color}", language)


def _called(name: str, language: Language) -> str:
    """A view by what its type is called, anything else by its name."""
    if name not in get_args(ViewType):
        return name
    shown = say(f"view_{name}", language)
    return shown.lower() if language == "en" else shown
