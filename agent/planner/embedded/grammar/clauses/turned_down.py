"""What is taken back ("B instead of A"), left out of all ("all but A"), or only said to say why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.correcting import (
    corrected,
    is_alike,
    put_right,
)
from agent.planner.embedded.grammar.clauses.phrases import Said, is_small
from agent.planner.embedded.grammar.text.tokens import Token

_BUT = frozenset({"not.not"})
_STOPS = frozenset({".", "!", "?", ";"})
_THEN = frozenset({"instead.then"})
_ENDS = _STOPS | {",", ":"}
_FEW = 6  # tokens from "so" to who can do what then
_NEAR = 24  # tokens of what gets another name
_EXCHANGE = frozenset({"verb.exchange"})
_WITH = Token("word", -1, -1, "", frozenset({"role.with"}))
_TO = Token("particle", -1, -1, "", frozenset({"role.to"}))
_WEAK = ("verb.do", "verb.change", "verb.want", "verb.exchange", "verb.add")
_NEVER_NAMED = (
    "type.", "hue.", "format.", "view.", "state.", "value.", "verb.", "it.", "all.", "not.",
    "place.", "rank.", "sort.", "noun.view", "noun.database", "noun.option",
)  # fmt: skip
_SEEN = ("view.", "noun.view", "role.by", "role.ordered", "hue.")  # of what is only seen so
_NAMING = 6  # tokens of a new name with its mark
_OBJECT = Token("particle", -1, -1, "", frozenset({"role.object"}))


def without_spared(found: Sequence[Said]) -> Iterator[Said]:
    """The clauses with what is left out of "all of it" in the clause that deletes the rest."""
    at = 0
    while at < len(found):
        said, after = found[at], found[at + 1] if at + 1 < len(found) else None
        every = after is not None and any(t.has("all.every") for t in after.tokens)
        rest = after is not None and all(is_small(t) or t.has("all.every") or t is after.verb
                                         for t in after.tokens)  # fmt: skip
        spares = said.verb is not None and said.verb.has("spare.spare") and not said.payload
        rest = rest or (after is not None and _is_seen(after))
        every = every or (after is not None and _is_seen(after))
        if after is not None and spares and every and rest:
            named = tuple(t for t in said.tokens if t is not said.verb and t.kind != "ending")
            but = Token("word", said.tokens[-1].end, said.tokens[-1].end, "", _BUT)
            yield replace(after, tokens=(*named, but, *after.tokens))
            at += 2
        else:
            yield said
            at += 1


def _is_seen(said: Said) -> bool:
    """Whether a clause asks for a view of some rows."""
    shown = any(t.has("noun.view", "verb.show") and not t.names for t in said.tokens)
    return shown and any(t.has("only.", "role.only") for t in said.tokens)


def with_unneeded(found: Sequence[Said]) -> list[Said]:
    """The clauses with one that says that a column is not needed as an order, where what stands
    behind it as its reason is about something else ("we need no priority, so sort by date")."""
    kept = list(found)
    for place, (said, after) in enumerate(pairwise(found)):
        named, others = ({e for t in one.tokens for e in t.names} for one in (said, after))
        gone = said.verb is not None and said.verb.has("verb.delete") and not said.never
        because = said.tokens[-1].has("ending.because", "role.because")
        apart = bool(others) and not named & others
        if gone and because and apart and {e.kind for e in named} == {"property"}:
            kept[place] = replace(said, tokens=said.tokens[:-1])
    return kept


def whole_clauses(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens with what belongs together put together, before they are cut into clauses."""
    return with_but(without_purposes(with_whole_members(tokens, text)))


def with_whole_members(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens with a verb that is only part of what stands between strokes as one word of it
    ("new/fair/needs-repair"), and one before a hyphen ("move-out date")."""
    found = list[Token]()
    for token in tokens:
        last = found[-1] if found else token
        joined = bool(found) and last.end == token.start and token.kind in ("word", "unknown")
        stroke = len(found) > 1 and found[-2].text == "/" and found[-2].end == last.start
        if joined and stroke and last.kind in ("word", "unknown") and last.has("verb.", "part."):
            whole = text[last.start : token.end]
            found[-1] = Token("unknown", last.start, token.end, whole, frozenset({"part.part"}))
        elif joined and last.text == "-" and len(found) > 1 and _is_half(found[-2], last):
            found[-2:] = [Token("unknown", found[-2].start, token.end,
                                text[found[-2].start : token.end])]  # fmt: skip
        else:
            found.append(token)
    return found


def _is_half(token: Token, hyphen: Token) -> bool:
    """Whether a verb is only the first half of a word."""
    return token.has("verb.") and not token.names and token.end == hyphen.start


def with_but(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with "but" behind "all" as what leaves out."""
    return [
        replace(t, senses=_BUT)
        if t.has("but.but") and place and tokens[place - 1].has("all.every")
        else t
        for place, t in enumerate(tokens)
    ]


def without_turned_down(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what is turned down ("B instead of A")."""
    kept = list[Token]()
    skipping = False
    for place, token in enumerate(tokens):
        turns = token.has("instead.", "correct.", "not.not")
        if turns and (way := _other_way(kept, tokens, place)):
            return [*way[0], *without_turned_down(tokens[way[1] :])]
        old = kept[:-2] if len(kept) > 2 and kept[-2].has("role.called") else kept  # "the word A"
        if token.has("instead.before") and _is_renamed(old[-1:], tokens[place + 1 :][:_NAMING]):
            kept[len(old) :] = [_OBJECT]
            continue
        if token.has("instead.before"):
            if kept and kept[-1].kind not in ("ending", "punct", "break"):
                _turn_down(kept, next(iter(tokens[place + 1 :]), None))
            elif kept:  # "not needed. Instead …"
                kept.append(replace(token, kind="word", senses=_THEN))
            continue
        if token.has("instead.after"):  # "call it B instead of A" says what is called so
            skipping = not any(t.has("verb.rename") for t in kept[-_NEAR:])
        elif skipping and (token.kind in ("punct", "break") or token.has("role.", "also.also")):
            skipping = False
        if not skipping:
            kept.append(token)
    return kept


def without_purposes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what a sentence begins with to say what for, where that names nothing
    ("for all to see how it goes, …", which some languages end with a word for it)."""
    kept = list[Token]()
    for token in tokens:
        if token.text == "," and kept and kept[-1].has("so_that."):
            near = kept[-_NEAR:]
            stops = [i for i, t in enumerate(near) if t.kind in ("punct", "break")]
            aim = near[stops[-1] + 1 if stops else 0 :]
            if not any(t.names or t.kind not in ("unknown", "word", "particle") for t in aim):
                del kept[len(kept) - len(aim) :]
                continue
        kept.append(token)
    return kept


def without_reasons(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what a sentence ends with to say why (", we're recounting").

    Only where it stands behind a comma, and asks for nothing itself.
    """
    kept, at = list[Token](), 0
    while at < len(tokens):
        end = _end_of(tokens, at)
        aim = bool(kept) and is_aim(tokens[at:end])
        led = bool(kept) and kept[-1].text == "," and tokens[at].has("reason.")
        values = ("number", "quoted", *(() if aim else ("date",)))
        led = led and not any(t.has("verb.") for t in tokens[at:end])
        if (led or aim) and not any(t.names or t.kind in values for t in tokens[at:end]):
            kept = kept[:-1] if kept[-1].text == "," else kept
            at = end
        else:
            kept.append(tokens[at])
            at += 1
    return kept


def is_aim(tokens: Sequence[Token]) -> bool:
    """Whether words say what something is for ("so the kids can earn …")."""
    able = tokens[:1] and tokens[0].has("aim.so") and any(t.has("aim.able") for t in tokens[1:_FEW])
    return bool(able) or any(t.has("aim.aim") for t in tokens[:1])


def _stop(tokens: Sequence[Token], at: int) -> int:
    """Where the sentence of a token ends, if that is near."""
    near = range(at, min(at + _NEAR, len(tokens)))
    stops = (i for i in near if tokens[i].kind == "break" or tokens[i].text in _STOPS)
    return next(stops, len(tokens) if len(tokens) <= at + _NEAR else 0)


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Where the words that stand together from a place on end; there, for most words."""
    if not tokens[at].has("reason.", "aim."):
        return at
    stops = (i for i in range(at, len(tokens)) if tokens[i].kind in ("punct", "break"))
    return next(stops, len(tokens))


def _other_way(
    kept: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[Sequence[Token], int] | None:
    """What is kept of the tokens before a place where something else is put right, and from where
    they go on; None where nothing is."""
    if right := put_right(kept, tokens, at):
        return right
    way = _given_way(kept, tokens, at) if tokens[at].has("instead.") else None
    paused = bool(kept) and (kept[-1].kind == "punct" or kept[-1].has("role.subject"))
    paused = paused and tokens[at].has("instead.before")
    takes_back = tokens[at].has("correct.") or paused
    return way or (corrected(kept, tokens, at) if takes_back else None)


def _given_way(
    kept: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[list[Token], int] | None:
    """What something is wanted instead of, as "exchange it with that", and from where the tokens
    go on; None for what else is turned down."""
    verb = replace(tokens[at], senses=_EXCHANGE)
    if tokens[at].has("instead.after"):
        return _given_way_before(kept, tokens, at, verb)
    end = _stop(tokens, at) if kept and tokens[at].has("instead.before") else 0
    called = _called(kept, tokens[at + 1 : end]) if end else []
    return ([*kept, _OBJECT, *called, verb], end) if called else None


def _given_way_before(
    kept: Sequence[Token], tokens: Sequence[Token], at: int, exchange: Token
) -> tuple[list[Token], int] | None:
    """The same where the old one follows ("a status instead of the paid box: sent, paid")."""
    end = next((i for i in range(at + 1, len(tokens)) if _ends_old(tokens[i])), len(tokens))
    old = tokens[at + 1 : end]
    near = range(max(0, len(kept) - _NEAR), len(kept))
    stops = [i + 1 for i in near if kept[i].kind == "break" or kept[i].text in _ENDS]
    cut = max(stops, default=near.start)
    new = list(kept[cut:])
    verb = next((t for t in new if t.has("verb.") and not t.names), None)
    seen = any(t.has(*_SEEN) or any(e.kind == "row" for e in t.names) for t in new)
    if seen or [e.kind for t in old for e in t.names[:1]] != ["property"]:
        return None
    if verb is not None and not verb.has(*_WEAK):
        return None
    if all(is_small(t) for t in new):  # it leads: "instead of A, I want B"
        new = []
        while end < len(tokens) and (tokens[end].has(*_WEAK) or is_small(tokens[end])):
            end += 1
    new = new[new.index(verb) + 1 :] if verb in new else new
    return [*kept[:cut], exchange, *old, _WITH, *new], end


def _ends_old(token: Token) -> bool:
    return token.kind in ("punct", "break") or token.has("role.", "also.also", *_WEAK)


def _called(before: Sequence[Token], behind: Sequence[Token]) -> list[Token]:
    """What one thing that there is gives way to ("A, not so but B", "instead of A put in B and
    C"), with its end; [] where more is said than that."""
    named = bool(before) and any(e.kind in ("property", "option") for e in before[-1].names)
    rows = any(e.kind == "row" for t in before[-_NEAR:] for e in t.names)
    said = [t for t in behind if t.kind != "ending" and not t.has("filler.")]
    while said and (said[-1].has(*_WEAK) or said[-1].kind == "punct") and not said[-1].names:
        adds = said.pop().has("verb.add", "verb.want")
        said = said[:-1] if adds and said and said[-1].has("role.object") else said
        said += [_TO] if adds and said and said[-1].kind != "particle" else []
    if len(said) > 1 and said[0].kind == "quoted" and said[1].has("role.only"):
        said = [said[0], _TO]  # "only B will do"
    to = len(said) > 1 and said[-1].kind == "particle" and said[-1].has("role.to")
    plain = all(_is_of_name(t, before[-1]) or t.text == "," or t.has("role.and") for t in said[:-1])
    return said if named and not rows and to and plain else []


def _is_of_name(token: Token, old: Token) -> bool:
    """Whether a word may be part of the name of what comes instead of an old one."""
    if token.names and not set(token.names) <= set(old.names):
        return False
    return token.kind in ("unknown", "quoted", "name", "word") and not token.has(*_NEVER_NAMED)


def _is_renamed(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether what is turned down is what something is called: "not A, call it B"."""
    named = bool(before) and any(e.kind in ("property", "option") for e in before[0].names)
    named = named or (bool(before) and before[0].kind == "quoted")
    marks = [t for t in behind[:_NAMING] if t.kind == "particle"]
    quoted = bool(marks) and marks[0].has("role.quote", "role.called")
    led = bool(marks) and marks[0].has("role.to")
    return named and (quoted or (led and any(t.has("verb.rename") for t in behind[:_NAMING])))


def _turn_down(kept: list[Token], behind: Token | None) -> None:
    """Takes back the words that stand last, and the same words where they were said before.

    Where a value of the same kind comes `behind`, no more than the value is meant.
    """
    taken = list[Token]()
    if len(kept) > 1 and kept[-1].has("role.subject"):
        kept.pop()  # "X is not who paid, but Y" where a mark stands behind X
    if len(kept) > 1 and kept[-1].has("type.", "view.") and kept[-2].names and not kept[-1].names:
        kept.pop()  # "paid, no box but …": only what it was
        return
    alike = behind is not None and any(is_alike(t, behind) for t in kept)
    while (
        kept
        and not (alike and behind and taken and is_alike(taken[-1], behind))
        and kept[-1].kind not in ("punct", "break", "particle")
        and not kept[-1].has("verb.", "correct.")
    ):
        taken.append(kept.pop())
    gone = {token.text for token in taken}
    said = [i for i, t in enumerate(kept) if t.text in gone]
    between = kept[said[0] :] if said else []
    if all(t.text in gone or t.kind == "punct" or is_small(t) for t in between):
        del kept[len(kept) - len(between) :]


def is_unlinked(body: Sequence[Token]) -> bool:
    """Whether words say that something is to lead nowhere ("no link to the other tables")."""
    leads = any(t.has("noun.relation", "verb.link") for t in body[1:2])
    return leads and body[0].has("value.no")
