"""New rows, read part by part (`record_parts`): what is no value of one is the name of the next."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.new.naming import may_be_name, wants_part
from agent.planner.embedded.grammar.rows.homes_of_rows import empty_rows, home_meant
from agent.planner.embedded.grammar.rows.record_joined import parts_of
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.record_values import TEXTS, Telling, only
from agent.planner.embedded.grammar.rows.rows_meant import adds_one
from agent.planner.embedded.grammar.rows.rows_named import (
    added,
    another_row,
    is_of_choice,
    told_home,
)
from agent.planner.embedded.grammar.rows.whole_names import with_whole_names
from agent.planner.embedded.grammar.rows.whose_rows import with_owners
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import is_form, is_kin
from agent.planner.embedded.grammar.told.suiting import without_honour
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_OF_PEOPLE = ("contact", "person", "whose", "recipient", "borrower", "company")  # concepts
_OF_WORK = ("company",)


def add_full(clause: Clause) -> list[Change]:
    """`add Kim Seojun, year 2, maths`: rows of which so much is told that no column is meant."""
    return add_told(clause, least=2)


def add_told(clause: Clause, least: int = 1) -> list[Change]:
    """`add tomatoes in the north bed, planted 3 May, and basil in the south one`; who is told for
    one stays unread."""
    boxed = any(t.has("type.checkbox") for t in clause.everything)  # what a column is to be
    if boxed or not clause.does("add", "want", "write") or clause.does("change"):
        raise Refused
    adding = Adding(clause, told_home(clause))
    rows = adding.read()
    if adding.open or not all(len(row) > least or adding.people for row in rows):
        raise Refused  # bare names may be anything's
    return adding.made()


def add_rows(clause: Clause) -> list[Change]:
    """`add tasks: A, B`, `new customer Maple, tier New`: bare names too, where it is said of which
    database; a number that could be of several properties stays unread."""
    if clause.said.verb is None and not (
        clause.said.payload or any(t.kind == "quoted" for t in clause.tokens)
    ):
        raise Refused
    if is_of_choice(clause):
        raise Refused
    example = clause.take("example.") is not None
    owners = {e.database for p in clause.phrases if p.plays("at", "of")
              for _, e in clause.named("row", among=p.tokens)}  # fmt: skip
    home = (
        (clause.home() if example else None)
        or clause.place(lambda database: database.id not in owners)
        or _of_another(clause)
        or home_meant(clause, owners)
    )
    clause.read_home(home)
    if wants_part(clause, home) or clause.find("noun.database"):
        raise Refused
    clause.take_all("noun.row", "noun.thing")
    if counted := empty_rows(clause):
        return added(clause, home, [{}] * counted)
    adding = Adding(clause, home, is_said=True)
    rows = adding.read()
    one = any(
        f"{folded(t.text)}s" == folded(home.title) for t in clause.said.tokens
    )  # "new plant:"
    if any(0 < (count_of(t) or 0) < len(rows) for t in clause.tokens) or (one and len(rows) > 1):
        raise Refused  # "three guests: A, B and C, and …", "a guest: A, late": no further rows
    if adding.people or not _may_be_rows(adding.names):
        raise Refused
    return adding.made()


def _may_be_rows(names: Sequence[Sequence[Token]]) -> bool:
    """Whether words are nothing that parts of a database are called; beside quoted names there are
    no others."""
    quoted = [name for name in names if name[0].kind == "quoted"]
    nouns = ("concept.", "noun.", "view.", "type.")
    said = any(all(t.has(*nouns) for t in n) or n[-1].has("noun.", "type.") for n in names)
    called = all(may_be_name(n) or [t.kind for t in n] == ["number"] for n in names)
    return len(quoted) in (0, len(names)) and not said and called


class Adding(Telling):
    """New rows: a name, and what it holds until the next name."""

    is_of_old = False

    def __init__(self, clause: Clause, home: ExistingDatabase, *, is_said: bool = False) -> None:
        super().__init__(clause, home)
        self.is_said = is_said  # whether it is said that rows are to come, and of which database
        self.title = next(p.name for p in home.properties if p.type == "title")
        self.rows: list[dict[str, Any]] = []
        self.names: list[list[Token]] = []  # what each row is called by
        self.ahead: dict[str, Any] = {}  # what is said before any name is of all that follow
        self.people: list[Token] = []  # who is told for a row, which can be set in Notion alone
        self.open: list[tuple[Part, dict[str, Any]]] = []  # numbers of nobody knows what
        self.left: list[Token] = []  # what only says how it came about
        self.before: Part | None = None
        self.is_marked = False  # whether commas part the names
        self.is_valued = False  # whether more is told than names
        self.is_of_all = False  # whether what comes is told of all rows so far
        self.again: dict[str, Any] | None = None  # the row that is named once more
        self.is_closed = False  # whether the verb ended what was said of some row

    def read(self) -> list[dict[str, Any]]:
        """The new rows. Raises Refused where a part is none of any."""
        parts = list(with_owners(self.clause, self.home, parts_of(self.clause, self.home)))
        parts = self.begin(with_whole_names(parts))
        self.is_marked = any(p.kind == "cut" and p.tokens[0].text == "," for p in parts)
        self.is_valued = any(part.kind in ("property", "value") for part in parts)
        for part in parts:
            self.is_of_all |= self._speaks_of_all(part)
            self._take(part)
            self.before = part
        if not self.rows and self.ahead and adds_one(self.clause):
            self._name_by_link()
        if self.led is not None or not self.rows:
            raise Refused
        numbers, self.open = self.open, []
        for part, values in numbers:
            if values is not self.ahead or count_of(part.tokens[0]) != len(self.rows):
                self.give(part, values)
        for row in self.rows:
            row.update({**self.usual, **row, **self.ahead})
        return self.rows

    def _speaks_of_all(self, part: Part) -> bool:
        """Whether what comes is told of all rows so far: it says so, or what they are added by, or
        to, or a stop ends their names, and nothing was told of any by itself."""
        mark = part.tokens[0]  # one without letters joins a sentence to the one before it
        stop = part.kind == "cut" and (mark.text in ".\n" or mark.start == mark.end)
        ends = (stop or part.kind in ("verb", "thing")) and len(self.rows) > 1
        return (part.kind == "every" and bool(self.rows)) or (
            ends and all(len(row) == 1 for row in self.rows)
        )

    def _name_by_link(self) -> None:
        """Calls a row by what it is linked to, where nothing else says what it is called."""
        links = [p.name for p in self.home.properties if p.type == "relation"]
        linked = [title for name in links for title in self.ahead.get(name) or ()]
        if len(linked) == 1 and len(self.ahead) > 1:
            self.rows.append({self.title: linked[0]})

    def made(self) -> list[Change]:
        """The change; all is read but what nobody knows a place for."""
        left = [*self.people, *self.left, *(t for part, _ in self.open for t in part.tokens)]
        said = (*self.clause.said.tokens, *self.clause.everything)
        self.clause.used -= {t.start for t in left}
        self.clause.use(*(token for token in said if token not in left))
        return added(self.clause, self.home, self.rows)

    def _take(self, part: Part) -> None:  # noqa: C901  # one case a kind
        last = self.rows[-1] if self.rows and not self.is_of_all else self.ahead
        now = last if self.again is None else self.again
        match part.kind:
            case "property":
                self._lead(part)
            case "value":
                self.give(part, now)
            case "text" if self.led is not None:
                self.give(part, now)
            case "row":
                self._row(part)
            case "text" if again := self._named_again(part):
                self.again, self.last = again, None
            case "text" if not self.is_closed:
                self.name(part)
            case "filled":
                now |= part.value
            case "text" | "it" | "meant":
                raise Refused  # behind what was asked for, or of something else
            case "verb":
                self.is_closed = bool(self.rows)
            case "cut":
                self.last = None
            case _:
                pass

    def _named_again(self, part: Part) -> dict[str, Any] | None:
        """The row of several that words call as it was called before, or by a word of that."""
        said = folded(self.clause.raw(part.tokens))
        named = [row for row in self.rows if said in _called(str(row[self.title]))]
        return named[0] if len(named) == 1 < len(self.rows) else None

    def _lead(self, part: Part) -> None:
        owns = self.last is not None and part.prop is not None and part.prop.id == self.last.id
        if part.plays("at") and "before" not in part.roles and not owns:
            raise Refused  # "into Priority": an option is to be added
        self.lead(part)

    def _row(self, part: Part) -> None:
        """A row that there is: the end of a longer name, or what another one is called too."""
        if self.rows and self.before is not None and self.before.kind == "text":
            self.name_on(part)
        elif self.is_said or adds_one(self.clause):
            part.roles -= {"of", "suits", "from", "before"}  # "a payment for Sue Chen"
            self.name(part)
        else:
            raise Refused

    def name_on(self, part: Part) -> None:
        """Takes a part as the end of the last name."""
        self.names[-1] += part.tokens
        self.rows[-1][self.title] = self.clause.raw(self.names[-1])

    def give(self, part: Part, values: dict[str, Any]) -> None:
        bare = part.number is not None and part.prop is None and self.led is None
        if part.kind == "text" and self.led is not None and self.led.type == "people":
            self.people += part.tokens
            self.led, self.last = None, self.led
        elif bare and self._is_name(part, values):
            (self.name_on if self.rows else self.name)(part)
        elif bare and (not self.rows or len(self.numbers(part, values)) != 1):
            self.open.append((part, values))
        else:
            super().give(part, values)

    def _is_name(self, part: Part, values: dict[str, Any]) -> bool:
        """Whether a figure without a unit is what a row is called, or ends that ("Mars 2"): nothing
        is told behind it, and it is no number of those that are to come."""
        figure, before = part.tokens[0], self.before
        nouns = ("verb.", "noun.row", "noun.thing")
        behind = (t for t in self.clause.everything if t.start > figure.start)
        after = min(behind, key=lambda t: t.start, default=None)
        if len(part.tokens) > 1 or not (after is None or is_small(after) or after.has(*nouns)):
            return False
        if not self.rows:
            return self.is_said
        near = before is not None and before.kind in ("text", "row") and not before.roles
        row = any(t.has("noun.row") and not t.names for t in self.clause.said.tokens)
        return near and (row or len(self.numbers(part, values)) != 1)

    def name(self, part: Part) -> None:
        """Words without a property: who made the row before ("by Mozart"), or where it is, else the
        next row."""
        if self.rows and (place := self.place_of(part)):
            self.led = place
            self.give(part, self.rows[-1])
            return
        if self.rows and (owner := self._owner_led(part)):
            self.led = owner
            self.give(part, self.rows[-1])
            return
        led = part.plays("by", "from", "of", "with", "until") and "before" in part.roles
        cut = self.before is None or self.before.kind in ("cut", "verb")
        if led or (self.rows and not cut and part.tokens[0].kind != "quoted"):
            raise Refused
        if len(part.tokens) == 1 and (is_form(part.tokens[0]) or is_kin(part.tokens[0].text)):
            raise Refused  # a verb, that nothing is called by, or who did it
        for name in self.split(part):
            self.names.append(list(name))
            said = self.clause.raw(name)
            quoted = name[0].kind == "quoted"
            self.rows.append({self.title: said if quoted else without_honour(said)})
        self.last = None

    def split(self, part: Part) -> list[list[Token]]:
        """The names that words are: several, where all rows are called by one word."""
        longest = max((len(row.title) for row in self.home.rows), default=0)
        single = bool(self.home.rows) and not any(" " in row.title for row in self.home.rows)
        single = single and all(t.end - t.start <= longest for t in part.tokens)
        apart = (
            single
            and not (self.is_valued or self.is_marked)
            and part.tokens[0] not in self.clause.said.payload
        )
        apart = apart and all(t.kind == "unknown" for t in part.tokens)
        apart = apart and len(self.clause.raw(part.tokens).split()) == len(part.tokens)
        return [[t] for t in part.tokens] if apart else [part.tokens]

    def _owner_led(self, part: Part) -> ExistingProperty | None:
        """The text for whoever made what a row is of ("by Mozart"), or whom it is for. Raises
        Refused where no text is for its maker."""
        free = [p for p in self.home.properties if p.name not in self.rows[-1]]
        texts = [p for p in free if p.type in TEXTS]
        if "before" not in part.roles:
            return None
        if part.plays("by"):
            said = self.clause.world.lexis.said("maker.maker")
            return only([p for p in texts if set(folded(p.name).split()) & said])
        kinds = [(p, concept_of(p.name)) for p in texts if part.plays("suits", "at")]
        keys = _OF_WORK if part.plays("at") else _OF_PEOPLE
        return next((p for p, kind in kinds if kind is not None and kind.key in keys), None)


def _called(title: str) -> list[str]:
    return [folded(title), *folded(title).split()]


def _of_another(clause: Clause) -> ExistingDatabase | None:
    """The database of a row that another one of its name is to stand beside."""
    named = clause.named("row")
    if len({entity.database for _, entity in named}) != 1:
        return None
    row = another_row(clause, named)
    return clause.world.database(row) if row else None
