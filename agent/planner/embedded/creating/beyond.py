"""What no frame of the grammar fits, read as a further sentence of a wish, against what there is.

A list says of properties what it says in a wish: their types, units and options. So it is read by
the same reader, and what that finds becomes changes to what exists. Only what is clear is taken:
each name is one that exists, or comes with a type, or is a usual name of a property.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from agent.planner.brief import Brief, PropertyList, WantedProperty, WantedRow, WantedView
from agent.planner.embedded.compose import written
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.creating.reader import read
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.clause import Ask, Memory, Refused
from agent.planner.embedded.grammar.new.build import a_property, a_view, free_name, stands_on
from agent.planner.embedded.grammar.new.naming import is_rate_of
from agent.planner.embedded.grammar.properties.option_lists import exchanged
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import CHOICES, Entity, World
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.unread import SIGNS
from agent.planner.embedded.lexicon import concept_of, concept_worded
from tools.errors import ValidationFailed
from tools.workspace.actions.new_parts import AddSubPage
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.pages import Rename, SetIcon
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.actions.rows import AddRows
from tools.workspace.actions.views import AddView
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.model import ExistingDatabase, ExistingProperty

_READ = frozenset({"properties", "views", "title", "icon", "sub_pages", "more_sub_pages", "rows"})
_NEVER_BECOME = frozenset({"title", "relation", "unique_id"})  # types that no property turns into
# Types whose values are no names: a list said of one is of a row, and no list of options.
_ASKS = ("verb.", "noun.", "choose.", "type.", "ask.")  # what wants some part of a table
_HELD_APART = frozenset({"date", "people", "files", "url", "email", "phone_number"})
_NO_NAME = ("state.", "all.", "verb.", "need.", "it.", "want.", "not.", "ask.", "talk.", "never.",
            "rank.", "sort.")  # fmt: skip
_MOST_WORDS = 4
_FEWEST = 2  # options of a list
_LONGEST = 30  # letters of a name
_TOLD = 10  # letters of a box that may be a sentence


def beyond(said: str, course: Course, memory: Memory, today: date) -> Course | None:
    """The course with what a clause asks for beyond the frames; None where that is not clear."""
    try:
        return _Further(course, memory, today).read(said)
    except (Ask, Refused, ValidationFailed):
        return None


class _Further:
    """One clause while its parts become changes, each to what those before it lead to."""

    def __init__(self, course: Course, memory: Memory, today: date) -> None:
        self.course, self.memory, self.today = course, memory, today
        self.tabled = False  # whether rows were pasted as a table

    @property
    def world(self) -> World:
        """What there is by now."""
        draft = self.course.draft
        return world_of(draft.structure, draft.language, lexis())

    def read(self, said: str) -> Course:
        """Raises Refused where it is not clear what is meant."""
        databases = self.world.databases
        wish = read(said, self.world.language, {d.title: [p.name for p in d.properties]
                                                for d in databases})  # fmt: skip
        before, brief = self.course, wish.brief
        found = {name for name in Brief.model_fields if getattr(brief, name)} - {"particulars"}
        bare = any(not row.values and row.done is None for row in brief.rows)
        rated = is_rate_of(tokens_of(said, lexis()))
        if wish.rest or not found or found - _READ or bare or rated or _only_tells(said, brief):
            raise Refused
        if brief.properties and self._tells_of_row(said):
            raise Refused
        self.tabled = any(row.values for row in brief.rows)
        for listed in brief.properties:
            if self._is_torn(said, listed):
                raise Refused
            self._list(listed)
        for view in brief.views:
            self._view(view)
        if not self.tabled:  # a table has no title of a page
            self._of_page(brief)
        for row in brief.rows:
            self._row(row)
        if len(self.course.steps) == len(before.steps) and self.course == before:
            raise Refused
        return self.course

    def _tells_of_row(self, said: str) -> bool:
        """Whether words that ask for nothing come behind a row: they tell what that holds ("it is
        in the hall, run by Ines and Tom")."""
        last = self.memory.last
        asks = any(t.has(*_ASKS) for t in tokens_of(said, lexis()))
        return last is not None and last.kind == "row" and not asks

    def do(self, change: Change) -> None:
        """Takes a change on."""
        self.course = self.course.then(change)

    def _home(self, name: str | None, named: Sequence[str]) -> ExistingDatabase:
        """The database that is named, has most of what is named, was spoken of, or is the only."""
        databases = self.world.databases
        if name is not None:
            titled = [d for d in databases if d.title.casefold() == name.casefold()]
            return self._only(titled)
        known = [sum(_property(d, n) is not None for n in named) for d in databases]
        most = max(known, default=0)
        databases = [d for d, n in zip(databases, known, strict=True) if n == most]
        spoken = [d for d in databases if d.id == self.memory.database]
        return self._only(spoken or databases)

    @staticmethod
    def _only(found: Sequence[ExistingDatabase]) -> ExistingDatabase:
        if len(found) != 1:
            raise Refused
        return found[0]

    def _list(self, listed: PropertyList) -> None:
        home = self._home(listed.database, [p.name for p in listed.properties])
        self.memory.database = home.id
        for said in listed.properties:
            wanted = said.model_copy(update={"options": _uncounted(said.options)})
            known = _property(home, wanted.name)
            self.memory.remember(Entity("property", wanted.name, "", home.id))
            if self.tabled and (known is not None or wanted.type == "title"):
                continue  # its cells are values, and say nothing of the column
            if known is not None:
                self._say_of(home, known, wanted)
            elif wanted.type not in ("title", "relation") and self._is_new(wanted):
                made = a_property(wanted, self.world.language)
                self.do(AddProperty(action="add_property", database=home.title, property=made))
            else:
                raise Refused

    def _is_torn(self, said: str, listed: PropertyList) -> bool:
        """Whether names stand side by side of which one holds what exists: one long name may have
        been torn there ("next visit possible day" of Visits)."""
        there = {e.name for e in self.world.present if e.kind in ("database", "property")}
        return any(
            set(one.name.split()[1:]) & there and f"{one.name} {other.name}" in said
            for one, other in pairwise(listed.properties)
        )

    def _is_new(self, wanted: WantedProperty) -> bool:
        """Whether something is surely a new property, and no value of a row that is named."""
        named = (e for t in tokens_of(wanted.name, lexis(), self.world.names) for e in t.names)
        return _is_clear(wanted) and not any(e.kind == "row" for e in named)

    def _say_of(
        self, home: ExistingDatabase, known: ExistingProperty, wanted: WantedProperty
    ) -> None:
        """What is said of a property that there is: its options, another type, another format."""
        if len(wanted.options) == 1 or any(map(is_sentence, wanted.options)):
            raise Refused  # a list it is not
        if wanted.options and known.type in _HELD_APART:
            raise Refused  # "the date is 12/3, state planned": values, and no options
        if wanted.options and known.type in CHOICES:
            for change in exchanged(home, known, wanted.options):
                self.do(change)
            return
        kind = wanted.type or ("select" if wanted.options else None)
        if kind in _NEVER_BECOME and kind != known.type:
            raise Refused
        if wanted.format or (kind is not None and kind != known.type):
            options = options_from(wanted.options, kind or "", wanted.name, wanted.colors)
            parts: dict[str, Any] = {"to": kind or "number", "options": options}
            parts |= {"format": wanted.format} if wanted.format else {}
            place = {"database": home.title, "property": known.name}
            self.do(RetypeProperty.model_validate({"action": "retype_property", **place, **parts}))

    def _view(self, wanted: WantedView) -> None:
        home = self._home(wanted.database, [wanted.by] if wanted.by else [])
        by = _property(home, wanted.by) if wanted.by else None
        if wanted.by and by is None:
            raise Refused
        if by is not None and wanted.type == "board" and _is_plain(by):
            self.do(
                RetypeProperty(
                    action="retype_property", database=home.title, property=by.name, to="select"
                )
            )
            home = self.world.database(home.id)
            by = _property(home, by.name)
        named = [by] if by is not None else []
        said: dict[str, Any] = {"type": wanted.type}
        said |= stands_on(home, wanted.type, named, self.world)
        if by is not None and by.name not in str(said):
            raise Refused
        said["name"] = wanted.name or free_name(home, wanted.type, said, "", self.world)
        self.do(AddView(action="add_view", database=home.title, view=a_view(said)))

    def _of_page(self, brief: Brief) -> None:
        if brief.title:
            self.do(Rename(action="rename", to=brief.title))
        if brief.icon:
            self.do(SetIcon(action="set_icon", icon=brief.icon))
        for name in (*brief.sub_pages, *brief.more_sub_pages):
            self.do(AddSubPage.model_validate({"action": "add_sub_page", "page": {"title": name}}))

    def _row(self, wanted: WantedRow) -> None:
        """A row as it was written; a column that is missing becomes one."""
        home = self._home(wanted.database, list(wanted.values))
        title = next(p for p in home.properties if p.type == "title")
        for name, text in wanted.values.items():
            if _property(home, name) is None:
                kind, format_ = written.kind_of([text], self.today)
                said = None if concept_of(name) else kind
                column = WantedProperty(name=name, type=said, format=format_)
                made = a_property(column, self.world.language)
                self.do(AddProperty(action="add_property", database=home.title, property=made))
        home = self.world.database(home.id)
        values: dict[str, Any] = {title.name: wanted.title}
        for name, text in wanted.values.items():
            prop = _property(home, name)
            value = written.read(prop, text, self.today) if prop else None
            if text and value is None:
                raise Refused  # what is written there would be lost
            values |= {prop.name: value} if prop and value is not None else {}
        rows = [{"values": values}]
        self.do(
            AddRows.model_validate({"action": "add_rows", "database": home.title, "rows": rows})
        )


def _only_tells(said: str, brief: Brief) -> bool:
    """Whether all that was said is what a box would be called: that tells what happened."""
    wanted = [one for listed in brief.properties for one in listed.properties]
    box = wanted[0].name if [one.type for one in wanted] == ["checkbox"] else ""
    return len(box) > _TOLD and not any(map(str.isalnum, said.removeprefix(box)))


def _property(home: ExistingDatabase, name: str | None) -> ExistingProperty | None:
    """The property of a name, else the only one whose name goes on behind it."""
    low = "".join((name or "").casefold().split())
    names = {p.id: "".join(p.name.casefold().split()) for p in home.properties}
    exact = [p for p in home.properties if names[p.id] == low]
    begun = [p for p in home.properties if low and names[p.id].startswith(low)]
    return exact[0] if exact else begun[0] if len(begun) == 1 else None


def is_sentence(text: str) -> bool:
    """Whether words are more than a name."""
    said = tokens(text)
    verbs = any(t.kind == "ending" or (t.kind == "word" and t.has("verb.")) for t in said[1:])
    marked = any(t.kind == "particle" and not t.has("role.of", "role.and") for t in said[:-1])
    shown = len(said) > 1 and said[-1].has("view.", "type.")  # "… and as a board"
    return len(text) > _LONGEST or verbs or marked or shown


def _uncounted(options: Sequence[str]) -> list[str]:
    """Options without how many they are, which ends their list ("A, B, C: these three")."""
    if len(options) < _FEWEST:
        return list(options)
    said = tokens(options[-1])
    while len(said) > 1 and (
        said[-1].has("counter.", "count.", "filler.") or said[-1].kind == "number"
    ):
        said = said[:-1]
    return [*options[:-1], options[-1][: said[-1].end]]


def _is_plain(prop: ExistingProperty) -> bool:
    """Whether a property may as well be a choice: a text, or a number that is no amount."""
    return prop.type == "rich_text" or prop.config.get("format") == "number"


def _is_clear(wanted: WantedProperty) -> bool:
    """Whether something new is surely a property: typed, or usually called so, and no sentence."""
    words = [t for t in tokens(wanted.name) if t.kind not in ("punct", "particle", "ending")]
    torn = len(words) > 1 and any(
        t.kind in ("number", "quoted") or (t.kind == "word" and t.has(*_NO_NAME)) for t in words
    )
    torn = torn or all(t.kind == "number" for t in words)
    torn = torn or any(t.has("view.") for t in words[-1:])  # no view is a column
    torn = torn or any(sign in wanted.name for sign in SIGNS)  # it would be worked out
    torn = torn or any(is_sentence(text) for text in (wanted.name, *wanted.options))
    torn = torn or any(len(one) == 1 and lexis().is_soft(one) for one in wanted.options)
    concept = concept_worded(wanted.name)
    known = concept is not None and concept.type != "status"  # that may be an option of one
    torn = torn or (bool(wanted.options) and wanted.name.endswith(lexis().ends("title")))
    said = bool(wanted.options or wanted.format or wanted.type or known)
    return said and not torn and len(words) <= _MOST_WORDS
