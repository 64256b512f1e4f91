"""What a property is of, by its name or by what it may hold."""

from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingProperty

_CHOICES = ("status", "select", "multi_select")


def means(prop: ExistingProperty, concept: str) -> bool:
    """Whether a property is of a concept."""
    if concept == "name":
        return prop.type == "title"
    known = concept_of(prop.name)
    if concept == "weekday" and prop.type in _CHOICES and prop.options:
        return all(map(weekday_of, (option.name for option in prop.options)))
    return known is not None and known.key == concept and prop.type != "title"


def weekday_of(name: str) -> str:
    """The sense of the day of the week that is called so, in short or in full; empty for none."""
    days = ((f"weekday.{day}", said) for day in range(7) for said in lexis().said(f"weekday.{day}"))
    return next((sense for sense, said in days if said.startswith(folded(name))), "")
