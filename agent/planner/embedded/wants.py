"""Briefs: what is enough to build from, and what two of them come to together."""

from agent.planner.brief import MOST_ROWS, Brief, PropertyList
from agent.planner.embedded.text import spoken
from agent.planner.seam import Preferences
from tools.blueprint.base import Complexity

_COMPARED = spoken("compared")
_MUCH = 3  # properties, or rows, that nobody names in a question
_TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")
_LAST_WINS = (
    "title", "icon", "color", "complexity", "currency", "database_count", "sub_page_count",
    "sample_count",
)  # fmt: skip
_ADD_UP = (
    "databases", "more_databases", "sub_pages", "more_sub_pages", "views", "rows", "particulars",
    "relations", "rollups", "removals", "cut", "texts", "texts_below",
)  # fmt: skip
_FURTHER = (("further_databases", "database_count"), ("further_sub_pages", "sub_page_count"))
_CONCRETE = (
    "databases", "more_databases", "database_count", "sub_pages", "more_sub_pages", "rows",
    "sub_page_count", "further_databases", "further_sub_pages", "properties", "no_databases",
    "texts",
)  # fmt: skip


def is_specific(brief: Brief) -> bool:
    """Whether anything beside the subject was said."""
    return brief.model_copy(update={"topic": None, "dashboard": False}) != Brief()


def is_concrete(brief: Brief) -> bool:
    """Whether there is enough to build from although no skill fits."""
    return any(getattr(brief, name) for name in _CONCRETE)


def merged(before: Brief, said: Brief) -> Brief:
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


def _wanted_again(both: Brief, said: Brief) -> Brief:
    """Drops older removals of what is now asked for, and older wishes for what is now removed."""
    asked = {
        *(view.type for view in said.views),
        *said.databases,
        *said.more_databases,
        *said.sub_pages,
        *said.more_sub_pages,
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


def names_much(brief: Brief) -> bool:
    """Whether so much is named that it is a wish, whatever words stand around it."""
    named = [p for one in brief.properties for p in one.properties]
    rows = brief.rows if brief.topic else []
    much = len(named) >= _MUCH or len(rows) >= _MUCH or len(brief.databases) > 1
    return much or bool(brief.texts)


def with_preferences(wants: Brief, preferences: Preferences) -> Brief:
    """The wants with what the caller set, wherever the words of the wish left it open."""
    samples = wants.sample_count
    if samples is None:
        samples = preferences.sample_count if preferences.include_sample_data else 0
    return wants.model_copy(
        update={
            "complexity": wants.complexity or preferences.complexity,
            "color": wants.color or preferences.color_theme,
            "sample_count": samples if samples is None else max(0, min(samples, MOST_ROWS)),
        }
    )


def counted_from(said: Brief, feedback: str, current: Complexity) -> Brief:
    """Feedback such as "simpler" or "더 자세히", counted from the present complexity."""
    step = {"simple": -1, "advanced": 1}.get(said.complexity or "", 0)
    if not step or not _COMPARED.search(feedback):
        return said
    place = min(max(_TIERS.index(current) + step, 0), len(_TIERS) - 1)
    return said.model_copy(update={"complexity": _TIERS[place]})
