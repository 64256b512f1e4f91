"""What the shape of a name says of a property: its type by a unit, a tick, a question, its end; and
the options that a list or a range of them names."""

import re
from collections.abc import Sequence

from agent.planner.brief import PropertyType
from agent.planner.embedded.creating.wish.pieces import Member, Tokens, is_empty, raw, uncounted
from agent.planner.embedded.creating.wish.vocabulary import are_many, end_of, forms
from agent.planner.embedded.creating.wish.vocabulary import tokens as words
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept, concept_of, is_box, is_known, shape_of, unjoined

_SHAPED = ("checkbox", "date", "number")  # types that names show by how they begin or end
_TICKS = "✓✔☑✅"
_STARS = "★☆⭐"
_FEWEST = 2  # options
_ENDS = 2  # of a range
_LONGEST_OPTION = 100  # characters
_MOST_NUMBERED = 20  # options that a range stands for
_NUMBERED = re.compile(r"([^\W\d]{1,3})(\d{1,2})")  # "P0"
_NEAR = 8  # letters behind a verb, among which an object stands
_STARRED = 3  # tokens of a scale of stars
_MOST_CHOSEN, _MOST_STARS = 10, 5  # stars to choose from; more are no stars by themselves
_SIGN = 2  # letters of a unit that is a sign
_UNIT = 4  # letters of a unit that is written as a sign ("km", "mins")
# Types whose words end a name without being part of it ("calories number"); others are names too.
_PLAIN = tuple(
    f"type.{kind}" for kind in ("number", "select", "multi_select", "checkbox", "rich_text")
)


def is_unit(group: Sequence[Token]) -> bool:
    """Whether brackets hold nothing but a unit ("무게(kg)")."""
    units = ("unit.", "gauge.", "unit_number.", "number.")
    if not group:
        return False
    *before, last = group
    first, short = group[0], last.end - group[0].start <= _SIGN
    if short and first.kind == "unknown" and not first.text.isalpha():
        return True  # "㎡", "°C"
    rate = all(t.text == "/" or t.has(*units) for t in before)  # "kg/day"
    return last.has(*units) and rate and not last.has("type.")


def shows_unit(group: Sequence[Token]) -> bool:
    """Whether brackets hold a unit that is to be seen, be it one that no word is known for."""
    return is_unit(group) or (len(group) == 1 and group[0].kind == "unknown")


def is_size(name: str, member: Member) -> bool:
    """Whether a name only says for how many, or how long, all of it is ("友達4人", "3泊4日")."""
    unit = end_of(name, "sized")
    plain = not (member.groups or member.choices or member.asked)
    return plain and bool(unit) and name.removesuffix(unit)[-1:].isdigit()


def boxed(member: Member, text: str) -> str:
    """The name of what is there or not ("交換あり/なし"); empty for anything else."""
    if len(member.choices) != _FEWEST or member.tokens:
        return ""
    first, last = (raw(choice, text) for choice in member.choices)
    if all(t.has("boolean.", "type.checkbox") for t in member.choices[1]):
        return text[member.choices[0][0].start : member.choices[1][0].start]  # "買ったかチェック"
    end = next((end for end in forms("present") if first.endswith(end)), "")
    return first.removesuffix(end).strip() if end and last in forms("absent") else ""


def asks(behind: str) -> bool:
    """Whether what stands right behind a name makes a question of it ("また行きたいか")."""
    act = next((end for end in forms("action") if behind.startswith(end)), "")
    behind = behind[len(act) :]  # "販売|するかどうか"
    found = [end for end in forms("asked") if behind.startswith(end)]
    return any(not behind[len(end) :][:1].isalpha() for end in found)


def answered(tokens: list[Token], said: dict[str, object], text: str) -> list[Token]:
    """What "whether it is paid" asks for: "paid" as a box, "open or closed" as a choice."""
    if not tokens or not tokens[0].has("inquiry."):
        return tokens
    if not tokens[0].has("inquiry.checkbox"):
        kind, behind = tokens[0].group("inquiry."), tokens[1:]
        said |= {"type": kind} if kind in ("date", "number") else {}
        if kind == "what" and behind[:1] and behind[0].has("role.to", "infinitive."):
            said["type"] = "rich_text"  # "what to change next time"
        if kind == "which" and any(t.has("unit.days") for t in behind[:1]):
            said |= {"type": "multi_select", "options": [o.en for o in concept("weekdays").options]}
        end = next((i for i, t in enumerate(behind) if t.has("aside.", "setting.")), len(behind))
        if kind == "which" and end > 1 and _does_to_it(behind[:end], text):
            return behind[: end - 1]  # "which chapter cites it"
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


def _does_to_it(said: Sequence[Token], text: str) -> bool:
    """Whether the last word of a question is a verb, with each row as its object."""
    verb = said[-1].kind == "unknown" or said[-1].has("verb.")
    return verb and any(t.has("it.") for t in words(text[said[-1].end :][:_NEAR])[:1])


def _range_at(tokens: Sequence[Token]) -> int:
    """Where a range ends a name ("산미 1~5점"); 0 for none."""
    joints = ("~", "-", "〜", *forms("ranged"))
    kinds = ["-" if t.text in joints else t.kind for t in tokens[-4:]]
    counted = len(kinds) > 3 and tokens[-1].has("star.", "counter.", "unit_number.")
    kept = len(tokens) - counted
    found = kinds[-3 - counted : len(kinds) - counted] == ["number", "-", "number"]
    return kept - 3 if found and kept > 3 else 0


def typed(tokens: list[Token], said: dict[str, object]) -> list[Token]:
    """The name without the word behind it that says its type or unit."""
    last, before = tokens[-1:], tokens[-2:-1]
    if before and (kept := _scaled(tokens, said)):
        return kept
    led = bool(before) and before[0].kind == "word" and before[0].has("role.at")
    unit = before and last[0].has("number.", "unit_number.") and not _is_whole(tokens, led=led)
    if unit and (led or not last[0].has("thing.", "concept.")):
        said["type"] = "number"  # "distance km", "carbs in grams": the unit stays there to be seen
        return tokens
    if len(tokens) > _FEWEST and last[0].kind == "number" and before[0].has("format."):
        said |= {"type": "number", "format": before[0].group("format.")}
        return tokens[:-2]  # "yearly fee €35"
    if before and last[0].has("format."):
        said |= {"type": "number", "format": last[0].group("format.")}
        return tokens[: -1 - (before[0].kind == "word" and before[0].has("role.at"))]
    if not before or is_known(" ".join(t.text for t in tokens)):
        return tokens
    torn = before[0].kind == "unknown" and before[0].end - before[0].start == 1
    if torn and before[0].end == last[0].start and not last[0].has("boolean."):
        return tokens  # a longer word that ends so
    named = before[0].kind == "quoted"
    if last[0].has("format.") and (led or named):
        said |= {"type": "number", "format": last[0].group("format.")}
        return tokens[: -1 - led]
    ticked = last[0].has("boolean.") and (
        last[0].has("verb.", "type.checkbox") or last[0].text.isascii()
    )
    whole = last[0].has("concept.") and last[0].text.isascii() and not named  # "frame number"
    plain = last[0].has(*_PLAIN) and not whole
    # Where nothing parts them, a tick is the end of one word: "解決済みチェック" is called that.
    one = last[0].has("boolean.") and before[0].end == last[0].start and not named
    if ((ticked or plain) and not one) or (last[0].has("type.") and (led or named)):
        said["type"] = "checkbox" if ticked else last[0].group("type.")
        return tokens[:-1]
    if named and last[0].has("noun.status"):
        said["type"] = "status"
        return tokens[:-1]
    return tokens


def _hinted(before: Token, last: Token) -> str:
    """The type that the last word of a name shows and that stays a part of it: what was "won" of
    many, or a single letter of a longer word ("文字数"); empty for none."""
    if last.has("outcome."):
        return "number" if are_many(before.text) else ""
    letter = last.end - last.start == 1 and before.end == last.start
    return last.group("type.") if letter and last.has(*_PLAIN) else ""


def _is_whole(tokens: Sequence[Token], *, led: bool) -> bool:
    """Whether a unit is what the words before it tell apart: "nautical miles", but "distance
    km"."""
    spelt = len(tokens[-1].text) > _UNIT and tokens[-1].text.isascii()
    return spelt and not led and not any(t.has("concept.", "measure.") for t in tokens[:-1])


def unstarred(tokens: Sequence[Token], said: dict[str, object]) -> Sequence[Token]:
    """The name without a scale of stars behind it ("중요도 별 5개"): these may be chosen."""
    if len(tokens) <= _STARRED or tokens[-2].kind != "number":
        return tokens
    star, number, counter = tokens[-_STARRED:]
    rated = star.has("star.", "concept.rating") and counter.has("counter.", "star.")
    most = int(number.value)
    if not rated or not _FEWEST <= most <= _MOST_CHOSEN:
        return tokens
    said |= {"type": "select", "options": ["⭐" * n for n in range(most, 0, -1)]}
    return tokens[:-_STARRED]


def _scaled(tokens: list[Token], said: dict[str, object]) -> list[Token]:
    """The name without a scale or a tick behind it; nothing where neither is there."""
    *_, before, last = tokens
    if kind := _hinted(before, last):
        said["type"] = kind
        return tokens
    if ranged := _range_at(tokens):
        said["type"] = "number"
        return tokens[: ranged - tokens[ranged - 1].has("role.from")]
    if last.kind == "emoji" and last.text in _STARS:
        said |= {"type": "select", "options": [o.en for o in concept("rating").options]}
        return tokens[:-1]  # "おすすめ度★"
    at = next((i for i, t in enumerate(tokens) if i and t.kind == "number"), 0)
    if last.kind == "emoji" and last.text in _TICKS:
        said["type"] = "checkbox"
        return tokens[:-1]
    if at and last.has("scale_of."):
        said["type"] = "number"  # "点数10点満点"
        return tokens[:at]
    scaled = len(tokens) > _FEWEST and last.kind == "number" and before.has("scale_of.")
    if scaled and last.value > _MOST_STARS:
        said["type"] = "number"  # nobody counts ten stars
    return tokens[:-2] if scaled else []  # "rating out of 5"


def kind_of(name: str, tokens: Sequence[Token], *, asked: bool) -> PropertyType | None:
    """The type that the shape of a name shows, or a question mark behind it; no word says more."""
    if asked:
        return "checkbox" if is_box(f"{name}?") else None
    kind = "checkbox" if is_box(name) and not is_known(name) else shape_of(name)
    if kind in _SHAPED:
        return kind  # type: ignore[return-value]  # the types of the lexicon are those of properties
    if concept_of(name) is not None or tokens[0].has("inquiry."):
        return None
    hangs = tokens[-1].kind == "word" and tokens[-1].has("role.at", "role.until", "role.of")
    return "date" if len(tokens) > 1 and (hangs or tokens[0].has("role.until")) else None


def options_of(listed: Sequence[Tokens], text: str) -> list[str]:
    """The options that pieces of text name."""
    names = [option(piece, text) for piece in listed]
    names = [n for name in names for n in (name.split("/") if name in forms("both_so") else [name])]
    if len(names) == _ENDS and (all_of := between(*names)):
        return all_of
    return list(dict.fromkeys(name for name in names if name))


def option(piece: Sequence[Token], text: str) -> str:
    """What an option is called, without what hangs on the last of several: how many they are
    ("公開済みの4つ"), that there are no others ("기타만"), that they are in order."""
    if piece and piece[0].has("role.at"):
        return raw(piece, text)[:_LONGEST_OPTION]  # "in service" is a state
    begin = next((i for i, t in enumerate(piece[:-1]) if not t.has("aside.")), len(piece) - 1)
    kept, number = uncounted(piece[max(begin, 0) :])
    name = raw(unordered(kept), text)
    if number is not None:
        name = unjoined(name)
    if kept and kept[-1].has("role.only"):
        name = name.removesuffix(end_of(name, "only"))
    return name[:_LONGEST_OPTION]


def between(first: str, last: str) -> list[str]:
    """All from the first to the last of what is numbered ("P0", "P3"); nothing for other names."""
    letters = range(ord(first[0]), ord(last[0]) + 1) if len(first) == len(last) == 1 else range(0)
    if first.isascii() and first.isupper() and last.isupper() and len(letters) > _ENDS:
        return list(map(chr, letters))  # "A~D"
    low, high = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if low is None or high is None or low[1].casefold() != high[1].casefold():
        return []
    numbers = range(int(low[2]), int(high[2]) + 1)
    return [f"{low[1]}{n}" for n in numbers] if _ENDS < len(numbers) <= _MOST_NUMBERED else []


def unordered(tokens: Sequence[Token]) -> Sequence[Token]:
    """A name without the word behind it that says that a list is in order ("반려 순서로")."""
    ordered = len(tokens) > 1 and tokens[-1].kind == "particle" and tokens[-1].has("role.ordered")
    return tokens[:-1] if ordered and tokens[-2].end < tokens[-1].start else tokens
