"""What stands on itself and so can never come first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from tools.blueprint.base import Text
from tools.blueprint.blocks import Block, SyncedBlock, walk
from tools.blueprint.model import Database
from tools.blueprint.properties import (
    FormulaProperty,
    Property,
    RollupProperty,
    formula_properties,
)
from tools.blueprint.values import Schema

T = TypeVar("T")
Named = tuple[str, str]  # a property: the key of its database, its name


def stuck(needs: Mapping[T, Collection[T]]) -> list[T]:
    """Of things that need others first, those that can never be had, in the given order."""
    left = dict(needs)
    while ready := [thing for thing, wanted in left.items() if not left.keys() & set(wanted)]:
        for thing in ready:
            del left[thing]
    return list(left)


def circular_properties(
    databases: Collection[Database], fields: Mapping[str, Schema]
) -> set[Named]:
    """Rollups and formulas that are computed from themselves."""
    return set(
        stuck(
            {
                (database.key, declared.name): set(_computed_from(declared, database.key, fields))
                for database in databases
                for declared in database.properties
            }
        )
    )


def _computed_from(declared: Property, key: str, fields: Mapping[str, Schema]) -> Iterator[Named]:
    match declared:
        case RollupProperty(relation=relation, property=name) if relation in fields[key]:
            yield fields[key][relation].target or "", name
        case FormulaProperty(expression=expression):
            yield from ((key, name) for name in formula_properties(expression))
        case _:
            pass


def circular_originals(originals: Mapping[str, SyncedBlock]) -> set[str]:
    """Originals that hold a copy of themselves."""
    return set(stuck({key: copied([block.children]) for key, block in originals.items()}))


def copied(bodies: Iterable[list[Block]]) -> set[str]:
    """The keys of which there are copies in bodies, at any depth."""
    found = (block for body in bodies for _, block, _ in walk(body))
    return {block.ref for block in found if isinstance(block, SyncedBlock) and block.ref}


def circular_rows(rows: Mapping[str, list[Block]]) -> set[str]:
    """Bodies of rows that hold copies out of each other; a row is made with all of its own."""
    homes = {
        block.key: name
        for name, body in rows.items()
        for block in body
        if isinstance(block, SyncedBlock) and block.key
    }
    needs = {name: {homes.get(key, name) for key in copied([b])} for name, b in rows.items()}
    return set(stuck({name: found - {name} for name, found in needs.items()}))


def circular_descriptions(databases: Collection[Database]) -> set[str]:
    """Databases whose description mentions themselves."""
    return set(stuck({d.key: _mentioned(d.description) for d in databases}))


def _mentioned(text: Text) -> set[str]:
    runs = [] if isinstance(text, str) else text
    return {run.mention.page or run.mention.database or "" for run in runs if run.mention}
