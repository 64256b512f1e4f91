"""What people say behind an order to say why, without a word for it ("…, nobody uses it")."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.asides import sentences_in
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

_ENDS = ("punct", "break")
_KINDS = ("unknown", "word", "particle", "ending")
_TELLING = ("noun.property", "noun.option", "noun.view", "noun.database", "noun.row", "noun.title",
            "type.", "view.", "verb.want", "verb.delete", "begs.", "choose.")  # fmt: skip
_FEW = 3  # letters of what is no reason
_MOST = 12  # tokens of it


def without_afterthoughts(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens of a text without what only tells why, behind what each sentence asks for."""
    found = list[Token]()
    for sentence in sentences_in(tokens):
        end = max((i for i, t in enumerate(sentence, 1) if t.kind not in _ENDS), default=0)
        at = next(_begins(sentence[:end], lexis), end)
        found += [*sentence[:at], *sentence[end:]]
    return found


def _begins(sentence: Sequence[Token], lexis: Lexis) -> Iterator[int]:
    """Where an afterthought may begin: behind the last comma, or behind a verb with its end."""
    for at in range(max(1, len(sentence) - _MOST), len(sentence)):
        before, rest = sentence[at - 1], sentence[at:]
        comma = before.text == ","
        final = before.has("ending.final") and before.end < rest[0].start
        asks = any(t.has("verb.") and not t.names for t in sentence[:at])
        if (comma or final) and asks and _only_tells(rest, lexis):
            yield at - comma


def _only_tells(rest: Sequence[Token], lexis: Lexis) -> bool:
    """Whether words name nothing and ask for nothing: they tell of somebody, or end as a reason."""
    if any(t.names or t.kind not in _KINDS or t.has(*_TELLING) for t in rest):
        return False
    if is_first(rest[0], lexis):
        return rest[0].has("whoever.") or any(t.has("states.") for t in rest[1:_FEW])
    if rest[0].has("concept.") and any(t.has("role.topic") for t in rest[1:2]):
        return False  # "…, the person in charge is Ann": a value of what was added
    said, acts = "".join(t.text for t in rest[-3:]), any(t.has("verb.") for t in rest)
    pleads = lexis.ends("pleads") if any(t.has("role.object") for t in rest) else ()
    reason = (e for e in lexis.ends("reason") if said.endswith(e) and e not in pleads)
    told = said.endswith(lexis.sentence_ends) and not acts
    return len(said) > _FEW and (told or any(len(end) > 1 or not acts for end in reason))
