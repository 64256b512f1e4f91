"""Where the graph goes, and what it does with an answer that came too late."""

from pathlib import Path
from typing import Any, TypedDict

import pytest
from langgraph.errors import UnknownInterruptError
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from agent.checkpoints import CheckpointsFile
from agent.graph import (
    after_approve,
    after_execute,
    after_plan,
    after_rehearse,
    after_understand,
    build_graph,
)
from agent.inputs import Opening
from agent.state import State, new_turn


def state(**values: Any) -> State:
    turn = new_turn("r1", Opening(text="만들어줘", mode="ask"), "2026-01-01")
    return State(**{**turn, **values})


@pytest.mark.parametrize(
    ("kind", "node"),
    [("create", "plan"), ("modify", "plan"), ("answer", "answer"), ("ask", "ask")],
)
def test_an_intent_leads_to_its_node(kind: str, node: str):
    heard = {"kind": kind, "language": "ko"}
    assert after_understand(state(heard=heard)) == node


@pytest.mark.parametrize(
    ("mode", "node"), [("ask", "approve"), ("implied", "execute"), ("preview", "__end__")]
)
def test_after_the_rehearsal_comes_whoever_was_promised(mode: str, node: str):
    assert after_rehearse(state(mode=mode)) == node


@pytest.mark.parametrize(
    ("decision", "node"),
    [("approve", "execute"), ("edit", "execute"), ("respond", "plan"), ("reject", "decline")],
)
def test_a_decision_leads_to_its_node(decision: str, node: str):
    made = {"decision": decision, "approval_id": "a1"}
    assert after_approve(state(approval_id="a1", decision=made)) == node


@pytest.mark.parametrize(
    ("found", "node"),
    [
        ({"approval_id": "a1"}, "rehearse"),
        ({"approval_id": "a2", "shown": "a1"}, "rehearse"),
        ({"approval_id": "a1", "shown": "a1"}, "approve"),
        ({"question": {"content": "?", "about": "x"}}, "ask"),
        ({}, "answer"),
    ],
)
def test_planning_leads_to_a_plan_a_question_or_an_answer(found: Any, node: str):
    assert after_plan(state(**found)) == node


@pytest.mark.parametrize("made", [None, {"decision": "approve", "approval_id": "a0"}])
def test_a_decision_about_another_plan_leads_back_to_waiting(made: Any):
    assert after_approve(state(approval_id="a1", decision=made)) == "approve"


@pytest.mark.parametrize(
    ("found", "node"),
    [
        ({"approval_id": "a1", "shown": "a1"}, "approve"),
        ({"approval_id": "a1", "shown": "a1", "decision": {"decision": "approve"}}, "__end__"),
        ({"approval_id": "a1"}, "__end__"),
        ({}, "consult"),
    ],
)
def test_what_could_not_be_begun_waits_again(found: Any, node: str):
    assert after_execute(state(**found)) == node


async def test_the_approval_node_stands_alone(tmp_path: Path):
    async with CheckpointsFile.open(tmp_path / "c.db") as checkpoints:
        drawn = build_graph(checkpoints.saver).get_graph()
    into = {edge.source for edge in drawn.edges if edge.target == "approve"}
    assert into == {"rehearse", "approve", "plan", "execute"}


class Counting(TypedDict):
    heard: list[str]


async def ask(given: Counting) -> dict[str, Any]:
    return {"heard": [*given["heard"], interrupt("?")]}


async def test_an_answer_to_an_interrupt_that_is_not_pending_is_refused(tmp_path: Path):
    """Pins the private key of `Checkpoints.config`: without it the next interrupt is answered."""
    async with CheckpointsFile.open(tmp_path / "c.db") as checkpoints:
        builder = StateGraph(Counting)
        builder.add_node("first", ask)
        builder.add_node("second", ask)
        builder.add_edge(START, "first")
        builder.add_edge("first", "second")
        graph = builder.compile(checkpointer=checkpoints.saver)
        config = checkpoints.config("t")
        await graph.ainvoke({"heard": []}, config)
        stale = (await graph.aget_state(config)).interrupts[0].id
        await graph.ainvoke(Command(resume={stale: "one"}), config)
        with pytest.raises(UnknownInterruptError):
            await graph.ainvoke(Command(resume={stale: "again"}), config)
        snapshot = await graph.aget_state(config)
        assert snapshot.values == {"heard": ["one"]}
        assert snapshot.next == ("second",)


async def test_only_the_newest_checkpoint_of_a_thread_is_kept(tmp_path: Path):
    async with CheckpointsFile.open(tmp_path / "c.db") as checkpoints:
        builder = StateGraph(Counting)
        builder.add_node("first", ask)
        builder.add_edge(START, "first")
        graph = builder.compile(checkpointer=checkpoints.saver)
        for thread in ("a", "b"):
            await graph.ainvoke({"heard": []}, checkpoints.config(thread))
            config = checkpoints.config(thread)
            assert len(list(checkpoints.saver.list(config))) == 1
            assert (await graph.aget_state(config)).interrupts
