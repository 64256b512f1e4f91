"""Views that are said of something named first: "보기는 …", "보드는 상태로"."""

from agent.planner.brief import WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.looks import hue_of
from agent.planner.embedded.creating.naming import tidy
from agent.planner.embedded.creating.pieces import Group
from agent.planner.embedded.creating.views import as_view, view_named


def read_views(found: Found, group: Group) -> None:
    """The views that a lead for these lists, and no others where it says "only"."""
    for member in introduced.members_of(group, found.text):
        if (view := view_named(found, as_view(member))) is not None:
            found.views.append(view)
        elif hue := hue_of(member.tokens):
            found.said["color"] = hue
        else:
            found.leave(Group(members=[member]))
    if group.said("only.", "role.only"):
        found.said["views_only"] = True


def view_by(found: Found, kind: str, group: Group) -> Group:
    """ "보드는 상태로": a view by a property; gives what else is listed there, for itself."""
    first, *others = group.members
    plain = [t for t in first.tokens if not t.has("chart.", "role.only")]  # "体温だけ折れ線で"
    name = found.has_property(tidy(plain, found.text))
    found.views.append(WantedView.model_validate({"type": kind, "by": name}))
    return Group(members=others, verbs=group.verbs)
