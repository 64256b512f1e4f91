"""What a wish is about is taken, with the view or the name that its words say as well."""

from collections.abc import Sequence

from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.views.looks import without_looks
from agent.planner.embedded.creating.views.wanted import is_clear, view_of
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, raw
from agent.planner.embedded.creating.wish.subject import subject_of, unheld
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded


def take_head(found: Found, head: Sequence[Token]) -> None:
    """Takes words for what the wish is about, where nothing is that yet."""
    asked = bare(head)
    kept = without_looks(asked, found)
    subject = subject_of(kept, found.text)
    if subject is None or found.head:
        return
    own = unheld(list(kept))
    if (kind := is_clear(kept if own == kept else kept[:1])) and len(kept) > 1:
        _want_view(found, kind)
    found.head, found.subject = tuple(kept), subject
    found.head_text = raw(kept, found.text)


def _want_view(found: Found, kind: str) -> None:
    view = view_of(Member((Token("word", 0, 0, "", frozenset({f"view.{kind}"})),)), found.text)
    found.views += [view] if view is not None else []


def rename_first(found: Found, group: Group) -> None:
    """The first database under another name: "회의록 DB 이름은 '주간회의'로"."""
    at = next(i for i, t in enumerate(group.lead) if t.has("noun.database"))
    take_head(found, group.lead[:at])
    found.first_called = tidy(group.members[0].tokens, found.text) if group.members else None


def take_owner(found: Found, group: Group) -> None:
    """ "プロパティは日付、満足度の旅行記録": the last property is said to be of the head."""
    if found.head or not group.members:
        return
    last = group.members[-1].tokens
    at = next((i for i, t in enumerate(last) if t.kind == "particle" and t.has("role.of")), 0)
    if at and concept_worded(raw(last[:at], found.text)) is not None:
        take_head(found, last[at + 1 :])
        group.members[-1] = Member(last[:at])
