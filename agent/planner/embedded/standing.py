"""What was agreed, by what further words make of it: changed, or standing as it was."""

from agent.planner.embedded.changing.speech import and_how_to_answer, asked
from agent.planner.embedded.kinds import only_thanks
from agent.planner.language import language_of, written_language
from agent.planner.seam import MOST_SAID, About, Heard, NothingYet, Question, Said
from agent.planner.words import normalised, only_protests
from agent.texts import say
from tools.blueprint.base import Language


def with_text(agreed: Heard, text: str, **parts: object) -> Heard:
    """What was agreed with what a further text made of it."""
    said = [*agreed.said, text][-MOST_SAID:]
    fresh = {"kind": "create", "question": None, "unread": [], "said": said}
    return agreed.model_copy(update={**fresh, **parts})


def answered(agreed: Heard, reply: str) -> Heard:
    return still(agreed, kind="answer", question=None, reply=reply)


def still(agreed: Heard, **parts: object) -> Heard:
    """Something to say, while what was agreed stays as it is."""
    return agreed.model_copy(update={"unread": [], **parts})


def waits_on(text: str, about: About) -> Heard | None:
    """The plan that words say nothing of, as they only thank, or only say that it is wrong."""
    agreed = None if isinstance(about, NothingYet) else about.agreed
    if agreed is None:
        return None
    spoken = agreed.spoken
    if only_protests(text):
        return answered(agreed, and_how_to_answer(say("plan_protested", spoken), spoken))
    is_thanks = only_thanks(normalised(text))
    return answered(agreed, say("plan_waits", spoken)) if is_thanks else None


def asked_again(said: Said, question: Question, about: About) -> Heard:
    """The question that a bare yes leaves as open as it was."""
    agreed = None if isinstance(about, NothingYet) else about.agreed
    fresh = Heard(kind="ask", language=language_of_answer(said, question))
    reply = asked(question, agreed.spoken) if agreed else question.content
    return still(agreed or fresh, kind="ask", question=question, reply=reply)


def language_of_answer(said: Said, question: Question) -> Language:
    """That of the question, unless the answer asks for another."""
    return language_of(said.text, said.preferences.language or written_language(question.content))
