"""The columns of a database that is only being made: its title, and those listed behind it."""

from collections.abc import Sequence

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.new.build import a_property
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.properties import DeleteProperty, RenameProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, is_new

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
    title = title_of_new(home, wanted[0], usual=bool(usual))
    gone = [] if more or len(wanted) < _LIST or not is_new(home.id) else usual
    if len(homes) > 1 or not (title or gone):
        return []
    there = {p.name for p in home.properties} if gone else set[str]()
    rest = [one for one in (wanted[1:] if title else wanted) if one.name not in there]
    own = {p.name for p in home.properties if p.type == "title"} | {one.name for one in wanted}
    made = [a_property(one, clause.world.language) for one in rest]
    return [
        *([title] if title else []),
        *(_without(home, name) for name in gone if name not in own),
        *(AddProperty(action="add_property", database=home.title, property=one) for one in made),
    ]


def _without(home: ExistingDatabase, name: str) -> Change:
    return DeleteProperty(action="delete_property", database=home.title, property=name)


def title_of_new(
    home: ExistingDatabase, first: WantedProperty, *, usual: bool = False
) -> Change | None:
    """The name of the title of a database that is only being made, and has but its own so far, or
    a `usual` one."""
    title = next(p for p in home.properties if p.type == "title")
    concept = concept_of(first.name)
    ends = first.name.endswith(lexis().ends("title"))
    is_title = (concept is not None and concept.key == "name") or ends
    if not (
        is_new(home.id) and (usual or title.name == home.title) and is_title and not first.type
    ):
        return None
    return RenameProperty(
        action="rename_property", database=home.title, property=title.name, to=first.name
    )
