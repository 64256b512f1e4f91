"""Whose column is one that is called after a database ("작업 상태": the state of a task)."""

from collections.abc import Sequence

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.creating.wish.vocabulary import forms
from agent.planner.embedded.lexicon import concept_worded, singular


def given_to_owners(lists: Sequence[PropertyList], databases: Sequence[str]) -> list[PropertyList]:
    """The lists, where a column that was said by itself and is called after a database stands in
    that one's, without its name."""
    if len(databases) < len("ab"):
        return list(lists)
    kept, owned = list[PropertyList](), dict[str, list[WantedProperty]]()
    for one in lists:
        told = {p.name: _owned(p, databases) for p in one.properties if not one.exact}
        for prop in one.properties:
            if found := told.get(prop.name):
                home, name = found
                owned.setdefault(home, []).append(prop.model_copy(update={"name": name}))
        left = [p for p in one.properties if not told.get(p.name)]
        kept += [one.model_copy(update={"properties": left})] if left else []
    for place, one in enumerate(kept):
        more = owned.pop(one.database or "", [])
        names = {p.name for p in more}
        both = [*(p for p in one.properties if p.name not in names), *more]
        kept[place] = one.model_copy(update={"properties": both})
    return [*kept, *(PropertyList(database=d, properties=p) for d, p in owned.items())]


def _owned(wanted: WantedProperty, databases: Sequence[str]) -> tuple[str, str] | None:
    """The database that a column is called after, and its name without that; None for others."""
    for joint in (" ", *forms("owning")):
        whose, _, name = wanted.name.partition(joint)
        home = next((d for d in databases if singular(d) == singular(whose)), None)
        if home and name and wanted.type != "relation" and concept_worded(name) is not None:
            return home, name[:1].upper() + name[1:]
    return None
