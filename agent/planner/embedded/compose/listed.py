"""Named properties in a database of a pattern: those and no others, or beside what it has."""

from collections.abc import Collection
from typing import Any

from agent.planner.brief import Brief, PropertyList, WantedProperty
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.draft import changed, is_called
from agent.planner.embedded.compose.money import amount
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.compose.own import declared, is_title, own_property
from agent.planner.embedded.compose.rows import written_day
from agent.planner.embedded.compose.samples import OPTIONAL, sample_values
from agent.planner.embedded.lexicon import concept_of, says, thing_of
from agent.planner.patterns import PropertyPattern
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingDatabase, ExistingOption, ExistingProperty, ExistingView
from tools.workspace.parts import GROUPS, link
from tools.workspace.references import each_condition
from tools.workspace.values import is_empty

_MANY = 3  # properties; who names so many, and few that are there, describes another thing


def with_listed(bench: Bench, brief: Brief) -> None:
    """Gives each database the properties that were named for it, as they were named.

    Those of a database of one's own are there since it was made, but for links to others.
    """
    for lists in brief.properties:
        database = bench.database(lists.database) or _closest(bench, lists)
        if database is not None:
            _Listing(bench, database.id, lists).obey()


def _closest(bench: Bench, lists: PropertyList) -> ExistingDatabase | None:
    """The database that has most of the names already, to the letter rather than by what they
    mean; of equal ones the first."""

    def known(database: ExistingDatabase) -> tuple[int, int]:
        there = [(p.name, bench.property(database, p.name)) for p in lists.properties]
        exact = sum(prop is not None and prop.name == name for name, prop in there)
        return sum(prop is not None for _, prop in there), exact

    return max(bench.databases, key=known, default=None)


class _Listing:
    """One list at work on its database."""

    def __init__(self, bench: Bench, database_id: str, lists: PropertyList) -> None:
        self._bench = bench
        self._id = database_id
        self._lists = lists
        self._used: list[str] = []

    @property
    def _database(self) -> ExistingDatabase:
        return self._bench.keyed(self._id)

    def obey(self) -> None:
        wanted = self._lists.properties
        alike = [self._match(w) or self._bench.property(self._database, w.name) for w in wanted]
        others = self._in_the_way(alike)
        at = min((self._database.properties.index(prop) for prop in others), default=0)
        for one in wanted:
            self._place(one, self._match(one))
        if self._id not in self._bench.own:
            for prop in others:
                self._leave(prop)
            if self._lists.exact:
                self._sort(1)
                self._fit()
            elif others:
                self._sort(at)
                self._bench.clear_samples()

    def _fit(self) -> None:
        """Takes away views that would show all, now that what they were filtered by is gone; and
        samples that are called by something else, or say nothing of a named text."""
        database, bench = self._database, self._bench
        left = {prop.id for prop in database.properties}
        views = [view for view in database.views if _stands(view, left)]
        bench.keep_views(database, views)
        texts = (p for p in database.properties if p.id in self._used and p.type == "rich_text")
        named = (p for p in texts if (c := concept_of(p.name)) is None or c.key not in OPTIONAL)
        empty = any(all(is_empty(row.values.get(p.id)) for row in database.rows) for p in named)
        if empty or not self._calls_samples(database):
            bench.clear_samples()

    def _calls_samples(self, database: ExistingDatabase) -> bool:
        """Whether the title is what samples are called by: no client of an invoice's number."""
        title = next(p for p in database.properties if p.type == "title")
        known, thing = self._bench.words(title.id), thing_of(title.name)
        named = is_called(title.name, known) or is_title(
            WantedProperty(name=title.name), database.title
        )
        return named or (thing is not None and thing is thing_of(database.title))

    def _in_the_way(self, matched: list[ExistingProperty | None]) -> list[ExistingProperty]:
        """What goes for the list: all others where it is exact, or hardly knows what the pattern
        has; of check boxes alone ("drink water, stretch") the check boxes of another."""
        wanted, known = self._lists.properties, [p.id for p in matched if p is not None]
        others = [p for p in self._database.properties if p.id not in known and p.type != "title"]
        if self._lists.exact:
            return others
        if len(wanted) < _MANY or len(known) * 2 >= len(wanted):
            return []
        if all(one.type == "checkbox" for one in wanted):
            return [prop for prop in others if prop.type == "checkbox"]
        return others

    def _match(self, wanted: WantedProperty) -> ExistingProperty | None:
        """The property that is meant: by its name, else by what such names mean."""
        free = [p for p in self._database.properties if p.id not in self._used]
        within = self._database.model_copy(update={"properties": free})
        named = self._bench.property(within, wanted.name)
        if named is not None:
            fits = wanted.type in (None, named.type) or named.type in ("title", "relation")
            return named if fits else None
        if is_title(wanted, self._database.title):
            return next((p for p in free if p.type == "title"), None)
        known = concept_of(wanted.name)
        if known is None or not (self._lists.exact or wanted.options):
            return None
        return next(
            (
                p
                for p in free
                if p.type == (wanted.type or known.type)
                and any(concept_of(word) is known for word in self._bench.words(p.id))
                and not _is_opposite(wanted.name, p.name)
            ),
            None,
        )

    def _place(self, wanted: WantedProperty, known: ExistingProperty | None) -> None:
        far = self._bench.database(wanted.target or wanted.name)
        leads_there = wanted.type == "relation" or wanted.type is None
        if wanted.type == "relation" and self._is_own(wanted.target, far):
            known = self._bench.link(self._database, self._database, wanted.name)
        elif far is not None and far.id != self._id and leads_there and wanted.format is None:
            known = self._linked(wanted, known, far)
        elif known is None:
            known = self._added(wanted)
        else:
            self._adjust(wanted, known)
        self._used.append(known.id)

    def _is_own(self, target: str | None, far: ExistingDatabase | None) -> bool:
        """Whether a link leads to rows of the same database ("manager: another person")."""
        if far is not None:
            return far.id == self._id
        own = thing_of(self._database.title)
        return target is not None and own is not None and thing_of(target) is own

    def _linked(
        self, wanted: WantedProperty, known: ExistingProperty | None, far: ExistingDatabase
    ) -> ExistingProperty:
        """The link to another named database: "supplier" beside Suppliers is no text."""
        if known is not None and known.config.get("data_source_id") == far.data_source_id:
            self._adjust(wanted, known)
            return known
        if known is not None and known.type != "title":
            self._bench.delete(self._database, known)
        return self._bench.link(self._database, far, wanted.name)

    def _added(self, wanted: WantedProperty) -> ExistingProperty:
        same = next((p for p in self._database.properties if p.name == wanted.name), None)
        if same is not None and same.type != "title":
            self._bench.delete(self._database, same)  # of another type than was said
        return added(self._bench, self._database, wanted)

    def _adjust(self, wanted: WantedProperty, known: ExistingProperty) -> None:
        """What is there, called and made as it was said."""
        bench, home = self._bench, self._id
        if wanted.name != known.name:
            name = bench.free_name(self._without(known), wanted.name)
            bench.do("rename_property", database=home, property=known.id, to=name)
        formatted = known.type == "number" and wanted.format is not None
        if formatted and known.config.get("format") != wanted.format:
            to = {"to": "number", "format": wanted.format}
            bench.do("retype_property", database=home, property=known.id, **to)
        if wanted.options and known.type in CHOICES:
            prop = self._database.property(known.id) or known
            exchange_options(bench, self._database, prop, wanted)

    def _without(self, prop: ExistingProperty) -> ExistingDatabase:
        left = [p for p in self._database.properties if p.id != prop.id]
        return self._database.model_copy(update={"properties": left})

    def _leave(self, prop: ExistingProperty) -> None:
        if prop.id in self._used or self._database.property(prop.id) is None:
            return
        if prop.type == "relation":
            leave_to_far_side(self._bench, self._database, prop)
        else:
            self._bench.delete(self._database, prop)

    def _sort(self, at: int) -> None:
        """The used properties at a place, in the order of the list."""
        properties = self._database.properties
        used = [p for name in self._used for p in properties if p.id == name and p.type != "title"]
        others = [p for p in properties if p not in used]
        self._bench.put(
            self._database.model_copy(update={"properties": [*others[:at], *used, *others[at:]]})
        )


def _is_opposite(wanted: str, name: str) -> bool:
    """Whether one name is of money that comes in, and the other of what goes out."""
    ways = ("inflow", "outflow")
    return any(says(wanted, way) and says(name, other) for way, other in (ways, ways[::-1]))


def added(bench: Bench, database: ExistingDatabase, wanted: WantedProperty) -> ExistingProperty:
    """A further property as it was said, with values that any of the samples may have."""
    made = own_property(wanted, "made", bench.language)
    named = wanted.model_copy(update={"name": bench.free_name(database, wanted.name)})
    prop = bench.add(database, declared(named, bench.language, bench.currency))
    made = changed(made, format=prop.config.get("format"))
    edits = [
        {"row": row.id, "values": {prop.name: value}}
        for place, row in enumerate(database.rows)
        if (value := _sample(bench, database, made, place)) is not None
    ]
    if edits:
        bench.do("edit_rows", database=database.id, rows=edits)
    return bench.keyed(database.id).property(prop.id) or prop


def _sample(bench: Bench, database: ExistingDatabase, made: PropertyPattern, place: int) -> Any:
    """A value in a blueprint's words; amounts of money may stand beside anything."""
    value = sample_values([made], thing_of(database.title), place, bench.language).get(made.key)
    known = concept_of(made.name.in_language(bench.language))
    if value is None and made.type == "number" and known is not None and known.key == "money":
        return amount(known.values[place % len(known.values)], made.format or "won")
    if made.type == "date" and value is not None:
        return written_day(value, bench.today)
    options = {o.key: o.name.in_language(bench.language) for o in made.options}
    return options.get(value, value) if isinstance(value, str) else value


def exchange_options(
    bench: Bench, database: ExistingDatabase, prop: ExistingProperty, wanted: WantedProperty
) -> None:
    """Other options in the place of those that are there: samples keep their place among them,
    first to first and last to last; filters on the old ones fall away."""
    said = options_from(wanted.options, prop.type, wanted.name, wanted.colors)
    if not said or [o.name for o in said] == [o.name for o in prop.options]:
        return
    scale = (len(said) - 1) / max(1, len(prop.options) - 1)
    places = {old.id: round(place * scale) for place, old in enumerate(prop.options)}
    ids = [f"{prop.id}.{place}" for place in range(len(said))]
    options = [
        ExistingOption(id=name, name=o.name, color=o.color, group=GROUPS.get(o.group or ""))
        for name, o in zip(ids, said, strict=True)
    ]

    def moved(held: Any) -> Any:
        if isinstance(held, list):
            return list(dict.fromkeys(ids[places[name]] for name in held if name in places))
        return ids[places[held]] if held in places else None

    values = [row.values.get(prop.id) for row in database.rows]
    bench.put_property(database, prop.model_copy(update={"options": options}))
    bench.fill(database, prop, [None if held is None else moved(held) for held in values])
    database = bench.keyed(database.id)
    bench.keep_views(database, [_unfiltered(view, prop.id) for view in database.views])


def _stands(view: ExistingView, left: Collection[str]) -> bool:
    """Whether any of what a view is filtered by is left, if it is filtered at all."""
    there = each_condition(view.filter, lambda part: part if part["property"] in left else None)
    return view.filter is None or there is not None


def _unfiltered(view: ExistingView, prop_id: str) -> ExistingView:
    left = each_condition(view.filter, lambda part: None if part["property"] == prop_id else part)
    widgets = [_unfiltered(widget, prop_id) for widget in view.widgets]
    return view.model_copy(update={"filter": left, "widgets": widgets})


def leave_to_far_side(bench: Bench, database: ExistingDatabase, prop: ExistingProperty) -> None:
    """Takes one side of a two-way relation away: the other stays, and shows the same."""
    back = prop.config.get("synced_id")
    far = bench.structure.source(prop.config.get("data_source_id"))
    if back is None or far is None or far.id == database.id:
        bench.delete(database, prop)
        return
    other = next(p for p in far.properties if p.id == back)
    linked = {
        row.id: [near.id for near in database.rows if row.id in near.values.get(prop.id, ())]
        or row.values.get(back)
        for row in far.rows
    }
    alone = other.model_copy(update={"config": link(database), "reverse": False})
    bench.put_property(far, alone)
    bench.fill(far, alone, [linked[row.id] for row in far.rows])
    bench.put_property(database, prop.model_copy(update={"config": link(far), "reverse": False}))
    bench.delete(bench.keyed(database.id), prop)
