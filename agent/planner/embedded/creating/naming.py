"""What a member of a list is as a property: its name, and what is said of its type."""

from collections.abc import Sequence

from agent.planner.brief import PropertyType, WantedProperty
from agent.planner.embedded.creating.pieces import (
    Member,
    Tokens,
    bare,
    is_empty,
    raw,
    spread,
    uncounted,
)
from agent.planner.embedded.creating.vocabulary import ends, forms
from agent.planner.embedded.grammar.lexis import folded
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_led, concept_of, is_known
from tools.blueprint.base import Hue

_LONGEST = 60  # letters of a name; longer ones are torn sentences
_UNIT = 3  # letters of a unit that no word is known for
_FEWEST = 2  # options
_MOST_COUNTED = 20  # options that a range stands for
_TICKS = "✓✔☑✅"
_CHOICES = ("select", "multi_select", "status")
# Types whose words end a name without being part of it ("calories number"); others are names too.
_PLAIN = tuple(
    f"type.{kind}" for kind in ("number", "select", "multi_select", "checkbox", "rich_text")
)


def tidy(tokens: Sequence[Token], text: str) -> str:
    """The name that tokens give: as typed, with a capital where it is Latin and not in quotes."""
    kept = bare(tokens)
    name = raw(kept, text)
    if kept and kept[0].kind != "quoted" and name[:1].isascii():
        name = name[:1].upper() + name[1:]
    return " ".join(name.split())[:_LONGEST]


def is_choice(name: str) -> bool:
    """Whether a property of this name has options."""
    known = concept_of(name)
    return known is not None and known.type in _CHOICES


def property_of(member: Member, text: str) -> WantedProperty | None:
    """A member as a property; None where it has no name."""
    if boxed := _boxed(member, text):
        return WantedProperty(name=boxed, type="checkbox")
    member = _parted(member)
    tokens, _ = uncounted(_from_quote(member.tokens))
    said = dict[str, object]()
    tokens = _typed(tokens, said)
    if tokens and all(t.senses == {"noun.thing"} or t.has("it.") for t in tokens):
        return None  # "A、Bの四つ", "それだけ"
    name = tidy(tokens, text)
    if not name and member.groups and tokens:
        name = raw(tokens, text)  # "In use (yes/no)"
    if not name and member.choices:  # a choice without a name is called by what it chooses from
        name = "/".join(options_of(member.choices, text))[:_LONGEST]
        said["type"] = "select"
    if not name:
        return None
    if member.choices:
        said |= {"options": options_of(member.choices, text)}
        if not is_choice(name):
            said.setdefault("type", "select")
    for group in member.groups:
        said |= details(name, group, text)
    asked = member.asked or (bool(tokens) and _asks(text[tokens[-1].end :]))
    if tokens and "type" not in said and (kind := _kind_of(name, tokens, asked=asked)):
        said["type"] = kind
    return WantedProperty.model_validate({"name": name, **said})


def _boxed(member: Member, text: str) -> str:
    """The name of what is there or not ("交換あり/なし"); empty for anything else."""
    if len(member.choices) != _FEWEST or member.tokens:
        return ""
    first, last = (raw(choice, text) for choice in member.choices)
    end = next((end for end in forms("present") if first.endswith(end)), "")
    return first.removesuffix(end).strip() if end and last in forms("absent") else ""


def _asks(behind: str) -> bool:
    """Whether what stands right behind a name makes a question of it ("また行きたいか")."""
    found = [end for end in forms("asked") if behind.startswith(end)]
    return any(not behind[len(end) :][:1].isalpha() for end in found)


def _from_quote(tokens: Tokens) -> Tokens:
    """A name in quotes without the order before it ("add a 'Barcode' property")."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "quoted"), 0)
    asks = ("verb.add", "count.", "new.", "noun.property", "filler.")
    return tokens[at:] if all(t.has(*asks) for t in tokens[:at]) else tokens


def _parted(member: Member) -> Member:
    """ "봉군 세력 상/중/하": a name with its options right behind it."""
    if not is_parted(member):
        return member
    first, *others = member.choices
    return Member(tuple(first[:-1]), member.groups, (tuple(first[-1:]), *others))


def is_parted(member: Member) -> bool:
    """Whether strokes part the options of what stands before the first of them."""
    if member.tokens or len(member.choices) < _FEWEST:
        return False
    first, *others = member.choices
    return len(first) >= _FEWEST and all(len(bare(one)) <= 1 for one in others)


def _typed(tokens: list[Token], said: dict[str, object]) -> list[Token]:
    """The name without the word behind it that says its type or unit."""
    last, before = tokens[-1:], tokens[-2:-1]
    at = next((i for i, t in enumerate(tokens) if i and t.kind == "number"), 0)
    if before and last[0].kind == "emoji" and last[0].text in _TICKS:
        said["type"] = "checkbox"
        return tokens[:-1]
    if at and last[0].has("scale_of."):
        said["type"] = "number"  # "点数10点満点"
        return tokens[:at]
    if before and last[0].has("number.", "unit_number.") and not last[0].has("thing.", "concept."):
        said["type"] = "number"  # "distance km"
        return tokens[:-1]
    if before and last[0].has("format."):
        said |= {"type": "number", "format": last[0].group("format.")}
        return tokens[: -1 - (before[0].kind == "word" and before[0].has("role.at"))]
    if not before or is_known(" ".join(t.text for t in tokens)):
        return tokens
    torn = before[0].kind == "unknown" and before[0].end - before[0].start == 1
    if torn and before[0].end == last[0].start and not last[0].has("boolean."):
        return tokens  # a longer word that ends so
    led = before[0].kind == "word" and before[0].has("role.at")
    named = before[0].kind == "quoted"
    if last[0].has("format.") and (led or named):
        said |= {"type": "number", "format": last[0].group("format.")}
        return tokens[: -1 - led]
    ticked = last[0].has("boolean.") and (
        last[0].has("verb.", "type.checkbox") or last[0].text.isascii()
    )
    if ticked or last[0].has(*_PLAIN) or (last[0].has("type.") and (led or named)):
        said["type"] = "checkbox" if ticked else last[0].group("type.")
        return tokens[:-1]
    if named and last[0].has("noun.status"):
        said["type"] = "status"
        return tokens[:-1]
    return tokens


def _kind_of(name: str, tokens: Sequence[Token], *, asked: bool) -> PropertyType | None:
    """The type that the shape of a name shows, where no word in it is known for one."""
    if tokens[-1].has("unit_number.", "amount.") or name.startswith(tuple(forms("counted"))):
        return "number"
    if asked or (ends(name, "checkbox") and concept_led(name) is None):
        return "checkbox"
    if len(tokens) == 1 and tokens[0].has("ask.when"):
        return "date"
    if ends(name, "number") and not is_known(name):
        return "number"
    if tokens[0].has("ticked.") and len(tokens) == 1:
        return "checkbox"
    if concept_of(name) is not None:
        return None
    hangs = tokens[-1].kind == "word" and tokens[-1].has("role.at", "role.until", "role.of")
    if tokens[-1].has("moment.") or (
        len(tokens) > 1 and (hangs or tokens[0].has("recent.", "role.until"))
    ):
        return "date"
    return None


def details(name: str, group: Tokens, text: str) -> dict[str, object]:
    """What brackets behind a name say: a type, a number format, options, what it leads to."""
    if not group:
        return {}
    colon = next((i for i, t in enumerate(group) if t.kind == "punct" and t.text == ":"), None)
    if colon:
        kind, rest = _type_of(group[:colon]), group[colon + 1 :]
        if kind == "relation":
            return {"type": kind, "target": tidy(rest, text)}
        if kind in _CHOICES:
            return {"type": kind, **choices(rest, text)}
        return details(name, rest if kind is None else group[:colon], text)
    if group[0].has("link.", "noun.relation") and len(group) > 1:
        at = next((i for i, t in enumerate(group) if t.has("role.to", "role.with")), 0)
        return {"type": "relation", "target": tidy(group[at + 1 :], text) or name}
    same = any(t.has("noun.database") for t in group)
    if group[-1].has("verb.link", "noun.relation") and len(group) > 1 and not same:
        at = next((i for i, t in enumerate(group) if t.kind == "particle"), 0)
        return {"type": "relation", "target": tidy(group[:at], text) or name}  # "顧客と紐づけ"
    if several := _before_several(group):
        return {**choices(several, text), "type": "multi_select"}
    if len(group) > 1 and all(t.kind == "punct" and t.text not in "%/" for t in group):
        return {"type": "select", "options": [t.text for t in group]}  # "◎○△"
    if group[0].has("boolean.") or _is_yes_or_no(group):
        return {"type": "checkbox"}
    return _typed_by(list(spread(group)), group, text) or _optional(name, group, text)


def _before_several(group: Tokens) -> list[Token]:
    """The options before words that say that one may take many ("A, B から複数"); else none."""
    at = next((i for i, t in enumerate(group) if t.has("type.multi_select")), 0)
    ends_so = all(is_empty(t) or t.has("choose.", "type.", "noun.", "verb.") for t in group[at:])
    if not at or not ends_so:
        return []
    kept = list(group[:at])
    while kept and (is_empty(kept[-1]) or kept[-1].has("choose.", "among.", "role.")):
        kept.pop()
    return kept if len(list(spread(kept))) >= _FEWEST else []


def _typed_by(pieces: Sequence[Tokens], group: Tokens, text: str) -> dict[str, object]:
    """The type or the unit that brackets name; nothing where they hold options or a range."""
    kind = _type_of(pieces[0]) if pieces else None
    if len(pieces) > 1 and kind not in (*_CHOICES, "number"):
        kind = None  # "전화, 이메일, 카톡" are options
    formats = [t.group("format.") for t in group if t.has("format.")]
    if formats and kind in (None, "number"):
        return {"type": "number", "format": formats[0]}
    if kind in _CHOICES and len(pieces) > 1:
        return {"type": kind, **choices(group[len(pieces[0]) + 1 :], text)}
    if kind is not None:
        return {"type": kind}
    unit = len(pieces) == 1 and group[0].has("unit.", "number.", "unit_number.")
    return {"type": "number"} if unit else {}


def _optional(name: str, group: Tokens, text: str) -> dict[str, object]:
    """The options that brackets list; a single short word there is a unit."""
    if all(t.kind in ("number", "punct") for t in group):
        return {}  # a range
    if counted := _range_of(group):
        return {"type": "select", "options": counted}
    said = choices(group, text)
    if len(said["options"]) < _FEWEST:
        return {"type": "number"} if len(text_of(group, text)) <= _UNIT else {}
    known = concept_of(name)
    return {"type": known.type if known and known.type in _CHOICES else "select", **said}


def _range_of(group: Tokens) -> list[str]:
    """The options from the first to the last of what is counted ("1班〜4班"); none for others."""
    if [t.kind == "number" for t in group] != [True, False, False, True, False]:
        return []
    first, unit, joint, last, again = group
    few = 0 < last.value - first.value < _MOST_COUNTED
    if not few or unit.text != again.text or folded(joint.text) not in "~-〜":
        return []
    return [f"{number:g}{unit.text}" for number in range(int(first.value), int(last.value) + 1)]


def text_of(group: Tokens, text: str) -> str:
    """The words of brackets as typed."""
    return text[group[0].start : group[-1].end]


def _is_yes_or_no(group: Tokens) -> bool:
    said = [t for t in group if t.kind != "punct"]
    return len(said) == 2 and said[0].has("value.yes") and said[1].has("value.no")


def _type_of(piece: Sequence[Token]) -> PropertyType | None:
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
    return said[0].group("type.") or None  # type: ignore[return-value]  # senses are type names


def choices(tokens: Sequence[Token], text: str) -> dict[str, list[str] | dict[str, Hue]]:
    """The options of a written list and the colours said of them in brackets."""
    names, colors = list[str](), dict[str, Hue]()
    for piece in spread(tokens):
        hue = next((t.group("hue.") for t in piece[1:] if t.has("hue.")), "")
        inner = [t for t in piece if t.text not in "([)]"]
        while inner[1:] and (inner[-1].has("choose.") or inner[-1].kind == "particle"):
            inner.pop()  # "A、Bから選択"
        name = raw(_uncolored(inner) if hue else inner, text)
        if name:
            names.append(name)
        if hue and name:
            colors[name] = hue  # type: ignore[assignment]  # the senses of hues are their names
    if len(names) == 1 and not names[0][0].isalnum():
        names = [sign for sign in names[0] if not sign.isspace()]  # "◎○△"
    return {"options": list(dict.fromkeys(name[:100] for name in names)), "colors": colors}


def _uncolored(tokens: Sequence[Token]) -> list[Token]:
    return bare([t for t in tokens if not t.has("hue.")])


def options_of(listed: Sequence[Tokens], text: str) -> list[str]:
    """The options that pieces of text name; a number of all of them at the end is none."""
    names = [raw(uncounted(piece)[0], text) for piece in listed]
    return list(dict.fromkeys(name[:100] for name in names if name))
