"""Views that a wish asks for before it names anything: "달력이랑 보드로 보고 싶어. 할 일: …"."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import WantedProperty, WantedView
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.introduced import status_name
from agent.planner.embedded.creating.views.seen import rows_of
from agent.planner.embedded.creating.views.sights import pieces_of, told_of_all
from agent.planner.embedded.creating.views.wanted import as_view, is_clear, view_of
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, is_empty, raw
from agent.planner.embedded.creating.wish.story import about, names_itself
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token

_MARKS = frozenset(".,:;!?(")
_HOLDS = ("view.table", "view.list", "view.form")  # what things are kept in as well
_SURE = ("view.gallery", "view.calendar", "view.timeline")
_NEAR = 4  # tokens, among which a view is named
_MOST = 20  # tokens of a name, with how it is to be seen
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


def without_views_of(found: Found, said: Sequence[Token]) -> list[Token]:
    """The tokens of a wish that only says which rows of what it wants to see, and where ("a gallery
    of what's in stock and a table of sold items for my shop"): what is left is whose rows these
    are, and what tells them apart are the states that they have."""
    end = next((i for i, t in enumerate(said) if t.kind == "break" or t.text in _MARKS), len(said))
    whose = [i for i in range(end - 1) if said[i].has("role.suits") and said[i + 1].has("setting.")]
    pieces = [bare(p.tokens) for p in pieces_of(said[: whose[-1]])] if whose else []
    views = [p for p in pieces if len(p) > _PAIR and p[0].has("view.") and told_of_all(p)]
    parts = [[t for t in p[2:] if not t.has("ask.which", "noun.thing", "noun.row")] for p in views]
    if len(views) < _PAIR or views != pieces or not all(p[1].has("role.of") for p in views):
        return list(said)
    if not all(parts):
        return list(said)
    options = [name[:1].upper() + name[1:] for part in parts if (name := raw(part, found.text))]
    state = WantedProperty(name=status_name("", found.language), type="status", options=options)
    found.put([state])
    found.rest += [raw(piece, found.text) for piece in views]
    return list(said[whose[-1] + 1 :])


def without_manner(found: Found, said: Sequence[Token]) -> list[Token]:
    """The tokens of a wish without what the words for what is to be made say of how that is to be
    seen, which is taken ("Members sorted by name: …", "여행 일정 달력으로 보고 싶어")."""
    said = _without_view_of(found, said)
    end = next((i for i, t in enumerate(said) if t.kind == "break" or t.text in _MARKS), len(said))
    at = next(
        (
            i
            for i in range(1, min(end, _MOST))
            if _begins_manner(said[i : min(end, _MOST)], said[:i])
        ),
        0,
    )
    if not at:
        return list(said)
    if said[at - 1].has("view.timeline"):
        return [*said[:at], *said[end:]]  # "from start to end", as timelines go
    if not said[0].text.isascii():
        return _without_manner_behind(found, said, at)
    view = view_of(as_view(Member(tuple(said[at:end]))), found.text)
    if view is not None:
        found.views.append(view)
    else:
        further = said[end + 1 : end + 2] if said[end : end + 1] and said[end].text == "," else ()
        end += 2 * any(t.has("timely.", "rank.") for t in further)  # "…, newest first"
        found.rest.append(found.text[said[at].start : said[end - 1].end])
    return [*said[:at], *said[end:]]


def _without_view_of(found: Found, said: Sequence[Token]) -> Sequence[Token]:
    """The tokens without the view, which is taken, of what is named behind it ("a gallery of my
    recipes")."""
    asks = ("verb.want", "want.", "speaker.")
    at = next((i for i, t in enumerate(said) if not (is_empty(t) or t.has(*asks))), 0)
    if len(said) < at + 3 or not said[at + 1].has("role.of") or not said[at + 1].text.isascii():
        return said
    view, name = said[at], said[at + 2]
    mine = name.has("setting.") and view.has("view.") and not view.has(*_HOLDS)
    if name.has("all.") or not (view.has(*_SURE) or mine):
        return said  # "of everything I own", "board of directors", "map of the house"
    found.views.append(WantedView.model_validate({"type": view.group("view.")}))
    return said[at + 2 :]


def _begins_manner(said: Sequence[Token], ahead: Sequence[Token]) -> bool:
    """Whether words behind a name begin to say how that is to be seen."""
    first, before = said[0], ahead[-1]
    if all(is_empty(t) or t.has("view.", "noun.view") for t in ahead):
        return False  # "a table sorted by price" is of something
    if first.text.isascii():
        kept = [t for t in said[1:_NEAR] if not t.has("count.1", "filler.")]
        grouped = first.has("verb.group") and first.has("role.by")
        placed = first.has("role.to", "role.at", "setting.")
        placed = placed and any(t.has("view.") for t in kept[:1])
        placed = placed and all(t.has("role.", "also.") for t in kept[1:2])  # no "board member"
        spans = before.has("view.timeline") and first.has("role.from")
        return first.has("role.ordered") or grouped or placed or spans
    shown = said[1:2] and said[1].has("role.to") and any(t.has("verb.show") for t in said[2:3])
    if first.has("view.") and not first.has(*_HOLDS):
        mapped = first.has("view.map") and before.has("role.object")
        return bool(shown) and (before.kind != "particle" or mapped)
    apart = before.end < first.start or before.has("role.object")
    if first.has("concept."):
        led = before.has("role.object") or _is_object(before)
        return apart and 0 < _order_of(said) < len(said) + led  # no "마감 순서"
    return first.has("sort.") and first.has("timely.") and (before.kind != "particle" or apart)


def _is_object(token: Token) -> bool:
    """Whether a word that nobody knows ends as an object does ("기록을")."""
    ends = tuple(p for one in lexis().languages for p in one.particles.get("object", ()))
    return token.kind == "unknown" and token.text.endswith(ends)


def _order_of(said: Sequence[Token]) -> int:
    """How many tokens say an order, of which the first is what it is by."""
    joined = len(said) > 1 and said[1].has("role.of") and not said[1].text.isascii()
    ends = said[1 + joined : 2 + joined]
    return 2 + joined if any(t.has("role.ordered", "sort.") for t in ends) else 0


def _without_manner_behind(found: Found, said: Sequence[Token], at: int) -> list[Token]:
    """… where what is to be done stands behind that."""
    end, head = at + (_order_of(said[at:]) or 1), list(said[:at])
    if said[at].has("view."):
        view = view_of(as_view(Member((said[at],))), found.text)
        found.views += [view] if view else []
        left = list(said[at + 2 :])
        while left and left[0].has("verb.show", "want.", "filler."):
            left.pop(0)
        return [*head, *left]
    found.rest.append(found.text[said[at].start : said[end - 1].end])
    end += len(said) > end and said[end].kind == "particle"
    sign = next((s for s in lexis().marking("object") if head[-1].text.endswith(s)), "")
    if head[-1].kind == "unknown" and sign and len(sign) < len(head[-1].text):
        last = head[-1]
        head[-1] = replace(last, text=last.text.removesuffix(sign), end=last.end - len(sign))
    return [*head, *said[end:]]


def _view(member: Member, text: str) -> WantedView | None:
    """The view that a member names; beside others a table is one as well."""
    return view_of(member, text) or view_of(as_view(member), text)


def _names(text: str) -> bool:
    """Whether a text names what it lists the columns of."""
    said = tokens(text)
    colon = next((i for i, t in enumerate(said) if t.text == ":"), 0)
    return any(not t.has("noun.") for t in said[:colon]) or names_itself(text)
