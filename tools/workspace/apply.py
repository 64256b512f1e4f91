"""One change applied to a workspace that was read or is yet to be built.

What a property, an option or a database is called, every reference follows, since nothing is
referred to by its name. What each action does is said in its class, in `actions/`.
"""

from collections.abc import Iterator

from pydantic import ValidationError

from tools.blueprint.blocks import SyncedBlock
from tools.blueprint.check import problems
from tools.blueprint.parse import shape_problems
from tools.errors import Problem, ValidationFailed
from tools.workspace.along import taken_along
from tools.workspace.change import Change
from tools.workspace.draft import Draft, Edit
from tools.workspace.model import Structure, all_blocks, is_new
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
        found += () if after.structure.is_design else _parted(after.structure)
    except ValidationError as error:  # more options than Notion takes, say
        found = list(shape_problems(error))
    if found:
        raise ValidationFailed(f"the change breaks the rule {found[0].rule}", found)


def _parted(structure: Structure) -> Iterator[Problem]:
    """Copies of synced blocks without their originals. What is added to a page that stands is
    written part by part: new pages and databases, then each new row, then what a page gets."""
    new = [page.blocks for page in structure.sub_pages if is_new(page.id)]
    new += [row.blocks for d in structure.databases if is_new(d.id) for row in d.rows]
    there = [d for d in structure.databases if not is_new(d.id)]
    standing = [page.blocks for page in structure.sub_pages if not is_new(page.id)]
    standing += [structure.blocks, *(row.blocks for d in there for row in d.rows)]
    parts = [new, *([body] for body in standing)]
    for bodies in parts:
        said = [block.said for body in bodies for block in all_blocks(body)]
        synced = [block for block in said if isinstance(block, SyncedBlock)]
        keys = {block.key for block in synced}
        for ref in (block.ref for block in synced if block.ref and block.ref not in keys):
            yield Problem("blocks", "unknown_ref", {"key": ref})
