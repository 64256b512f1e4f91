"""The names that words give to what is new."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import (
    Phrase,
    is_padding,
    is_small,
    may_order,
    segments,
)
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token, turned
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_NEVER_NAMES = (
    "ask.", "may.", "it.", "noun.view", "verb.show", "only.", "all.", "choose.", "both_ways.",
    "math.", "same.", "both.",
)  # fmt: skip
_ASKED = ("whether.", "ask.count", "ask.sum", "ask.when", "ask.which")
_WORDS = ("unknown", "word")
_NO_OWNERS = ("noun.", "type.", "role.", "all.", "count.", "only.", "state.", "new.", "rank.")
_PAIR = 2
_TYPED = ("type.checkbox", "type.number", "type.select", "type.multi_select", "type.rich_text")
_MOST_WORDS = 5  # of a name that is not quoted
_SIGNS = frozenset("+=*×÷")
PLACES = ("at", "from", "to", "until")  # parts that name where, and not what


def given_instead(clause: Clause, changes: Sequence[Change]) -> tuple[str, bool]:
    """The bare name that a correction gives in place of the last that was given, read then; empty
    for none. With it, whether the correction speaks of a part of the page."""
    runs = name_runs(clause, anywhere=True)
    parts = ("noun.", "view.", "block.", "type.")
    told = any(t.has(*parts) and not t.names for run in runs for t in run)
    told = told or any(t.has("it.") or clause.entities(t, "database") for r in runs for t in r)
    named = bool(changes) and changes[-1].action.startswith(("add_", "rename"))
    last = clause.memory.last
    named = named and (last is None or last.kind in (changes[-1].action + " database sub_page"))
    if told or not named or len(runs) != 1 or clause.action not in ("", "do"):
        return "", told
    clause.use(*runs[0])
    return clause.words(runs[0]), told


def name_runs(clause: Clause, *, payload: bool = True, anywhere: bool = False) -> list[list[Token]]:
    """The runs of tokens that nobody has read, one for each member of a list: names to be."""
    runs = list[list[Token]]()
    named = [p for p in clause.phrases if anywhere or not p.plays(*PLACES)
             or _holds_used(clause, p) or _suits(clause, p)]  # fmt: skip
    items = _with_owners(clause, named)
    before = [p for p in named if not p.plays("details") and clause.free(p.tokens)]
    if before:  # what follows the verb says more of it
        told = {t.start for p in named if p.plays("details") for t in p.tokens}
        items = [i for i in items if i[0].start not in told or i[0].kind == "quoted"]
    if payload:
        many = any(t.has("count.") and not t.has("count.1") for t in clause.said.tokens)
        items += [tuple(piece) for piece in segments(clause.said.payload, joined=many)]
    for item in items:
        kept = list(item)
        while kept and (kept[0].start in clause.used or _is_beside(kept[0])):
            kept.pop(0)
        while kept and (kept[-1].start in clause.used or _is_beside(kept[-1])):
            kept.pop()
        if not kept and len(item) == 1 and item[0] in clause.said.payload:
            kept = list(item) if item[0].has("new.new") else []  # "new", as one of a list
        if kept:
            if any(token.start in clause.used for token in kept):
                raise Refused
            runs += _apart(clause, kept)
    return runs


def _is_beside(token: Token) -> bool:
    """Whether a word at the edge of a name is none of it: a small one, or what a property cannot
    be ("a required phone column"), which is told as not done."""
    return is_padding(token) or (token.has("fixed.") and not token.names)


def _apart(clause: Clause, run: list[Token]) -> list[list[Token]]:
    """Names that stand side by side without a comma: words for the same ("start date end date"),
    or three that are usual names by themselves."""
    concepts = [t.group("concept.") for t in run if t.kind == "word" and not turned(run)]
    known = len(run) > 1 and len(concepts) == len(run) and all(concepts)
    listed = known and not is_joined(clause, run) and (len(set(concepts)) == 1 or len(run) > _PAIR)
    return [[token] for token in run] if listed else [run]


def is_joined(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether particles join the words of a name, and no blanks part them."""
    return any(not clause.said.text[a.end : b.start].isascii() for a, b in pairwise(run))


def _with_owners(clause: Clause, phrases: Sequence[Phrase]) -> list[tuple[Token, ...]]:
    """The members of phrases, with what only says whose they are and nobody knows before them."""
    items, owner = list[tuple[Token, ...]](), tuple[Token, ...]()
    for phrase in phrases:
        first, *others = phrase.items
        if items and _suits(clause, phrase):  # "a date for the next visit": what it is for leads
            what = items.pop()
            first = (*first, *(t for t in what if not t.has("noun.property", "new.", *_TYPED)))
        fresh = all(clause.is_free(t) or t.kind == "ending" for t in first[:1])
        fresh = fresh and all(clause.is_free(t) or t.has("ending.", "noun.") for t in first)
        items += [(*owner, *first) if fresh else first, *others]
        items[-len(phrase.items) : 0] = [owner] if owner and not fresh else []
        last = phrase.items[-1]
        owned = phrase.roles == {"of"} and owns(clause, last)
        owner = items.pop() if owned and phrase is not phrases[-1] else ()
    return items


def owns(clause: Clause, item: Sequence[Token]) -> bool:
    """Whether words only say whose the next ones are: nobody knows them, or no blank parts them."""
    if all(t.kind == "unknown" or t.has("to_come.") for t in item):
        return True
    nouns = (t for t in clause.said.tokens if t.has("noun.property") and not t.names)
    column = any(nouns) or clause.does("write")
    if column and all(t.names and {e.kind for e in t.names} == {"property"} for t in item):
        return True  # "the client's phone", where there is a client
    apart = clause.said.text[item[-1].end : item[-1].end + 1].isascii()
    return not (apart or any(t.names or t.kind not in _WORDS or t.has(*_NO_OWNERS) for t in item))


def _suits(clause: Clause, phrase: Phrase) -> bool:
    """Whether a phrase says what the column that is named right before it is for, or leads to."""
    at = clause.said.tokens.index(phrase.tokens[0])
    what, lead = clause.said.tokens[max(0, at - 2) : at] if at > 1 else (phrase.tokens[0],) * 2
    linked = lead.has("role.to") and what.has("concept.url")
    typed = lead.has("role.suits") and what.has("type.", "noun.property", "concept.url")
    named = any(clause.entities(t, "database") or t.has("all.") for t in phrase.items[0])
    return (linked or typed) and not named and (not what.names or what.has("type."))


def _holds_used(clause: Clause, phrase: Phrase) -> bool:
    """Whether a phrase led by "to" says the type of what it names."""
    return phrase.plays("to") and any(
        t.kind == "quoted" or (t.start in clause.used and t.has("type.", "format.", "hue."))
        for t in phrase.tokens
    )


def wants_part(clause: Clause, home: ExistingDatabase | None) -> bool:
    """Whether a bare noun is asked for as part of a database, and not as a row of it: it is only
    wanted, or is missing; or there is no row yet that it could stand beside."""
    plain = ("unknown", "word", "name")
    valued = clause.said.payload or any(t.kind not in plain for t in clause.free())
    rows = any(t.has("noun.row", "noun.thing", "example.") for t in clause.everything)
    proper = any(t.has("plural", "role.honour") or t.text.istitle() for t in clause.tokens)
    if valued or rows or proper or not clause.does("want", "add", "write", "show"):
        return False
    held = clause.said.verb is not None and clause.said.verb.has("held.")
    return held or not clause.does("add", "show") or (home is not None and not home.rows)


def fresh_names(clause: Clause, *, payload: bool = True) -> list[str]:
    """The names that nobody has read, read from now on. Raises Refused for none."""
    runs = name_runs(clause, payload=payload)
    clause.use(*(token for run in runs for token in run))
    names = [(clause.words(run) or clause.raw(run))[:100].strip() for run in runs]
    if not names or not all(names) or not all(map(may_be_name, runs)):
        raise Refused
    return names


def may_be_name(run: Sequence[Token]) -> bool:
    """Whether words that nobody read may be the name of something: those that ask something, point
    back or say what is to be seen are never part of one, unless they are quoted."""
    words = [t for t in run if t.kind != "quoted" and not t.names]
    amounts = any(t.kind == "number" for t in words) and any(t.has("format.") for t in words)
    numbers = all(t.kind == "number" and t.text[0] != "+" for t in run)  # "a +1 checkbox"
    if amounts or may_order(run) or (words and (numbers or _is_rows_to_come(run))):
        return False
    if len(run) > _MOST_WORDS and not any(t.kind == "quoted" for t in run):
        return False
    asked = is_asked(run)  # "who paid" may be what a column is for
    if not asked and any(t.has("copula.") for t in run[1:]):
        return False  # "plot is really the plot number" tells something
    never = [sense for sense in _NEVER_NAMES if not (asked and sense in ("ask.", "it."))]
    return not any(t.has(*never) or t.text in _SIGNS for t in words)


def _is_rows_to_come(run: Sequence[Token]) -> bool:
    """Whether words only say that rows follow ("the next students")."""
    rows = (any(e.kind == "database" for e in t.names) for t in run[1:] if t.kind != "particle")
    return run[0].has("to_come.") and all(rows)


def is_rate_of(tokens: Sequence[Token]) -> bool:
    """Whether words tell so many of one measure for one of another ("minutes per km"): neither is
    the name of a column."""
    return any(
        a.has("measure.") and by.has("role.by") and b.has("measure.")
        for a, by, b in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def is_asked(run: Sequence[Token]) -> bool:
    """Whether something is noted as a question ("who paid", "whether it is full")."""
    if run and str(run[-1].value or run[-1].text).endswith(lexis().ends("asked")):
        return True
    led = run[0].has(*_ASKED) or run[0].text.lower().startswith(lexis().ends("asking"))
    return len(run) > 1 and run[0].kind == "word" and led


def is_of_unknown(clause: Clause) -> bool:
    """Whether a value is meant, of a row that there is none ("set the author of Dune to …")."""
    old = takewhile(lambda phrase: not phrase.plays("to"), clause.phrases)
    owners = [t for p in old if p.plays("of") for t in p.tokens if not is_small(t)]
    return bool(owners) and not any(t.names or t.senses for t in owners)


def is_no_name(tokens: Sequence[Token]) -> bool:
    """Whether words are of a kind that something is made, not called."""
    free = [t for t in tokens if t.kind not in ("particle", "punct")]
    counted = all(t.kind in ("number", "date") or t.has("star.") for t in free)  # "5 stars"
    if free and (counted or _is_value_for_all(free)):
        return True  # "raise the price to 10", "Art homework, all due dates to 12/20"
    ends = {t.end for t in free if t.kind == "unknown"}  # an option may end a longer name
    options = [t for t in free if t.kind == "name" and t.names[0].kind == "option"]
    begun = {a.start for a, b in pairwise(free) if a.end == b.start}  # … or begin a longer word
    options = [t for t in options if t.start not in begun]
    if any(t.has("noun.thing") for t in free) or any(t.start not in ends for t in options):
        return True
    typed = bool(free) and free[-1].has("type.") and not free[-1].names  # "a number out of ten"
    if typed or any(t.has("rank.", "role.ordered") and not t.names for t in tokens[-2:]):
        return True  # "the cheapest first" is an order
    kinds = ("type.", "hue.", "view.", "state.", "value.", "format.", "place.")
    return len(free) == 1 and free[0].kind == "word" and free[0].has(*kinds)


def without_padding(name: Sequence[Token]) -> list[Token]:
    """A name without what only stands beside it: all beside a quoted one, and what leads others
    ("from now on"); any other small word may begin one ("our team")."""
    quoted = [t for t in name if t.kind == "quoted"]
    if len(quoted) == 1 and all(is_small(t) for t in name if t.kind != "quoted"):
        return quoted
    led = next((i for i, t in enumerate(name[:-1]) if not t.has("way.")), len(name) - 1)
    kept = list(name[led:])
    while len(kept) > 1 and kept[-1].has("parting."):
        kept.pop()
    return kept


def _is_value_for_all(tokens: Sequence[Token]) -> bool:
    """Whether words end in a value behind a property, or behind "all"."""
    *led, last = tokens
    valued = last.kind in ("number", "date") or any(e.kind == "option" for e in last.names)
    return valued and any(t.has("all.") or any(e.kind == "property" for e in t.names) for t in led)


def is_tail(token: Token) -> bool:
    """Whether a token behind a list only counts it ("three of them")."""
    counts = token.kind == "number" or token.has("count.")
    return counts or token.has("counter.", "star.", "all.every", "only.only")


def called(clause: Clause) -> str | None:
    """The name that is given: in quotes, or behind a word for it."""
    for phrase in clause.phrases:
        if phrase.plays("called") and not phrase.plays("object"):
            led = phrase.tokens[0].has("role.")  # "called To schedule"
            if phrase.tokens[-1].kind == "quoted":
                clause.use(phrase.tokens[-1], *_name_behind(clause, phrase))
                return str(phrase.tokens[-1].value)
            name = clause.raw(phrase.tokens) if led else clause.words(phrase.tokens)
            clause.use(*phrase.tokens, *_name_behind(clause, phrase))
            return name
    title = clause.find("noun.title")
    for place, phrase in enumerate(clause.phrases):
        if (
            title
            and title in phrase.tokens
            and len(phrase.tokens) == 1
            and place + 1 < len(clause.phrases)
        ):
            named = clause.phrases[place + 1]
            clause.use(title, *named.tokens)
            return clause.words(named.tokens)
    quoted = [t for t in clause.free() if t.kind == "quoted"]
    quoted = [t for t in quoted if not clause.entities(t, "property", "option", "database")]
    if not quoted:
        return None
    clause.use(quoted[0])
    return str(quoted[0].value)


def _name_behind(clause: Clause, phrase: Phrase) -> list[Token]:
    """The word for a name right behind the mark of one ("by the name of …", where that leads)."""
    pairs = pairwise(t for t in clause.tokens if t.start >= phrase.tokens[-1].end)
    return [b for a, b in pairs if a.has("role.called") and b.has("called.name")][:1]


def without_politeness(names: list[str]) -> list[str]:
    """The names of a list, the last without what makes its sentence polite, where it does not end
    so by itself."""
    ends, last = lexis().ends, names[-1]
    end = next((e for e in ends("politely") if last.endswith(e) and len(last) > len(e) + 1), "")
    own = last.endswith(ends("own_politely"))
    return names if own else [*names[:-1], last.removesuffix(end)]


def cased(clause: Clause, run: Sequence[Token]) -> str:
    """A name; an English one begins with a capital, unless it was quoted."""
    name = clause.words(run)
    if run[0].kind != "quoted" and name.isascii() and name.islower():
        name = name[0].upper() + name[1:]
    return name


def read_owners(clause: Clause, entity: Entity) -> None:
    """Reads the names of what something belongs to."""
    owners = {entity.database, entity.property}
    for token in clause.free(clause.tokens):
        owned = (e.id in owners for e in clause.entities(token, "database", "property"))
        if any(owned) and token.kind != "quoted":
            clause.use(token)
