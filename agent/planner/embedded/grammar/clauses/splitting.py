"""A text as clauses, and a clause as its verb and its phrases.

Particles stand behind what they mark, prepositions before it: from here on both are only roles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.afterthoughts import without_afterthoughts
from agent.planner.embedded.grammar.clauses.asides import (
    with_causes,
    with_relatives,
    without_speakers,
)
from agent.planner.embedded.grammar.clauses.declining import without_declined
from agent.planner.embedded.grammar.clauses.demoting import demoted
from agent.planner.embedded.grammar.clauses.distribution import distributed
from agent.planner.embedded.grammar.clauses.itemised import with_items
from agent.planner.embedded.grammar.clauses.joining import (
    asks_for_new,
    at_one,
    begins_block,
    ends_told,
    gives_name_or_unit,
    goes_on,
    in_place,
    is_listed_noun,
    is_own,
    is_seen_as,
    is_told_before,
    joined,
    led_by,
    parted_links,
    same_for,
    says_format,
    sets_icon,
    tells_of_row,
    tells_of_view,
)
from agent.planner.embedded.grammar.clauses.phrases import (
    Said,
    awaits_rows,
    is_ended,
    is_first,
    is_small,
    may_order,
    orders_unknown,
    says_should,
)
from agent.planner.embedded.grammar.clauses.sentences import CLOSING, OPENING, is_verb, sentences
from agent.planner.embedded.grammar.clauses.turned_down import (
    is_unlinked,
    whole_clauses,
    with_unneeded,
    without_reasons,
    without_spared,
    without_turned_down,
)
from agent.planner.embedded.grammar.clauses.verbs import WEAK, verb_of
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

_MODAL = 3  # tokens in which a subject has its verb
_MOST_GIVING = 20  # tokens of words that only give a name or a unit
_HIDE = frozenset({"verb.hide"})


def clauses_of(tokens: Sequence[Token], lexis: Lexis, text: str) -> list[Said]:
    """The clauses of a text, in order."""
    found = list[Said]()
    for sentence, payload in _with_orders(_asked(tokens, lexis, text), lexis):
        pieces = parted_links(_split(sentence, lexis))
        for place, piece in enumerate(pieces):
            last = place == len(pieces) - 1
            said = in_place(found, _said(piece, payload if last else [], text, lexis))
            after = bool(found) and found[-1].tokens[-1].has("ending.next", "ending.because")
            alone = bool(said.payload) or said.corrects or is_ended(said.tokens) or after
            alone |= (
                (orders_unknown(said) and not (found and awaits_rows(found[-1])))
                or says_format(said)
                or any(t.has("ending.told") for t in said.tokens[-1:])
            )
            alone |= any(t.kind == "emoji" or t.has("rank.", "sort.") for t in piece)
            alone |= said.never or (bool(found) and (found[-1].never or is_own(found[-1], said)))
            if found and (one := at_one(found[-1], said)):
                found[-1] = one
            elif found and is_told_before(found[-1], said):
                found[-1] = replace(joined(found[-1], said), verb=said.verb)
            elif found and is_seen_as(found[-1], said):
                found[-1] = replace(joined(found[-1], said), verb=said.verb or found[-1].verb)
            elif found and found[-1].verb and (again := same_for(found[-1], said)):
                found.append(again)
            elif found and (led := led_by(found[-1], said)):
                found.append(led)
            elif found and goes_on(found[-1], said, place) and not alone:
                found[-1] = joined(found[-1], said)
            elif said.verb or any(not is_small(t) for t in (*said.tokens, *said.payload)):
                found.append(said)
    found = with_unneeded(list(without_spared(found)))
    parts = [part for said in found for part in distributed(said, lexis)]
    shown = any(part.verb and part.verb.has("verb.show", "verb.hide") for part in parts)
    return [replace(part, spared=_says_why(part) or (shown and _spares(part))) for part in parts]


def _with_orders(
    tokens: Sequence[Token], lexis: Lexis
) -> Iterator[tuple[list[Token], Sequence[Token]]]:
    """The sentences, each with what stands behind its colon; where that only asks to add what
    stands before it ("book club on Thursday: add it"), it ends the sentence."""
    asked = without_turned_down(without_declined(demoted(tokens, lexis)))
    cut = sentences(without_reasons(asked))
    for sentence, payload in cut:
        asks = any(t.has("verb.add") for t in payload)
        if asks and all(is_small(t) or t.has("verb.add", "it.") for t in payload):
            yield [*sentence, *payload], []
        else:
            yield list(sentence), payload


def _asked(tokens: Sequence[Token], lexis: Lexis, text: str) -> list[Token]:
    asked = with_relatives(with_causes(whole_clauses(with_items(tokens), text), lexis), lexis)
    return without_speakers(without_afterthoughts(asked, lexis), lexis)


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
    verb, never = verb_of(body, lexis)
    if verb is not None and never and _is_hidden(body, verb):
        verb, never = replace(verb, senses=_HIDE), False
    body = [verb if verb and t.start == verb.start else t for t in body]
    corrects = bool(body) and body[0].has("correct.correct") and not is_unlinked(body)
    while corrects and len(body) > 1 and body[1].has("correct.correct"):
        body.pop(1)  # "wait, no, …"
    never = never or is_unlinked(body) or _is_kept(body, verb)
    return Said(tuple(body), tuple(payload), groups, verb, never, corrects, text)


def _is_hidden(body: Sequence[Token], verb: Token) -> bool:
    """Whether rows or columns are not to be shown: that asks to hide them."""
    kinds = {e.kind for t in body for e in t.names}
    rows = any(t.has("state.") and not t.names for t in body)
    return verb.has("verb.show") and (rows or bool(kinds)) and kinds <= {"option", "property"}


def _is_kept(body: Sequence[Token], verb: Token | None) -> bool:
    """Whether a clause says that something stays as it is, beside what else it is about."""
    silent = (t for t in reversed(body) if t.kind not in ("punct", "ending") and not t.has("it.it"))
    last = next(silent, None)
    stays = any(t.has("keep.keep") and not t.names for t in body)
    left = (t for t in (verb, last) if t is not None and verb in (None, t))
    noted = verb is not None and verb.has("verb.write") and body[-1].has("ending.own")
    stays = stays or (not noted and any(t.has("keep.leave") for t in left))
    weak = verb is None or verb.has("verb.do", "verb.want", "keep.keep") or verb.has("keep.leave")
    put = ["only.", "role.only", "place.beside"]  # "leave it next to X"
    put += ["block."] if verb is not None and verb.has("verb.add") else []
    return stays and weak and not any(t.has(*put) for t in body)


def _split(tokens: list[Token], lexis: Lexis) -> list[list[Token]]:  # a case a mark
    """A sentence cut where another verb begins its clause, or where one has ended."""
    pieces: list[list[Token]] = [[]]
    depth, ended, begun, said = 0, False, False, False
    for place, token in enumerate(tokens):
        mark = token.text if token.kind == "punct" else ""
        depth += (mark in OPENING) - (mark in CLOSING) if mark else 0
        again = depth == 0 and said and token.has("also.also") and place + 2 < len(tokens)
        if again and pieces[-1]:
            pieces.append([])
            ended = begun = said = False
            continue
        joint = depth == 0 and (mark in (",", "+") or token.has("also.also"))
        kept = joint and any(t.has("keep.keep") and not t.names for t in pieces[-1][-2:])
        begged = mark == "," and bool(pieces[-1]) and pieces[-1][-1].has("begs.begs")
        amounts = [t.kind for t in tokens[place + 1 : place + 2]] == ["number"]  # one for each row
        ended = ended or kept or begged
        ended |= joint and not amounts and gives_name_or_unit(pieces[-1])
        told = mark == "," and (
            tells_of_row(pieces[-1])
            or _states(pieces[-1])
            or _begs(pieces[-1], tokens[place + 1 : place + 2])
        )
        told = told or (joint and (tells_of_view(pieces[-1]) or sets_icon(pieces[-1])))
        told = told or (joint and asks_for_new(pieces[-1]))
        told = told or begun
        follows = joint and begun and begins_block(tokens, place + 1)
        behind = tokens[place + 1 :] if token.has("also.also") and begun else []
        follows |= may_order(behind[:_MODAL]) or says_should(behind[: _MODAL + 1])
        if joint and (
            ended or follows or (told and _verb_follows(tokens, place + 1, lexis, pieces[-1]))
        ):
            pieces.append([])
            ended = begun = False
            continue
        begins = token.has("correct.correct", "purpose.") and not (depth or token.names)
        begins = begins and not all(t.has("correct.correct") or t.text == "," for t in pieces[-1])
        held = place > 0 and tokens[place - 1].has("filler.", "verb.want")  # "who has no phone"
        begins = begins and not (held and token.has("value.no"))
        if begins and not pieces[-1][-1].has("role.topic"):
            pieces.append([])
        if ended and not depth and _begins_anew(tokens, place, lexis):
            pieces.append([])
            ended = begun = False
        pieces[-1].append(token)
        begun = begun or is_verb(token) or token.has("never.never") or token.text == "="
        ended_here = ends_told(tokens, place) or _ends_sentence(tokens, place, lexis)
        if ended_here or token.has("ending.next", "ending.never", "ending.because"):
            pieces.append([])
            ended = begun = False
        elif token.has("role.because"):
            pieces[-1:] = _before_reason(pieces[-1])
            pieces.append([])
        elif is_verb(token) and (not is_first(token, lexis) or token.has("predicate.", "must.")):
            ended = said = True
        elif token.kind not in ("ending", "punct") and not is_small(token):
            ended = False
    return [piece for piece in pieces if piece]


def _ends_sentence(tokens: Sequence[Token], at: int, lexis: Lexis) -> bool:
    """Whether a verb that nobody knows ends a sentence without a mark, before an order."""
    if tokens[at].kind != "unknown" or not tokens[at].text.endswith(lexis.sentence_ends):
        return False
    return any(map(is_verb, tokens[at + 1 : at + 1 + _MOST_GIVING]))


def _begs(piece: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether words tell of something, before somebody is begged to do something about it ("the
    word X confuses everybody, please …")."""
    if not any(t.has("begs.") for t in after) or len(piece) > _MOST_GIVING:
        return False
    tells = any(t.kind == "unknown" for t in piece) and not any(map(is_verb, piece))
    led = piece[:1] and piece[0].has("role.")
    named = any(t.names or t.kind == "quoted" for t in piece)
    return tells and named and not led


def _states(piece: Sequence[Token]) -> bool:
    """Whether words say how something is ("the table is too wide"), before what is to be done."""
    return any(t.has("states.") and not t.names for t in piece[1:_MOST_GIVING])


def _before_reason(piece: list[Token]) -> list[list[Token]]:
    """A piece that ends in a reason, apart from what is said of something before its comma."""
    commas = [i for i, t in enumerate(piece) if t.text == ","]
    said = piece[: commas[-1]] if commas else []
    topic = any(t.kind == "particle" and t.has("role.topic") for t in said)
    return [said, piece[commas[-1] + 1 :]] if topic else [piece]


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
    weak = ("verb.do",) if joined else ()
    verbs = [i for i, t in enumerate(tokens) if i > at and is_verb(t) and not t.has(*weak)]
    led = any(t.kind == "particle" for t in tokens[at : verbs[0]]) if verbs else False
    strong = any(not tokens[i].has(*WEAK) for i in verbs)
    return led if joined else led or strong or (is_verb(token) and not token.has(*WEAK))


def _verb_follows(tokens: list[Token], at: int, lexis: Lexis, before: Sequence[Token]) -> bool:
    """Whether the next word that matters is a verb that opens a clause."""
    while at < len(tokens) and is_small(tokens[at]) and not tokens[at].has("never.", "verb.want"):
        at += 1
    at += any(t.has("all.every") and not t.names for t in tokens[at : at + 1])
    if at >= len(tokens) or is_listed_noun(tokens, at, before):
        return False
    told = tokens[at + 1 : at + 1 + _MODAL] if tokens[at].names else []
    if told and told[0].has("filler."):  # "each one should also have"
        told = [t for t in told[1:] if not t.has("also.also")]
    return (
        tokens[at].has("never.", "keep.")
        or any(map(is_verb, told[:1]))
        or (is_verb(tokens[at]) and is_first(tokens[at], lexis))
    )


def _without_groups(tokens: Sequence[Token]) -> tuple[list[Token], tuple[tuple[Token, ...], ...]]:
    body, groups, depth = list[Token](), list[list[Token]](), 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        if mark and mark in OPENING:
            depth += 1
            if depth == 1:
                groups.append([])
        elif mark and mark in CLOSING:
            depth = max(0, depth - 1)
        elif depth:
            groups[-1].append(token)
        else:
            body.append(token)
    return body, tuple(tuple(group) for group in groups if group)
