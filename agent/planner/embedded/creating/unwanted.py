"""What a wish does not want."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import Removal
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.views.wanted import view_of
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, is_empty, raw
from agent.planner.embedded.creating.wish.vocabulary import ends, is_stop
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token

_DENIES = ("without.", "verb.delete", "predicate.", "ending.never", "never.")
_VERBAL = ("verb.", "want.", "filler.", "make.", *_DENIES)
_ONLY = Token("word", -1, -1, "", frozenset({"only.only"}))
_KEPT_IN = ("generic.", "holder.", "noun.thing", "ask.there")


def without_unwanted(said: Sequence[Token], found: Found) -> list[Token]:
    """The tokens without sentences that only turn something down, which is then taken out.

    What is turned down opens such a sentence: "売上の管理は会計ソフトでやっているのでいりません",
    "정산은 넣지 말아주세요", "A calendar isn't needed". Why it is may stand between.
    """
    left, at = list[Token](), 0
    while at < len(said):
        stop = next((i for i in range(at, len(said)) if is_stop(said[i])), len(said))
        sentence = said[at : stop + 1]
        gone = _turned_down(said[at:stop], found.text)
        if gone is None:
            left += sentence
        else:
            deny(found, gone)
        at = stop + 1
    return left


def _turned_down(sentence: Sequence[Token], text: str) -> Group | None:
    """What a sentence turns down, and nothing else that it says; None for any other sentence."""
    end = len(sentence)
    while end and (sentence[end - 1].kind == "ending" or sentence[end - 1].has(*_VERBAL)):
        end -= 1
    small = (i for i, t in enumerate(sentence[:end]) if t.kind == "particle")
    topic = next((i for i in small if sentence[i].has("role.topic")), None)
    if topic is None:
        told = any(t.has("predicate.") for t in sentence[end:])
        talks = next((i for i, t in enumerate(sentence[:end]) if t.has("talk.")), end)
        named, between = sentence[: talks if told else 0], sentence[:0]
    else:
        named, between = sentence[:topic], sentence[topic + 1 : end]
    group = Group(tuple(core(named)), "topic", verbs=list(sentence[end:]))
    listed = any(t.kind == "punct" and t.text in ",:(" for t in named)
    why = all(map(is_small, between)) or ends(raw(between, text), "reason")
    plain = bool(group.lead) and why and not listed and is_denied(group)
    return group if plain else None


def core(named: Sequence[Token]) -> list[Token]:
    """What is turned down without the words for what it is kept in ("売上の管理")."""
    kept = bare(named)
    while len(kept) > 1 and kept[-1].has(*_KEPT_IN) and not kept[-1].has("noun.database"):
        kept = bare(kept[:-1])
    return kept


def is_denied(group: Group) -> bool:
    never = group.said("never.never", "ending.never")
    removed = group.said("verb.delete") and not group.said("verb.add")
    denied = never and group.said("verb.add", "make.", "verb.want", "verb.do", "verb.write")
    return (removed and not never) or denied or group.said("without.", "predicate.")


def keeps_apart(group: Group) -> bool:
    """Whether nothing is to be linked ("何にも紐づけないで", "not linked to anything")."""
    denies = ("never.never", "ending.never", "without.", "not.not")
    links = group.said("verb.link", "link.")
    return links and any(token.has(*denies) for token in group.tokens())


def these_alone(found: Found, group: Group) -> Group:
    """A list besides which nothing is wanted ("A, B, C: add no other than these three"), as one
    that is wanted; any other group as it is."""
    last = group.members[-1] if len(group.members) > 1 else Member(())
    others = any(t.has("other.") for t in last.tokens)
    denied = is_denied(group) or any(t.has("value.empty", "value.no") for t in last.tokens[-1:])
    enough = bool(last.tokens) and last.tokens[0].has("enough.")  # "name, phone, nothing else"
    if not (enough or (others and denied)):
        return group
    found.said["nothing_more"] = True
    at = next(i for i, t in enumerate(last.tokens) if t.has("other.", "count.", "enough."))
    kept = tuple(bare(last.tokens[:at]))
    members = [*group.members[:-1], *([replace(last, tokens=kept)] if kept else [])]
    return replace(group, members=members, verbs=[], small=[_ONLY])


def deny(found: Found, group: Group) -> None:
    """Takes out what is not wanted; what is turned down before the head is nobody's."""
    if any(
        t.has("other.", "otherwise.")
        for t in (*group.lead, *(t for m in group.members for t in m.tokens))
    ):
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
        for member in [m for named in leads or one.members for m in _each(named)]:
            _without(found, member, one)
            name = tidy(member.tokens, found.text)
            if one is not group or any(name in p.options for p in found.columns()):
                found.drop(name)


def _each(member: Member) -> list[Member]:
    """What a member turns down, one by one ("no dashboards or charts")."""
    at = next((i for i, t in enumerate(member.tokens) if i and t.has("either.")), 0)
    if not at:
        return [member]
    return [Member(member.tokens[:at]), *_each(Member(member.tokens[at + 1 :]))]


def _points_back(group: Group) -> bool:
    """Whether a group names only a place for what was named right before ("…、ここにはなし")."""
    said = [*group.lead, *(t for m in group.members for t in m.tokens)]
    return any(t.has("it.") for t in said) and all(t.has("it.") or is_empty(t) for t in said)


def _without(found: Found, member: Member, group: Group) -> None:
    said = bare(member.tokens)
    while len(said) > 1 and said[-1].has("unneeded."):
        said.pop()  # "no dashboard needed"
    if group.kind == "sample.sample" or (
        said and all(t.has("sample.") for t in said if not is_empty(t))
    ):
        found.said["sample_count"] = 0
    elif any(t.has("noun.sub_page") for t in said) and len(said) == 1:
        found.said["sub_page_count"] = 0
    elif any(t.has("noun.database") and not t.has("view.") for t in said) and len(said) == 1:
        found.said["no_databases"] = True
    elif said and all(t.has("dash.") or is_empty(t) for t in said):
        found.removals.append(Removal(name="dashboard", kind="view"))
        found.said.pop("dashboard", None)
    elif (view := view_of(member, found.text)) is not None:
        found.removals.append(Removal(name=view.type, kind="view"))
    elif name := tidy([t for t in said if not t.has("noun.property", "noun.view")], found.text):
        is_database = "noun.database" in (group.kind, *(s for t in said[-1:] for s in t.senses))
        found.removals.append(Removal(name=name, kind="database" if is_database else "any"))
