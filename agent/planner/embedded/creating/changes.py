"""The clauses of a wish that are changes to what the rest of it comes to, read as after the yes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent.planner.brief import WantedProperty
from agent.planner.embedded.changing.speech import cannot_be, fixed_days, not_understood
from agent.planner.embedded.compose.dashboard import within
from agent.planner.embedded.creating.each_of import rolled_up, with_far
from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.page.notes import note_in
from agent.planner.embedded.creating.views.charts import charted, is_monthly, monthly
from agent.planner.embedded.creating.views.looks import paints_some
from agent.planner.embedded.creating.views.seen import seen
from agent.planner.embedded.creating.views.sights import (
    leaves_out,
    only_in,
    orders_view,
    shown_as,
    told_of_all,
)
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.clause import Memory
from agent.planner.embedded.grammar.formulas.operands import sign_of
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.new.build import a_property, a_view
from agent.planner.embedded.grammar.reader import hear
from agent.planner.embedded.grammar.told.given import rows_given
from agent.planner.embedded.lexicon import concept_of
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.views import AUTOMATIC_NAME
from tools.errors import ValidationFailed
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.order import Reorder
from tools.workspace.actions.pages import Rename
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.actions.views import UpdateView
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.from_blueprint import opened

_MOST = 30  # clauses that are read; nobody wishes for more changes at once


def changes_of(design: Blueprint, wish: Wish, today: date) -> tuple[list[Change], list[str]]:
    """What the rest of a wish changes in a design, and the clauses that nobody understood.

    What may be meant of several databases is meant of the first one: a wish is not asked back for.
    """
    if not (wish.rest or wish.records or wish.first_called):
        return [], []
    start, memory, unread = opened(design), Memory(), list[str](wish.rest[_MOST:])
    course = Course(start, start, folds=False)
    if wish.first_called and design.databases:
        renamed = Rename(action="rename", target=design.databases[0].title, to=wish.first_called)
        course = course.then(renamed)
    heard = Heard(course)
    for typed in sorted(wish.rest[:_MOST], key=lambda one: not any(map(sign_of, tokens(one)))):
        databases = heard.draft.structure.databases
        spoken = next((d.id for d in databases if d.title == wish.homes.get(typed)), None)
        memory.database = spoken or memory.database or (databases[0].id if databases else None)
        note = note_in(typed)
        far, said = ([], typed) if note else with_far(typed, databases)
        heard = Heard(_after(heard.course, far)) if far else heard
        made = [note] if note else rolled_up(said, databases, design.language)
        made = charted(said, databases, design.language) or None if made is None else made
        if made is not None:
            heard = Heard(_after(heard.course, made))
            continue
        if is_monthly(said):
            months = monthly(said, databases, design.language)
            heard = Heard(_after(heard.course, months or []))
            unread += [said] if months is None else []
            continue
        words, before = tokens(said), heard
        if paints_some(words):
            unread.append(said)
            continue
        some = told_of_all(words) or shown_as(words)
        apart = some or only_in(words) or orders_view(words) or leaves_out(words)
        shows = ("verb.show", "apart.", *(() if said.isascii() else ("verb.hide",)))
        apart = apart or words[0].has("noun.thing") or any(t.has(*shows) for t in words)
        if apart and (shown := _shown(before, said, today)) is not None:
            heard = shown
            continue
        heard = hear(start, said, today, memory, before)
        if some and len(heard.draft.structure.databases) > len(databases):
            heard = Heard(before.course)  # "a table of everyone who …" is a view
        nothing = heard.ask or heard.people or heard.unable or heard.course == before.course
        links = [p.name for d in databases for p in d.properties if p.type == "relation"]
        picked = any(n in said for n in links) and any(t.has("verb.choose") for t in words)
        left = [] if picked else heard.unread or ([said] if nothing else [])
        if left and (shown := _shown(before, said, today)) is not None:
            heard, left = shown, []
        unread += left
        heard = _to_fill_in(heard, said, memory.database, design.language) if left else heard
    heard, left = _with_records(heard, wish, today)
    return _opened_on(heard, design.language).changes, [*unread, *left]


def _with_records(heard: Heard, wish: Wish, today: date) -> tuple[Heard, list[str]]:
    """What was heard, and the rows that a wish gives; what of these nobody understood."""
    order = _as_named([p.name for one in wish.brief.properties for p in one.properties], wish.kept)
    unread = list[str]()
    for said in wish.records:
        rows = rows_given(heard.draft, said, today, order)
        if not rows and (named := _without_people(heard)).course != heard.course:
            rows = rows_given(named.draft, said, today, order)
            heard = named if rows else heard
        heard = Heard(_after(heard.course, rows))
        unread += [] if rows else [said]
    return heard, unread


def _as_named(names: Sequence[str], said: str) -> list[str]:
    """Names of columns in the order in which a wish has them: the title stands ahead in a brief."""
    first, *others = names or [""]
    places = [said.casefold().rfind(name.casefold()) for name in (first, *others)]
    ahead = sum(0 <= place < places[0] for place in places[1:])
    return [*others[:ahead], *names[:1], *others[ahead:]]


def _without_people(heard: Heard) -> Heard:
    """What was heard, with names in the place of people: those of rows are no members."""
    changes = [
        RetypeProperty(action="retype_property", database=d.title, property=p.name, to="rich_text")
        for d in heard.draft.structure.databases for p in d.properties if p.type == "people"
    ]  # fmt: skip
    return Heard(_after(heard.course, changes))


def _to_fill_in(heard: Heard, said: str, home: str | None, language: Language) -> Heard:
    """What a clause would work out that nobody could read, as a column to be filled in: it was
    named all the same ("mpg = miles / gallons", where there are no miles)."""
    words = tokens(said)
    at = next((i for i, t in enumerate(words) if t.text == "="), 0)
    name = tidy(words[:at], said)
    homes = [d for d in heard.draft.structure.databases if d.id == home]
    there = [p.name.casefold() for d in homes for p in d.properties]
    if not (homes and name and any(map(sign_of, words[at:]))) or name.casefold() in there:
        return heard
    wanted = (
        WantedProperty(name=name) if concept_of(name) else WantedProperty(name=name, type="number")
    )
    column = a_property(wanted, language)
    added = AddProperty(action="add_property", database=homes[0].title, property=column)
    return replace(heard, course=heard.course.then(added))


def told_beside(
    changes: Sequence[Change], unread: Sequence[str], today: date, language: Language
) -> list[str]:
    """What is to be told of a design beside what it holds: days that stand still, words unread."""
    told = fixed_days(changes, today, language)
    painted = [said for said in unread if paints_some(tokens(said))]
    others = [said for said in unread if said not in painted]
    told += [cannot_be(said, "paint", language) for said in painted]
    return [*told, not_understood(others, language)] if others else told


def _after(course: Course, changes: Sequence[Change]) -> Course:
    for change in changes:
        course = course.then(change)
    return course


def _opened_on(heard: Heard, language: Language) -> Heard:
    """Opens each table on the view that was put in an order, and calls that, or one in groups, so
    where it has no name: who asks for an order looks at that."""
    course = heard.course
    for change in heard.changes:
        sorts = change.to.sorts or [] if isinstance(change, UpdateView) else []
        by = sorts[0].property if sorts else getattr(getattr(change, "to", None), "group_by", None)
        if not isinstance(change, UpdateView) or not (sorts or by):
            continue
        homes = course.draft.structure.databases
        views = [v.name for d in homes if d.title == change.database for v in d.views]
        name, where = change.to.name or change.view, {"database": change.database}
        if name not in views:
            continue  # it went again, or got another name since
        if name == AUTOMATIC_NAME and by is not None:
            called = say("view_sorted" if sorts else "view_by", language, name=within(by))
            called = called if sorts or called not in views else say("view_table", language)
            if called in views:
                continue  # it opens on that order anyway, or on one of its own
            to = a_view({"type": change.to.type, "name": called})
            course = course.then(UpdateView(action="update_view", view=name, to=to, **where))
            views, name = [called if v == name else v for v in views], called
        if sorts and name in views[1:] and change.database:
            course = course.then(Reorder(action="reorder", parts="views", names=[name], **where))
    return Heard(course)


def _shown(before: Heard, said: str, today: date) -> Heard | None:
    """What a clause is read as that only says which rows are to be seen, or in which order."""
    change = seen(said, before.draft, today)
    if change is None:
        return None
    try:
        return Heard(before.course.then(change))
    except ValidationFailed:
        return None  # the clause is told as unread
