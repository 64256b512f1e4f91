"""What the graph remembers of a conversation: small, JSON only, never a secret.

Blueprints live in the approvals table; the state carries their id.
"""

from typing import Any, NotRequired, TypedDict

from agent.inputs import Mode, Opening
from agent.outcomes import Outcome
from agent.planner.seam import Heard
from tools.blueprint.base import Language


class State(TypedDict):
    """One turn. `run_id` names it; every key is set anew when a turn begins."""

    run_id: str
    mode: Mode
    text: str
    today: str  # ISO date on which the turn began: designs count their dates from it
    attachments: NotRequired[list[str]]  # ids of files; older turns know of none
    page_id: str | None  # the page that the words may ask to change
    workspace: str | None  # its title, as far as it is known
    must_change: bool  # whether nothing else can be meant
    question: dict[str, Any] | None  # the one that waits for an answer
    heard: dict[str, Any] | None  # what is wanted by now
    approval_id: str | None
    version: int
    # The plan that was answered last: it waits again where no other comes of that.
    shown: str | None
    agreed: dict[str, Any] | None  # what was heard before the question that is open
    earlier: NotRequired[list[dict[str, Any]]]  # plans to go back to; older turns know of none
    decision: dict[str, Any] | None
    outcome: Outcome | None


def new_turn(run_id: str, wish: Opening, today: str) -> State:
    """The state in which a turn begins."""
    about = wish.about
    return State(
        run_id=run_id,
        mode=wish.mode,
        text=wish.text,
        attachments=wish.attachments,
        today=today,
        page_id=about.page_id if about else None,
        workspace=about.title if about else None,
        must_change=about is not None and about.named,
        question=wish.question,
        heard=None,
        approval_id=wish.given,
        version=0,
        shown=None,
        agreed=wish.agreed,
        earlier=wish.earlier,
        decision=None,
        outcome=None,
    )


def heard_of(state: State) -> Heard:
    """What the person wants, once that is understood."""
    return Heard.model_validate(state["heard"])


def language_of(state: State) -> Language:
    """The language of answers."""
    heard: dict[str, Any] = state["heard"] or {}
    language: Language = heard.get("speaks") or heard["language"]
    return language
