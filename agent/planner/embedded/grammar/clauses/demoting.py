"""Words that are verbs elsewhere, and nouns here."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.phrases import is_first, is_small
from agent.planner.embedded.grammar.text.lexis import Lexis, folded
from agent.planner.embedded.grammar.text.tokens import Token

_WEAK = ("verb.want", "verb.do")
_SILENT = frozenset({"filler.filler"})
_NEAR = 8  # tokens from an object to its verb


def demoted(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens with stems that take no ending, before the real verb, as plain words: also those
    that are its object ("make a record", where "record" is a verb as well). Nor is anything called
    by what denies there, or by what says the page itself."""
    found = list(tokens)
    for place, token in enumerate(tokens[:-1]):
        after = tokens[place + 1]
        did = after.has("verb.do") and after.start == token.end
        if (token.names and token.has("not.not") and did) or _is_page(token):
            found[place] = replace(token, kind="word", names=())  # and no option, no column
        if not token.has("verb.") or token.has(*_WEAK) or is_first(token, lexis):
            continue
        if _is_object(tokens, place + 1, lexis):
            found[place] = _plain(token)
            marked = frozenset({"role.object"})  # where it looks like an ending of the verb
            found[place + 1] = replace(after, kind="particle", senses=marked)
        elif after.has("entry.relative") and after.start == token.end:
            found[place] = _held(token, tokens[max(place - 1, 0) : place])
        elif _is_noun(token, tokens[place + 1 : place + 3]):
            found[place] = _plain(token)
    return found


def _is_noun(token: Token, behind: Sequence[Token]) -> bool:
    """Whether what follows a verb makes a noun of it."""
    after = behind[0]
    if after.kind == "particle" and after.has("role.called"):  # "a table called …"
        return True
    if after.has("noun.property") and token.has("concept."):  # "a column for the map's link"
        return True
    if after.kind in ("ending", "punct", "break") or is_small(after):
        return False
    if after.has("noun.", "view.", "block."):
        return False
    again = {s for s in token.senses if s.startswith("verb.")}  # "do not use it, delete it"
    return not again & after.senses and any(t.has("verb.") for t in behind)


def _is_page(token: Token) -> bool:
    """Whether a word says the page itself, where a column is called nearly so ("Pages")."""
    exact = any(folded(entity.name) == folded(token.text) for entity in token.names)
    return bool(token.names) and token.has("noun.page") and not exact


def only_describes(tokens: Sequence[Token], verb: Token, lexis: Lexis) -> bool:
    """Whether a verb orders nothing: it says what is to be seen, or worked out."""
    return _is_asked(tokens, verb, lexis) or _reckons(tokens, verb, lexis)


def _reckons(tokens: Sequence[Token], verb: Token, lexis: Lexis) -> bool:
    """Whether a verb only says what is to be worked out ("A less B, reckoned")."""
    behind = (t for t in tokens if t.start > verb.start and t.has("verb.", "worked.reckon"))
    return verb.has("worked.minus") and not is_first(verb, lexis) and any(behind)


def _is_asked(tokens: Sequence[Token], verb: Token, lexis: Lexis) -> bool:
    """Whether a verb only says what is to be seen ("a chart of how much we spent")."""
    behind = [t for t in tokens if t.start >= verb.end and t.kind == "ending"]
    said = "".join(t.text for t in behind if not t.text.isspace())
    drawn = any(t.has("view.chart") and t.start > verb.end for t in tokens)
    return drawn and any(said.startswith(end) or verb.text.endswith(end)
                         for end in lexis.ends("asked"))  # fmt: skip


def _is_object(tokens: Sequence[Token], at: int, lexis: Lexis) -> bool:
    """Whether a particle marks what a verb of making behind it is to make."""
    rest = tokens[at + 1 : at + _NEAR]
    makes = next((t for t in rest if t.has("verb.") or t.kind in ("punct", "break")), None)
    marks = {mark for one in lexis.languages for mark in one.particles.get("object", ())}
    marked = tokens[at].kind in ("particle", "ending") and tokens[at].text in marks
    return marked and makes is not None and makes.has("make.")


def _held(token: Token, before: Sequence[Token]) -> Token:
    """A verb that only tells which things are meant; where they stand is what words before it
    say."""
    stands = token.has("verb.add") and any(t.has("role.at") for t in before)
    return replace(token, kind="word", senses=_SILENT) if stands else _plain(token)


def _plain(token: Token) -> Token:
    other = frozenset(s for s in token.senses if not s.startswith(("verb.", "make.")))
    kind = token.kind if other or token.names else "unknown"
    return replace(token, kind=kind, senses=other)
