"""What is said of views where a word for them leads: "ビューは表とカレンダー"."""

from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.looks import hue_of
from agent.planner.embedded.creating.pieces import Group
from agent.planner.embedded.creating.views import as_view, view_named


def read_views(found: Found, group: Group) -> None:
    """The views that a lead for them names ("ビューは表とカレンダー")."""
    for member in introduced.members_of(group, found.text):
        if (view := view_named(found, as_view(member))) is not None:
            found.views.append(view)
        elif hue := hue_of(member.tokens):
            found.said["color"] = hue
        else:
            found.leave(Group(members=[member]))
    if group.said("only.", "role.only"):
        found.said["views_only"] = True
