"""What something is to be called from now on, and what only sounds so."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import Phrase, is_first
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.actions.options import RenameOption
from tools.workspace.actions.properties import RenameProperty
from tools.workspace.change import Change


def there_already(clause: Clause) -> list[Token]:
    """What may be called otherwise: not what is to come first ("a page called Ideas")."""
    new = {b.start for a, b in pairwise(clause.tokens) if a.has("new.new") and a.has("count.")}
    return [t for t in clause.free(clause.tokens) if t.start not in new]


def is_kind(name: Sequence[Token]) -> bool:
    """Whether words say what something is to be, and not how to call it ("a dropdown with …")."""
    return name[0].has("new.new") and any(t.has("type.") for t in name)


def goes_on(clause: Clause, to: Phrase) -> list[Token]:
    """What follows the first words of a name as part of it ("ready for pickup")."""
    verb = clause.said.verb
    behind = clause.phrases[clause.phrases.index(to) + 1 :]
    tokens = [t for p in behind for t in p.tokens]
    plain = all(p.roles <= {"of", "with", "behind"} for p in behind)
    if verb is None or not is_first(verb, clause.world.lexis) or not (tokens and plain):
        return []
    if any(t.kind != "unknown" or t.names for t in tokens):
        return []
    return [t for t in clause.tokens if to.tokens[-1].end <= t.start <= tokens[-1].start]


def is_no_value(clause: Clause, changed: Change, name: Sequence[Token]) -> bool:
    """Whether what something is to be cannot be what rows are to hold: no option, no number, what
    is called like the property itself, or a text in quotes."""
    if isinstance(changed, RenameOption):
        return not any(clause.entities(t, "option") for t in name)
    if not isinstance(changed, RenameProperty):
        return changed.action == "rename"
    found = clause.world.find(changed.property, "property")
    types = {clause.world.property(e).type for e in found}
    # Nobody gives all rows one text without saying "all".
    quoted = types == {"rich_text"} and name[0].kind == "quoted"
    ends = changed.property[-1:] == changed.to[-1:] and not changed.to.isascii()
    own, known = concept_of(changed.property), concept_of(changed.to)
    same = known is not None and own is not None and known.key == own.key
    return not types & {"rich_text", "people", *CHOICES} or quoted or ends or same
