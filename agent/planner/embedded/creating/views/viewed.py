"""Views that are said of something named first: "보기는 …", "보드는 상태로"."""

from agent.planner.brief import WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.views.looks import hue_of
from agent.planner.embedded.creating.views.wanted import (
    as_view,
    is_clear,
    says_change,
    view_named,
    view_of,
)
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.grammar.text.clocks import count_of


def read_views(found: Found, group: Group) -> None:
    """The views that a lead for these lists, and no others where it says "only"."""
    members = introduced.members_of(group, found.text)
    for member in members:
        if (view := view_named(found, as_view(member))) is not None:
            found.views.append(view)
        elif hue := hue_of(member.tokens):
            found.said["color"] = hue
        elif (view := _called(found, member)) is not None:
            found.views.append(view)
        else:
            found.leave(Group(members=[member]))
    counted = len(members) in map(count_of, group.lead)  # "two views: board, calendar"
    if group.said("only.", "role.only") or counted:
        found.said["views_only"] = True


def _called(found: Found, member: Member) -> WantedView | None:
    """A view under words of its own, that name no column to see the rows by ("all bugs table")."""
    *named, last = member.tokens or (None,)
    if last is None or not last.has("view.") or not named or says_change(named):
        return None
    name = tidy([t for t in named if not t.has("role.of")], found.text)
    return WantedView.model_validate({"type": last.group("view."), "name": name})


def took_sight(found: Found, group: Group) -> bool:
    """Leaves a view of the rows with an option, or its colour, to be read as a change ("판매완료는
    표로"); whether the group asks for one."""
    only = group.members[0].tokens if len(group.members) == 1 else ()
    seen = bool(only) and (only[-1].has("view.") or bool(hue_of(only)))
    asks = seen and tidy(group.lead, found.text) in found.options()
    if asks:
        found.leave(group)
    return asks


def read_view_led(found: Found, group: Group) -> Group | None:
    """Reads a lead and what it has, of which one is a view and the other what it is by: gives what
    else is listed there, for itself; None where neither is one."""
    lead, rest = group.lead, Group()
    if kind := is_clear(group.members[0].tokens[:1]):
        by = found.has_property(tidy(lead, found.text))  # "納品日はカレンダーで"
        found.views.append(WantedView.model_validate({"type": kind, "by": by}))
    elif kind := is_clear(lead):
        rest = _view_by(found, kind, group)
    elif (view := view_of(Member(lead), found.text)) and view.by:
        found.views.append(view)  # "a board by status: to read, reading, done"
        introduced.read_options(found, view.by, group)
    else:
        return None
    return rest


def _view_by(found: Found, kind: str, group: Group) -> Group:
    """ "보드는 상태로": a view by a property; gives what else is listed there, for itself."""
    first, *others = group.members
    plain = [t for t in first.tokens if not t.has("chart.", "role.only")]  # "体温だけ折れ線で"
    name = found.has_property(tidy(plain, found.text))
    found.views.append(WantedView.model_validate({"type": kind, "by": name}))
    return Group(members=others, verbs=group.verbs)
