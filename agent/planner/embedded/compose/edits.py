"""What a wish says of single parts of what it is composed to, as changes to that."""

import contextlib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.lexicon import concept_of, meaning_of
from agent.planner.embedded.wants import Rename, WantedOption, Wants
from tools.blueprint.properties import CHOICES, free_hue
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES
from tools.workspace.model import ExistingDatabase, ExistingOption, ExistingPage, ExistingProperty

Said = dict[str, Any]


def changes_in(bench: Bench, wants: Wants) -> list[Change]:
    """The changes, by the names that the parts have by now.

    Options first: a rename would hide what the wish calls by its old name. A name that Notion
    cannot take (an option with a comma) changes nothing.
    """
    said = [
        *(one for wanted in wants.options for one in _options(bench, wanted)),
        *(one for rename in wants.renames for one in _renamed(bench, rename)),
    ]
    changes: list[Change] = []
    for one in said:
        with contextlib.suppress(ValidationError):
            changes += CHANGES.validate_python([one])
    return changes


def _options(bench: Bench, wanted: WantedOption) -> Iterator[Said]:
    """An option that joins the choice that is meant, or a colour wherever it is an option."""
    if not wanted.new:
        for where, option in _called(bench, wanted.name) if wanted.color else ():
            yield {
                "action": "recolor_option",
                **where,
                "option": option.name,
                "color": wanted.color,
            }
        return
    for database in bench.databases:
        if (prop := _meant(bench, database, wanted)) is None:
            continue
        if all(not bench.is_called(option, wanted.name) for option in prop.options):
            yield {"action": "add_option", **_where(database, prop), "option": _new(prop, wanted)}
        return


def _meant(
    bench: Bench, database: ExistingDatabase, wanted: WantedOption
) -> ExistingProperty | None:
    choices = [p for p in database.properties if p.type in CHOICES]
    if wanted.property is None:
        return next(iter(sorted(choices, key=lambda p: p.type != "status")), None)
    named = bench.property(database.model_copy(update={"properties": choices}), wanted.property)
    concept = concept_of(wanted.property)
    alike = (
        p
        for p in choices
        if concept is not None
        and (p.type == concept.type == "status" or concept_of(p.name) is concept)
    )
    return named or next(alike, None)


def _new(prop: ExistingProperty, wanted: WantedOption) -> Said:
    meant = meaning_of(wanted.name)
    group = (meant and meant.group) or "in_progress"
    color = wanted.color or (meant and meant.color) or free_hue(len(prop.options))
    return {"name": wanted.name, "color": color, "group": group if prop.type == "status" else None}


def _renamed(bench: Bench, rename: Rename) -> Iterator[Said]:
    """Everything that is called so is called otherwise: one word may name several things."""
    for where, option in _called(bench, rename.old):
        yield {"action": "rename_option", **where, "option": option.name, "to": rename.new}
    for database in bench.databases:
        for view in database.views:
            if not view.unnamed and bench.is_called(view, rename.old):
                to = {"type": view.type, "name": rename.new}
                where = {"database": database.title, "view": view.name}
                yield {"action": "update_view", **where, "to": to}
        for prop in database.properties:
            if bench.is_called(prop, rename.old):
                yield {"action": "rename_property", **_where(database, prop), "to": rename.new}
    # The databases last: until then the others are found by their titles.
    parts: list[ExistingDatabase | ExistingPage] = [*bench.databases, *bench.structure.sub_pages]
    for part in parts:
        if bench.is_called(part, rename.old):
            yield {"action": "rename", "target": part.title, "to": rename.new}
    if bench.is_called(bench.structure.page, rename.old):
        yield {"action": "rename", "to": rename.new}


def _called(bench: Bench, name: str) -> Iterator[tuple[Said, ExistingOption]]:
    for database in bench.databases:
        for prop in database.properties:
            for option in prop.options:
                if bench.is_called(option, name):
                    yield _where(database, prop), option


def _where(database: ExistingDatabase, prop: ExistingProperty) -> Said:
    return {"database": database.title, "property": prop.name}
