"""What a small or slow model is asked in place of the whole: a short prompt, a small form, and only
what it can hardly get wrong. The embedded planner's draft stands, and the model adds to it. Pure.

A model of 135 million weights on a busy core read 22 tokens a second and wrote 6: of the whole
prompt it would not see the end, and a grammar of the whole form it fills with whatever comes.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.planner.model.answer import Turn
from agent.planner.model.form import many, object_, one_of
from agent.planner.model.prompt import human, prompt
from agent.planner.model.situation import Situation
from agent.planner.model.structure import so_far
from agent.planner.model.tokens import tokens_in
from agent.planner.outline import sketched
from agent.planner.seam import NothingYet, PageRead
from tools.errors import AiError
from tools.workspace.model import Structure

Json = dict[str, Any]

_TYPES = (
    *("rich_text", "number", "select", "multi_select", "status", "date", "checkbox", "url"),
    *("email", "phone_number", "people", "files"),
)
_MOST = 4  # of whatever a list holds
_NAME: Json = {"type": "string", "maxLength": 60}
_LONGEST = 300  # letters of what it says
_AROUND = 60  # tokens of marks, titles and the date
# Which of the facts it is told beside the draft; the others it has no use or no time for.
_TOLD = ("What the reader left", "The reader ")
_SPOKEN = ("create", "modify", "answer", "ask")


def helps(situation: Situation) -> bool:
    """Whether such a model can do anything: it adds to a draft, and it chats. What is asked of a
    plan, a page or a helpdesk is answered from facts, which it would only spoil; and of a wish that
    came to no draft it would have to make everything."""
    if situation.is_wish:
        return situation.draft.kind in _SPOKEN and _workspace(situation) is not None
    return situation.draft.kind == "answer" and isinstance(situation.about, NothingYet)


def shape_of(situation: Situation) -> Json:
    """The JSON schema of its answer: closed and short, with the databases by their names."""
    workspace = _workspace(situation)
    if not situation.is_wish or workspace is None:
        return _talk("answer")
    plan = _plan(situation, workspace)
    return plan if situation.owes_plan else {"anyOf": [plan, _talk("ask")]}


def turns_of(situation: Situation, mark: str, room: int) -> list[Turn]:
    """What it is told, in `room` tokens beside the rules, which its server has read before.

    Raises AiError where not even the person's words can be read in time.
    """
    matter, workspace = situation.matter, _workspace(situation)
    if tokens_in(matter.said.text) + _AROUND > room:
        raise AiError("the words are too many for its pace", reason="ai_context")
    facts = {"The draft": sketched(workspace)} if workspace else {}
    kept = {title: text for title, text in matter.facts.items() if title.startswith(_TOLD)}
    return [
        Turn("system", prompt("slight").text),
        human(replace(matter, facts={**facts, **kept}), mark, room),
    ]


def as_far_as_whole(text: str) -> Json:
    """What stands in an answer that its limit cut: all but the change that was being written."""
    found = so_far(text)
    changes = found.get("changes")
    return {**found, "changes": changes[:-1] if isinstance(changes, list) else []}


def completed(reply: Json, situation: Situation) -> Json:
    """A plan of its, on the draft, with those changes that can be meant."""
    said, there = _bare(" ".join(situation.words)), _names(_workspace(situation))
    changes = reply.get("changes")
    found = [c for c in changes if isinstance(c, dict)] if isinstance(changes, list) else []
    named = [change for change in found if _is_meant(change, said, there)]
    return {**reply, "base": "draft", "changes": named, "not_done": _left(situation, named)}


def _is_meant(change: Json, said: str, there: set[str]) -> bool:
    """Whether a change brings what the person named and nothing is called yet, an option only to a
    property that they named too: such a model makes up others, and says twice what is there."""
    name = _named(change)
    if not name or name not in said or name in there:
        return False
    return change["action"] != "add_option" or _bare(str(change.get("property"))) in said


def _left(situation: Situation, changes: Sequence[Json]) -> list[str]:
    """What the reader left unread and no change has taken up: whether it is done a slight model
    cannot be trusted to tell."""
    names = [_named(change) for change in changes]
    unread = situation.draft.unread
    return [text for text in unread if not any(name in _bare(text) for name in names)]


def _workspace(situation: Situation) -> Structure | None:
    """What a property could be added to; None without a database."""
    begun = situation.begun.structure if situation.begun is not None else None
    found = situation.about.structure if isinstance(situation.about, PageRead) else begun
    return found if found is not None and found.databases else None


def _names(workspace: Structure | None) -> set[str]:
    """What properties and options are called by now."""
    props = [p for d in workspace.databases for p in d.properties] if workspace else []
    options = [option.name for prop in props for option in prop.options]
    return {_bare(name) for name in (*options, *(prop.name for prop in props))}


def _plan(situation: Situation, workspace: Structure) -> Json:
    titles = [database.title for database in workspace.databases if not database.linked]
    place = {"database": one_of(*titles[: 3 * _MOST])}
    options = {**many(object_({"name": _NAME})), "maxItems": 2 * _MOST}
    prop = object_({"name": _NAME, "type": one_of(*_TYPES), "options": options})
    forms = [object_({"action": one_of("add_property"), **place, "property": prop})]
    if chosen := _chosen(workspace):
        held = {"property": one_of(*chosen), "option": _NAME}
        forms.append(object_({"action": one_of("add_option"), **place, **held}))
    kind = "create" if isinstance(situation.about, NothingYet) else "change"
    changes = {**many({"anyOf": forms}), "maxItems": _MOST}
    return object_({"kind": one_of(kind), "changes": changes})


def _chosen(workspace: Structure) -> list[str]:
    """The properties that have options, by name."""
    props = (p for database in workspace.databases for p in database.properties)
    return list(dict.fromkeys(p.name for p in props if p.options))[: 3 * _MOST]


def _talk(kind: str) -> Json:
    return object_({"kind": one_of(kind), "reply": {"type": "string", "maxLength": _LONGEST}})


def _named(change: Json) -> str:
    """What a change brings, by its name, bare of blanks and case."""
    match change:
        case {"action": "add_property", "property": {"name": str(name)}}:
            return _bare(name)
        case {"action": "add_option", "option": str(name)}:
            return _bare(name)
        case _:
            return ""


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
