"""The graph: one way through for every entrance.

guard → understand ─┬→ answer ◀─┐
                    ├→ consult ─┼→ (plan)       `agent.consulting`: what is asked of tickets
                    ├→ ask ◀────┤ no plan came of it
                    └→ plan ────┴→ rehearse ─┬→ approve ⏸ ─┬→ execute ─ not begun → approve
given ──────────────────────────────▲        ├→ execute ▲  ├→ decline
                        ▲ └─ the plan stays ─┼──────────┘  │
                        │                    └→ (preview)  │
                        └──────── feedback ────────────────┘
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Literal, TypeVar

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent import consulting, nodes
from agent.desk import Context
from agent.state import State, heard_of

R = TypeVar("R")

Graph = CompiledStateGraph[State, Context, State, State]


def build_graph(saver: BaseCheckpointSaver[str]) -> Graph:
    """The compiled graph over a checkpointer."""
    graph = StateGraph(State, context_schema=Context)
    for node in (
        nodes.guard,
        nodes.given,
        nodes.understand,
        nodes.answer,
        consulting.consult,
        nodes.ask,
        nodes.plan,
        nodes.rehearse,
        nodes.approve,
        nodes.decline,
        nodes.execute,
    ):
        graph.add_node(node.__name__, node)
    graph.add_conditional_edges(START, _here(at_start))
    graph.add_edge("given", "rehearse")
    graph.add_edge("guard", "understand")
    graph.add_conditional_edges("understand", _here(after_understand))
    graph.add_conditional_edges("consult", _here(after_consult))
    graph.add_conditional_edges("plan", _here(after_plan))
    graph.add_conditional_edges("rehearse", _here(after_rehearse))
    graph.add_conditional_edges("approve", _here(after_approve))
    graph.add_conditional_edges("execute", _here(after_execute))
    for last in ("answer", "ask", "decline"):
        graph.add_edge(last, END)
    return graph.compile(checkpointer=saver)


def _here(route: Callable[[State], R]) -> Callable[[State], Awaitable[R]]:
    """A route as LangGraph asks for it at once: what is no coroutine it sends to another thread,
    and the way there costs more than any of these."""

    @wraps(route)
    async def asked(state: State) -> R:
        return route(state)

    return asked


def at_start(state: State) -> Literal["guard", "given"]:
    """Words are to be understood; a plan that somebody brought is not."""
    return "guard" if state["approval_id"] is None else "given"


def after_understand(state: State) -> Literal["answer", "ask", "consult", "plan"]:
    match heard_of(state).kind:
        case "answer":
            return "answer"
        case "ask":
            return "ask"
        case "tickets" | "dashboard" | "ingest":
            return "consult"
        case _:
            return "plan"


def after_consult(state: State) -> Literal["plan", "__end__"]:
    """An answer is all there is; a dashboard is planned, and so is what has to be collected."""
    return "__end__" if heard_of(state).kind == "tickets" else "plan"


def after_plan(state: State) -> Literal["rehearse", "approve", "ask", "answer"]:
    """A plan is rehearsed, but for the one that was shown and that the words left as it was."""
    if state["question"] is not None:
        return "ask"
    if state["approval_id"] is None:
        return "answer"
    return "approve" if state["approval_id"] == state.get("shown") else "rehearse"


def after_rehearse(state: State) -> Literal["approve", "execute", "__end__"]:
    match state["mode"]:
        case "ask":
            return "approve"
        case "implied":
            return "execute"
        case "preview":
            return "__end__"


def after_execute(state: State) -> Literal["consult", "approve", "__end__"]:
    """What was collected for a question leads back to that; what could not be begun waits again."""
    if state.get("shown") is not None and state["decision"] is None:
        return "approve"
    goes_on = state["approval_id"] is None and state["outcome"] is None
    return "consult" if goes_on else "__end__"


def after_approve(state: State) -> Literal["approve", "execute", "plan", "decline"]:
    """Where a decision leads; one about another plan than this leads back to waiting."""
    decision = state["decision"] or {}
    if decision.get("approval_id") != state["approval_id"]:
        return "approve"
    match decision["decision"]:
        case "approve" | "edit":
            return "execute"
        case "respond":
            return "plan"
        case _:
            return "decline"
