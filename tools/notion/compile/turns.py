"""Which new rows of a table take turns, of a workspace that is created or changed. Pure.

What is seen first sorts rows, or else groups them on a board. Only those that come to one place
have to be made one after the other, as it is seen there which was first; others go side by side.
"""

from collections.abc import Callable, Mapping, Sequence

# Whose values a request gives, so that it is known which rows come to one place.
_GIVEN = frozenset({"title", "rich_text", "number", "select", "status", "date", "checkbox"})
_COLUMNS = frozenset({"select", "status", "checkbox"})  # each value is a group of its own


def turns(
    kinds: Mapping[str, str],
    sorts: Sequence[str],
    group: str | None,
    rows: Sequence[tuple[str, Callable[[str], str]]],
) -> list[str]:
    """For each row, given by its title and what it has of a property, the name of its place. All
    have none where the order in which they are made shows, or where two of one title, of which one
    may be in doubt, would not take turns.

    `kinds` are the types of all properties, `sorts` and `group` those by which the first view
    sorts (one that is no property is "") and groups.
    """
    names = list(sorts) or ([group] if group and kinds.get(group) in _COLUMNS else [])
    is_seen = not names or not {kinds.get(name) for name in names} <= _GIVEN
    if is_seen or "unique_id" in kinds.values():
        return [""] * len(rows)
    places = [str([held(name).casefold() for name in names]) for _, held in rows]
    titles = [title for title, _ in rows]
    told_apart = len(set(titles)) == len(set(zip(titles, places, strict=True)))
    return places if told_apart else [""] * len(rows)
