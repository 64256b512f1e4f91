"""The graph: one way through for every entrance.

guard → understand ─┬→ answer
                    ├→ ask
                    └→ design | change → rehearse ─┬→ approve ⏸ ─┬→ execute
                          ▲     │                  ├→ execute ▲  ├→ decline
                          │     └─ the plan stays ─┼──────────┘  │
                          │                        └→ (preview)  │
                          └─────────── feedback ─────────────────┘
"""

from typing import Literal

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent import nodes
from agent.changing import change
from agent.state import Context, State
from agent.steps import intent_of

Graph = CompiledStateGraph[State, Context, State, State]


def build_graph(saver: BaseCheckpointSaver[str]) -> Graph:
    """The compiled graph over a checkpointer."""
    graph = StateGraph(State, context_schema=Context)
    for node in (
        nodes.guard,
        nodes.understand,
        nodes.answer,
        nodes.ask,
        nodes.design,
        change,
        nodes.rehearse,
        nodes.approve,
        nodes.decline,
        nodes.execute,
    ):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "guard")
    graph.add_edge("guard", "understand")
    graph.add_conditional_edges("understand", after_understand)
    graph.add_conditional_edges("design", after_design)
    graph.add_conditional_edges("change", after_change)
    graph.add_conditional_edges("rehearse", after_rehearse)
    graph.add_conditional_edges("approve", after_approve)
    for last in ("answer", "ask", "decline", "execute"):
        graph.add_edge(last, END)
    return graph.compile(checkpointer=saver)


def after_understand(state: State) -> Literal["answer", "ask", "design", "change"]:
    match intent_of(state).kind:
        case "create":
            return "design"
        case "modify":
            return "change"
        case kind:
            return kind


def after_design(state: State) -> Literal["rehearse", "approve"]:
    """A plan is rehearsed, but for one that was and that what was said about it left as it was."""
    return "approve" if state.get("rehearsed") == state["version"] else "rehearse"


def after_change(state: State) -> Literal["rehearse", "approve", "ask", "answer"]:
    """A plan is rehearsed; where none came of the words, something is asked or said."""
    if state["question"] is not None:
        return "ask"
    return "answer" if state["approval_id"] is None else after_design(state)


def after_rehearse(state: State) -> Literal["approve", "execute", "__end__"]:
    match state["mode"]:
        case "ask":
            return "approve"
        case "implied":
            return "execute"
        case "preview":
            return "__end__"


def after_approve(state: State) -> Literal["approve", "execute", "design", "change", "decline"]:
    """Where a decision leads; one about another plan than this leads back to waiting."""
    decision = state["decision"] or {}
    if decision.get("approval_id") != state["approval_id"]:
        return "approve"
    match decision["decision"]:
        case "approve" | "edit":
            return "execute"
        case "respond":
            return "change" if intent_of(state).kind == "modify" else "design"
        case _:
            return "decline"
