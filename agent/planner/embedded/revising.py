"""What feedback makes of a design that waits: the changes that it asks for, as after the yes.

What is not about a part of the workspace but about all of it (how many samples, how much detail,
which language) is composed anew, and what was agreed before is changed in it again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.planner.brief import Brief
from agent.planner.embedded.changing.asking import asks_to_change
from agent.planner.embedded.changing.inquiry import answered, asks_about
from agent.planner.embedded.changing.reader import read_changes
from agent.planner.embedded.creating.beyond import beyond, is_sentence
from agent.planner.embedded.creating.reader import read
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.kinds import asks_about_plan, asks_instead
from agent.planner.embedded.questions import chosen, replaces
from agent.planner.embedded.text import spoken
from agent.planner.embedded.wants import merged
from agent.planner.language import explicit_language
from agent.planner.seam import Design, Question, Said
from agent.planner.words import normalised, without_closing
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, databases
from tools.errors import Problem, ValidationFailed
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.meant import meant
from tools.workspace.model import ExistingDatabase, Structure
from tools.workspace.to_blueprint import blueprint_of

# What only a composition can do, beside what is said of all of it by other words.
_WHOLE = (
    "complexity", "sample_count", "color", "currency", "databases", "database_count",
    "sub_page_count", "further_databases", "further_sub_pages", "cut",
)  # fmt: skip

# Changes that a composition may make as well, and more.
_COMPOSED = frozenset({"add_database", "add_sub_page", "add_rows", "delete_rows", "recolor"})
_MOST_PARTS = 50  # that the composition reads one by one; nobody wishes for more at once
_QUESTION = spoken("ends_asking")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Feedback:
    """What feedback comes to. `blueprint` is the design after `changes`; `wants` and `language`
    are for the composition, `unread` is what nobody understood."""

    blueprint: Blueprint
    changes: list[Change] = field(default_factory=list)
    wants: Brief = field(default_factory=Brief)
    language: Language | None = None
    unread: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)  # what is asked for and exists
    no_rows: list[str] = field(default_factory=list)  # what is said of rows and fits none
    question: Question | None = None
    refused: Problem | None = None  # why what was understood cannot be done
    asked: bool = False  # whether it was no feedback but a question about the plan
    told: str | None = None  # the answer to it; "" where the plan has none

    @property
    def says_nothing(self) -> bool:
        """Whether none of it is of the plan."""
        return not (self.is_composed or self.changes or self.refused or self.question)

    @property
    def is_composed(self) -> bool:
        """Whether the design has to be composed anew."""
        return self.wants != Brief() or self.language is not None


def hear(said: Said, plan: Design, called: Mapping[str, Sequence[str]]) -> Feedback:
    """Reads feedback against what the design is when it is built; `called` is what the person calls
    databases, by their titles.

    Whoever understands all of it acts alone: the composition, then the reader of changes. What
    that one leaves, the composition may take where it understands all of that.
    """
    said = replace(said, text=without_closing(said.text))
    blueprint, feedback = plan.blueprint, said.text
    if _QUESTION.search(feedback) and asks_about(feedback):  # "몇 개야?" names no database
        spoken = plan.agreed.spoken
        told = answered(_as_designed(plan, called), feedback, spoken, said.today)
        return Feedback(blueprint, asked=True, told=told or "")
    heard = None if asks_about_plan(feedback) else _changed(said, plan, called)
    if heard is not None and _is_whole(heard):
        return heard
    composed = _composed(blueprint, feedback)
    if composed is not None and composed.wants.color is None and not composed.wants.properties:
        return composed  # colours and properties are changes as well
    if heard is None:
        return Feedback(blueprint, asked=True)
    return _by_composition(heard, {_letters(feedback): composed})


def _is_whole(heard: Feedback) -> bool:
    """Whether changes are all that feedback asks for, and none of it is for a composition: that
    makes whole tables, and rows."""
    kinds = {change.action for change in heard.changes}
    left = heard.unread or heard.question or heard.refused or heard.no_rows
    return bool(kinds) and not left and not kinds & _COMPOSED


def _composed(blueprint: Blueprint, text: str) -> Feedback | None:
    """What the composition alone understands, and wholly."""
    wish, language = read(text, blueprint.language), explicit_language(text)
    said = wish.brief
    rest = said.model_copy(update={name: getattr(Brief(), name) for name in _WHOLE})
    if all(wanted.options for listed in said.properties for wanted in listed.properties):
        rest = rest.model_copy(update={"properties": []})  # other options for a property
    if asks_instead(text) and said.color is not None:
        rest = rest.model_copy(update={"topic": None})  # the colour that it was
    if wish.rest or wish.records or rest != Brief() or (said == Brief() and language is None):
        return None
    options = [o for listed in said.properties for p in listed.properties for o in p.options]
    if any(map(is_sentence, options)) or wish.inferred & {d.casefold() for d in said.databases}:
        return None  # a list it is not; and the plan goes only for databases that are told as such
    if any(map(_is_view, said.databases)):
        return None
    return Feedback(blueprint, wants=said, language=language)


def _is_view(name: str) -> bool:
    """Whether what was taken for a database is a chart, or some rows of one ("only paid ones")."""
    return any(t.has("role.only", "only.", "chart.") for t in tokens_of(name, lexis()))


def _changed(said: Said, plan: Design, called: Mapping[str, Sequence[str]]) -> Feedback:
    blueprint, built = plan.blueprint, _as_designed(plan, called)
    for text in _readings(said):
        zone = said.preferences.time_zone
        found = read_changes(built, text, plan.agreed.spoken, said.today, zone, beyond)
        if found.question is None and found.changes:
            break
    if found.question is not None:
        return Feedback(blueprint, question=found.question)
    try:
        draft = meant(blueprint, plan.built)
        for change in found.changes:
            draft = apply(draft, change)
    except ValidationFailed as error:
        return Feedback(blueprint, unread=[said.text], refused=error.problems[0])
    made = blueprint_of(draft.structure)
    there, no_rows = found.there, found.no_rows
    return Feedback(made, found.changes, unread=found.unread, there=there, no_rows=no_rows)


def _as_designed(plan: Design, called: Mapping[str, Sequence[str]]) -> Structure:
    """What is built, by what the person calls it too, with properties in the order of the design:
    Notion gives them in that of their ids, which are drawn by lot, and "the first date" would be
    another one each time."""
    placed = {d.title: [p.name for p in d.properties] for _, _, d in databases(plan.blueprint)}

    def in_order(home: ExistingDatabase) -> ExistingDatabase:
        place = {name: at for at, name in enumerate(placed.get(home.title, []))}
        shown = sorted(home.properties, key=lambda p: place.get(p.name, len(place)))
        also = tuple(called.get(home.title, ()))
        return home.model_copy(update={"properties": shown, "also": also})

    ordered = [in_order(home) for home in plan.built.databases]
    return plan.built.model_copy(update={"databases": ordered})


def _readings(said: Said) -> list[str]:
    """The feedback as an answer to the question that is open, if there is one; and by itself."""
    if said.question is None:
        return [said.text]
    if asks_to_change(said.text) and replaces(said.question, said.text):
        return [said.text]
    picked = chosen(said.question, said.text) or said.text
    return [f"{said.question.about}\n{picked}", said.text]


def _by_composition(heard: Feedback, parts: dict[str, Feedback | None]) -> Feedback:
    """The same with what the composition understands of what the reader of changes did not.

    `parts` is what it has made of some texts already.
    """
    wants, language, unread = heard.wants, heard.language, list[str]()
    for text in heard.unread:
        said = _letters(text)
        if said not in parts and len(parts) <= _MOST_PARTS:
            parts[said] = _composed(heard.blueprint, text)
    understood = [parts.get(_letters(text)) for text in heard.unread]
    for text, part in zip(heard.unread, understood, strict=True):
        # A colour beside what nobody understood may be meant for that.
        if part is None or (part.wants.color is not None and None in understood):
            unread.append(text)
        else:
            wants, language = merged(wants, part.wants), part.language or language
    return replace(heard, wants=wants, language=language, unread=unread)


def _letters(text: str) -> str:
    """A text as it is compared: what is left of it comes without its quotes and brackets."""
    return _SIGNS.sub("", normalised(text))
