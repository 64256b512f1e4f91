"""The questions that stay open when changes are read."""

from agent.planner.embedded.grammar.again import KINDS
from agent.planner.embedded.grammar.clauses.clause import Ask
from agent.planner.seam import Choice, Question
from agent.texts import say
from tools.blueprint.base import Language

MOST_OPTIONS = 8


def question_for(ask: Ask, about: str, language: Language) -> Question:
    """The question to a wish, with what there really is as options."""
    labels = ask.candidates[:MOST_OPTIONS]
    if "_or_" in ask.missing:
        labels = [say(f"choice_{name}", language) for name in labels]
    shown = {KINDS["all.every"]: say("choice_every", language)} if ask.missing == "row" else {}
    options = [Choice(value=label, label=shown.get(label, label)) for label in labels]
    content = say(f"which_{ask.missing}", language, name=say("quoted", language, text=ask.unknown))
    if ask.unknown and ask.missing != "value" and "_or_" not in ask.missing:
        told = say(
            f"no_such_{ask.missing}", language, name=say("quoted", language, text=ask.unknown)
        )
        content = say("sentences", language, one=told, two=content)
    return Question(content=content, options=options, about=about, kind="modify")
