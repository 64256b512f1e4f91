"""Clauses: what is asked for, one wish at a time, each with its verb taken off.

Korean and Japanese verbs end a clause, English ones begin it. What stands without a verb behind a
clause belongs to it as details ("…추가해줘, 마감은 내일", "옵션은 A, B").
"""

import re
from dataclasses import dataclass, field

from agent.planner.embedded.changing.marks import ATOM
from agent.planner.embedded.changing.nouns import (
    COVER,
    DATABASE,
    FORMULA,
    ICON,
    OPTION,
    PROPERTY,
    ROLLUP,
    ROW,
    STATUS,
    SUB_PAGE,
    TITLE,
    VIEW,
)
from agent.planner.embedded.changing.paraphrase import plainly
from agent.planner.embedded.changing.verbs import LEADING, NOUNLIKE, TRAILING, Action
from agent.planner.embedded.constraints.views import view_type
from agent.planner.embedded.text import split_outside

_DETERMINED = re.compile(
    rf"\s+(?:the|an?|it|all|only|my|every|this|that|them|its|by|{ATOM}|['\"])", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?~])\s+(?!\d)|;")
_BULLET = re.compile(r"^\s*(?:[-*•·・]\s+|\d{1,2}[.)]\s+|[①-⑳]\s*)")
_JOIN = re.compile(r"(?:그리고|그 다음에?|그다음에?|또한?|そして|それから|また)\s*[,、]?\s*")
_COMPUTED = re.compile(f"{ROLLUP}|{FORMULA}", re.IGNORECASE)
# "추가한 뷰" is no wish to add.
_ADNOMINAL = re.compile(r"(?:는|할|한|된|던|하는|する|した)(?:\s?(?:거|것|것들|애들))?$")
_TOWARDS = re.compile(r"(?:으로|로|에|に|へ)$")
_LOOK = re.compile(f"{ICON}|{COVER}|{TITLE}", re.IGNORECASE)
_TOWARDS_LOOK = re.compile(r"(?:으로|로|に|へ|で)$")
_SHARED = re.compile(r"(?<=로)\s*[,、]\s*|(?<=로)\s+(?:그리고|또)\s+|(?<=に)、\s*")
_AND_A = re.compile(r"(?<![\s,]),?\s+and\s+(?=an?\s)", re.IGNORECASE)
_PART = re.compile(
    f"{PROPERTY}|{VIEW}|{SUB_PAGE}|{OPTION}|{DATABASE}|{ROW}|{STATUS}|{ATOM}\\s+{ATOM}$"
    r"|(?<![A-Za-z])(?:divider|callout|heading|quote|list|toggle|board|calendar|timeline|gallery"
    r"|number|checkbox)",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"\s(?:with|having|that has)\s", re.IGNORECASE)
_PLACED = re.compile(r"\s(?:to|in|into|on|for)\s", re.IGNORECASE)
_SHARED_PLACE = re.compile(
    rf"\s(?:to|in|into)\s+(?:the\s+|my\s+|our\s+)?{ATOM}(?:\s*{DATABASE})?$", re.IGNORECASE
)
_SHARED_EN = re.compile(
    r"(?<![\s,]),?\s+and\s+(?=(?:the\s+|its\s+)?\S+(?: \S+){0,4}? to )|,\s+(?=\S+ to )"
)
_SHOULD_BE = re.compile(r"^(?P<what>.{1,80}?)\s+should be\s+(?P<to>.+)$", re.IGNORECASE)
_POLITE = re.compile(r"^[\s,、.!?~:]+|[\s,、.!?~]+$")


@dataclass
class Clause:
    """One wish: what is to be done, the words that say with what, and what was said behind it."""

    action: Action
    body: str
    said: str
    details: list[str] = field(default_factory=list)
    verb: str = ""


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a marked text, in order."""
    found: list[Clause] = []
    for line in text.split("\n"):
        bulleted = _BULLET.match(line) is not None
        for sentence in _SENTENCE.split(_BULLET.sub("", line)):
            _read_sentence(found, sentence.strip(), bulleted=bulleted)
    return [part for clause in found for part in _apart(clause)]


def _read_sentence(found: list[Clause], said: str, *, bulleted: bool) -> None:
    sentence = plainly(said)
    clauses = _with_trailing_verbs(sentence) or _with_leading_verbs(sentence)
    if not clauses and (wished := _SHOULD_BE.match(sentence)):
        body = f"{wished['what']} to {wished['to'].rstrip('.!')}"
        clauses = [Clause("change", body, sentence, verb="set")]
    if len(clauses) == 1:
        clauses[0].said = said
    if clauses:
        _hand_over(found, clauses)
        found += clauses
    elif sentence:
        _join_bare(found, sentence, bulleted=bulleted)


def _join_bare(found: list[Clause], bare: str, *, bulleted: bool) -> None:
    """Words without a verb: details of the clause before, or a wish of their own."""
    clean = _POLITE.sub("", bare)
    towards = _TOWARDS.search(clean) is not None and not bulleted and not _COMPUTED.search(clean)
    if found and not towards:
        found[-1].details.append(clean)
        found[-1].said += f"\n{bare}"
    elif clean:
        found.append(Clause("change" if towards else "none", clean, bare))


def _hand_over(found: list[Clause], clauses: list[Clause]) -> None:
    """What stands before "그리고" in a clause belongs to the clause before it."""
    for before, clause in zip([*found[-1:], *clauses], clauses, strict=False):
        if before is clause:
            continue
        parts = _JOIN.split(clause.body, maxsplit=1)
        if len(parts) == 2 and before in (*found[-1:], *clauses):
            if parts[0].strip():
                before.details.append(_POLITE.sub("", parts[0]))
            clause.body = parts[1]


def _with_trailing_verbs(sentence: str) -> list[Clause]:
    clauses: list[Clause] = []
    start = 0
    for found in _verbs(sentence):
        if clauses and sentence[start:].startswith(":"):
            break  # what follows a colon is content
        action = _action(found)
        body = sentence[start : found.start()]
        if not body.strip(" ,、") and clauses:
            start = found.end()  # "만들어서 추가해줘": one wish
            continue
        clauses.append(
            Clause(action, _POLITE.sub("", body), sentence[start : found.end()], verb=found[0])
        )
        start = found.end()
    rest = _POLITE.sub("", sentence[start:])
    towards = _TOWARDS_LOOK.search(rest)
    if clauses and towards and (_LOOK.search(rest) or view_type(rest[: towards.start()])):
        clauses.append(Clause("change", rest, sentence[start:].strip(" ,、")))
    elif clauses and rest:
        clauses[-1].details.append(rest)
        clauses[-1].said += sentence[start:]
    return clauses


def _verbs(sentence: str) -> list[re.Match[str]]:
    depth, depths = 0, []
    for character in sentence:
        depth += (character in "([{") - (character in ")]}")
        depths.append(depth)
    return [
        found
        for found in TRAILING.finditer(sentence)
        if depths[found.start()] <= 0 and not _leads_on(sentence, found)
    ]


def _leads_on(sentence: str, found: re.Match[str]) -> bool:
    """Whether a verb only describes the noun behind it."""
    ended = re.search(r"[,、.!?~]", found[0]) is not None or not sentence[found.end() :].strip()
    return not ended and _ADNOMINAL.search(found[0].strip()) is not None


def _with_leading_verbs(sentence: str) -> list[Clause]:
    starts = [f for f in LEADING.finditer(sentence) if _is_verb(sentence, f)]
    clauses: list[Clause] = []
    for i, found in enumerate(starts):
        end = starts[i + 1].start() if i + 1 < len(starts) else len(sentence)
        body = sentence[found.end() : end]
        if i == 0 and found.start() > 0:
            body = f"{body} {sentence[: found.start()]}"
        verb = next(v for k, v in found.groupdict().items() if k.startswith("en_") and v)
        said = sentence[found.start() : end] if i else sentence[:end]
        action = _action(found)
        main, *details = _split_details(_POLITE.sub("", body)) or [""]
        clauses.append(Clause(action, main, said.strip(" ,"), details, verb.lower()))
    return clauses


def _split_details(body: str) -> list[str]:
    return split_outside(body, re.compile(r":\s+"))


def _is_verb(sentence: str, found: re.Match[str]) -> bool:
    """A word that is a noun as often ("link") needs an object where it follows "and"."""
    edge = (found["edge"] or "").strip()
    nounlike = re.fullmatch(rf".*?(?:{NOUNLIKE})", found[0].strip(), re.IGNORECASE)
    if not edge or not nounlike:
        return True
    return _DETERMINED.match(sentence, found.end()) is not None


def _action(found: re.Match[str]) -> Action:
    name = next(k for k, v in found.groupdict().items() if v is not None and "_" in k)
    action: Action = name.split("_", 1)[1]  # type: ignore[assignment]
    return action


def _added_apart(clause: Clause) -> list[Clause]:
    """`add a sub-page "Retro" and a divider` is two wishes, where both say what they are."""
    pieces = _AND_A.split(clause.body)
    whole = _HOLDS.search(clause.body) or not all(_PART.search(piece) for piece in pieces)
    if len(pieces) < 2 or whole:
        return [clause]
    if place := _SHARED_PLACE.search(pieces[-1]):
        pieces = [p if _PLACED.search(p) else f"{p}{place[0]}" for p in pieces]
    apart = [Clause("add", p, f"{clause.verb} {p}", verb=clause.verb) for p in pieces]
    apart[-1].details = clause.details
    return apart


def _apart(clause: Clause) -> list[Clause]:
    """`A는 B로, C는 D로 바꿔줘` is two wishes."""
    if clause.action == "add" and clause.verb.isascii():
        return _added_apart(clause)
    if clause.action != "change":
        return [clause]
    shared = _SHARED_EN if clause.verb and clause.verb.isascii() else _SHARED
    pieces = [piece for piece in shared.split(clause.body) if piece.strip()]
    if shared is _SHARED_EN and not re.search(r"\sto\s", pieces[0] if pieces else ""):
        return [clause]
    if len(pieces) < 2:
        return [clause]
    return [Clause("change", piece.strip(), piece.strip(), verb=clause.verb) for piece in pieces]
