"""A view that is swapped for one of another type."""

from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.new.build import a_view, free_name, stands_on
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.views.viewing import UNSORTED, mentioned, view_meant
from tools.workspace.actions.views import AddView, DeleteView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingView
from tools.workspace.references import in_condition, in_sorts


def swap_view(clause: Clause) -> list[Change]:
    """`swap the calendar for a timeline`: the new view, and the deletion of the old one."""
    to = [p for p in clause.phrases if p.plays("to") or (clause.does("exchange") and p.plays("of"))]
    kinds = [t for p in to for t in p.tokens if t.has("view.") and t.kind != "quoted"]
    if len(kinds) != 1 or clause.does("rename") or clause.find("noun.title"):
        raise Refused
    clause.use(kinds[0])
    rest = [t for t in clause.tokens if t is not kinds[0]]
    place = clause.place()
    meant = view_meant(clause, place, rest)
    if meant is None:
        it = clause.take("it.it")
        last = clause.memory.last
        if it is None or last is None or last.kind != "view":
            raise Refused
        home = clause.world.database(last)
        meant = home, next(v for v in home.views if v.name == last.name)
    home, old = meant
    kind = kinds[0].group("view.")
    if old.type == kind:
        raise Refused
    said = {"type": kind, **kept(home, old, kind)}
    said |= stands_on(home, kind, mentioned(clause, home), clause.world)
    said["name"] = free_name(home, kind, said, "", clause.world)
    clause.take_all("noun.view")
    clause.memory.remember(Entity("view", said["name"], "", home.id))
    return [
        AddView(action="add_view", database=home.title, view=a_view(said)),
        DeleteView(action="delete_view", database=home.title, view=old.name),
    ]


def kept(home: ExistingDatabase, old: ExistingView, kind: str) -> dict[str, Any]:
    """The filter and the order of a view, for the one that takes its place."""
    names = {prop.id: prop.name for prop in home.properties}
    kept: dict[str, Any] = {}
    if old.filter and kind not in ("form", "dashboard"):
        kept["filter"] = in_condition(old.filter, lambda id_: names.get(id_, id_))
    if old.sorts and kind not in UNSORTED:
        kept["sorts"] = in_sorts(old.sorts, lambda id_: names.get(id_, id_))
    return kept
