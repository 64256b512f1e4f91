"""A text as sentences, each with what stands behind its colon."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.joining import is_initial
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token

Sentence = tuple[list[Token], list[Token]]  # what stands behind its colon is the second

OPENING = frozenset("([{")
CLOSING = frozenset(")]}")
_FEW, _LIST = 4, 8  # tokens of an order behind a list, and in which it begins
_SEEING = ("verb.sort", "verb.group", "verb.show")
_STOPS = frozenset(".!?;")
_AS_FOR = Token("particle", -1, -1, "", frozenset({"role.because"}))  # behind a mere topic
_MEANT = ("verb.", "noun.", "type.", "view.", "block.", "new.", "concept.")  # by what leads a list


def sentences(tokens: Sequence[Token]) -> Iterator[Sentence]:
    """Sentences, each with what stands behind its colon."""
    body, payload, behind, depth = list[Token](), list[Token](), False, 0
    for place, token in enumerate(tokens):
        mark = token.text if token.kind == "punct" else ""
        listed = mark == ")" and not depth and bool(body) and body[-1].kind == "number"
        if listed and (len(body) == 1 or tokens[place - 2].end < body[-1].start):
            number = body.pop()  # "1) this 2) that"
            del number
            if body or payload:
                yield from _unled(body, payload)
            body, payload, behind = [], [], False
            continue
        depth = max(0, depth + (mark in OPENING) - (mark in CLOSING)) if mark else depth
        after = tokens[place + 1 : place + 2]
        timed = bool(after and place) and {tokens[place - 1].kind, after[0].kind} == {"number"}
        if token.kind == "break" or (mark and mark in _STOPS and not is_initial(tokens, place)):
            if payload or any(t.kind != "number" for t in body):
                yield from _unled(body, payload)
            body, payload, behind = [], [], False
        elif _introduces(tokens, place) and not (timed or behind or depth) and body:
            behind = True
        elif behind and not depth and _orders(tokens[place : place + _FEW]):
            yield from _unled(body, payload)
            body, payload, behind = [], [], False
        else:
            (payload if behind else body).append(token)
    if body or payload:
        yield from _unled(body, payload)


def _introduces(tokens: Sequence[Token], place: int) -> bool:
    """Whether a mark stands before a list: a colon, or a dash between blanks behind an order."""
    token, behind = tokens[place], tokens[place + 1 : place + _LIST]
    if token.text != "-" or token.kind != "punct":
        return token.kind == "punct" and token.text == ":"
    apart = bool(behind) and tokens[place - 1].end < token.start and token.end < behind[0].start
    asks = any(is_verb(t) or t.has("also.also") for t in tokens[max(0, place - _LIST) : place])
    listed = any(t.text == "," for t in behind) and all(t.kind != "number" for t in behind[:1])
    return apart and asks and listed


def _orders(tokens: Sequence[Token]) -> bool:
    """Whether an order about what was listed begins ("…, and group by it")."""
    led = len(tokens) == _FEW and tokens[0].has("also.also") and tokens[1].has(*_SEEING)
    return led and any(t.has("role.by", "it.it") for t in tokens[1:])


def _unled(body: list[Token], payload: list[Token]) -> Iterator[Sentence]:
    """A place before a colon belongs to what is asked for behind it ("tasks: add Effort"); of
    several things that are asked for it is the topic."""
    topic = _topic(body, payload)
    several = any(t.text == "," or t.has("also.also") for t in payload)
    adds = topic == {"property"} and any(t.has("verb.add") for t in (payload[0], payload[-1]))
    if topic and several and not adds:  # "rooms: add A and B" has but one place
        yield [*body, _AS_FOR], []
        yield payload, []
    elif topic:
        yield [*payload, Token("word", -1, -1, "", frozenset({"role.at"})), *body], []
    else:
        yield _led(body, payload)


def _topic(body: Sequence[Token], payload: Sequence[Token]) -> set[str]:
    """The kinds of what words before a colon name, where the sentence behind it is about that."""
    titled = [t for t in body if not is_small(t)]
    new = any(t.has("new.new") for t in body)
    kinds = {e.kind for e in titled[0].names} if len(titled) == 1 and not new else set[str]()
    ordered = any(map(is_verb, (*payload[:2], *payload[-2:]))) or _is_told_of(payload)
    return kinds if kinds & {"database", "property"} and ordered else set()


def _led(body: list[Token], payload: list[Token]) -> Sentence:
    """A sentence and what stands behind its colon, put together where that is one sentence."""
    plain = not any(t.names or t.kind == "quoted" or t.has(*_MEANT) for t in body)
    if plain and any(map(is_verb, payload)) and any(t.names for t in payload):
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
    return body, payload


def _is_told_of(payload: Sequence[Token]) -> bool:
    """Whether words behind a colon say what something of it becomes ("maybe should be unsure")."""
    to = [i for i, t in enumerate(payload) if t.kind == "word" and t.has("role.to")]
    return bool(to) and to[0] > 0 and bool(payload[0].names)


def is_verb(token: Token) -> bool:
    """Whether a word is a verb, and names nothing that there is."""
    return token.has("verb.") and not token.names
