"""Which property of texts a phrase is told for by the marks beside it: who, and where."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.phrases import Phrase
from agent.planner.embedded.grammar.told.words import words
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingProperty

_PEOPLE = ("person", "whose", "recipient", "borrower", "contact", "author", "company")
_SHORT = 2  # letters of names that may be words as well
_GIVEN = ("recipient", "borrower")
_PERSONAL = {"from", "by", "honour", "subject", "suits", "with", "to"}


def suited(
    evidence: Evidence, phrase: Phrase, free: Sequence[ExistingProperty], *, is_open: bool
) -> ExistingProperty | None:
    """The text for who, or where, a phrase says, of those that are free; `is_open` says whether
    the row may still be called by it."""
    title = next(p for p in evidence.home.properties if p.type == "title")
    people = is_of_people(title)
    if any("lent" in one.kinds for one in evidence.happened) and not evidence.of_new:
        first = any(one.start - phrase.end == 1 for one in evidence.happened)  # "Ann borrowed it"
        borrowed = [p for p in free if _borrows(p, evidence)]
        who = first or bool({"subject", "topic", "honour"} & phrase.roles)
        if borrowed:
            return borrowed[0] if who else None
    if evidence.of_new:
        words_said = folded(phrase.text).split()
        own = [p for p in free if folded(p.name) in words_said or _measures(p, phrase)]
        if own:
            return own[0]
        if is_open and phrase.near and people and phrase.roles & {*_PERSONAL, "at"}:
            return title  # "a job at Stripe", where rows are called by the company
    placed = [p for p in free if is_place(p) and phrase.roles & {"at", "from"}]
    roles = _PERSONAL if evidence.of_new else {"honour", "by"} if not people else set[str]()
    who_ = [p for p in free if is_person(p) and phrase.roles & roles]
    given = [p for p in who_ if p.name.endswith(" to") or key_of(p) in _GIVEN]
    if "to" in phrase.roles and "honour" not in phrase.roles:
        who_ = given  # "lent to Bob", and no "add Ann to Monday's class"
    elif "from" in phrase.roles:
        who_ = [p for p in who_ if p not in given]
    return next(iter([*who_, *placed]), None)


def key_of(prop: ExistingProperty) -> str:
    """What a property is about, by its name; empty if nobody knows."""
    concept = concept_of(prop.name)
    return concept.key if concept is not None else ""


def is_person(prop: ExistingProperty | None) -> bool:
    """Whether a property says who."""
    return prop is not None and (
        key_of(prop) in _PEOPLE or words().persons.search(folded(prop.name)) is not None
    )


def is_of_people(title: ExistingProperty) -> bool:
    """Whether rows are called by somebody."""
    named = key_of(title) == "name" and not words().works.search(folded(title.name))
    return named or is_person(title)


def says_who(title: ExistingProperty) -> bool:
    """Whether rows are called by somebody, and not by what is only called a name."""
    named = is_of_people(title) and words().names.search(folded(title.name)) is not None
    return is_person(title) or named


def is_of_firms(title: ExistingProperty) -> bool:
    """Whether rows are called by a company, whose name is a word of its own."""
    return key_of(title) == "company"


def is_name(text: str) -> bool:
    """Whether a word can only be somebody's name, where there are few that names begin with."""
    return len(text) > _SHORT and words().surname.fullmatch(text) is not None


def without_honour(text: str) -> str:
    """A name without what honours whoever it is of."""
    found = words().honour.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


def is_somebody(phrase: Phrase) -> bool:
    """Whether words can only be somebody's name: with an honour, or in words that begin so."""
    parts = phrase.text.split()
    titled = phrase.text.isascii() and len(parts) > 1 and all(map(str.istitle, parts))
    return "honour" in phrase.roles or titled or is_name(phrase.text)


def firm_ends(phrase: Phrase) -> int:
    """How many tokens name a firm, where more words follow: those that begin with a capital, else
    one; 0 for all of them."""
    tokens = phrase.tokens
    gaps = [at for at, (a, b) in enumerate(pairwise(tokens), 1) if b.start > a.end]
    small = [at for at in gaps if not tokens[at].text[:1].isupper()]
    return next(iter(small if phrase.text.isascii() and tokens[0].text[:1].isupper()
                     else gaps if len(gaps) > 1 else ()), 0)  # fmt: skip


def who_begins(phrase: Phrase) -> int:
    """Which of several tokens begins the name of somebody behind what something is called ("saw
    Ann Lee"); 0 for none."""
    tokens, last = phrase.tokens, phrase.tokens[-1]
    gaps = [at for at, (a, b) in enumerate(pairwise(tokens), 1) if b.start > a.end]
    if "honour" in phrase.roles or is_name(last.text):
        return gaps[-1] if gaps else 0
    small = tokens[0].text.isascii() and tokens[0].text.islower()
    titled = [at for at in gaps if all(t.text.istitle() for t in tokens[at:])]
    return titled[0] if small and titled else 0


def is_plain(prop: ExistingProperty) -> bool:
    """Whether a text is neither for notes nor for people or places, which words have marks for."""
    return not (key_of(prop) in ("note", "author") or is_person(prop) or is_place(prop))


def is_place(prop: ExistingProperty) -> bool:
    return key_of(prop) == "place" or words().places.search(folded(prop.name)) is not None


def _borrows(prop: ExistingProperty, evidence: Evidence) -> bool:
    """Whether a text is of who borrowed something, by its name."""
    said = (evidence.low[one.start : one.end] for one in evidence.happened)
    return key_of(prop) == "borrower" or any(word in folded(prop.name) for word in said)


def _measures(prop: ExistingProperty, phrase: Phrase) -> bool:
    """Whether a choice is of what a number with such a unit counts ("year 3")."""
    figure, unit = phrase.tokens[0], phrase.tokens[-1]
    return figure.kind == "number" and figure is not unit and folded(unit.text) in folded(prop.name)
