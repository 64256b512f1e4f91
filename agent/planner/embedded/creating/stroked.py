"""Members that only strokes or blanks part, and that are no columns: the stages of something
("아이디어 > 대본 > 촬영 순서로"), its kinds ("한식 중식 일식으로 나눠줘"), rows ("빨래 설거지
청소"); and of what there are several for each of something."""

from collections.abc import Sequence

from agent.planner.brief import WantedProperty, WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.head import take_head
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Member,
    bare,
    is_column,
    raw,
    words_in,
)
from agent.planner.embedded.creating.wish.shapes import options_of
from agent.planner.embedded.creating.wish.vocabulary import forms
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept, concept_worded, thing_of, word_for

_STAGES = 3  # at least
_ROWS = 3
_PAIR = 2


def took_stroked(found: Found, group: Group) -> bool:
    """Takes the only member of a group for what strokes or blanks make of it, and several that are
    to be told apart; whether it did."""
    if len(group.members) > 1:
        return _took_kinds(found, group)
    member = group.members[0] if len(group.members) == 1 else Member(())
    flows = member.choices and not (member.tokens or member.groups)
    if flows and _opens_flow(found, group.lead) and _took_stages(found, group, member.choices):
        return True
    if group.lead or member.groups:
        return False
    if member.choices and found.head and group.said("verb.group", "choose."):
        return _put_kinds(found, options_of(member.choices, found.text))  # "読みたい/読んだで分け"
    words = words_in(bare(_before_others(member.tokens)))
    plain = not any(t.text.isascii() or t.kind not in ("unknown", "word") for w in words for t in w)
    return plain and (_told_apart(found, group, words) or _took_rows(found, group, words))


def _opens_flow(found: Found, lead: Sequence[Token]) -> bool:
    """Whether nothing leads stages but what runs through them ("Commissions: sketch > done")."""
    return not lead or not (found.head or concept_worded(tidy(lead, found.text)))


def _before_others(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words before "and the like"."""
    at = next((i for i, t in enumerate(tokens) if t.text in forms("others")), len(tokens))
    return tokens[:at]


def _took_stages(found: Found, group: Group, choices: Sequence[Sequence[Token]]) -> bool:
    *before, last = choices
    ordered = ("role.ordered", "noun.status")
    at = next((i for i, t in enumerate(last) if i and t.has(*ordered)), 0)
    flows = found.text[before[0][-1].end :].lstrip()[:1] in forms("flow")
    if len(choices) < _STAGES or not (at or flows):
        return False
    if group.lead:
        take_head(found, group.lead)
    options = options_of([*map(tuple, before), tuple(bare(last[: at or len(last)]))], found.text)
    name = introduced.status_name("", found.language)
    found.put([WantedProperty(name=name, type="status", options=options)])
    kinds = [t.group("view.") for t in (*last[at:], *group.verbs) if at and t.has("view.")]
    found.views += [WantedView.model_validate({"type": k, "by": name}) for k in kinds[:1]]
    return True


def _took_kinds(found: Found, group: Group) -> bool:
    """Whether listed members are kinds that what is kept is told apart by ("식비, 교통비, 월세로
    나눠서"), and no things to be kept in tables of their own."""
    listed = [m for m in group.members if raw(m.tokens, found.text) not in forms("others")]
    names = [tidy(m.tokens, found.text) for m in listed]
    plain = not any(m.groups or m.choices or m.asked for m in listed) and not group.lead
    told = group.said("verb.group") and len(names) >= _ROWS and bool(found.head)
    if not (told and plain) or any(thing_of(name) for name in names):
        return False
    return _put_kinds(found, names)


def _told_apart(found: Found, group: Group, words: Sequence[Sequence[Token]]) -> bool:
    """Whether words that are to be told apart are options of a kind."""
    names = [raw(word, found.text) for word in words]
    opposite = len(names) == _PAIR and any(
        names[1] in (f"{no}{names[0]}", f"{no} {names[0]}") for no in forms("not")
    )
    opposite = opposite or (
        len(names) == _PAIR and names[0][-1:] == names[1][-1:]
    )  # "신랑측 신부측"
    if not group.said("verb.group", "choose.") or not (len(names) >= _ROWS or opposite):
        return False
    if any(map(is_column, names)):
        return False
    return _put_kinds(found, names)


def _put_kinds(found: Found, names: list[str]) -> bool:
    name = word_for(concept("category"), found.language)
    found.put([WantedProperty(name=name, type="select", options=names)])
    return True


def _took_rows(found: Found, group: Group, words: Sequence[Sequence[Token]]) -> bool:
    """Whether plain words behind the head are rows of it."""
    names = [raw(word, found.text) for word in words]
    named = len(names) >= _ROWS and not any(map(is_column, names))
    if not (found.head and named) or group.verbs or found.lists:
        return False
    if any(t.has("domain.", "concept.note") for t in found.head[-1:]):
        return _put_kinds(found, names)  # what is kept in a log is told apart by that
    introduced.read_rows(found, [Member(tuple(word)) for word in words])
    return True
