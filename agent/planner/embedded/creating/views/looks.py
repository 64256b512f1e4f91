"""How a workspace is to look: title, icon, colour, how detailed, in which money."""

from collections.abc import Sequence

from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, is_empty, raw
from agent.planner.embedded.creating.wish.vocabulary import ends
from agent.planner.embedded.grammar.text.tokens import Token

_TITLE = 80
_ONLY = ("only.", "role.only")
_WHICH = ("compare.", "state.overdue", "worked.", "range.", "noun.thing", "noun.row")
_MOST = 20  # tokens of a clause that only gives a name


def without_tier(tokens: Sequence[Token], said: dict[str, object]) -> list[Token]:
    """The tokens without what says how detailed, and whether a dashboard is meant."""
    left, depth = list[Token](), 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        depth += (mark in "([{") - (mark in ")]}") if mark else 0
        if token.has("dash."):
            said["dashboard"] = True
        if token.has("tier.") and not depth and not token.names:
            said.setdefault("complexity", token.group("tier."))
        else:
            left.append(token)
    return left


def without_currency(tokens: Sequence[Token], said: dict[str, object]) -> list[Token]:
    """The tokens without a clause that only says in which money all amounts are ("all in euros",
    "prices are in pounds", "currency: won")."""
    left, clause, depth = list[Token](), list[Token](), 0
    for token in [*tokens, Token("break", 0, 0, "")]:
        depth += (token.text == "(") - (token.text == ")")
        if token.kind != "break" and not (token.kind == "punct" and token.text in ".,;!?()"):
            clause.append(token)
            continue
        money = [t for t in clause if t.has("format.") and not t.has("format.percent")]
        whole = any(t.has("all.", "noun.format", "setting.", "talk.") for t in clause)
        named = any(t.has("noun.format") for t in clause)
        plain = all(_of_money(t) or (named and t.kind == "unknown") for t in clause)
        if len(money) == 1 and not depth and whole and plain:
            said["currency"] = money[0].group("format.")
            clause = []
        left += [*clause, token]
        clause = []
    return left[:-1]


def _of_money(token: Token) -> bool:
    """Whether a word may stand in a clause about the currency of all amounts."""
    plain = (
        "format.",
        "all.",
        "either.",
        "only.",
        "noun.format",
        "concept.money",
        "role.at",
        "setting.",
        "talk.",
    )
    return token.text == ":" or token.has(*plain, "also.", "noun.thing") or is_empty(token)


def read_look(found: Found, group: Group) -> bool:
    """Reads a group that only says a title, an icon or a colour; whether it did."""
    lead = group.lead
    tokens = [t for m in group.members for t in m.tokens]
    emoji = next((t for t in tokens if t.kind == "emoji"), None)
    if emoji and any(t.has("noun.icon") for t in (*lead, *tokens)):
        found.said["icon"] = emoji.text
        group.members = [m for m in group.members if not _is_icon(m)]
        if not group.members and not any(t.has("role.called") for t in lead):
            return True
        lead, tokens = group.lead, [t for m in group.members for t in m.tokens]
    if _named(found, group, tokens):
        return True
    if not lead or not group.members or group.said("ahead."):
        return False
    named = any(t.has("noun.database") for t in lead)
    if (
        lead[-1].has("noun.title")
        and not named
        and all(t.has("noun.") or is_empty(t) for t in lead)
    ):
        last = _joined(group.members, found.text)
        title = [t for m in group.members[: last + 1] for t in m.tokens]
        found.said["title"] = raw(title, found.text)[:_TITLE]
        group.members, group.lead = group.members[last + 1 :], ()
        return not group.members
    if lead[-1].has("noun.color") and (hue := hue_of(group.members[0].tokens)):
        found.said["color"] = hue
        return True
    return False


def _is_icon(member: Member) -> bool:
    plain = (t.kind == "emoji" or t.has("noun.icon") or is_empty(t) for t in member.tokens)
    return all(plain)


def _joined(members: Sequence[Member], text: str) -> int:
    """The place of the last member that an ampersand joins to the first ("Bramble & Bee")."""
    last = 0
    while last + 1 < len(members) and members[last].tokens and members[last + 1].tokens:
        between = text[members[last].tokens[-1].end : members[last + 1].tokens[0].start]
        if between.strip() != "&":
            break
        last += 1
    return last


def _named(found: Found, group: Group, tokens: Sequence[Token]) -> bool:
    """ "Title it 'Thesis HQ' with a 🎓": a title in quotes, and its icon."""
    quoted = [t for t in tokens if t.kind == "quoted"]
    if len(tokens) > _MOST:
        return False
    said = [t for t in (*group.lead, *tokens) if not (is_empty(t) or t in quoted)]
    plain = all(t.has("noun.title", "it.", "verb.rename") or t.kind == "emoji" for t in said)
    named = any(t.has("noun.title", "verb.rename") for t in (*said, *group.verbs))
    if len(quoted) != 1 or not plain or not named:
        lead = [t for t in group.lead if not is_empty(t)]
        titled = [t for t in lead if t.kind == "quoted"]
        if (
            len(titled) != 1
            or not any(t.has("noun.title", "role.called") for t in lead)
            or group.mark != "with"
        ):
            return False
        quoted = titled
    found.said["title"] = str(quoted[0].value)[:_TITLE]
    icon = next((t for t in tokens if t.kind == "emoji"), None)
    if icon is not None:
        found.said["icon"] = icon.text
    return True


def hue_of(tokens: Sequence[Token]) -> str:
    """The colour that words name, and nothing beside it."""
    plain = [t for t in tokens if not (is_empty(t) or t.has("theme.", "noun.color"))]
    return plain[0].group("hue.") if len(plain) == 1 else ""


def paints_some(said: Sequence[Token]) -> bool:
    """Whether a clause asks for a colour of some rows or values only ("140 넘은 것만 빨간색으로"),
    which nothing of Notion's API gives them."""
    at = next((i for i, t in enumerate(said) if t.has("hue.", "noun.color")), 0)
    if not at:
        return False
    before, behind = said[:at], said[at + 1 :]
    which = any(t.has(*_WHICH) and not t.names for t in before)
    which = which or (any(t.has("state.") for t in before) and any(t.has(*_ONLY) for t in before))
    led = not said[at].text.isascii() or any(t.has("role.at", "role.to", "verb.") for t in before)
    ends = all(t.kind in ("particle", "ending") or t.has("verb.") or is_empty(t) for t in behind)
    return which and led and ends


def without_looks(tokens: Sequence[Token], found: Found) -> list[Token]:
    """The words of a head without a colour at either end, a name that is given, a currency."""
    kept = _unnamed(list(tokens), found)
    kept = _unpaid(kept, found)
    for place in (0, -1):
        if len(kept) > 1 and _is_hue(kept, place):
            found.said["color"] = kept[place].group("hue.")
            kept.pop(place)
            while kept and place and (kept[-1].has("role.at", "theme.") or is_empty(kept[-1])):
                kept.pop()
    return bare(kept)


def _is_hue(tokens: Sequence[Token], place: int) -> bool:
    """Whether a colour at an end is one of the workspace: "파란색", "in green", "blue theme"."""
    while place < 0 and len(tokens) + place > 1 and tokens[place].has("theme.", "role.to"):
        return False
    token = tokens[place]
    if not token.has("hue."):
        return False
    return ends(token.text, "theme") or (place < 0 and tokens[-2].has("role.at", "role.to"))


def _unnamed(tokens: list[Token], found: Found) -> list[Token]:
    """The words without a name that is given behind "called"."""
    for place, token in enumerate(tokens):
        named = tokens[place + 1 :]
        if place and named and token.kind == "word" and token.has("role.called"):
            if token.has("thing."):
                continue
            last = 1 if named[0].kind == "quoted" else len(named)
            title = raw(named[:last], found.text)[:_TITLE]
            found.said["title"] = title
            if any(t.has("noun.database") for t in tokens[:place]):
                found.databases.append(title)
                return bare(tokens[place + 1 :])
            return [*tokens[:place], *named[last:]]
    return tokens


def _unpaid(tokens: list[Token], found: Found) -> list[Token]:
    """The words without a currency at their end."""
    if len(tokens) > 1 and tokens[-1].has("format.") and not tokens[-1].has("format.percent"):
        found.said["currency"] = tokens[-1].group("format.")
        return tokens[: -1 - tokens[-2].has("role.at")]
    return tokens
