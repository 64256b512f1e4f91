"""What a member of a list is as a property: its name, and what is said of its type."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import PropertyType, WantedProperty
from agent.planner.embedded.creating.wish.led_names import behind_type, from_quote
from agent.planner.embedded.creating.wish.pieces import (
    Member,
    Tokens,
    bare,
    before_several,
    is_empty,
    raw,
    uncounted,
)
from agent.planner.embedded.creating.wish.shapes import (
    answered,
    asks,
    between,
    boxed,
    is_size,
    is_unit,
    kind_of,
    options_of,
    shows_unit,
    typed,
    unstarred,
)
from agent.planner.embedded.creating.wish.spread import spread
from agent.planner.embedded.creating.wish.vocabulary import end_of, ends, forms
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, is_choice, is_known
from tools.blueprint.base import Hue

_LONGEST = 60  # letters of a name; longer ones are torn sentences
_UNIT = 3  # letters of a unit that no word is known for
_FEWEST = 2  # options
_EITHER = 3  # words that name two options and nothing else
_MOST_LEVELS = 10
_MOST_COUNTED = 20  # options that a range stands for
# What is counted from a first to a last: the same sign before both, or the same unit behind both.
_COUNTED = re.compile(
    r"(?P<sign>[^\w\s]?)(?P<first>\d{1,2})(?P<unit>[^\W\d]{0,3})\s?[~〜–-]\s?"
    r"(?P=sign)(?P<last>\d{1,2})(?P=unit)"
)


def tidy(tokens: Sequence[Token], text: str) -> str:
    """The name that tokens give: as typed, with a capital where it is Latin and not in quotes."""
    kept = bare(tokens)
    name = raw(kept, text)
    if kept and kept[0].kind != "quoted" and name[:1].isascii():
        name = name[:1].upper() + name[1:]
    return " ".join(name.split())[:_LONGEST]


def property_of(member: Member, text: str) -> WantedProperty | None:
    """A member as a property; None where it has no name."""
    if whole := _whole(member, text):
        return whole
    member = _parted(_either(member))
    said = dict[str, object]()
    named = behind_type(from_quote(member.tokens), said)
    tokens, _ = uncounted(unstarred(named, said))
    tokens = typed(_unranged(answered(tokens, said, text), said), said)
    if tokens and all(_is_pronoun(t) for t in tokens):
        return None  # "A、Bの四つ", "それだけ"
    name = tidy(tokens, text) or _unnamed(tokens, member, text)
    if not name or name in forms("idle") or is_size(name, member):
        return None
    if leads := _leading_to(tokens, name, text):
        return leads
    if member.choices:
        said |= {"options": options_of(member.choices, text)}
        if not (tokens and is_choice(name)):
            said.setdefault("type", "select")
    for group in member.groups:
        said |= details(name, group, text)
        if said.get("type") == "number" and "format" not in said and shows_unit(group):
            name = f"{name} ({raw(group, text)})"  # what is not its type stays in its name
    asked = member.asked or (bool(tokens) and asks(text[tokens[-1].end :]))
    if tokens and "type" not in said and (kind := kind_of(name, tokens, asked=asked)):
        said["type"] = kind
    return WantedProperty.model_validate({"name": name, **said})


def _is_pronoun(token: Token) -> bool:
    """Whether a word stands for any thing, and names none ("the four", "그거")."""
    return token.has("it.") or (token.senses == {"noun.thing"} and not is_known(token.text))


def _whole(member: Member, text: str) -> WantedProperty | None:
    """A member whose form alone says what it is: there or not, or a link ("linked to a talk")."""
    if box := boxed(member, text):
        return WantedProperty(name=box, type="checkbox")
    if len(member.tokens) > 1 and member.tokens[0].has("linked.", "belongs."):
        name = tidy(member.tokens[1:], text)
        return WantedProperty(name=name, type="relation", target=name)
    return None


def _either(member: Member) -> Member:
    """ "open or closed": a member that is nothing but what it may be."""
    said, at = member.tokens, next((i for i, t in enumerate(member.tokens) if t.has("either.")), 0)
    short = 0 < at < len(said) - 1 and len(said) == _EITHER and not member.groups
    named = short and not (said[0].has("inquiry.") or said[-1].has("not."))
    return replace(member, tokens=(), choices=(said[:at], said[at + 1 :])) if named else member


def _unnamed(tokens: Sequence[Token], member: Member, text: str) -> str:
    """What a member is called whose words are no name: as typed, else by what it may be."""
    ends_of = len(tokens) == 1 and tokens[0].has("role.from", "role.until", "role.to")
    if tokens and (ends_of or member.groups or concept_of(raw(tokens, text))):
        name = raw(tokens, text)  # "In use (yes/no)", "due", "from"
        return name[:1].upper() + name[1:]
    if any(type_of(g) not in CHOICES for g in member.groups) or len(member.choices) < _FEWEST:
        return ""
    first, *_, last = (t for choice in member.choices for t in choice)
    begun = text[first.start : member.choices[1][0].start]
    if begun[-1:].isspace() and ends(begun.strip(), "asked"):
        return "/".join(options_of(member.choices, text))  # "준 돈인지 받은 돈인지"
    name = text[first.start : last.end]
    return name[:1].upper() + name[1:]


def _leading_to(tokens: Sequence[Token], name: str, text: str) -> WantedProperty | None:
    """A relation that is called by what it leads to and "link" ("좌석 연결"); None for others."""
    links = len(tokens) > 1 and tokens[-1].has("verb.link") and not name.isascii()
    if not links or concept_of(name) is not None:
        return None
    return WantedProperty(name=tidy(tokens[:-1], text), type="relation")


def _unranged(tokens: list[Token], said: dict[str, object]) -> list[Token]:
    """A name without the range of its options behind it ("priority P0-P3")."""
    first, _, last = tokens[-1].text.partition("-") if tokens else ("", "", "")
    options = between(first, last) if len(tokens) > 1 else []
    said |= {"type": "select", "options": options} if options else {}
    return tokens[:-1] if options else tokens


def _parted(member: Member) -> Member:
    """ "봉군 세력 상/중/하": a name with its options right behind it."""
    if not is_parted(member):
        return member
    first, *others = member.choices
    if _is_named_last(member):  # "신랑측/신부측 구분"
        *options, (*last, name) = member.choices
        return Member((name,), member.groups, (*options, tuple(last)))
    return Member(tuple(first[:-1]), member.groups, (tuple(first[-1:]), *others))


def _is_named_last(member: Member) -> bool:
    """Whether what options are of stands behind the last of them."""
    *_, last = member.choices
    return len(last) == _FEWEST and is_choice(last[-1].text) and len(bare(member.choices[0])) == 1


def is_parted(member: Member) -> bool:
    """Whether strokes part the options of what stands before the first of them."""
    if member.tokens or len(member.choices) < _FEWEST:
        return False
    first, *others = member.choices
    if _is_named_last(member):
        return True
    return len(first) >= _FEWEST and all(len(bare(one)) <= 1 for one in others)


def details(name: str, group: Tokens, text: str) -> dict[str, object]:
    """What brackets behind a name say: a type, a number format, options, what it leads to."""
    if not group:
        return {}
    colon = next((i for i, t in enumerate(group) if t.kind == "punct" and t.text == ":"), None)
    if colon:
        kind, rest = type_of(group[:colon]), group[colon + 1 :]
        if kind == "relation":
            return {"type": kind, "target": tidy(rest, text)}
        if kind in CHOICES:
            return {"type": kind, **choices(rest, text)}
        unit = {} if kind is None else details(name, group[:colon], text)
        return unit | details(name, rest, text) if kind in (None, "number") else unit
    if group[0].has("link.", "noun.relation") and len(group) > 1:
        at = next((i for i, t in enumerate(group) if t.has("role.to", "role.with")), 0)
        return {"type": "relation", "target": tidy(group[at + 1 :], text) or name}
    same = any(t.has("noun.database") for t in group)
    if group[-1].has("verb.link", "noun.relation") and len(group) > 1 and not same:
        at = next((i for i, t in enumerate(group) if t.kind == "particle"), 0)
        target = tidy(group[:at], text) or name  # "顧客と紐づけ"
        glued = any(target == f"{name}{p}" for p in lexis().marking("at"))  # "企画へ"
        return {"type": "relation", "target": name if glued else target}
    several = before_several(group)
    if len(list(spread(several))) >= _FEWEST:
        return {**choices(several, text), "type": "multi_select"}
    if len(group) > 1 and all(t.kind == "punct" and t.text not in "%/" for t in group):
        return {"type": "select", "options": [t.text for t in group]}  # "◎○△"
    alone = len(group) == 1 or group[1].kind != "punct"  # "yes/no/maybe" is no box
    if (group[0].has("boolean.") and alone) or _is_yes_or_no(group):
        return {"type": "checkbox"}
    return _typed_by(list(spread(group)), group, text) or _optional(name, group, text)


def _typed_by(pieces: Sequence[Tokens], group: Tokens, text: str) -> dict[str, object]:
    """The type or the unit that brackets name; nothing where they hold options or a range."""
    kind = type_of(pieces[0]) if pieces else None
    if len(pieces) > 1 and kind not in (*CHOICES, "number"):
        kind = None  # "전화, 이메일, 카톡" are options
    several = len(pieces) > _FEWEST and kind is None
    formats = [t.group("format.") for t in group if t.has("format.") and not several]
    if formats and kind in (None, "number"):
        return {"type": "number", "format": formats[0]}
    if kind in CHOICES and len(pieces) > 1:
        return {"type": kind, **choices(group[len(pieces[0]) + 1 :], text)}
    if kind is not None:
        return {"type": kind}
    return {"type": "number"} if is_unit(group) else {}


def _levels(group: Tokens) -> list[str]:
    """The options of so many levels, whatever they are called ("浅煎り〜深煎りの5段階")."""
    numbers = [t for t in group[-2:-1] if t.kind == "number" and group[-1].has("scale_of.")]
    many = int(numbers[0].value) if numbers else 0
    return [str(n) for n in range(1, many + 1)] if _FEWEST <= many <= _MOST_LEVELS else []


def _optional(name: str, group: Tokens, text: str) -> dict[str, object]:
    """The options that brackets list; a single short word there is a unit."""
    if all(t.kind in ("number", "punct") for t in group):
        return {} if concept_of(name) else {"type": "number"}  # a range
    if counted := _range_of(group, text) or _levels(group):
        return {"type": "select", "options": counted}
    known = concept_of(name)
    if other := _behind_some(raw(group, text)):
        if not is_choice(name):
            return {}  # "(bites, chews shoes etc)": examples of what may be written
        group = tuple(t for t in group if t.start < group[-1].end - len(other))
    said = choices(group, text)
    if len(said["options"]) < _FEWEST:
        short = len(raw(group, text)) <= _UNIT and not is_choice(name)
        return {"type": "number"} if short else {}
    measured = known is not None and (known.type == "number" or known.key == "reading")
    of = ("dimensions", "measured") if measured else ("dimensions",)
    if all(any(option in forms(sense) for sense in of) for option in said["options"]):
        return {"type": "number", **said}  # "血圧（上・下）": each is measured by itself
    return {"type": known.type if known and known.type in CHOICES else "select", **said}


def _behind_some(listed: str) -> str:
    """The word behind the last of some ("배 등", "など"); empty within names ("초등, 중등")."""
    other = end_of(listed, "others")
    apart = lexis().joins(other[:1]) == "unspaced" or listed.removesuffix(other)[-1:] in " ,"
    return other if other and apart and listed.count(other) == 1 else ""


def _range_of(group: Tokens, text: str) -> list[str]:
    """The options from the first to the last of what is counted ("1班〜4班"); else none."""
    if numbered := between(*raw(group, text).partition("-")[::2]):
        return numbered  # "P0-P3"
    found = _COUNTED.fullmatch(folded(raw(group, text)))
    if found is None or found["sign"] + found["unit"] == "":
        return []
    first, last = int(found["first"]), int(found["last"])
    numbers = range(first, last + 1) if first < last < first + _MOST_COUNTED else ()
    return [f"{found['sign']}{number}{found['unit']}" for number in numbers]


def _is_yes_or_no(group: Tokens) -> bool:
    said = [t for t in group if t.kind != "punct"]
    return len(said) == 2 and said[0].has("value.yes") and said[1].has("value.no")


def type_of(piece: Sequence[Token]) -> PropertyType | None:
    """The type that words name, and nothing else."""
    said = [t for t in piece if not is_empty(t)] or list(piece)
    if len(said) != 1 or said[0].kind == "quoted":
        return None
    if said[0].has("noun.relation"):
        return "relation"
    if said[0].has("format."):
        return "number"
    if said[0].has("noun.status"):
        return "status"
    if said[0].has("noun.title") and not said[0].has("called."):
        return "title"
    return said[0].group("type.") or None  # type: ignore[return-value]  # senses are type names


def choices(tokens: Sequence[Token], text: str) -> dict[str, list[str] | dict[str, Hue]]:
    """The options of a written list and the colours said of them in brackets."""
    names, colors = list[str](), dict[str, Hue]()
    for piece in spread(tokens):
        hue = next((t.group("hue.") for t in piece[1:] if t.has("hue.")), "")
        noted = next((i for i, t in enumerate(piece) if i and t.text == "(" and not hue), None)
        inner = [t for t in piece[:noted] if t.text not in "([)]"]  # "done (default)"
        while inner[1:] and inner[-1].has("choose."):
            inner.pop()  # "A、Bから選択"
        name = raw(_uncolored(inner) if hue else inner, text)
        if name:  # "yes/no" is a word of its own
            names += name.split("/") if inner[0].has("boolean.") else [name]
        if hue and name:
            colors[name] = hue  # type: ignore[assignment]  # the senses of hues are their names
    if len(names) == _FEWEST and all(t.text not in ",/" for t in tokens):
        names = between(*names) or names
    if len(names) == 1 and not names[0][0].isalnum():
        names = [sign for sign in names[0] if not sign.isspace()]  # "◎○△"
    return {"options": list(dict.fromkeys(name[:100] for name in names)), "colors": colors}


def _uncolored(tokens: Sequence[Token]) -> list[Token]:
    return bare([t for t in tokens if not t.has("hue.")])
