"""A text as clauses, and a clause as its verb and its phrases.

Particles stand behind what they mark, prepositions before it: from here on both are only roles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.demoting import demoted
from agent.planner.embedded.grammar.distribution import distributed, is_ended
from agent.planner.embedded.grammar.joining import (
    ends_told,
    goes_on,
    in_place,
    is_listed_noun,
    is_more,
    is_own,
    is_seen_as,
    is_told_before,
    lists_parts,
    parted_links,
    says_format,
)
from agent.planner.embedded.grammar.lexis import Lexis
from agent.planner.embedded.grammar.phrases import Said, is_first, is_small
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.grammar.turned_down import (
    whole_clauses,
    without_reasons,
    without_spared,
    without_turned_down,
)

_STOPS = frozenset(".!?;")
_MOST_GIVING = 20  # tokens of words that only give a name or a unit
_OPEN = frozenset("([{")
_SHUT = frozenset(")]}")
_MEANT = ("verb.", "noun.", "type.", "view.", "block.", "new.", "concept.")  # by what leads a list
_WEAK = ("verb.want", "verb.do")
_ATTRIBUTES = ("verb.show", "verb.hide", "verb.group", "verb.sort")


def clauses_of(tokens: Sequence[Token], lexis: Lexis, text: str) -> list[Said]:
    """The clauses of a text, in order."""
    found = list[Said]()
    for sentence, payload in _sentences(
        without_reasons(without_turned_down(demoted(whole_clauses(tokens, text), lexis)))
    ):
        pieces = parted_links(_split(sentence, lexis))
        for place, piece in enumerate(pieces):
            behind = payload if place == len(pieces) - 1 else []
            said = in_place(found, _said(piece, behind, text, lexis))
            after = bool(found) and found[-1].tokens[-1].has("ending.next", "ending.because")
            alone = bool(said.payload) or said.corrects or is_ended(said.tokens) or after
            alone |= says_format(said) or any(t.has("ending.told") for t in said.tokens[-1:])
            alone = alone or any(t.kind == "emoji" or t.has("rank.", "sort.") for t in piece)
            alone |= said.never or (bool(found) and (found[-1].never or is_own(found[-1], said)))
            if found and lists_parts(found[-1], said):
                found[-1] = _joined(found[-1], said)
            elif found and is_told_before(found[-1], said):
                found[-1] = replace(_joined(found[-1], said), verb=said.verb)
            elif found and is_seen_as(found[-1], said):
                found[-1] = replace(_joined(found[-1], said), verb=said.verb or found[-1].verb)
            elif found and found[-1].verb and is_more(said):
                found.append(replace(said, verb=found[-1].verb))
            elif found and goes_on(found[-1], said, place) and not alone:
                found[-1] = _joined(found[-1], said)
            elif said.verb or any(not is_small(t) for t in (*said.tokens, *said.payload)):
                found.append(said)
    parts = [part for said in without_spared(found) for part in distributed(said, lexis)]
    shown = any(part.verb and part.verb.has("verb.show", "verb.hide") for part in parts)
    return [replace(part, spared=_says_why(part) or (shown and _spares(part))) for part in parts]


def whole(tokens: Sequence[Token], text: str, lexis: Lexis) -> Said:
    """All of a text as one clause, with whatever stands in brackets or behind a colon."""
    return replace(_said(tokens, [], text, lexis), tokens=tuple(tokens), groups=())


def _says_why(said: Said) -> bool:
    """Whether a clause says what something is for ("so that I can …"), and asks for nothing."""
    return any(token.has("purpose.") for token in said.tokens[:1])


def _spares(said: Said) -> bool:
    """Whether a clause may leave out of what is seen, and not delete ("without the done ones")."""
    named = {e.kind for t in said.tokens for e in t.names}
    kept = named == {"property"} and not any(t.has("state.") for t in said.tokens)
    return said.verb is not None and said.verb.has("spare.spare") and not (said.never or kept)


def _said(piece: Sequence[Token], payload: Sequence[Token], text: str, lexis: Lexis) -> Said:
    body, groups = _without_groups(piece)
    verb, never = _verb_of(body, lexis)
    body = [verb if verb and t.start == verb.start else t for t in body]
    corrects = bool(body) and body[0].has("correct.correct")
    never = never or _is_kept(body, verb)
    return Said(tuple(body), tuple(payload), groups, verb, never, corrects, text)


def _is_kept(body: Sequence[Token], verb: Token | None) -> bool:
    """Whether a clause says that something stays as it is, beside what else it is about."""
    silent = (t for t in reversed(body) if t.kind not in ("punct", "ending") and not t.has("it.it"))
    last = next(silent, None)
    stays = any(t.has("keep.keep") and not t.names for t in body)
    left = (t for t in (verb, last) if t is not None and verb in (None, t))
    stays = stays or any(t.has("keep.leave") for t in left)
    weak = verb is None or verb.has("verb.do", "verb.want", "keep.keep") or verb.has("keep.leave")
    return stays and weak and not any(t.has("only.", "role.only") for t in body)


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Sentences, each with what stands behind its colon."""
    body, payload, behind, depth = list[Token](), list[Token](), False, 0
    for place, token in enumerate(tokens):
        mark = token.text if token.kind == "punct" else ""
        listed = mark == ")" and not depth and bool(body) and body[-1].kind == "number"
        if listed and (len(body) == 1 or tokens[place - 2].end < body[-1].start):
            number = body.pop()  # "1) this 2) that"
            del number
            if body or payload:
                yield _unled(body, payload)
            body, payload, behind = [], [], False
            continue
        depth = max(0, depth + (mark in _OPEN) - (mark in _SHUT)) if mark else depth
        after = tokens[place + 1 : place + 2]
        timed = bool(after and place) and {tokens[place - 1].kind, after[0].kind} == {"number"}
        if token.kind == "break" or (mark in _STOPS and mark):
            if payload or any(t.kind != "number" for t in body):
                yield _unled(body, payload)
            body, payload, behind = [], [], False
        elif mark == ":" and not (timed or behind or depth) and body:
            behind = True
        else:
            (payload if behind else body).append(token)
    if body or payload:
        yield _unled(body, payload)


def _unled(body: list[Token], payload: list[Token]) -> tuple[list[Token], list[Token]]:
    """A place before a colon belongs to what is asked for behind it ("tasks: add Effort")."""
    plain = not any(t.names or t.kind == "quoted" or t.has(*_MEANT) for t in body)
    if plain and any(map(_is_verb, payload)) and any(t.names for t in payload):
        end = Token("break", payload[0].start, payload[0].start, "\n")
        return [*body, end, *payload], []  # "one more thing: …"
    seen = any(t.has("noun.view") for t in body) and all(
        is_small(t) or t.has("noun.view", "verb.add") or t.kind == "punct" for t in body
    )
    if seen and any(t.has("only.", "role.only", "role.ordered", "sort.") for t in payload):
        listed = [t for t in payload if t.text != ","]
        return [*body, *listed], []  # "new view: unpaid only, sorted by date"
    bracketed = any(t.text == "(" for t in payload)
    if bracketed and all(is_small(t) or t.has("verb.add", "noun.property") for t in body):
        return [*body, *payload], []  # "new: Due (date), Owner (text)"
    titled = [t for t in body if not is_small(t)]
    new = any(t.has("new.new") for t in body)
    placed = len(titled) == 1 and not new and any(e.kind == "database" for e in titled[0].names)
    if placed and any(t.has("verb.") and not t.names for t in (*payload[:2], *payload[-2:])):
        return [*payload, Token("word", -1, -1, "", frozenset({"role.at"})), *body], []
    return body, payload


def _is_verb(token: Token) -> bool:
    return token.has("verb.") and not token.names


def _split(tokens: list[Token], lexis: Lexis) -> list[list[Token]]:  # a case a mark
    """A sentence cut where another verb begins its clause, or where one has ended."""
    pieces: list[list[Token]] = [[]]
    depth, ended, begun, said = 0, False, False, False
    for place, token in enumerate(tokens):
        mark = token.text if token.kind == "punct" else ""
        depth += (mark in _OPEN) - (mark in _SHUT) if mark else 0
        again = depth == 0 and said and token.has("also.also") and place + 2 < len(tokens)
        if again and pieces[-1]:
            pieces.append([])
            ended = begun = said = False
            continue
        joint = depth == 0 and (mark in (",", "+") or token.has("also.also"))
        ended = ended or (joint and _gives_name_or_unit(pieces[-1]))
        told = mark == "," and _tells_of_row(pieces[-1])
        if joint and (
            ended or ((begun or told) and _verb_follows(tokens, place + 1, lexis, pieces[-1]))
        ):
            pieces.append([])
            ended = begun = False
            continue
        if token.has("correct.correct", "purpose.") and not (depth or token.names) and pieces[-1]:
            pieces.append([])
        if ended and not depth and _begins_anew(tokens, place, lexis):
            pieces.append([])
            ended = begun = False
        pieces[-1].append(token)
        begun = begun or _is_verb(token) or token.has("never.never") or token.text == "="
        if token.has("ending.next", "ending.never", "ending.because") or ends_told(tokens, place):
            pieces.append([])
            ended = begun = False
        elif token.has("role.because"):
            pieces[-1:] = _before_reason(pieces[-1])
            pieces.append([])
        elif _is_verb(token) and (not is_first(token, lexis) or token.has("predicate.")):
            ended = said = True
        elif token.kind not in ("ending", "punct") and not is_small(token):
            ended = False
    return [piece for piece in pieces if piece]


def _tells_of_row(piece: Sequence[Token]) -> bool:
    """Whether words begin with a row: what follows their comma may be an order about it."""
    said = [t for t in piece[:_MOST_GIVING] if not is_small(t)]
    kinds = {entity.kind for entity in said[0].names} if 1 < len(said) < _MOST_GIVING else set()
    return "row" in kinds or ("property" in kinds and any(t.has("format.") for t in said))


def _before_reason(piece: list[Token]) -> list[list[Token]]:
    """A piece that ends in a reason, apart from what is said of something before its comma."""
    commas = [i for i, t in enumerate(piece) if t.text == ","]
    said = piece[: commas[-1]] if commas else []
    topic = any(t.kind == "particle" and t.has("role.topic") for t in said)
    return [said, piece[commas[-1] + 1 :]] if topic else [piece]


def _gives_name_or_unit(piece: Sequence[Token]) -> bool:
    """Whether words say by themselves what the title is ("the title is 'Garden', …"), or in what
    a number counts ("the price in won, …")."""
    if len(piece) > _MOST_GIVING:
        return False  # a long list would be looked through again at each of its commas
    titled = any(t.has("noun.title") for t in piece) and any(t.kind == "quoted" for t in piece)
    return (titled or any(t.has("format.") for t in piece)) and is_ended(piece)


def _begins_anew(tokens: list[Token], at: int, lexis: Lexis) -> bool:
    """Whether a clause begins behind a verb without a comma ("hide this, do not delete it")."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind not in ("name", "unknown", "quoted", "word") or is_small(token):
        return False
    final = before.has("ending.final") and lexis.joins(token.text[-1:].lower()) == "agglutinated"
    # "make X and link Y": an ending that joins verbs, before what has a part of its own
    joined = before.has("ending.joins") and not token.has("verb.")
    if not (final or joined):
        return False
    weak = ("verb.do",) if joined else _WEAK
    verbs = [i for i, t in enumerate(tokens) if i > at and _is_verb(t) and not t.has(*weak)]
    led = any(t.kind == "particle" for t in tokens[at : verbs[0]]) if verbs else False
    return led if joined else bool(verbs) or (_is_verb(token) and not token.has(*_WEAK))


def _verb_follows(tokens: list[Token], at: int, lexis: Lexis, before: Sequence[Token]) -> bool:
    """Whether the next word that matters is a verb that opens a clause."""
    while at < len(tokens) and is_small(tokens[at]) and not tokens[at].has("never.", "verb.want"):
        at += 1
    if at >= len(tokens) or is_listed_noun(tokens, at, before):
        return False
    told = tokens[at + 1 : at + 2] if tokens[at].names else []
    return (
        tokens[at].has("never.", "keep.")
        or any(map(_is_verb, told))
        or (_is_verb(tokens[at]) and is_first(tokens[at], lexis))
    )


def _without_groups(tokens: Sequence[Token]) -> tuple[list[Token], tuple[tuple[Token, ...], ...]]:
    body, groups, depth = list[Token](), list[list[Token]](), 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        if mark and mark in _OPEN:
            depth += 1
            if depth == 1:
                groups.append([])
        elif mark and mark in _SHUT:
            depth = max(0, depth - 1)
        elif depth:
            groups[-1].append(token)
        else:
            body.append(token)
    return body, tuple(tuple(group) for group in groups if group)


def _verb_of(tokens: Sequence[Token], lexis: Lexis) -> tuple[Token | None, bool]:
    """The verb of a clause, the first strong one that opens it, else the last; if it is denied."""
    never = any(t.has("never.never", "ending.never") for t in tokens)
    shown = max((t.start for t in tokens if t.has("noun.view", "view.")), default=-1)
    verbs = [t for t in tokens if _is_verb(t) and not t.has("new.new")]
    # "a list that shows …": such a verb says more of the view behind it, and asks for nothing.
    verbs = [v for v in verbs if is_first(v, lexis) or v.start > shown or not v.has(*_ATTRIBUTES)]
    which = next((t.start for t in tokens if t.has("relative.")), None)
    if which is not None and verbs and verbs[0].start < which:
        verbs = [v for v in verbs if v.start < which]  # "a page where I can write …"
    strong = [v for v in verbs if not v.has(*_WEAK)] or verbs
    first = [v for v in strong if is_first(v, lexis)]
    if first or strong:
        return (first[0] if first else strong[-1]), never
    led = [t for t in tokens if not is_small(t) or t.has("new.new")]
    begins = bool(led) and led[0].has("new.new") and led[0].has("verb.add")
    return (replace(led[0], names=()) if begins else None), never


def _joined(before: Said, more: Said) -> Said:
    end = before.tokens[-1].end
    comma = Token("punct", end, end, ",")
    return replace(
        before, tokens=(*before.tokens, comma, *more.tokens), groups=(*before.groups, *more.groups)
    )
