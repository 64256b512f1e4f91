"""Conditions of a view: a further one, or one in place of what there is on the same property."""

from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.new.build import a_view, present
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.views.swapping import kept
from agent.planner.embedded.grammar.views.viewing import arranged, view_meant
from tools.workspace.actions.views import UpdateView
from tools.workspace.change import Change

_SAYS = ("noun.filter", "limits.")


def limit_view(clause: Clause) -> list[Change]:
    """`add due before today to the conditions of Overdue`, `change the filter of Overdue so that
    Returned is unticked`: all other conditions of the view stay. Raises Refused."""
    if not clause.does("add", "change") or not clause.find(*_SAYS):
        raise Refused
    meant = view_meant(clause) if clause.named("view") else None
    if meant is None:
        raise Refused
    home, view = meant
    clause.take_all(*_SAYS, "noun.view", "aim.aim")
    new = arranged(clause, home)[0].get("filter")
    if new is None:
        raise Refused
    adds = clause.does("add") and not clause.does("change")
    told = _each(new)
    props = {one.get("property") for one in told if not adds or "checkbox" in one}
    old = [one for one in _each(kept(home, view, view.type).get("filter")) if one not in told]
    both = [*(one for one in old if one.get("property") not in props), *told]
    clause.memory.remember(Entity("view", view.name, view.id, home.id))
    to = a_view({**present(home, view), "filter": both[0] if len(both) == 1 else {"and": both}})
    return [UpdateView(action="update_view", database=home.title, view=view.name, to=to)]


def _each(condition: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The conditions of which all have to be met."""
    return list(condition.get("and", [condition])) if condition else []
