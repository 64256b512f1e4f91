"""What was asked of a helpdesk, as the seam has it."""

from agent.planner.embedded.helpdesk.reader import asked_of_helpdesk
from agent.planner.seam import Heard, Said
from tools.blueprint.base import Language
from tools.freshdesk.tools import FetchTickets, MakeDashboard


def heard_of_helpdesk(said: Said, language: Language) -> Heard | None:
    """None where words ask for something else, or take what a question offers."""
    offered = [option.label for option in said.question.options] if said.question else []
    asked = None if said.text.strip() in offered else asked_of_helpdesk(said.text, said.today)
    if asked is None:
        return None
    match asked:
        case FetchTickets():
            kind = "ingest"
        case MakeDashboard():
            kind = "dashboard"
        case _:
            kind = "tickets"
    return Heard(kind=kind, language=language, said=[said.text], confidence=0.9, asked=asked)
