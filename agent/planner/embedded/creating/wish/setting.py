"""What is said around a wish: who asks, and sentences that name nothing to be made."""

import re
from collections.abc import Sequence

from agent.planner.embedded.creating.wish.instances import Instances, listed_in, told_in
from agent.planner.embedded.creating.wish.pieces import Member
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends, forms, tokens
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import composed
from agent.planner.embedded.grammar.text.tokens import Token

_TELEPHONE = re.compile(r"(?<![\d-])\+?\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\d-])")
_STOPS = frozenset(".!?")
_ASKS = ("make.", "want.", "organise.", "generic.", "holder.", "domain.", "noun.database")
_KEEPS = ("holder.", "domain.", "organise.", "with.with", "generic.", "view.list")
_OPENING = 4  # words, among which who speaks makes a sentence
_LONGEST = 7  # words of a name
_FEW = 2  # words, among which who speaks makes no sentence ("books I own")


def without_setting(said: Sequence[Token], text: str) -> tuple[list[Token], list[Instances]]:
    """The tokens without what is told ("I teach maths.") before something is asked for, and without
    whole sentences of it between; and what such sentences say by name that there is."""
    left, told, at, opens = list[Token](), list[Instances](), 0, True
    while at < len(said):
        stops = (i for i in range(at, len(said)) if said[i].text in _STOPS)
        end = next(stops, len(said))
        sentence, there = said[at:end], told_in(said[at:end], text)
        kinds = listed_in(sentence, said[end:], text) if opens or not left else []
        if kinds:
            told, at = [*told, *kinds], end + 1
            continue
        speaks = bool(sentence) and sentence[0].has("speaker.")
        plain = _is_setting(_unlisted(sentence) if there else sentence)
        is_who = speaks and sentence[0].text.casefold() in forms("identity")
        if plain and (opens or (speaks and end < len(said)) or (is_who and left)):
            told += there
        else:
            left += said[at : end + 1]
            opens = False
        at = end + 1
    return left, told


def _unlisted(sentence: Sequence[Token]) -> Sequence[Token]:
    """A sentence up to what it lists in brackets."""
    return sentence[: next((i for i, t in enumerate(sentence) if t.text == "("), len(sentence))]


def without_told(said: Sequence[Token]) -> list[Token]:
    """The tokens without the clause that only tells how things are before something is asked for
    ("동네에서 작은 빵집 하는데요, …")."""
    stops = (i for i, t in enumerate(said) if t.text in (",", *_STOPS) or t.kind == "break")
    end = next(stops, len(said))
    clause, behind = said[:end], list(said[end + 1 :])
    tells = bool(clause) and end < len(said) and said[end].text == ","
    tells = tells and ends(clause[-1].text, "telling") and not clause[0].text.isascii()
    asks = any(t.has("make.", "verb.add", "verb.want") for t in behind)
    return list(said) if not (tells and asks) or _asks(clause) else behind


def without_circumstance(said: Sequence[Token]) -> list[Token]:
    """The tokens without the clauses before what is asked for that only tell who asks, when or why
    ("이사가는데 막막해요. 이사 체크리스트 만들어줘", "계모임 총무인데 …")."""
    if said[1:] and said[0].text in forms("me") and said[1].has("role.topic", "role.subject"):
        said = said[2:]
    ends_at = [i + 1 for i, t in enumerate(said) if _ends_clause(t)]
    begin = 0
    for end in ends_at:
        if end == len(said) or not _only_tells(said[begin:end]):
            break
        if _names_something(said[end:]):
            begin = end
    while begin and begin < len(said) and said[begin].kind in ("punct", "break"):
        begin += 1
    return list(said[begin:])


def without_need(said: Sequence[Token]) -> list[Token]:
    """The tokens with a stop in the place of ", need …" behind what a list is for; without the
    first where a single thing is needed, or where that only says who asks."""
    at = next((i for i, t in enumerate(said) if t.text in (",", *_STOPS)), len(said))
    behind = said[at + 1 :]
    needs = (
        bool(behind)
        and said[at].text == ","
        and behind[0].text.casefold().startswith(tuple(forms("needing")))
    )
    if not needs:
        return list(said)
    asked = next((i for i, t in enumerate(behind) if i and not is_small(t)), 1)
    end = next((i for i, t in enumerate(behind) if t.text in _STOPS), len(behind))
    listed = any(t.text == "," or t.has("also.also") for t in behind[:end])
    if not listed or said[0].has("speaker."):
        return list(behind[asked:])
    return [*said[:at], Token("punct", said[at].start, said[at].end, "."), *behind[asked:]]


def _ends_clause(token: Token) -> bool:
    """Whether a clause, or a sentence, that may only tell something ends here."""
    if token.kind in ("punct", "break"):
        return token.kind == "break" or token.text in _STOPS
    if token.kind == "particle":
        return token.has("role.because") or (token.has("role.being") and ends(token.text, "copula"))
    telling = ends(token.text, "telling") or (
        token.has("ending.told") and ends(token.text, "sentence")
    )
    telling = telling or (token.has("told.") and ends(token.text, "cause"))
    return telling and not token.text.isascii()


def _only_tells(clause: Sequence[Token]) -> bool:
    """Whether a clause lists nothing and asks for nothing."""
    *before, last = [t for t in clause if t.text not in _STOPS] or [clause[-1]]
    plain = not any(t.kind in ("punct", "quoted", "number") for t in before)
    asks = any(t.has(*_ASKS, "verb.want") and not t.has("told.") for t in clause)
    wishes = any(ends(t.text, "wishing") for t in clause)
    tells = last.has("told.", "role.being", "role.because") or ends(last.text, "sentence")
    tells = tells or ends(last.text, "reason")
    return plain and tells and not asks and not wishes and not last.text.isascii()


def _names_something(said: Sequence[Token]) -> bool:
    """Whether the next sentence asks for something that it names."""
    end = next((i for i, t in enumerate(said) if i and t.text in _STOPS), len(said))
    at = next((i for i in range(1, end) if _is_asking(said[i], said[i + 1 : i + 2])), 0)
    if any(t.text == "," or t.has("role.and") for t in said[:at]):
        return False  # a list: what was told before holds it
    names = ("concept.", "thing.", "task.", "venture.")
    return any(t.kind == "unknown" or t.has(*names) for t in said[:at] if not t.has("noun.page"))


def _is_asking(token: Token, after: Sequence[Token]) -> bool:
    """Whether a word asks for what stands before it."""
    asks = ("make.", "want.", "verb.want", "verb.write", "organise.")
    acts = token.has("generic.") and bool(after) and after[0].kind == "ending"
    return acts or token.has(*asks) or ends(token.text, "wishing")


def _asks(clause: Sequence[Token]) -> bool:
    return any(t.has(*_ASKS) and not t.has("want.") for t in clause)


def without_contacts(said: Sequence[Token], text: str) -> tuple[list[Token], list[str]]:
    """The tokens without where somebody is reached, in brackets or as a sentence, and these as
    typed: a telephone number is no name of anything."""
    left, told = list(said), list[str]()
    for number in _TELEPHONE.finditer(text):
        at = [i for i, t in enumerate(left) if number.start() <= t.start < number.end()]
        if not at:
            continue
        begin, end = _around(left, at[0], at[-1] + 1)
        told.append(text[left[begin].start : left[end - 1].end].strip(" ()"))
        left[begin:end] = []
    return left, told


def _around(said: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
    """The places of the brackets, or else of the sentence, that a part of a text stands in."""
    opens = next((i for i in range(begin, -1, -1) if said[i].text in ("(", *_STOPS)), -1)
    shut = next((i for i in range(end, len(said)) if said[i].text in (")", *_STOPS)), len(said))
    bracketed = opens >= 0 and said[opens].text == "("
    return (opens, min(shut + 1, len(said))) if bracketed else (opens + 1, shut)


def _is_setting(sentence: Sequence[Token]) -> bool:
    """Whether a sentence says who asks, or why, and names nothing to be made."""
    if any(t.has("lately.") for t in sentence) and not any(t.has("make.") for t in sentence):
        return True
    if not sentence or any(t.text in (":", "(") for t in sentence):
        return False
    if _is_identity(sentence):
        return True
    if any(t.has(*_ASKS) for t in sentence):
        return False
    speaks = any(t.has("speaker.") for t in sentence[:_OPENING])
    if speaks and not any(t.text == "," for t in sentence):
        return True  # "this spring we do Blithe Spirit"
    told_by = (t for t in sentence if t.has("speaker.", "setting.") or not is_small(t))
    opens = next(told_by, sentence[0])
    told = any(t.has("talk.", "need.") for t in sentence[1:])
    return opens.has("speaker.") or (opens.has("setting.") and told)


def _is_identity(sentence: Sequence[Token]) -> bool:
    """Whether a sentence says who somebody is and asks for nothing ("I'm a tutor and I keep losing
    track of my pupils")."""
    led = len(sentence) > 1 and sentence[0].has("speaker.") and sentence[1].has("new.new")
    return led and not any(t.has("make.", "want.", "verb.want") for t in sentence)


def needed_by_others(said: Sequence[Token]) -> int:
    """Where what somebody else needs begins, before anything is listed; 0 where nobody is told of.

    A text that opens so speaks of who needs it, where what follows is to be kept or kept in.
    """
    end = next((i for i, t in enumerate(said) if t.kind in ("punct", "break")), len(said))
    if said[:1] and said[0].has("shared.") and end < len(said) and said[end].text == ":":
        behind = said[end + 1 : end + 2]
        return end + 1 if behind and behind[0].has("new.new") else 0
    at = next((i for i, t in enumerate(said[:end]) if t.text.casefold() in forms("needs")), 0)
    kept = any(t.has(*_KEEPS) for t in said[at + 1 : end])
    return at + 1 if at and kept and not are_many(said[at - 1].text) else 0


def is_torn(member: Member, mark: str = "") -> bool:
    """Whether a member is a sentence and no name: it tells of somebody, or goes on and on."""
    words = [t for t in member.tokens if t.kind in ("word", "unknown")]
    if words and ends(words[-1].text, "sentence") and not (member.groups or member.choices):
        return True
    if not words or not words[0].text.isascii() or words[0].has("inquiry."):
        return False
    if mark == "with" and member.tokens[0].kind == "number" and len(member.tokens) > 1:
        return True  # "a trip with 4 friends"
    speaks = words[0].has("speaker.") or any(t.has("not.") for t in words)
    tells = any(t.has("teller.", "talk.") for t in words)
    most = _FEW if speaks or len(member.tokens) > len(words) else _FEW + 1  # "foods he tried"
    return len(words) > _LONGEST or ((speaks or tells) and len(words) > most)


def is_said(text: str) -> bool:
    """Whether a text says something, as a sentence does, where a wish would name it."""
    bare = composed(text).strip(" \n!?.~…。！？")
    talks = any(token.has("talk.") for token in tokens(bare))
    return "\n" not in bare and (talks or ends(bare, "said"))
