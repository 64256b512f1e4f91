"""What a wish asks for, as the reader of wishes leaves it: a brief, and what it says of parts."""

from pydantic import Field

from agent.planner.brief import Brief, PropertyList
from tools.blueprint.base import Hue, Strict


class WantedOption(Strict):
    """A single option: `new` ones join a property (None: the one that fits best)."""

    name: str
    property: str | None = None
    color: Hue | None = None
    new: bool = False


class Rename(Strict):
    old: str
    new: str


class Wants(Brief):
    """Everything read from one wish, or from all that was said about one design.

    `options` and `renames` become changes to what the rest is composed to.
    """

    options: list[WantedOption] = Field(default_factory=list)
    renames: list[Rename] = Field(default_factory=list)

    @classmethod
    def of(cls, brief: Brief | None) -> "Wants":
        """The wants that a brief stands for."""
        return cls.model_validate((brief or Brief()).model_dump(exclude_defaults=True))

    @property
    def brief(self) -> Brief:
        """What of it the composition needs."""
        own = {name: getattr(self, name) for name in Brief.model_fields}
        return Brief.model_construct(self.model_fields_set & own.keys(), **own)

    def is_specific(self) -> bool:
        """Whether anything beside the subject was said."""
        plain = {"topic": None, "dashboard": False}
        return self.model_copy(update=plain) != Wants()

    def is_concrete(self) -> bool:
        """Whether there is enough to build from although no skill fits."""
        return bool(
            self.databases
            or self.more_databases
            or self.database_count
            or self.sub_pages
            or self.more_sub_pages
            or self.sub_page_count
            or self.further_databases
            or self.further_sub_pages
            or self.properties
        )


_LAST_WINS = (
    "title", "icon", "color", "complexity", "currency", "database_count", "sub_page_count",
    "sample_count",
)  # fmt: skip
_ADD_UP = (
    "databases", "more_databases", "sub_pages", "more_sub_pages", "options", "views",
    "relations", "rollups", "removals", "renames", "cut",
)  # fmt: skip

_FURTHER = (("further_databases", "database_count"), ("further_sub_pages", "sub_page_count"))


def merged(before: Wants, said: Wants) -> Wants:
    """Both readings as one; what was said last wins where they disagree."""
    update: dict[str, object] = {
        name: getattr(said, name) for name in _LAST_WINS if getattr(said, name) is not None
    }
    for name in _ADD_UP:
        older, newer = getattr(before, name), getattr(said, name)
        update[name] = [*(item for item in older if item not in newer), *newer]
    if said.views_only:
        update |= {"views": said.views, "views_only": True}
    for count, more in (("database_count", "more_databases"), ("sub_page_count", "more_sub_pages")):
        if getattr(before, count) and getattr(said, count) is None:
            update[count] = getattr(before, count) + len(getattr(said, more))
    for further, count in _FURTHER:
        fresh = getattr(said, count) is not None
        earlier = 0 if fresh else getattr(before, further)
        update[further] = earlier + getattr(said, further)
    update["properties"] = _merged_lists(before.properties, said.properties)
    both = before.model_copy(update=update)
    return _wanted_again(both, said)


def _merged_lists(before: list[PropertyList], said: list[PropertyList]) -> list[PropertyList]:
    replaced = {lists.database for lists in said if lists.exact}
    return [*(lists for lists in before if lists.database not in replaced), *said]


def _wanted_again(both: Wants, said: Wants) -> Wants:
    """Drops older removals of what is now asked for, and older wishes for what is now removed."""
    asked = {
        *(view.type for view in said.views),
        *said.databases,
        *said.more_databases,
        *said.sub_pages,
        *said.more_sub_pages,
        *(option.name for option in said.options if option.new),
        *(wanted.name for lists in said.properties for wanted in lists.properties),
    }
    gone = {removal.name for removal in said.removals}
    return both.model_copy(
        update={
            "removals": [r for r in both.removals if r in said.removals or r.name not in asked],
            "views": [v for v in both.views if v in said.views or v.type not in gone],
            "sub_pages": [name for name in both.sub_pages if name not in gone],
            "more_sub_pages": [name for name in both.more_sub_pages if name not in gone],
            "more_databases": [name for name in both.more_databases if name not in gone],
        }
    )
