"""Small tools for reshaping patterns: finding by a person's word, fresh keys, texts."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from agent.planner.embedded.lexicon import words_of
from agent.planner.patterns import (
    DatabasePattern,
    LocalText,
    Pattern,
    PropertyPattern,
    SubPagePattern,
    Words,
)
from tools.blueprint.base import Complexity, Strict

M = TypeVar("M", bound=Strict)
TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")


def everywhere(text: str) -> LocalText:
    """A person's own words, the same in every language."""
    return LocalText(ko=text, en=text, ja=text)


def changed(model: M, **update: object) -> M:
    """A copy with some fields changed."""
    return model.model_copy(update=update)


def texts(text: LocalText) -> set[str]:
    """The folded text in the three languages."""
    return {text.ko.casefold(), text.en.casefold(), text.ja.casefold()}


def means(name: str, title: LocalText, nouns: Words | None = None) -> bool:
    """Whether a person's word names something with this title or these nouns."""
    known = texts(title) | {word.casefold() for word in words_of(nouns or Words())}
    folded = name.casefold().strip()
    return folded in known or folded.rstrip("s") in {word.rstrip("s") for word in known}


def find_database(databases: Iterable[DatabasePattern], name: str) -> DatabasePattern | None:
    """The database that a person's word means."""
    return next((d for d in databases if means(name, d.title, d.nouns)), None)


def find_sub_page(pages: Iterable[SubPagePattern], name: str) -> SubPagePattern | None:
    """The sub-page that a person's word means."""
    return next((p for p in pages if means(name, p.title, p.nouns)), None)


def find_property(database: DatabasePattern, name: str) -> PropertyPattern | None:
    """The property that a person's word means."""
    return next((p for p in database.properties if means(name, p.name)), None)


def fresh_key(stem: str, taken: Collection[str]) -> str:
    """A key that is not taken."""
    return next(key for n in range(1, len(taken) + 2) if (key := f"{stem}{n}") not in taken)


def with_database(pattern: Pattern, database: DatabasePattern) -> Pattern:
    """The pattern with one of its databases replaced by a changed one of the same key."""
    replaced = [database if d.key == database.key else d for d in pattern.databases]
    return changed(pattern, databases=replaced)


def property_keys(pattern: Pattern, database: DatabasePattern) -> dict[str, PropertyPattern]:
    """The properties of a database by key, those that others' two-way relations bring included."""
    arriving = {
        p.two_way: p
        for other in pattern.databases
        for p in other.properties
        if p.two_way is not None and p.target == database.key
    }
    return {**arriving, **{p.key: p for p in database.properties}}


def in_tier(item_tier: Complexity, complexity: Complexity) -> bool:
    """Whether something of a tier appears at a complexity."""
    return TIERS.index(item_tier) <= TIERS.index(complexity)
