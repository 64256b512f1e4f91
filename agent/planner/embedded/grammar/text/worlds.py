"""The names of workspaces, kept for who asks for those of the same one again."""

from dataclasses import dataclass
from functools import lru_cache

from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import World
from agent.planner.embedded.grammar.text.twins import twins
from tools.blueprint.base import Language
from tools.workspace.model import Structure

_WORLDS = 4  # structures whose names are kept: a few readers work on one at a time


def world_of(structure: Structure, language: Language, words: Lexis) -> World:
    """The names of a structure. Those of the last few are kept: most clauses change nothing, and
    what nobody understands is read again and again."""
    return _world_of(_Same(structure), language, words)


@lru_cache(_WORLDS)
def _world_of(same: "_Same", language: Language, words: Lexis) -> World:
    own = [database for database in same.structure.databases if not database.linked]
    return World(same.structure, language, words, twins(own))


@dataclass(frozen=True, eq=False)
class _Same:
    """A structure that is compared with none but itself."""

    structure: Structure

    def __hash__(self) -> int:
        return id(self.structure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.structure is self.structure
