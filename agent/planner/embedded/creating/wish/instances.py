"""What there is of a kind, told by name around a wish: "we rent out 4 flats (A1, A2, B1, B2)",
"a chore list for Mia, Leo and Sam". Each row is of one of them: they are options of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.creating.wish.pieces import raw
from agent.planner.embedded.creating.wish.vocabulary import are_many, forms, tokens
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, singular
from agent.planner.embedded.nouns import is_attribute
from tools.blueprint.base import Language

_NEAR = 4  # tokens, among which with whom something is done stands
_FEWEST, _PAIR = 3, 2  # people that a list is shared between; of chores fewer are told by name


@dataclass(frozen=True)
class Instances:
    """Things by name; `kind` is what each of them is, empty for people."""

    kind: str
    names: tuple[str, ...]


def without_people(said: Sequence[Token], text: str) -> tuple[list[Token], list[Instances]]:
    """The tokens without the people that a list is "for" or shared "between", or other things that
    proper names list behind their kind ("subjects Biology, Chemistry and Maths"), and these."""
    for at, token in enumerate(said):
        named = _is_kind(token, said[at + 1 : at + 2])
        dashed = token.text == "-" and any(map(_is_me, said[at + 1 : at + 1 + _NEAR]))
        if not at or not (named or dashed or token.has("shared.") or token.text == ":"):
            continue
        if said[at - 1].has("noun.sub_page"):
            continue  # "subpages for Math, History and Art"
        names, end = _names(said, at + 1, text)
        short = token.has("shared.") and any(t.has("task.") for t in said[:at])
        if len(names) < (_PAIR if short else _FEWEST) or not _ends_there(said, token, end):
            continue
        kind = singular(token.text).capitalize() if named else ""
        return [*said[:at], *said[end:]], [Instances(kind, tuple(names))]
    return list(said), []


def without_companion(
    said: Sequence[Token], language: Language
) -> tuple[list[Token], list[Instances]]:
    """The tokens without with whom something is done ("남편이랑 집안일 분담표"), and both, where
    it is shared."""
    at = next((i for i, t in enumerate(said[:_NEAR]) if t.has("role.and")), 0)
    whom = [t for t in said[:at] if t.kind not in ("number", "particle") and not t.has("counter.")]
    if len(whom) != 1 or whom[0].text not in forms("companion") or at + 1 == len(said):
        return list(said), []
    counted = len(whom) < at
    shared = any(t.has("task.") for t in said[at:]) and not counted
    me = lexis().names[language].get("me", "")
    both = [Instances("", (me, whom[0].text))] if shared and me else []
    return list(said[at + 1 :]), both


def without_examples(said: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens without what only tells by examples of which kind a noun is ("원두, 우유 같은
    재고"), and these."""
    at = next((i for i, t in enumerate(said) if t.text in forms("alike") and _tells(said, i)), 0)
    begin = max(
        (i + 1 for i, t in enumerate(said[:at]) if t.kind == "break" or t.text in ".!?"), default=0
    )
    names = list(said[begin:at])
    listed = any(t.text == "," or t.has("role.and") for t in names)
    plain = all(t.text == "," or t.kind in ("unknown", "word", "particle") for t in names)
    if not at or not listed or not plain:
        return list(said), []
    behind = said[at + 1 :]
    return [*said[:begin], *(behind[1:] if behind[0].kind == "particle" else behind)], names


def _tells(said: Sequence[Token], at: int) -> bool:
    """Whether a noun follows a word at a place."""
    after = [t for t in said[at + 1 : at + 3] if t.kind != "particle"][:1]
    plain = bool(after) and after[0].kind in ("unknown", "word") and not after[0].has("noun.thing")
    return plain and not said[at].text.isascii()


def _is_kind(token: Token, after: Sequence[Token]) -> bool:
    """Whether a plural is followed by the proper names of what it says."""
    plain = token.kind in ("unknown", "word") and not token.has("noun.", "sample.", "task.")
    led = plain and token.text.islower() and are_many(token.text)
    return led and bool(after) and after[0].text[:1].isupper() and after[0].kind == "unknown"


def _ends_there(said: Sequence[Token], token: Token, end: int) -> bool:
    """Whether a list of names is no list of columns: behind a colon another list follows it."""
    if token.text != ":":
        return not any(t.text == ":" for t in said[end : end + 1])
    if said[said.index(token) - 1].has("noun."):
        return False  # "three tables: Classes, Students"
    stopped = any(t.text in ".;" and t.kind == "punct" for t in said[end : end + 1])
    return stopped and sum(t.text == "," for t in said[end:]) >= _PAIR


def listed_in(sentence: Sequence[Token], after: Sequence[Token], text: str) -> list[Instances]:
    """What a sentence lists of a kind before something is asked for ("Rooms: kitchen, hallway")."""
    at = next((i for i, t in enumerate(sentence[:_FEWEST]) if t.text == ":"), 0)
    noun = sentence[at - 1] if at else None
    asks = any(t.has("want.", "verb.want", "make.") for t in after)
    one = singular(noun.text) if noun is not None else ""
    each = any(a.has("each.") and (b.has("noun.thing", "it.") or singular(b.text) == one)
               for a, b in pairwise(after))  # fmt: skip
    if noun is None or not asks or each or not are_many(noun.text) or noun.has("noun.", "sample."):
        return []
    names = _parted(sentence[at + 1 :], text)
    plain = not any(is_attribute(name) or are_many(name) or "(" in name for name in names)
    return [Instances(singular(noun.text).capitalize(), tuple(names))] if plain and names else []


def _names(said: Sequence[Token], at: int, text: str) -> tuple[list[str], int]:
    """The proper names that a list from a place on has, and where it ends."""
    names, name, end = list[str](), list[Token](), at
    for place, token in enumerate(said[at:], at):
        if _is_me(token) or (token.text[:1].isupper() and token.kind in ("unknown", "word")):
            name.append(token)
            end = place + 1
        elif token.text in (",", "&") or token.has("also.also"):
            names += [raw(name, text)] if name else []
            name = []
        else:
            break
    return [*names, *([raw(name, text)] if name else [])], end


def told_in(sentence: Sequence[Token], text: str) -> list[Instances]:
    """What a sentence that only tells how things are counts and then names in brackets."""
    opens = next((i for i, t in enumerate(sentence) if t.text == "("), 0)
    shut = next((i for i, t in enumerate(sentence) if i > opens and t.text == ")"), 0)
    noun = sentence[opens - 1] if opens else None
    counted = any(t.kind == "number" or t.has("count.", "many.") for t in sentence[:opens])
    if noun is None or not shut or not counted or not are_many(noun.text):
        return []
    names = _parted(sentence[opens + 1 : shut], text)
    kind = singular(noun.text).capitalize()
    return [Instances(kind, tuple(names))] if names else []


def _is_me(token: Token) -> bool:
    return token.text.isascii() and token.text.casefold() in forms("me")


def _parted(listed: Sequence[Token], text: str) -> list[str]:
    """The names that commas, strokes and words for "and" part; none where there is but one."""
    names, name = list[str](), list[Token]()
    for token in [*listed, Token("punct", 0, 0, ",")]:
        if token.text in (",", "/") or token.has("also.also"):
            names += [raw(name, text)] if name else []
            name = []
        else:
            name.append(token)
    return names if len(names) >= _PAIR else []


def with_instances(
    lists: list[PropertyList], instances: Sequence[Instances], language: Language
) -> list[PropertyList]:
    """The lists of properties, in which what a row is of may be one of what there is."""
    for one in instances:
        found = [_filled(listed, one) for listed in lists]
        if found[:1] == lists[:1] and (one.kind or found == lists):
            name = one.kind or lexis().names[language]["who"]
            wanted = WantedProperty(name=name, type="select", options=list(one.names))
            first = found[0] if found else PropertyList(properties=[])
            found[:1] = [first.model_copy(update={"properties": [*first.properties, wanted]})]
        lists = found
    return lists


def _filled(listed: PropertyList, one: Instances) -> PropertyList:
    update = {"type": "select", "options": list(one.names)}
    properties = [
        p.model_copy(update=update) if not p.options and _is_of(p, one) else p
        for p in listed.properties
    ]
    return listed.model_copy(update={"properties": properties})


def _is_of(wanted: WantedProperty, one: Instances) -> bool:
    """Whether a property says which of the things a row is of."""
    if one.kind:
        return wanted.name.casefold() == one.kind.casefold()
    known = concept_worded(wanted.name)
    asked = any(t.has("inquiry.text") for t in tokens(wanted.name)[:1])  # "who"
    person = known is not None and known.key == "person"
    return asked or (person and wanted.type in (None, "people"))
