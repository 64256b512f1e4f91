"""Views that a wish asks for before it names anything: "달력이랑 보드로 보고 싶어. 할 일: …"."""

from collections.abc import Sequence

from agent.planner.brief import WantedView
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.views.seen import rows_of
from agent.planner.embedded.creating.views.wanted import as_view, is_clear, view_of
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.creating.wish.story import about, names_itself
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.tokens import Token

_PAIR = 2  # more members than these are a list of columns


def open_by(found: Found, sight: str, left: Sequence[Token]) -> None:
    """A view of some rows that is asked for before anything is named says what a bare list behind
    it is about ("재고 10개 이하만 보고 싶어. 품목, 수량")."""
    start = left[0].start
    if found.text.find(sight) < start and not _names(found.text[start:]):
        found.head = (Token("word", 0, 0, ""),)
        name = about(rows_of(sight) or sight)
        told = any(t.has("state.") for t in tokens(name))  # "未払い" is how they are
        found.setting = found.setting or ("" if told else name)


def took_views(found: Found, group: Group, after: Group | None) -> bool:
    """Takes a first sentence that names views alone, where what they are of is named behind it;
    whether it was one."""
    plain = not (group.lead or group.kind) and any(is_clear(m.tokens) for m in group.members)
    if not plain or after is None or after.sentence == group.sentence or not after.tokens():
        return False
    views = [_view(member, found.text) for member in group.members]
    kept = [view for view in views if view is not None]
    listed = not after.lead and len(after.members) > _PAIR
    named = not listed and _names(found.text[after.tokens()[0].start :])
    if len(kept) < len(views) or not (named or (listed and len(views) > 1)):
        return False
    found.views += kept
    found.head = () if named else (Token("word", 0, 0, ""),)
    return True


def _view(member: Member, text: str) -> WantedView | None:
    """The view that a member names; beside others a table is one as well."""
    return view_of(member, text) or view_of(as_view(member), text)


def _names(text: str) -> bool:
    """Whether a text names what it lists the columns of."""
    said = tokens(text)
    colon = next((i for i, t in enumerate(said) if t.text == ":"), 0)
    return any(not t.has("noun.") for t in said[:colon]) or names_itself(text)
