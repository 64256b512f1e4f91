"""Which words of an order to add something say what its rows are called, and so which are meant."""

import re
from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import World
from agent.planner.embedded.grammar.text.syllables import syllables
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase

_WORD = re.compile(r"[^\W_]+")
_NAMED, _TITLED, _AKIN, _BESIDE = 3, 2, 1, 4  # how plainly a word says so, and beside the verb
_STEM = 5  # letters that two words of one stem share, where words have blanks
_ADDS = ("verb.add", "verb.write")


def kinds_of(
    world: World, home: ExistingDatabase, tokens: Sequence[Token]
) -> Iterator[tuple[Token, int]]:
    """The words that say what a row is, with how plainly they do: those beside the verb, and no
    name of what is told of it ("the estimate is 20")."""
    verb = next((t for t in tokens if t.has(*_ADDS, "new.new") and not t.names), None)
    if verb is None:
        return
    stops = [t.start for t in tokens if t.kind == "break" or t.text in ",:."]
    end = min((at for at in stops if at > verb.start), default=tokens[-1].end)
    end = end if verb.text.isascii() or verb.has("new.new") else verb.end
    start = max((at for at in stops if at < verb.start), default=0)
    for place, token in enumerate(tokens):
        before, behind = tokens[place - 1 : place] or tokens[:1], tokens[place + 1 : place + 2]
        told = any(t.has("role.topic") for t in behind)
        told |= before[0].kind == "word" and before[0].has("role.at", "role.suits")
        put = any(t.has("role.at") for t in behind) or before[0].has("role.to")
        sure = is_kind(token, world, home) if start <= token.start < end else 0
        if sure and (put or not told):
            near = put or (sure > _AKIN and _besides(token, verb, tokens))
            yield token, sure + _BESIDE * near


def is_kind(token: Token, world: World, home: ExistingDatabase) -> int:
    """How plainly a word says that a row of a database is meant, by what that, its rows or its page
    are called; 0 for not at all."""
    title, said = next(p for p in home.properties if p.type == "title"), folded(token.text)
    if token.kind not in ("name", "unknown", "word") or is_small(token) or token.has("verb."):
        return 0
    named = {(e.id, e.database) for e in token.names}
    if (home.id, None) in named or (title.id, home.id) in named:
        return _NAMED if (home.id, None) in named else _TITLED
    if len(said) < (_STEM - 2 if said.isascii() else 2):
        return 0
    if any(is_alike(said, word) for word in _WORD.findall(folded(home.title))):
        return _TITLED
    names = (world.structure.page.title, title.name,
             *(p.name for p in home.properties if said.isascii()))  # fmt: skip
    akin = any(is_alike(said, word) for name in names for word in _WORD.findall(folded(name)))
    return _AKIN if (akin or token.has("entry.")) and not token.names else 0


def is_alike(one: str, other: str) -> bool:
    """Whether two words are of one stem; one that has no blanks beside it may stand in a longer."""
    if not one.isascii():
        return other.startswith(one) or other.endswith(one)
    if one.removesuffix("s") == other.removesuffix("s"):
        return True
    return min(len(one), len(other)) > _STEM and one[:_STEM] == other[:_STEM]


def is_begun(form: str, name: str) -> bool:
    """Whether a day is called by what a verb says was done on it, by how the two begin."""
    first, words = syllables(folded(form)[:1]), _WORD.findall(folded(name))
    if form.isascii():
        return any(is_alike(folded(form), word) for word in words)
    if not first:
        return any(word[0] == form[0] for word in words)
    begun = [syllables(word[0]) for word in words]
    return any(one and one[0][:2] == first[0][:2] for one in begun)


def likeness(home: ExistingDatabase, tokens: Sequence[Token]) -> int:
    """How many letters of an order some row of the database is called by already."""
    titles = {word for row in home.rows for word in folded(row.title).split()}
    said = [folded(t.text) for t in tokens if t.kind in ("unknown", "name")]
    parts = [w for w in titles if len(w) > 1 and not w.isascii()]
    same = [len(one) for one in said if one in titles]
    return max([*same, *(len(w) for w in parts for one in said if one.startswith(w))], default=0)


def _besides(token: Token, verb: Token, tokens: Sequence[Token]) -> bool:
    """Whether nothing but small words stands between a word and the verb."""
    start, end = min(token.end, verb.end), max(token.start, verb.start)
    between = [t for t in tokens if start <= t.start < end]
    return all(is_small(t) or t.has("count.", "counter.", "new.") for t in between)
