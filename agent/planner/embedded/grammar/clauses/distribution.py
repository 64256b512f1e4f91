"""A clause that is said of several things, each with its own end, as so many clauses."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.phrases import Said, is_ended, is_first, is_small
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

_SHOWS = ("verb.add", "verb.want", "verb.show", "make.", "verb.group")
_ANOTHER = frozenset({"noun.view"})
_HEADS = ("noun.", "type.", "view.", "block.")  # what something that is added or deleted may be


def distributed(said: Said, lexis: Lexis) -> list[Said]:
    """A clause whose verb is said of several targets, each with its own end, as so many clauses.

    "rename A to B and C to D", "add a page X and a divider".
    """
    verb = said.verb
    if said.never:
        return [said]
    if verb is None:
        return _views(said, None, first=True) or _apart(said)
    first = is_first(verb, lexis)
    parts: list[list[Token]] = [[]]
    for token in said.tokens:
        if token is verb:
            continue
        if token.has("also.also") or (token.kind == "punct" and token.text in ",+"):
            parts.append([])
        else:
            parts[-1].append(token)
    if views := _views(said, verb, first=first):
        return views
    parts = [part for part in parts if part]
    merged = (_placed(parts) if first else []) or _merged(parts, first=first)
    if len(merged) < 2 and not first:
        merged = _two_kinds(merged[0]) if merged else []
    if len(merged) < 2 or all(map(_tells_of_row, merged[1:])):
        return [said]
    if first:
        merged = _with_tail(merged)
    ends = [part[0].start for part in merged[1:]]
    whole = [
        replace(
            said,
            tokens=(verb, *part) if first else (*part, verb),
            payload=(),
            groups=tuple(g for g in said.groups if sum(g[0].start > end for end in ends) == place),
        )
        for place, part in enumerate(merged)
    ]
    return [*whole[:-1], replace(whole[-1], payload=said.payload)]


def _views(said: Said, verb: Token | None, *, first: bool) -> list[Said]:
    """Several views that are asked for in one breath, each with all that is said of it."""
    if said.payload or said.groups or not (verb is None or verb.has(*_SHOWS)):
        return []
    parts: list[list[Token]] = [[]]
    seen = [False]  # whether each part names a view so far
    for one in said.tokens:
        token = one
        if token is verb:
            continue
        if parts[-1] and parts[-1][-1].has("new.new") and token.has("count.1") and not seen[-1]:
            token = replace(token, senses=_ANOTHER)  # "… and another one with leads"
        joint = token.has("also.also", "role.and") or token.text in (",", "+", "&")
        if joint and (seen[-1] if first else any(map(is_view, parts[-1][-2:]))):
            parts.append([])
            seen.append(False)
        elif not joint or parts[-1]:
            parts[-1].append(token)
            seen[-1] = seen[-1] or is_view(token)
    if len(parts) < 2 or not all(seen):
        return []
    ordered = [(verb, *part) if first else (*part, verb) for part in parts]
    return [replace(said, tokens=tuple(t for t in part if t is not None)) for part in ordered]


def is_view(token: Token) -> bool:
    """Whether a word says that a view is asked for, whatever one there is called."""
    named = [e for e in token.names if e.kind != "view"]
    return token.has("view.", "noun.view") and not named and token.kind != "quoted"


def _apart(said: Said) -> list[Said]:
    """Two things of different kinds, asked for without a verb ("a photo column + a gallery")."""
    cuts = [i for i, t in enumerate(said.tokens) if t.has("also.also") or t.text == "+"]
    if len(cuts) != 1 or said.payload or said.groups:
        return [said]
    parts = [said.tokens[: cuts[0]], said.tokens[cuts[0] + 1 :]]
    heads = [_heads(part) for part in parts]
    if not all(heads) or heads[0] & heads[1]:
        return [said]
    return [replace(said, tokens=part) for part in parts]


def _two_kinds(part: Sequence[Token]) -> list[list[Token]]:
    """What a particle joins, apart where these are things of two kinds (a column and a view)."""
    cuts = [i for i, t in enumerate(part) if t.kind == "particle" and t.has("role.and")]
    if len(cuts) != 1:
        return [list(part)]
    halves = [list(part[: cuts[0]]), list(part[cuts[0] + 1 :])]
    heads = [_heads(half) for half in halves]
    nouns = all(half and half[-1].has("noun.", "view.") for half in halves)
    return halves if nouns and all(heads) and not heads[0] & heads[1] else [list(part)]


def _merged(parts: Sequence[list[Token]], *, first: bool) -> list[list[Token]]:
    """Parts of a clause put together until each is complete: a target with its own end."""
    complete = [_is_led(part) if first else is_ended(part) for part in parts]
    if sum(complete) < 2 or not complete[0 if first else -1]:
        heads = [_heads(part) for part in parts]
        apart = first and len(parts) == 2 and all(heads) and not (heads[0] & heads[1])
        return [list(part) for part in parts] if apart else [[t for part in parts for t in part]]
    merged = list[list[Token]]()
    open_ = False
    for part, done in zip(parts, complete, strict=True):
        begins = done if first else not open_
        if begins or not merged:
            merged.append(list(part))
        else:
            merged[-1] += part
        open_ = not done
    return merged


def _placed(parts: Sequence[list[Token]]) -> list[list[Token]]:
    """Parts of a clause put together until each ends with a database of its own ("a phone and a
    nickname to tenants and a due date for rents"); none where not several end so, and the last."""
    ends = [_ends_in_place(part) for part in parts]
    if sum(ends) < 2 or not ends[-1]:
        return []
    merged, open_ = list[list[Token]](), False
    for place, (part, ended) in enumerate(zip(parts, ends, strict=True)):
        joint = [Token("punct", parts[place - 1][-1].end, part[0].start, ",")] if open_ else []
        merged = [*merged[:-1], [*merged[-1], *joint, *part]] if open_ else [*merged, list(part)]
        open_ = not ended
    return merged


def _ends_in_place(part: Sequence[Token]) -> bool:
    """Whether words end with a database behind what leads to a place."""
    said = [t for t in part if not is_small(t) or t.has("role.")]
    places = ("role.to", "role.at", "role.from", "role.suits")
    led = len(said) > 2 and said[-2].kind == "word" and said[-2].has(*places)
    return led and any(e.kind == "database" for e in said[-1].names)


def _tells_of_row(part: Sequence[Token]) -> bool:
    """Whether words give a row a value of what was named before ("the price of A to 1, B to 2")."""
    kinds = {entity.kind for token in part for entity in token.names}
    return "row" in kinds and not kinds & {"property", "view"}


def _is_led(part: Sequence[Token]) -> bool:
    spans = part[0].kind == "word" and part[0].has("role.from")  # "…, from start to end"
    typed = {
        a.start
        for a, b in pairwise([t for t in part if not t.has("new.new")])
        if b.has("type.") and not b.names
    }  # "as a select"
    return (
        not spans
        and any(t.has("role.to") and t.kind == "word" and t.start not in typed for t in part[1:])
        and any(not is_small(t) for t in part[:2])
    )


def _heads(part: Sequence[Token]) -> frozenset[str]:
    """What kinds of things a part asks for; "on this page" only says where."""
    if part and part[0].kind == "word" and part[0].has("role.at") and not part[0].names:
        return frozenset()
    return frozenset(
        "noun.property"
        if sense.startswith("type.")
        else sense.split(".")[0] + ("." + sense.split(".")[1] if sense.startswith("noun.") else "")
        for token in part
        if not token.names
        for sense in token.senses
        if sense.startswith(_HEADS)
        and not sense.startswith(("noun.database", "noun.thing", "noun.status"))
    ) or frozenset({"noun.option"} if any(t.has("noun.status") for t in part) else ())


def _with_tail(parts: list[list[Token]]) -> list[list[Token]]:
    """The parts with the place that the last ends with ("… and a budget number to deals")."""
    last = parts[-1]
    leads = [
        i
        for i, t in enumerate(last)
        if t.kind == "word" and t.has("role.to", "role.at", "role.from")
    ]
    if not leads or not any(e.kind == "database" for t in last[leads[-1] :] for e in t.names):
        return parts
    tail = last[leads[-1] :]
    bare = [not any(t.has("role.") and t.kind == "word" for t in part) for part in parts]
    return [part + tail if alone else part for part, alone in zip(parts, bare, strict=True)]
