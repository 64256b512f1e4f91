"""What of a told record may be a name or a text: the parts of a line of values, or the names of a
statement without the verbs that stand beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.phrases import TEXTS, Phrase, phrases_of
from agent.planner.embedded.grammar.told.suiting import is_name, is_person, says_who, without_honour
from agent.planner.embedded.grammar.told.words import words as told_words

_SAYS = ("copula.", "states.", "it.", "role.", "modal.", "ending.told", "also.", "but.")
_ORDERS = ("verb.add", "verb.write", "new.", "filler.", "entry.", "noun.row")
_MARKS = ",、，/|;-–—:：.\n"
_COMMAS = (",", "、", "，")
_QUOTES = " '\"\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f"
_LOOSE = {"role.to", "role.by"}  # what ends names as well ("로", "별")
_BINDING = {"and_is", "because"}  # what may be the end of a verb as well
_NAMES = 3  # words of which those that begin a phrase may be a name
_THE = "The "  # what begins names as well
_LONGEST_LINE = 12  # chunks


def chunks_of(evidence: Evidence, pieces: Sequence[Piece], columns: int) -> list[Phrase]:
    """The names and texts of one record, of which `columns` may hold any."""
    typed = [p for p in pieces if p.kind == "value"]
    if line := _line(evidence, typed, columns):
        return line
    told = [p for p in pieces if p.kind != "lead"]
    found = [one for phrase in phrases_of(evidence, told) for one in _bare(evidence, phrase)]
    return sorted([*found, *_glued(evidence, found)], key=lambda one: one.start)


def _glued(evidence: Evidence, found: Sequence[Phrase]) -> Iterator[Phrase]:
    """The places that are one word with their particle and the verb behind it."""
    for token in evidence.tokens:
        said = words().glued.fullmatch(token.text) if token.kind == "unknown" else None
        if said and not any(token in one.tokens for one in found):
            yield Phrase(said[1], [token], {"at"})


def _line(evidence: Evidence, typed: Sequence[Piece], columns: int) -> list[Phrase]:
    """The chunks of a line of values, in their order; none of what is no such line."""
    runs = list(_runs(evidence, typed))
    if len(runs) > _LONGEST_LINE or any(run is None for run in runs):
        return []
    parts = [part for run in runs if run for part in _honoured(run)]
    chunks = [chunk for run in parts for chunk in _chunk(evidence, run)]
    chunks = [one for at, one in enumerate(chunks) if not _is_done(one, at)]
    open_ = [one for one in chunks if one.lead is None]
    split = [part for one in open_ for part in _words(evidence, one)]
    taken, marked = len(chunks) - len(open_), any(t.kind == "punct" for t in evidence.tokens)
    if not marked and len(open_) < len(split) == columns - taken and typed:
        return [*split, *(one for one in chunks if one.lead is not None)]
    loose = any(t.kind == "particle" and t.has("role.to") for one in open_ for t in one.tokens)
    return [] if loose or len(chunks) > columns else chunks


def _runs(evidence: Evidence, typed: Sequence[Piece]) -> Iterator[list[Token] | None]:
    """The tokens between marks and values; None where some say that something is so."""
    run, ordered, held = list[Token](), False, [p.prop for p in typed]
    spent = {p.start for p in evidence.pieces if p.kind == "lead" and p.prop in held}
    following = [*evidence.tokens[1:], evidence.tokens[-1]]
    for token, behind in zip(evidence.tokens, following, strict=True):
        taken = any(p.meets(token.start, token.end) for p in typed) or token.start in spent
        named = token.text == _THE.strip() and behind.text[:1].isupper()
        orders = not (token.names or named) and token.has(*_ORDERS) and token.kind != "unknown"
        ends = token.kind == "ending" and ordered
        kind = not run and token in evidence.kinds
        if token.kind == "quoted" and not taken:
            yield run
            yield [token]
            run, ordered = [], False
        elif taken or orders or ends or kind or (token.kind == "punct" and token.text in _MARKS):
            yield run
            run, ordered = [], orders or ends
        elif _says(evidence, token, run):
            yield None
        else:
            run.append(token)
            ordered = False
    yield run


def _is_done(chunk: Phrase, at: int) -> bool:
    """Whether a chunk is no name, but what was done, or when."""
    marks, text = words(), chunk.text
    done = marks.past.fullmatch(text) or (at and marks.done.fullmatch(text))
    return chunk.lead is None and bool(done or marks.none.fullmatch(text))


def _honoured(run: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """A run up to what honours somebody, and what stands behind that."""
    begin = 0
    for at, token in enumerate(run[:-1], 1):
        if token.kind == "particle" and told_words().honour.fullmatch(token.text):
            yield run[begin:at]
            begin = at
    yield run[begin:]


def _says(evidence: Evidence, token: Token, run: Sequence[Token]) -> bool:
    """Whether a token is of a sentence, and of no name."""
    if token.kind == "particle":
        led = run and run[-1].start in {p.start for p in evidence.pieces if p.kind == "lead"}
        inside = led or told_words().honour.fullmatch(token.text) or token.senses <= _LOOSE
        return not inside
    return token.kind == "ending" or (not token.names and token.has(*_SAYS))


def _chunk(evidence: Evidence, run: Sequence[Token]) -> Iterator[Phrase]:
    """What a run of tokens holds: behind the name of a column that column's, else of any."""
    leads = {p.start: p.prop for p in evidence.pieces if p.kind == "lead" and p.prop is not None}
    lead = leads.get(run[0].start)
    rest = list(run[1:] if lead is not None else run)
    while rest and lead is not None and (rest[0].kind in ("particle", "punct")):
        rest.pop(0)
    if not any(any(map(str.isalnum, t.text)) for t in rest):
        return
    text = evidence.text[rest[0].start : rest[-1].end].strip(_QUOTES)
    glued = words().glued_on.match(text)
    text = glued[1] if glued else text
    honoured = without_honour(text)
    roles = {"honour"} if honoured != text else set[str]()
    held = lead if lead is not None and lead.type in (*TEXTS, "title") else None
    if held is not None:
        yield Phrase(honoured, rest, roles, held)
    elif lead is None:
        yield from _somebody(evidence, Phrase(honoured, rest, roles))


def _words(evidence: Evidence, chunk: Phrase) -> Iterator[Phrase]:
    """A chunk word by word, as blanks part it."""
    now = list[Token]()
    for token in chunk.tokens:
        if now and token.start > now[-1].end:
            yield Phrase(evidence.text[now[0].start : now[-1].end], now, set(chunk.roles))
            now = []
        now.append(token)
    if now:
        yield Phrase(evidence.text[now[0].start : now[-1].end], now, set(chunk.roles))


def _bare(evidence: Evidence, phrase: Phrase) -> Iterator[Phrase]:
    """The names in a phrase of a statement, without the verbs around them."""
    if phrase.lead is not None or phrase.tokens[0].kind == "quoted":
        yield phrase
        return
    kept = [token for span in _without_verbs(evidence, phrase) for token in span]
    if not kept:
        return
    same = kept == list(phrase.tokens)
    text = _whole(evidence, kept, phrase.text if same else _text(evidence, kept))
    leads = (p.prop for p in evidence.pieces if p.kind == "lead" and p.start == kept[-1].end)
    found = replace(phrase, text=text, tokens=kept, lead=next(leads, None))
    found = replace(found, roles=found.roles | _marks(evidence, found))
    stem = len(text) == 1 and bool(found.roles & _BINDING)
    if not (stem or words().none.fullmatch(text)):
        yield from _capitals(found) if text.isascii() else _somebody(evidence, found)


def _without_verbs(evidence: Evidence, phrase: Phrase) -> list[list[Token]]:
    """The words of a phrase, without verbs at either end."""
    marks, spans = words(), _apart(phrase.tokens)
    while len(spans) > 1 and (
        marks.ahead.search(_text(evidence, spans[0])) or _leads_name(evidence, spans)
    ):
        spans.pop(0)
    ends = [marks.behind] if not phrase.roles else [marks.towards] if "to" in phrase.roles else []
    while spans and any(end.search(_text(evidence, spans[-1])) for end in ends):
        spans.pop()
    return spans


def _leads_name(evidence: Evidence, spans: Sequence[Sequence[Token]]) -> bool:
    """Whether a verb stands before a name in capitals ("singing Caro mio ben")."""
    first, second = (_text(evidence, span) for span in spans[:2])
    return second[:1].isupper() and words().acting.fullmatch(first) is not None


def _whole(evidence: Evidence, kept: Sequence[Token], text: str) -> str:
    """A name without what was done with it, and with what belongs to it around it."""
    marks = words()
    for pattern in (marks.owner, marks.joined, marks.ended, marks.glued_on):
        cut = pattern.match(text)
        text = cut[1] if cut else text
    end = kept[-1].end
    lead = next((p for p in evidence.pieces if p.kind == "lead" and p.start == end), None)
    if lead is not None and not text.isascii():  # the end of a longer name
        text += evidence.text[lead.start : lead.end]
    owned = marks.owned.match(evidence.text[end:])
    text += owned[0] if owned else ""
    the = _THE if evidence.text[: kept[0].start].endswith(_THE) and text[:1].isupper() else ""
    return f"{the}{text}"


def _marks(evidence: Evidence, phrase: Phrase) -> set[str]:
    """What stands around a phrase that says it is a name, or none."""
    marks, ahead, behind = words(), evidence.low[: phrase.start], evidence.low[phrase.end :]
    called = marks.called_ahead.search(ahead) or marks.called_behind.match(behind)
    common = phrase.text[:1].islower() and marks.article.search(ahead)
    acts = phrase.text[:1].isupper() and marks.acts.match(behind)
    counted = phrase.text.isascii() and marks.counted.search(ahead)
    apart = not phrase.roles and behind[:1] in _COMMAS
    said = {"called": called, "common": common, "subject": acts, "object": counted,
            "apart": apart}  # fmt: skip
    return {mark for mark, found in said.items() if found}


def _somebody(evidence: Evidence, phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, and the name of somebody that it begins or ends with, where a column says who."""
    spans = _apart(phrase.tokens)
    owner = next((at for at, t in enumerate(phrase.tokens) if at and t.has("role.of")), 0)
    if owner and "honour" in phrase.roles and not phrase.lead:  # "of accounting, Mr Suzuki"
        whose, name = phrase.tokens[:owner], phrase.tokens[owner + 1 :]
        yield Phrase(_text(evidence, whose), list(whose))
        yield replace(phrase, text=phrase.text[name[0].start - phrase.start :], tokens=list(name))
        return
    names = [len(_text(evidence, one)) == _NAMES and is_name(_text(evidence, one)) for one in spans]
    if len(spans) < 2 or phrase.lead or not (names[0] or names[-1]) or not _has_people(evidence):
        yield phrase
        return
    at = 1 if names[0] else len(spans) - 1
    for part, last in ((spans[:at], False), (spans[at:], True)):
        kept = [token for span in part for token in span]
        roles = phrase.roles if last else phrase.roles - {"honour"}
        yield replace(phrase, text=_text(evidence, kept), tokens=kept, roles=roles)


def _has_people(evidence: Evidence) -> bool:
    return any(is_person(p) or (p.type == "title" and says_who(p))
               for p in evidence.home.properties)  # fmt: skip


def _capitals(phrase: Phrase) -> Iterator[Phrase]:
    """Names in capitals, parted where other words stand between them ("Ann Lee rides Clover")."""
    spans = _apart(phrase.tokens)
    large = [span[0].text[:1].isupper() or span[0].text.isdigit() for span in spans]
    if all(large) or not all(large[:2]) or len(large) < _NAMES:
        yield phrase
        return
    now = list[Token]()
    for span, is_large in zip([*spans, []], [*large, False], strict=True):
        if is_large:
            now += span
        elif now:
            text = phrase.text[now[0].start - phrase.start :][: now[-1].end - now[0].start]
            yield replace(phrase, text=text, tokens=now)
            now = []


def _text(evidence: Evidence, tokens: Sequence[Token]) -> str:
    return evidence.text[tokens[0].start : tokens[-1].end]


def _apart(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens by the words that blanks part."""
    spans = list[list[Token]]()
    for token in tokens:
        if spans and token.start <= spans[-1][-1].end:
            spans[-1].append(token)
        else:
            spans.append([token])
    return spans
