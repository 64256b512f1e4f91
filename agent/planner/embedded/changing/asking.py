"""Whether words speak of changing the workspace that there is."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.phrases import (
    Phrase,
    Said,
    is_small,
    phrases_of,
    works_out,
)
from agent.planner.embedded.grammar.clauses.splitting import clauses_of
from agent.planner.embedded.grammar.text.lexis import composed, lexis
from agent.planner.embedded.grammar.text.names import WRITTEN
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.grammar.told.happenings import says
from agent.planner.embedded.kinds import asks_for_undo, asks_to_create, talk_of
from agent.planner.words import normalised

# Verbs that are said of what there is, whatever they are said of.
_OF_WHAT_IS = frozenset(
    {
        *("delete", "move", "link", "sort", "group", "later", "earlier", "finish", "clear"),
        *("exchange", "hide", "rename", "split"),
    }
)
# Verbs that a question may have; any other asks for something to be done.
_TELLING = frozenset({"show", "want", "do", "finish", "see"})
_THOSE_SEEN = (("both.both", "only.only"), ("view.", "verb.show"))  # "a list of those"
_PARTS = (
    "block.", "noun.block", "noun.color", "noun.cover", "noun.formula", "noun.icon", "noun.option",
    "noun.property", "noun.relation", "noun.rollup", "noun.row", "noun.sub_page", "noun.title",
    "noun.view", "view.board", "view.calendar", "view.gallery", "view.timeline",
)  # fmt: skip


def asks_to_change(text: str) -> bool:
    """Whether words, where there is a workspace, speak of changing it rather than of another one.

    Greetings, thanks, questions and wishes to undo do not.
    """
    plain = normalised(text)
    talk = talk_of(plain, about_a_skill=False)
    said = composed(plain)
    tokens = tokens_of(said, lexis())
    wished = bool(tokens) and tokens[0].has("verb.want")  # "what about …?"
    if talk == "question" and not wished:
        return False
    if talk in ("greeting", "thanks", "cancel", "capability") or asks_for_undo(plain):
        return False
    return any(_changes(clause) for clause in clauses_of(tokens, lexis(), said))


def asks_for_another(text: str) -> bool:
    """Whether words, where there is a workspace, ask for another one: with a verb that makes, or by
    what holds things ("a reading log"). All else that is no talk is said of the one there is."""
    plain = normalised(text)
    tokens = tokens_of(composed(plain), lexis())
    if any(token.has("only.", "role.only") for token in tokens):
        return False  # "the student plan only"
    if any(token.kind in WRITTEN for token in tokens) and not asks_to_create(plain):
        return False  # "…, her contact is 010-1234-5678" tells of a row
    if any(token.has("domain.", "whole.") for token in tokens):
        return True
    return asks_to_create(plain) and not any(t.has("role.also", "also.also") for t in tokens)


def wants_kept(text: str) -> bool:
    """Whether words say what should be there as well, however much they tell before it."""
    said = composed(normalised(text))
    clauses = clauses_of(tokens_of(said, lexis()), lexis(), said)
    return any(
        one.verb is not None
        and one.verb.has("held.")
        and any(t.has("role.also") for t in one.tokens)
        for one in clauses
    )


def of_what_is(text: str) -> bool:
    """Whether words speak of what there is: of its columns, options or rows, of what is to be there
    too, to be seen or noted in it, to go or to be called otherwise."""
    tokens = tokens_of(composed(normalised(text)), lexis())
    parts = ("noun.property", "noun.option", "noun.row", "role.also")
    verbs = ("verb.show", "verb.write", "verb.delete", "verb.rename")
    return any(token.has(*parts, *verbs) for token in tokens)


def asks_to_see(text: str) -> bool:
    """Whether words, where there is a workspace, only want something of it to be told or shown."""
    plain = normalised(text)
    if asks_to_create(plain) or asks_for_undo(plain) or asks_to_change(plain):
        return False
    if talk_of(plain, about_a_skill=False) not in (None, "question"):
        return False
    said = composed(plain)
    tokens = tokens_of(said, lexis())
    if len(tokens) > 1 and tokens[0].has("view.list") and tokens[0].text.isascii():
        return True  # in English a verb as well
    if _keeps_figure(tokens):
        return False
    clauses = clauses_of(tokens, lexis(), said)
    shown = bool(clauses) and all(c.verb is not None and c.verb.has("verb.show") for c in clauses)
    return shown or (plain.endswith(("?", "\uff1f")) and any(map(str.isalpha, plain)))


def asks_whether(text: str) -> bool:
    """Whether words, where there is a workspace, only ask if something of it is so."""
    plain = normalised(text)
    return says("asked", plain) and not (asks_to_create(plain) or asks_to_change(plain))


def _changes(said: Said) -> bool:
    verb = said.verb or next((t for t in said.payload[:1] if t.has("verb.")), None)
    actions = {s[5:] for s in verb.senses if s.startswith("verb.")} if verb else set()
    tokens = [t for t in (*said.tokens, *said.payload) if t is not verb]
    body = any(not is_small(token) for token in tokens)
    whole = any(token.has("whole.") for token in tokens)
    part = any(token.has(*_PARTS) for token in tokens)
    if actions & _OF_WHAT_IS:
        return body
    led = any(token.has("role.to") for token in tokens)
    if actions & {"change"} or (actions & {"do"} and (part or led)):
        return body and not whole
    if actions & {"show"}:
        return part or any(t.has("only.", "role.only") for t in tokens) or _as_view(said)
    if actions & {"add", "want", "write"}:
        return _adds(said, part=part, whole=whole)
    coloured = led and any(t.has("hue.") for t in tokens)
    return part or coloured or any(t.has("view.chart") for t in tokens)


def _as_view(said: Said) -> bool:
    """Whether rows are to be seen as a view of a type ("as a table"), or put together by what
    they have ("by room")."""
    found = _phrases(said)
    typed = any(p.plays("to") and any(t.has("view.") for t in p.tokens) for p in found)
    return typed or any(p.plays("by") for p in found)


def _adds(said: Said, *, part: bool, whole: bool) -> bool:
    """Whether something is added to what there is, and not a workspace made."""
    makes = said.verb is not None and said.verb.has("make.")
    if not makes or whole:
        return not whole
    if any(t.has("only.", "role.only") for t in said.tokens):
        return True  # "something that shows today's bookings only"
    if any(t.has("role.also", "also.also") for t in said.tokens):
        return True
    named = any(p.plays("called") for p in _phrases(said)) or any(
        t.kind == "quoted" for t in said.tokens
    )
    status = any(t.has("noun.status", "concept.status") for t in said.tokens)
    return part or (status and named) or any(p.plays("at") for p in _phrases(said))


def _phrases(said: Said) -> list[Phrase]:
    return list(phrases_of(said, lexis()))


def _keeps_figure(tokens: Sequence[Token]) -> bool:
    """Whether a figure is to stand there from now on ("so that the total shows")."""
    figure = any(t.has("function.", "ask.sum") and not t.names for t in tokens)
    return figure and any(t.has("appears.") for t in tokens)


def is_question(said: Said) -> bool:
    """Whether a clause asks what stands there, and for nothing to be made or changed."""
    tokens = (*said.tokens, *said.payload)
    verbs = {s[5:] for s in said.verb.senses if s.startswith("verb.")} if said.verb else set()
    orders = any(t.has("verb.") and not (t.names or t.has("verb.show")) for t in said.payload)
    asking = any(t.has("ask.") and not t.names and t.kind != "quoted" for t in tokens)
    drawn = "show" in verbs or any(t.has("view.chart", "chart.") for t in tokens)
    if _keeps_figure(tokens):
        return False
    if not verbs and any(t.has("only.", "role.only") for t in tokens):
        return False  # "people who said yes only" are to be seen
    each = drawn and any(t.has("role.by", "each_month.") for t in tokens)
    if each or (verbs & {"do", "add", "want"} and works_out(said)):
        return False  # "how many tasks each project has": a figure that is to stand there
    own = bool(verbs & {"want", "add", "show"}) or any(t.has("own.", "verb.add") for t in tokens)
    parts = ("noun.view", "view.chart", "noun.property", *["noun.database"] * ("want" in verbs))
    seen = all(any(t.has(*w) for t in tokens) for w in _THOSE_SEEN)
    if own and (seen or any(t.has(*parts) for t in tokens)):
        return False  # "I need a view of who owes us", "who owes us? I'd like a list of those"
    return asking and not orders and (not verbs or bool(verbs & _TELLING))
