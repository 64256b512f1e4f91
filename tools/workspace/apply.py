"""One change applied to a workspace that was read or is yet to be built.

What a property, an option or a database is called, every reference follows, since nothing is
referred to by its name. What each action does is said in its class, in `actions/`.
"""

from pydantic import ValidationError

from tools.blueprint.check import problems
from tools.blueprint.parse import shape_problems
from tools.errors import ValidationFailed
from tools.workspace.along import taken_along
from tools.workspace.change import Change
from tools.workspace.draft import Draft, Edit
from tools.workspace.to_blueprint import additions


def apply(draft: Draft, change: Change) -> Draft:
    """The draft after a change, `told` included, with what it takes `along`.

    Raises ValidationFailed where the change cannot be meant.
    """
    after = carried_out(draft, change)
    _check(after)
    return after


def carried_out(draft: Draft, change: Change) -> Draft:
    """The same without a look at the rules of blueprints: who makes many changes at once has the
    whole checked at the end. Raises ValidationFailed for what is named and not there.
    """
    edit = Edit(draft)
    if change.went_already(edit):
        return edit.draft({"action": change.action, "target": edit.structure.page.title})
    told = {"action": change.action, **change.apply(edit)}
    if along := taken_along(draft.structure, edit.structure, edit.named):
        told["along"] = along
    return edit.draft(told)


def _check(after: Draft) -> None:
    """Raises ValidationFailed where what is yet to be made breaks a rule of blueprints."""
    try:
        found = problems(additions(after.structure, after.language))
    except ValidationError as error:  # more options than Notion takes, say
        found = list(shape_problems(error))
    if found:
        raise ValidationFailed(f"the change breaks the rule {found[0].rule}", found)
