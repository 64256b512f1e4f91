"""The columns of a database that is only being made: its title, and those listed behind it."""

from collections.abc import Sequence

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.compose.own import database_alone
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.new.build import a_property
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.properties import DeleteProperty, RenameProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_LIST = 2  # columns that are all of them, where they are listed for a new database


def first_columns(
    clause: Clause,
    homes: Sequence[ExistingDatabase],
    wanted: Sequence[WantedProperty],
    *,
    more: bool,
) -> list[Change]:
    """The first columns that are told of a database that is being made: its title, and the others
    in place of those that it got as none were named, unless `more` are added to them. Nothing for
    any other database."""
    usual, clause.memory.usual = clause.memory.usual, ()
    home = homes[0]
    if len(homes) > 1 or len(wanted) < _LIST or more or not usual:
        return []
    language = clause.world.language
    listed = PropertyList(database=home.title, exact=True, properties=list(wanted))
    made = database_alone(home.title, [listed], language, clause.today)
    title = next(p.name for p in home.properties if p.type == "title")
    first = made.title_property == wanted[0].name
    place = {"database": home.title}
    called = RenameProperty(action="rename_property", **place, property=title, to=wanted[0].name)
    return [
        *(DeleteProperty(action="delete_property", **place, property=name)
          for name in usual if name != title),
        *([called] if first and title != wanted[0].name else []),
        *(AddProperty(action="add_property", **place, property=a_property(one, language))
          for one in wanted[first:] if one.name != title),
    ]  # fmt: skip
