"""Small tools for reshaping patterns: finding by a person's word, fresh keys, texts."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from agent.planner.embedded.lexicon import words_of
from agent.planner.patterns import (
    DatabasePattern,
    LocalText,
    PropertyPattern,
    SubPagePattern,
    ViewPattern,
    Words,
)
from tools.blueprint.base import Complexity, Strict

M = TypeVar("M", bound=Strict)
P = TypeVar("P", bound=DatabasePattern | SubPagePattern)
_TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")


def everywhere(text: str) -> LocalText:
    """A person's own words, the same in every language."""
    return LocalText(ko=text, en=text, ja=text)


def changed(model: M, **update: object) -> M:
    """A copy with some fields changed."""
    return model.model_copy(update=update)


def words_for(title: LocalText, nouns: Words | None = None) -> frozenset[str]:
    """What something may be called, folded, in all languages: people mix them."""
    known = [title.ko, title.en, title.ja, *words_of(nouns or Words())]
    return frozenset(word.casefold() for word in known)


def is_called(name: str, known: Collection[str]) -> bool:
    """Whether a person's word is one of these folded ones, in the singular or the plural."""
    folded = name.casefold().strip()
    return folded in known or folded.rstrip("s") in {word.rstrip("s") for word in known}


def means(name: str, title: LocalText, nouns: Words | None = None) -> bool:
    """Whether a person's word names something with this title or these nouns."""
    return is_called(name, words_for(title, nouns))


def find(parts: Iterable[P], name: str) -> P | None:
    """The database or sub-page that a person's word means."""
    return next((part for part in parts if means(name, part.title, part.nouns)), None)


def find_property(database: DatabasePattern, name: str) -> PropertyPattern | None:
    """The property that a person's word means."""
    return next((p for p in database.properties if means(name, p.name)), None)


def fresh_key(stem: str, taken: Collection[str]) -> str:
    """A key that is not taken."""
    return next(key for n in range(1, len(taken) + 2) if (key := f"{stem}{n}") not in taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken, in any case."""
    folded = {one.casefold() for one in taken}
    numbered = (f"{name} {n}" for n in range(2, len(folded) + 3))
    return next(one for one in (name, *numbered) if one.casefold() not in folded)


def in_tier(item_tier: Complexity, complexity: Complexity) -> bool:
    """Whether something of a tier appears at a complexity."""
    return _TIERS.index(item_tier) <= _TIERS.index(complexity)


def keys_of(view: ViewPattern) -> set[str]:
    """The properties that a view names, its widgets included."""
    single = (
        *(view.group_by, view.sub_group_by, view.date_property, view.end_date_property),
        *(view.sort_by, view.x_axis, view.y_property, view.this_week),
    )
    named = {*single, *(view.properties or ()), *view.only, *view.hide}
    return {key for key in named if key}.union(*(keys_of(widget) for widget in view.widgets))
