"""A wish that says what is kept before it says in what: "주유랑 정비 적는 차계부".

Where verbs stand last, what tells a thing apart stands before it. What is kept is put behind what
keeps it, as other languages say it: "차계부 with 주유, 정비".
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.marks import is_verb
from agent.planner.embedded.creating.wish.pieces import is_empty
from agent.planner.embedded.creating.wish.vocabulary import is_stop
from agent.planner.embedded.grammar.text.tokens import Token

_WITH = Token("word", -1, -1, "", frozenset({"with.with", "keeps.keeps"}))

_COLUMNS = Token("word", -1, -1, "", frozenset({"noun.property"}))
_MANY = 2  # commas of a list of what is kept
_SPOKEN = ("like.", "role.by", "pause.", "told.", "role.because")
_HOLDERS = ("generic.", "holder.", "noun.", "view.list", "view.table", "thing.document")


def keeper_first(said: list[Token], *, begun: bool) -> list[Token]:
    """The tokens of a line with the noun that keeps something before what it keeps.

    Where that noun says only that it keeps ("生豆を管理する表"), what is kept is the subject,
    unless it is a list: then these are the columns of what was spoken of before.
    """
    at = next((i for i, t in enumerate(said) if i and t.has("keeps.") and not t.names), 0)
    start = max((i + 1 for i, t in enumerate(said[:at]) if is_stop(t)), default=0)
    kept, behind = _inner(said[start:at]), said[at + 1 :]
    stop = next(
        (i for i, t in enumerate(behind) if _asks(t) or _ends(t) or _is("being", t)), len(behind)
    )
    keeper, rest = behind[:stop], behind[stop:]
    named = [t for t in keeper if not is_empty(t)]
    commas = any(map(_ends, kept))
    listed = commas or (any(t.has("role.and") for t in kept) and not _lists(behind))
    told = any(not t.has("filler.") for t in kept)  # "같이 쓰는" keeps nothing
    if not (told and named) or any(t.has("noun.view") for t in named):
        return said
    if all(t.has(*_HOLDERS) and not t.has("domain.") for t in named):
        return [*said[:start], *(_as_columns(kept) if listed else _as_one(kept)), *rest]
    if begun or 0 < sum(map(_ends, kept)) < _MANY or any(t.has("view.") for t in named):
        return said
    return [*said[:start], *keeper, _WITH, *kept, *rest]


def _lists(behind: Sequence[Token]) -> bool:
    """Whether a sentence behind says which columns there are ("長さと重さを記録する表。日付、…")"""
    stop = next((i for i, t in enumerate(behind) if is_stop(t)), len(behind))
    return sum(t.kind == "punct" and t.text == "," for t in behind[stop:]) >= _MANY


def _as_columns(kept: Sequence[Token]) -> list[Token]:
    """A list as one of columns; what it is to be like stands before it and is spoken of, and what
    there is a row for ("案件ごとに納期と金額")."""
    at = next((i for i, t in enumerate(kept) if t.has(*_SPOKEN)), -1)
    spoken = [*kept[: at + kept[at].has("told.")], _mark(".")] if at > 0 else []
    columns = list(kept[at + 1 :])
    return [*spoken, _COLUMNS, _mark(":"), *(columns[1:] if _ends(columns[0]) else columns)]


def _as_one(kept: Sequence[Token]) -> list[Token]:
    """What is kept as one subject, whatever it joins ("身長と体重")."""
    return [replace(t, kind="unknown", senses=frozenset()) if _is("and", t) else t for t in kept]


def _mark(sign: str) -> Token:
    return Token("punct", -1, -1, sign)


def _asks(token: Token) -> bool:
    """Whether a verb asks for something to be made; "기록" may be a noun as well."""
    return is_verb(token) and not token.has("generic.", "holder.", "domain.")


def _ends(token: Token) -> bool:
    return token.kind in ("punct", "break")


def _is(role: str, token: Token) -> bool:
    """Whether a word is a particle of a role, as "is" behind what keeps something ("용도예요")."""
    return token.kind == "particle" and token.has(f"role.{role}")


def _inner(kept: Sequence[Token]) -> list[Token]:
    """What is kept without the particle behind its last: within it no topic begins ("읽은 책")."""
    plain = [replace(t, kind="unknown", senses=frozenset()) if _is("topic", t) else t for t in kept]
    while plain and plain[-1].kind == "particle":
        plain.pop()
    return plain
