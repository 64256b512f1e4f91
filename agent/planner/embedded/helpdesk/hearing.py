"""What was asked of a helpdesk, as the seam has it."""

from agent.planner.embedded.helpdesk.amount import amount_of
from agent.planner.embedded.helpdesk.reader import read_helpdesk
from agent.planner.embedded.standing import answered
from agent.planner.language import language_of
from agent.planner.seam import MOST_SAID, Heard, Said
from agent.texts import say
from tools.blueprint.base import Language
from tools.freshdesk.tools import MOST_ROWS, Asked, FetchTickets, MakeDashboard
from tools.workspace.change import Change


def heard_of_helpdesk(said: Said, language: Language) -> Heard | None:
    """None where words ask for something else, or take what a question offers."""
    offered = [option.label for option in said.question.options] if said.question else []
    if said.text.strip() in offered:
        return None
    understood = read_helpdesk(said.text, said.today)
    if understood.asked is None:
        return None
    if understood.refusal:
        reply = say(understood.refusal, language)
        return Heard(kind="answer", language=language, confidence=0.9, reply=reply)
    kind = kind_of(understood.asked)
    asked = understood.asked
    return Heard(kind=kind, language=language, said=[said.text], confidence=0.9, asked=asked)


def question_of_tickets(said: Said, agreed: Heard) -> Heard | None:
    """A question about tickets while a plan waits, which it leaves as it was; None for other words.

    Whoever asks tries first whether they say something of the plan.
    """
    understood = read_helpdesk(said.text, said.today)
    if not understood.is_question:
        return None
    language = language_of(said.text, said.preferences.language)
    parts = {"kind": "tickets", "language": language, "asked": understood.asked, "reply": ""}
    return agreed.model_copy(update=parts)


def kind_of(asked: Asked) -> str:
    """What kind of plan it comes to, or that it is a question."""
    match asked:
        case FetchTickets():
            return "ingest"
        case MakeDashboard():
            return "dashboard"
        case _:
            return "tickets"


def counted_anew(agreed: Heard, said: Said) -> Heard | None:
    """A workspace of tickets that is to hold so many of them, or all; what is said is about no row
    of it, though its tables are called by what they hold."""
    if not isinstance(agreed.asked, MakeDashboard):
        return None
    amount = amount_of(said.text)
    if amount is None:
        return None
    same = answered(agreed, say("dashboard_holds", agreed.spoken, most=MOST_ROWS))
    return remade(agreed, said, amount, None, []) or same


def remade(
    agreed: Heard, said: Said, count: int | None, language: Language | None, changes: list[Change]
) -> Heard | None:
    """A workspace of tickets that is to be made anew: in another language, or of another number
    of tickets. None where nothing else is asked of it."""
    before = agreed.asked
    if not isinstance(before, MakeDashboard):
        return None
    latest = before.latest if count is None else min(max(count, 1), MOST_ROWS)
    asked = before.model_copy(update={"latest": latest})
    if asked == before and language in (None, agreed.language):
        return None
    told = [*agreed.said, said.text][-MOST_SAID:]
    parts = {"kind": "dashboard", "asked": asked, "said": told, "question": None, "unread": []}
    parts |= {"language": language or agreed.language, "changes": [*agreed.changes, *changes]}
    return agreed.model_copy(update=parts)
