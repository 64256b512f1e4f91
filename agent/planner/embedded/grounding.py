"""What of a wish a skill has anyway: parts of its domain that were listed ("sleep, weight and my
medicines") are on its ground, and no further tables or columns."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from agent.planner.brief import Brief, PropertyList, WantedProperty
from agent.planner.embedded.compose.draft import changed, in_tier, words_for
from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import composed
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import HANGUL, word_pattern
from agent.planner.patterns import Pattern
from agent.planner.skills import Skill
from agent.planner.words import normalised
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint

# What may stand beside a part of the ground: it asks for it to be kept, and names nothing more.
_ASKS = (
    "want.", "make.", "keeps.", "wished.", "generic.", "domain.", "holder.", "organise.", "filler.",
    "noun.database", "noun.page",
)  # fmt: skip
SAID = "\0"  # in the place of each letter of what was said
_CLOSED = re.compile(f"(?<=[{HANGUL}]) (?=[{HANGUL}])")


def keywords_of(skill: Skill) -> set[str]:
    """What a skill is called by, folded."""
    names = (skill.names.ko, skill.names.en, skill.names.ja)
    return {word.casefold() for word in (*skill.keywords, *names)}


def words_of(skill: Skill) -> set[str]:
    """All that decides for a skill, folded: its names, and what is said by those who mean it; of
    several Korean words also as one, for many leave out the space."""
    said = {word.casefold() for word in skill.meant_by}
    return keywords_of(skill) | said | {_CLOSED.sub("", word) for word in said}


def nouns_of(pattern: Pattern) -> set[str]:
    """What the databases of a pattern are called, folded, in all languages."""
    return {word for d in pattern.databases for word in words_for(d.title, d.nouns)}


def _parts_of(skill: Skill, pattern: Pattern, complexity: Complexity) -> set[str]:
    """Everything of a skill that has a name, folded, but columns and views that a design of this
    complexity leaves out; of a column without its unit in brackets."""
    shown = [d for d in pattern.databases if in_tier(d.tier, complexity)]
    titles = [p.name for d in shown for p in d.properties if in_tier(p.tier, complexity)]
    views = [v for d in shown for v in d.views if in_tier(v.tier, complexity)]
    titles += [v.name for v in views if v.name is not None]
    named = {word.split(" (")[0] for title in titles for word in words_for(title)}
    return keywords_of(skill) | nouns_of(pattern) | named


def _beyond(
    pattern: Pattern, said: Sequence[str], complexity: Complexity, language: Language
) -> list[str]:
    """The databases that were said, and that a design of this complexity would leave out."""
    folded = [normalised(composed(one)).casefold() for one in said]
    hidden = [d for d in pattern.databases if not in_tier(d.tier, complexity)]
    named = [(d, words_for(d.title, d.nouns)) for d in hidden]
    found = [d for d, words in named if any(said_in(one, words)[0] for one in folded)]
    return [d.title.in_language(language) for d in found]


def called_by(said: Sequence[str], skill: Skill | None, design: Blueprint) -> dict[str, list[str]]:
    """What a person calls the databases that a design has of a skill, where that is no title, by
    their titles: "rent payments", which the skill calls Rents received."""
    if skill is None or skill.pattern is None:
        return {}
    words = {d.title.in_language(design.language): words_for(d.title, d.nouns)
             for d in skill.pattern.databases}  # fmt: skip
    taken = {d.title.casefold() for d in design.databases}
    taken |= {p.name.casefold() for d in design.databases for p in d.properties}
    every = frozenset(word for known in words.values() for word in known)
    named, _ = said_in(normalised(composed("\n".join(said))).casefold(), every)
    named = [word for word in named if word not in taken]
    return {title: [w for w in named if w in known] for title, known in words.items()}


def said_in(text: str, words: Iterable[str]) -> tuple[list[str], str]:
    """Those of the words that a folded text says, the longest first, and the text with
    `SAID` for each letter of them."""
    said = list[str]()
    for word in sorted((w for w in words if w in text), key=lambda w: (-len(w), w)):
        pattern = word_pattern(word)
        if pattern.search(text):
            said.append(word)
            # What a longer word covers does not count again for a shorter one inside it.
            text = pattern.sub(lambda found: SAID * len(found[0]), text)
    return said, text


def grounded(wish: Wish, skill: Skill | None) -> Wish:
    """The wish without what the pattern of a skill has already, and nobody named to the letter.

    Databases stay all where one of them is no part of the skill.
    """
    if skill is None or skill.pattern is None:
        return wish
    brief, complexity = wish.brief, wish.brief.complexity or "standard"
    words = _parts_of(skill, skill.pattern, complexity)

    def is_there(name: str) -> bool:
        return name.casefold() in wish.inferred and _is_part(name, words)

    tables = keywords_of(skill) | nouns_of(skill.pattern)  # no column is a table
    kept = any(not (is_there(name) and _is_part(name, tables)) for name in brief.databases)
    databases = brief.databases if kept else []
    lists = list(_without(brief.properties, is_there))
    # What a skill makes is called by it, and its samples stay, for whomever it is.
    heads = [word for word in brief.particulars if word != wish.setting]
    particulars = [word for word in heads if not _is_part(word, words)]
    read = words | keywords_of(skill) | {wish.head.casefold()}
    rest = [clause for clause in wish.rest if not _is_part(clause, read)]
    gone = [*(set(wish.rest) - set(rest)), *_names_gone(brief, databases, lists)]
    said = [*gone, wish.head] if gone else []
    further = _beyond(skill.pattern, said, complexity, wish.language)
    fresh = changed(
        brief,
        databases=databases,
        more_databases=[*brief.more_databases, *further],
        properties=lists,
        particulars=particulars,
    )
    return replace(wish, brief=fresh, rest=rest)


def _names_gone(
    brief: Brief, databases: Sequence[str], lists: Sequence[PropertyList]
) -> Iterator[str]:
    """What was named of databases and properties, and is not among these."""
    yield from (name for name in brief.databases if name not in databases)
    left = {p.name for listed in lists for p in listed.properties}
    yield from (p.name for one in brief.properties for p in one.properties if p.name not in left)


def _without(
    lists: Sequence[PropertyList], is_there: Callable[[str], bool]
) -> Iterator[PropertyList]:
    """The lists without plain names that are there, and without those that this leaves empty; one
    that holds all that there is to be stays whole."""
    for listed in lists:
        there = [p for p in listed.properties if _is_plain(p) and is_there(p.name)]
        kept = [p for p in listed.properties if listed.exact or p not in there]
        if kept or not listed.properties:
            yield changed(listed, properties=kept)


def _is_plain(wanted: WantedProperty) -> bool:
    return wanted == WantedProperty(name=wanted.name)


def _is_part(said: str, words: Collection[str]) -> bool:
    """Whether words name a part and, beside it, say at most that it is to be kept."""
    folded = normalised(composed(said)).casefold()
    found, left = said_in(folded, words)
    return bool(found) and all(_asks(token, left) for token in tokens(folded))


def _asks(token: Token, left: str) -> bool:
    """Whether of a token, as what is left of the text has it, nothing names more than a part."""
    rest = left[token.start : token.end].strip(SAID)
    if rest != token.text:  # a part, or a word that begins or ends with one
        return all(map(_is_empty, tokens(rest)))
    return _is_empty(token)


def _is_empty(token: Token) -> bool:
    if token.has("role.by", "role.ordered") or (
        token.has("verb.", "without.") and not token.has(*_ASKS)
    ):
        return False  # something else is to become of the part
    if token.text == "=":
        return False  # it is worked out of others
    return token.kind == "punct" or is_small(token) or token.has(*_ASKS)
