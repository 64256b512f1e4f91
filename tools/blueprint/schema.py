"""What properties a blueprint's databases will have in the end, reverse relations included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tools.blueprint.model import Blueprint, Database, databases
from tools.blueprint.properties import Property, RelationProperty


@dataclass(frozen=True)
class Field:
    """One property as it will stand in a database.

    `origin` is the declared property; of the far side of a two-way relation it is the near side.
    """

    name: str
    type: str
    origin: Property
    declared_in: str
    reverse: bool = False

    @property
    def target(self) -> str | None:
        """Of a relation: the key of the database whose rows it links to."""
        if not isinstance(self.origin, RelationProperty):
            return None
        return self.declared_in if self.reverse else self.origin.target


Schema = Mapping[str, Field]


def schemas(blueprint: Blueprint) -> dict[str, dict[str, Field]]:
    """The fields of every database by its key and their names.

    A name declared twice keeps its first meaning; the checker reports the second.
    """
    found: dict[str, dict[str, Field]] = {d.key: {} for _, _, d in databases(blueprint)}
    for _, _, database in databases(blueprint):
        for declared in database.properties:
            field = Field(declared.name, declared.type, declared, database.key)
            found[database.key].setdefault(declared.name, field)
    for _, _, database in databases(blueprint):
        for target, reverse in reverse_fields(database):
            found.get(target, {}).setdefault(reverse.name, reverse)
    return found


def reverse_fields(database: Database) -> Iterator[tuple[str, Field]]:
    """The fields that a database's two-way relations put into their targets, with target keys."""
    for declared in database.properties:
        if isinstance(declared, RelationProperty) and declared.two_way is not None:
            yield (
                declared.target,
                Field(declared.two_way, "relation", declared, database.key, reverse=True),
            )
