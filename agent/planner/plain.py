"""What is understood without any planner, and so means the same whichever is chosen: that an open
question is dropped, that a plan has to wait, and what is to be done to a page as a whole."""

from agent.planner.language import language_of
from agent.planner.managing import read_manage
from agent.planner.seam import Heard, Manage, Question
from agent.planner.words import drops, puts_off, wants_redo, wants_undo
from agent.texts import say
from tools.blueprint.base import Language


def heard_plainly(
    text: str, question: Question | None, preferred: Language | None, *, has_page: bool
) -> Heard | None:
    """What a text asks for; None where a planner has to say. `has_page` says that there is a page
    that it may speak of."""
    language = language_of(text, preferred)
    if question is not None and drops(text, [option.label for option in question.options]):
        return Heard(kind="answer", language=language, reply=say("question_dropped", language))
    if wants_undo(text) or wants_redo(text):  # there is none, else it would be done by now
        key = "nothing_to_undo" if wants_undo(text) else "nothing_to_redo"
        return Heard(kind="answer", language=language, reply=say(key, language))
    manage = read_manage(text)
    if manage is None and question is not None and question.kind == "manage":
        manage = Manage(act="comment", text=text.strip())
    if manage is None:
        return None
    if not has_page:
        return Heard(kind="answer", language=language, reply=say("manage_no_page", language))
    return _heard(manage, text, language)


def _heard(manage: Manage, text: str, language: Language) -> Heard:
    if manage.act == "comment" and manage.text is None:
        question = Question(content=say("comment_wanted", language), about=text, kind="manage")
        return Heard(kind="ask", language=language, said=[text], question=question)
    return Heard(
        kind=_kind_of(manage), language=language, said=[text], manage=manage, confidence=1.0
    )


def keeps_waiting(feedback: str, kind: str, language: Language) -> str | None:
    """What is answered to words after which a plan of some kind waits as it is: that it is decided
    later, or what is to be done to a page before it is; None for any others."""
    if puts_off(feedback):
        return say("plan_waits", language)
    manage = read_manage(feedback)
    is_another = manage is not None and _kind_of(manage) != kind
    return say("plan_comes_first", language) if is_another else None


def _kind_of(manage: Manage) -> str:
    """The kind of plan that something is done by."""
    return "recipe" if manage.act == "save_recipe" else "manage"
