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
from agent.planner.embedded.creating.vocabulary import ends
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_led, concept_of, is_known
from tools.blueprint.base import Hue

_LONGEST = 60  # letters of a name; longer ones are torn sentences
_UNIT = 3  # letters of a unit that no word is known for
_FEWEST = 2  # options
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
    member = _parted(member)
    tokens, _ = uncounted(_from_quote(member.tokens))
    said = dict[str, object]()
    if at := _range_at(tokens):
        tokens, said["type"] = tokens[:at], "number"
    tokens = _typed(_answered(tokens, said, text), said)
    name = tidy(tokens, text)
    if not name and member.groups and tokens:
        name = raw(tokens, text)  # "In use (yes/no)"
    if not name and len(member.choices) > 1 and not member.groups:
        first, *_, last = (t for choice in member.choices for t in choice)
        name = tidy((Token("quoted", 0, 0, "", value=text[first.start : last.end]),), text)
    if not name:
        return None
    if member.choices:
        said |= {"options": options_of(member.choices, text)}
        if not (tokens and is_choice(name)):
            said.setdefault("type", "select")
    for group in member.groups:
        said |= details(name, group, text)
    if "type" not in said and (kind := _kind_of(name, tokens, asked=member.asked)):
        said["type"] = kind
    return WantedProperty.model_validate({"name": name, **said})


def _answered(tokens: list[Token], said: dict[str, object], text: str) -> list[Token]:
    """What "whether it is paid" asks for: "paid" as a box, "open or closed" as a choice."""
    if not tokens or not tokens[0].has("inquiry."):
        return tokens
    if not tokens[0].has("inquiry.checkbox"):
        kind, behind = tokens[0].group("inquiry."), tokens[1:]
        said |= {"type": kind} if kind in ("date", "number") else {}
        end = next((i for i, t in enumerate(behind) if t.has("aside.", "setting.")), len(behind))
        named = kind == "which" or (kind == "what" and end == 1 and not behind[0].has("role."))
        return (named and behind[:end]) or tokens  # "which pot they are in", "what service"
    left = tokens[1:]
    while len(left) > 1 and (left[0].has("aside.", "setting.") or is_empty(left[0])):
        left.pop(0)
    at = next((i for i, t in enumerate(left) if i and t.has("either.")), len(left) - 1)
    if at < len(left) - 1 and not left[at + 1].has("not."):
        said |= {
            "type": "select",
            "options": options_of([tuple(left[:at]), tuple(left[at + 1 :])], text),
        }
        return left
    said["type"] = "checkbox"
    return left


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


def _range_at(tokens: Sequence[Token]) -> int:
    """Where a range ends a name ("산미 1~5점"); 0 for none."""
    kinds = ["-" if t.text in ("~", "-") else t.kind for t in tokens[-4:]]
    counted = len(kinds) > 3 and tokens[-1].has("star.", "counter.", "unit_number.")
    kept = len(tokens) - counted
    found = kinds[-3 - counted : len(kinds) - counted] == ["number", "-", "number"]
    return kept - 3 if found and kept > 3 else 0


def _typed(tokens: list[Token], said: dict[str, object]) -> list[Token]:
    """The name without the word behind it that says its type or unit."""
    last, before = tokens[-1:], tokens[-2:-1]
    if len(tokens) > _FEWEST and last[0].kind == "number" and before[0].has("scale_of."):
        return tokens[:-2]  # "rating out of 5"
    if before and last[0].has("number.", "unit_number.") and not last[0].has("thing.", "concept."):
        said["type"] = "number"  # "distance km", "carbs in grams"
        return tokens[: -1 - (len(tokens) > _FEWEST and before[0].has("role.at"))]
    if len(tokens) > _FEWEST and last[0].kind == "number" and before[0].has("format."):
        said |= {"type": "number", "format": before[0].group("format.")}
        return tokens[:-2]  # "yearly fee €35"
    if before and last[0].has("format.") and last[0].text != "%":
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
    whole = last[0].has("concept.") and last[0].text.isascii() and not named  # "frame number"
    plain = last[0].has(*_PLAIN) and not whole
    if ticked or plain or (last[0].has("type.") and (led or named)):
        said["type"] = "checkbox" if ticked else last[0].group("type.")
        return tokens[:-1]
    if named and last[0].has("noun.status"):
        said["type"] = "status"
        return tokens[:-1]
    return tokens


def _kind_of(name: str, tokens: Sequence[Token], *, asked: bool) -> PropertyType | None:
    """The type that the shape of a name shows, where no word in it is known for one."""
    if asked or (ends(name, "checkbox") and concept_led(name) is None):
        return "checkbox"
    if tokens[-1].has("unit_number.", "amount."):
        return "number"
    if ends(name, "number") and not is_known(name):
        return "number"
    if tokens[0].has("ticked.") and len(tokens) == 1:
        return "checkbox"
    if concept_of(name) is not None or tokens[0].has("inquiry."):
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
        kind, rest = type_of(group[:colon]), group[colon + 1 :]
        if kind == "relation":
            return {"type": kind, "target": tidy(rest, text)}
        if kind in _CHOICES:
            return {"type": kind, **choices(rest, text)}
        return details(name, rest if kind is None else group[:colon], text)
    if group[0].has("link.", "noun.relation") and len(group) > 1:
        at = next((i for i, t in enumerate(group) if t.has("role.to", "role.with")), 0)
        return {"type": "relation", "target": tidy(group[at + 1 :], text) or name}
    if several := _before_several(group):
        return {**choices(several, text), "type": "multi_select"}
    if len(group) > 1 and all(t.kind == "punct" and t.text not in "%/" for t in group):
        return {"type": "select", "options": [t.text for t in group]}  # "◎○△"
    alone = len(group) == 1 or group[1].kind != "punct"  # "yes/no/maybe" is no box
    if (group[0].has("boolean.") and alone) or _is_yes_or_no(group):
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
    kind = type_of(pieces[0]) if pieces else None
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
        return {} if concept_of(name) else {"type": "number"}  # a range
    said = choices(group, text)
    if len(said["options"]) < _FEWEST:
        return {"type": "number"} if len(text_of(group, text)) <= _UNIT else {}
    known = concept_of(name)
    return {"type": known.type if known and known.type in _CHOICES else "select", **said}


def text_of(group: Tokens, text: str) -> str:
    """The words of brackets as typed."""
    return text[group[0].start : group[-1].end]


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
    return said[0].group("type.") or None  # type: ignore[return-value]  # senses are type names


def choices(tokens: Sequence[Token], text: str) -> dict[str, list[str] | dict[str, Hue]]:
    """The options of a written list and the colours said of them in brackets."""
    names, colors = list[str](), dict[str, Hue]()
    for piece in spread(tokens):
        hue = next((t.group("hue.") for t in piece[1:] if t.has("hue.")), "")
        inner = [t for t in piece if t.text not in "([)]"]
        name = raw(_uncolored(inner) if hue else inner, text)
        if name:  # "yes/no" is a word of its own
            names += name.split("/") if inner[0].has("boolean.") else [name]
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
