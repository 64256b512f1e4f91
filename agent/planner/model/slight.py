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
    """Whether such a model can do anything: facts of a helpdesk it would only spoil, and of a wish
    that came to no draft it would have to make everything."""
    if situation.draft.kind not in _SPOKEN:
        return False
    return not situation.is_wish or _workspace(situation) is not None


def shape_of(situation: Situation) -> Json:
    """The JSON schema of its answer: closed and short, with the databases by their names."""
    found = [_plan(situation)] if situation.is_wish else [_talk("answer")]
    if situation.is_wish and not situation.owes_plan:
        found.append(_talk("ask"))
    return {"anyOf": found}


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
    """A plan of its, on the draft, with those changes that name what the person named: such a model
    makes up others."""
    said = _bare(" ".join(situation.words))
    changes = reply.get("changes")
    found = [c for c in changes if isinstance(c, dict)] if isinstance(changes, list) else []
    named = [change for change in found if (name := _named(change)) and name in said]
    return {**reply, "base": "draft", "changes": named, "not_done": _left(situation, named)}


def _left(situation: Situation, changes: Sequence[Json]) -> list[str]:
    """What the reader left unread and no change has taken up: whether it is done a slight model
    cannot be trusted to tell."""
    names = [_named(change) for change in changes]
    unread = situation.draft.unread
    return [text for text in unread if not any(name in _bare(text) for name in names)]


def _workspace(situation: Situation) -> Structure | None:
    """What a change would be made to."""
    if isinstance(situation.about, PageRead):
        return situation.about.structure
    return None if situation.begun is None else situation.begun.structure


def _plan(situation: Situation) -> Json:
    workspace = _workspace(situation)
    databases = [d.title for d in workspace.databases if not d.linked] if workspace else []
    forms = [object_({"action": one_of("rename"), "to": _NAME})]
    if databases:
        place = {"database": one_of(*databases[: 3 * _MOST])}
        option, options = object_({"name": _NAME}), {"maxItems": 2 * _MOST}
        prop = object_(
            {"name": _NAME, "type": one_of(*_TYPES), "options": {**many(option), **options}}
        )
        forms += [
            object_({"action": one_of("add_property"), **place, "property": prop}),
            object_({"action": one_of("add_option"), **place, "property": _NAME, "option": _NAME}),
        ]
    kind = "create" if isinstance(situation.about, NothingYet) else "change"
    return object_(
        {
            "kind": one_of(kind),
            "changes": {**many({"anyOf": forms}), "maxItems": _MOST},
        }
    )


def _talk(kind: str) -> Json:
    return object_({"kind": one_of(kind), "reply": {"type": "string", "maxLength": _LONGEST}})


def _named(change: Json) -> str:
    """What a change brings, by its name, bare of blanks and case."""
    match change:
        case {"action": "add_property", "property": {"name": str(name)}}:
            return _bare(name)
        case {"action": "add_option", "option": str(name)} | {"action": "rename", "to": str(name)}:
            return _bare(name)
        case _:
            return ""


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
