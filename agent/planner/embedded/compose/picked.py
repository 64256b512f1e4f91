"""Which databases and sub-pages there are: the named ones, as many as asked for, in that order.

The other databases of a pattern stay in it, behind the wanted ones and bare, since relations lead
there until the whole is opened.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from agent.planner.brief import MOST_DATABASES, MOST_SUB_PAGES, Brief, PropertyList
from agent.planner.embedded.compose.draft import (
    P,
    changed,
    everywhere,
    find,
    find_property,
    fresh_key,
    in_tier,
    keys_of,
    means,
    words_for,
)
from agent.planner.embedded.compose.own import is_title, own_database, own_pattern
from agent.planner.embedded.compose.pages import made_page, spare_pages
from agent.planner.embedded.lexicon import is_all, lexicon, thing_of
from agent.planner.patterns import DatabasePattern, LocalText, Pattern, SubPagePattern
from agent.texts import say
from tools.blueprint.base import Complexity, Language

# What most workspaces can use beside their main databases, in this order.
_COMPANIONS = (
    "document", "resource", "idea", "goal", "contact", "meeting", "task", "expense", "milestone",
    "product", "content", "risk", "activity", "place", "subject", "order", "invoice", "contract",
    "book", "workout",
)  # fmt: skip

Make = Callable[[str, Sequence[P]], P]  # a part of a name beside others

_MANY = 3  # columns that say what a table is about
_MOST_JOINED = 3  # names that make a title where there is no other


@dataclass(frozen=True)
class Picked:
    """A pattern with all that is wanted; the keys of that, in order, and of what was made."""

    pattern: Pattern
    databases: tuple[str, ...]
    sub_pages: tuple[str, ...]
    own: tuple[str, ...]


def picked(
    pattern: Pattern | None, brief: Brief, language: Language, complexity: Complexity
) -> Picked:
    """What a brief wants of a pattern, with what the pattern lacks made beside it."""
    ground = _ground(pattern, brief, language)
    picking = _Picking(ground, brief, language)
    databases = picking.databases("simple" if _is_one_list(brief) else complexity)
    sub_pages = picking.sub_pages(complexity)
    keys = {*(d.key for d in databases), *(p.key for p in sub_pages)}
    whole = changed(
        ground,
        databases=[
            *databases,
            *(_bare(d, _seen(ground)) for d in ground.databases if d.key not in keys),
        ],
        sub_pages=sub_pages,
    )
    known = {d.key for d in ground.databases}
    return Picked(
        pattern=changed(whole, title=_title(whole, brief), icon=brief.icon or whole.icon),
        databases=tuple(d.key for d in databases),
        sub_pages=tuple(p.key for p in sub_pages),
        own=tuple(d.key for d in databases if d.key not in known),
    )


def _bare(database: DatabasePattern, seen: Collection[str]) -> DatabasePattern:
    """A database that only others lead to, with what they see of it; whole where what they see
    stands on more."""
    kept = [p for p in database.properties if p.key in seen or p.type in ("title", "relation")]
    if any(p.type in ("formula", "rollup") for p in kept):
        kept = database.properties
    return changed(database, properties=kept, views=[], rows=[])


def _seen(pattern: Pattern) -> set[str]:
    """The keys of properties that rollups and linked views show of other databases."""
    rolled = {p.property for d in pattern.databases for p in d.properties if p.property}
    blocks = [*pattern.blocks, *(block for page in pattern.sub_pages for block in page.blocks)]
    views = [block.view for block in blocks if block.view is not None]
    return rolled.union(*(keys_of(view) for view in views))


def _title(pattern: Pattern, brief: Brief) -> LocalText:
    """The title that was given, else the subject where it is about something in particular, or
    where rows or the columns are named: then it is theirs, and no pattern's."""
    own = brief.particulars or brief.rows or any(listed.exact for listed in brief.properties)
    topic = brief.topic or ""
    title = brief.title or (topic[:1].upper() + topic[1:] if own else None)
    return everywhere(title) if title else pattern.title


def _ground(pattern: Pattern | None, brief: Brief, language: Language) -> Pattern:
    """The pattern; ground of one's own where there is none, or none of what is named is in it."""
    named = brief.databases
    if pattern is not None and _is_one_list(brief) and pattern.databases:
        pattern = _having(pattern, brief.properties[0], brief.topic or "")
        pattern = pattern and changed(pattern, blocks=[])  # to-dos of the skill, of no column
    known = pattern and sum(find(pattern.databases, n) is not None for n in named)
    # The one of two that a skill has is not its subject; but "a CRM with …" names the skill.
    known = known and (known * 2 > len(named) or brief.topic is not None)
    if pattern is not None and (known or not named):
        return pattern
    joined = " · ".join(named[:_MOST_JOINED])
    topic = brief.topic or joined or say("untitled", language)
    about = "" if brief.topic else next(iter(named), "")
    return own_pattern(pattern, topic[0].upper() + topic[1:60], about)


def _having(pattern: Pattern, wanted: PropertyList, topic: str) -> Pattern | None:
    """The pattern with the one database that has most of the columns of the only list; None where
    none has half of them, or another than the first has that is not spoken of: the list is of
    something else than the skill's."""

    def known(database: DatabasePattern) -> int:
        there = (is_title(p) or find_property(database, p.name) for p in wanted.properties)
        return sum(map(bool, there))

    first, best = pattern.databases[0], max(pattern.databases, key=known)
    if len(wanted.properties) < _MANY or known(first) * 2 >= len(wanted.properties):
        return pattern
    spoken = any(word in topic.casefold() for word in words_for(best.title))
    if known(best) * 2 < len(wanted.properties) or not spoken:
        return None
    others = [changed(d, tier="advanced") for d in pattern.databases if d is not best]
    return changed(pattern, databases=[changed(best, tier="simple"), *others])


def _is_one_list(brief: Brief) -> bool:
    """Whether a wish says to the letter what one table has: nobody asked for others beside it."""
    return (
        not brief.databases
        and brief.complexity in (None, "standard")
        and len(brief.properties) == 1
        and brief.properties[0].exact
    )


class _Picking:
    def __init__(self, pattern: Pattern, brief: Brief, language: Language) -> None:
        self._pattern = pattern
        self._brief = brief
        self._language = language

    def databases(self, complexity: Complexity) -> list[DatabasePattern]:
        """The wanted databases in order."""
        brief, known = self._brief, self._pattern.databases
        if brief.no_databases:
            return []
        alone = [] if known else [self._pattern.title.in_language(self._language)]
        chosen = [d for d in known if in_tier(d.tier, complexity) and not brief.databases]
        chosen = self._left(chosen, "database")
        named = [*(brief.databases or alone), *self._mentioned()]
        chosen = self._with(chosen, known, named, self._made)
        if brief.database_count is None and not brief.further_databases:
            return chosen
        stated = len(chosen) if brief.database_count is None else brief.database_count
        count = max(stated + brief.further_databases, len(brief.databases), 1)
        chosen = self._further(chosen, known, min(count, MOST_DATABASES), "database")
        return self._filled(chosen, min(count, MOST_DATABASES), self._companions(), self._made)

    def sub_pages(self, complexity: Complexity) -> list[SubPagePattern]:
        """The wanted sub-pages in order."""
        brief, known = self._brief, self._pattern.sub_pages
        unasked = brief.sub_pages or _is_one_list(brief)
        pages = [p for p in known if in_tier(p.tier, complexity) and not unasked]
        named = [*brief.sub_pages, *brief.more_sub_pages]
        pages = self._left(self._with(pages, known, named, self._page), "sub_page")
        if brief.sub_page_count is None and not brief.further_sub_pages:
            return pages
        stated = len(pages) if brief.sub_page_count is None else brief.sub_page_count
        count = min(stated + brief.further_sub_pages, MOST_SUB_PAGES)
        count = max(count, len(named)) if count else 0
        pages = self._further(pages, known, count, "sub_page")
        return self._filled(pages, count, spare_pages(count, self._language), self._page)

    def _mentioned(self) -> list[str]:
        """What is asked for beside the others, and what a wished relation or figure needs."""
        brief, known = self._brief, self._pattern.databases
        ends = [end for pair in brief.relations for end in (pair.source, pair.target)]
        needed = [name for name in ends if find(known, name) or thing_of(name)]
        far = [p.target for lists in brief.properties for p in lists.properties if p.target]
        per = [r.per for r in brief.rollups if find(known, r.per)]
        return [*brief.more_databases, *needed, *far, *per]

    def _left(self, parts: Sequence[P], kind: str) -> list[P]:
        """The parts that nobody wants to be without."""
        gone = [r.name for r in self._brief.removals if r.kind in ("any", kind)]
        return [p for p in parts if not any(means(name, p.title, p.nouns) for name in gone)]

    def _with(
        self, chosen: list[P], known: Sequence[P], names: Sequence[str], make: Make[P]
    ) -> list[P]:
        """The chosen parts and those that are named: of the pattern, else made."""
        for name in names:
            if find(chosen, name) is None:
                keys = {part.key for part in chosen}
                there = find([part for part in known if part.key not in keys], name)
                chosen = [*chosen, self._called(there, name) if there else make(name, chosen)]
        return chosen

    def _called(self, part: P, name: str) -> P:
        """A part of the pattern under the name that the person gave it."""
        if name.casefold() == part.title.in_language(self._language).casefold():
            return part
        return changed(part, title=everywhere(name))

    def _further(self, chosen: list[P], known: Sequence[P], count: int, kind: str) -> list[P]:
        """As many as asked for of the chosen parts, then of the others of the pattern."""
        keys = {part.key for part in chosen}
        spare = self._left([part for part in known if part.key not in keys], kind)
        return [*chosen, *spare][:count]

    def _filled(self, chosen: list[P], count: int, names: Sequence[str], make: Make[P]) -> list[P]:
        """As many parts, those that are lacking made of what most can use."""
        fresh = [name for name in names if find(chosen, name) is None]
        return self._with(chosen, (), fresh[: max(0, count - len(chosen))], make)

    def _fresh(self, stem: str, chosen: Sequence[DatabasePattern | SubPagePattern]) -> str:
        parts = (*self._pattern.databases, *self._pattern.sub_pages, *chosen)
        return fresh_key(stem, [part.key for part in parts])

    def _made(self, name: str, chosen: Sequence[DatabasePattern]) -> DatabasePattern:
        main = not chosen and not self._pattern.databases
        return own_database(
            name,
            self._fresh("d", chosen),
            self._lists_of(name, main=main),
            self._language,
            samples=self._has_samples(name, chosen),
            computed=not self._brief.nothing_more,
        )

    def _has_samples(self, name: str, chosen: Sequence[DatabasePattern]) -> bool:
        """Whether what is usually in such a database may stand in this one: not where it is part of
        another subject (the budget of a wedding), or the wish speaks of something in particular
        (the inventory of a coffee shop)."""
        brief, thing = self._brief, thing_of(name)
        if thing is None or not is_all(thing, name):
            return False
        if not all(is_all(thing, particular) for particular in brief.particulars):
            return False
        if any(thing_of(d.title.in_language(self._language)) is thing for d in chosen):
            return False  # the same rows twice
        if any(row.database is None or means(row.database, everywhere(name)) for row in brief.rows):
            return False
        subject = brief.topic or (self._pattern.title.ko if self._pattern.databases else None)
        return subject is None or is_all(thing, subject) or name in self._companions()

    def _lists_of(self, name: str, *, main: bool) -> list[PropertyList]:
        """What was said of the properties of a database that is made; of the main one also what
        was said of none."""
        return [
            lists
            for lists in self._brief.properties
            if (main and lists.database is None)
            or (lists.database is not None and lists.database.casefold() == name.casefold())
        ]

    def _companions(self) -> list[str]:
        things = {thing.key: thing for thing in lexicon().things}
        words = [getattr(things[key].words, self._language) for key in _COMPANIONS]
        if self._language != "en":
            return [word[0] for word in words]
        return [word[min(1, len(word) - 1)].capitalize() for word in words]

    def _page(self, name: str, pages: Sequence[SubPagePattern]) -> SubPagePattern:
        return made_page(name, self._fresh("s", pages), self._language)
