"""What a wish does not want."""

from agent.planner.brief import Removal
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.naming import tidy
from agent.planner.embedded.creating.pieces import Group, Member, bare, is_empty
from agent.planner.embedded.creating.views import view_of


def is_denied(group: Group) -> bool:
    never = group.said("never.never", "ending.never")
    removed = group.said("verb.delete") and not group.said("verb.add")
    denied = never and group.said("verb.add", "make.", "verb.want")
    return (removed and not never) or denied or group.said("without.")


def deny(found: Found, group: Group) -> None:
    """Takes out what is not wanted; what is turned down before the head is nobody's."""
    if any(t.has("other.") for t in (*group.lead, *(t for m in group.members for t in m.tokens))):
        if found.lists:
            found.lists[-1] = found.lists[-1].model_copy(update={"exact": True})
        found.said["nothing_more"] = True
        return
    if not found.head and group.said("instead."):
        return
    found.instead = group.said("instead.") and bool(found.head)
    meant = [*found.sentence, group] if _points_back(group) else [group]
    for one in meant:
        leads = [Member(lead) for lead in (*one.also, one.lead) if lead]
        for member in leads or one.members:
            _without(found, member, one)
            name = tidy(member.tokens, found.text)
            if one is not group or any(name in p.options for p in found.columns()):
                found.drop(name)


def _points_back(group: Group) -> bool:
    """Whether a group names only a place for what was named right before ("…、ここにはなし")."""
    said = [*group.lead, *(t for m in group.members for t in m.tokens)]
    return any(t.has("it.") for t in said) and all(t.has("it.") or is_empty(t) for t in said)


def _without(found: Found, member: Member, group: Group) -> None:
    said = bare(member.tokens)
    if said and all(t.has("sample.") for t in said if not is_empty(t)):
        found.said["sample_count"] = 0
    elif any(t.has("noun.sub_page") for t in said) and len(said) == 1:
        found.said["sub_page_count"] = 0
    elif any(t.has("noun.database") and not t.has("view.") for t in said) and len(said) == 1:
        found.said["no_databases"] = True
    elif (view := view_of(member, found.text)) is not None:
        found.removals.append(Removal(name=view.type, kind="view"))
    elif name := tidy([t for t in said if not t.has("noun.property", "noun.view")], found.text):
        is_database = "noun.database" in (group.kind, *(s for t in said[-1:] for s in t.senses))
        found.removals.append(Removal(name=name, kind="database" if is_database else "any"))
