"""What something new is called, as one name: words after "called", or before what says so, ask for
nothing, whatever they would mean elsewhere ("a book called Set aside and Finished")."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.text.tokens import Token

_ENDS = ("punct", "break", "quoted", "emoji")
_PLAIN = frozenset({"unknown", "number"})
_ADDS = ("verb.add", "verb.want", "make.")
_NEAR = 6  # tokens from an article to what its noun is called
# What may join the words of a name in small letters, where it goes on in capitals behind them.
_WITHIN = ("also.also", "or.or", "role.of", "filler.filler", "role.to", "role.at")
# What leads a name without marks to more than a name, where particles stand behind it.
_OUTSIDE = ("new.", "filler.", "noun.", "also.")


def with_called(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens with each name that new things are said to have as if it stood in quotes."""
    if not any(t.has("role.called") for t in tokens) or not any(t.has(*_ADDS) for t in tokens):
        return list(tokens)
    found = list(tokens)
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if not token.has("role.called") or token.names:
            continue
        behind = token.kind == "word"
        run = _behind(found, place) if behind else _before(found, place)
        if not behind and any(t.has("verb.") for t in found[place + 1 : place + 2]):
            continue  # of something: a word ends so
        if run and _may_mislead(found[run.start : run.stop]):
            start, end = found[run.start].start, found[run.stop - 1].end
            name = text[start:end]
            found[run.start : run.stop] = [Token("quoted", start, end, name, value=name)]
    return found


def _may_mislead(name: Sequence[Token]) -> bool:
    """Whether words of a name mean something by themselves."""
    if len(name) == 1 and name[0].kind in ("name", "number"):
        return not any(e.kind in ("property", "database", "view") for e in name[0].names)
    if len(name) > 1 and any(t.kind == "number" for t in name):
        return True
    senses = ("verb.", "type.", "noun.", "state.", "role.", "also.", "new.", "among.", "all.")
    return any(t.names or (t.kind not in _PLAIN and t.has(*senses)) for t in name)


def _behind(tokens: Sequence[Token], place: int) -> range:
    """The places of a name that begins with a capital: as long as capitals follow."""
    near = [t for t in tokens[max(0, place - _NEAR) : place] if t.has("new.new")]
    single = any(t.has("count.1") or " " in t.text for t in near)  # "a", "a new"
    noun = any(t.has("noun.text", "block.", "says.") for t in tokens[:place])
    first, stop = place + 1, place + 1
    if not single or noun:
        return range(0)
    for at in range(first, len(tokens)):
        token = tokens[at]
        if token.kind in _ENDS or (at == first and not _is_capital(token)):
            break
        if _is_capital(token) or (token.kind == "number" and at == stop):
            if at > stop and any(e.kind in ("property", "database") for e in token.names):
                break  # "… and Status Reading", "… to Trips"
            stop = at + 1
        elif not (token.has(*_WITHIN) or (token.kind == "unknown" and token.text.islower())):
            break
    return range(first, stop)


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.kind in ("word", "name", "unknown", "date")


def _before(tokens: Sequence[Token], place: int) -> range:
    """The places of a name before the particle that says so, back to the mark of another part."""
    start = place
    while start and tokens[start - 1].kind in ("word", "name", "unknown", "number", "date"):
        start -= 1
    while start < place and _leads(tokens[start], tokens[start + 1 : place]):
        start += 1
    return range(start, place)


def _leads(token: Token, behind: Sequence[Token]) -> bool:
    """Whether a word only stands before the name: where it goes, or that it is new."""
    where = any(e.kind == "database" for e in token.names)
    return bool(behind) and (where or (not token.names and token.has(*_OUTSIDE)))
