"""A clause against what exists: which of its words were read, what they name, and which were not.

A frame takes what it understands (`use`); a clause counts as read when nothing is left (`free`).
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from agent.planner.embedded.grammar.clauses.phrases import Said, is_padding, is_small, phrases_of
from agent.planner.embedded.grammar.text.names import Entity, Kind, World
from agent.planner.embedded.grammar.text.tokens import Token, turned
from tools.workspace.model import ExistingDatabase, ExistingProperty

_SURE = 4  # how clearly words name a place that a name in quotes is taken for one


class Refused(Exception):
    """A frame that does not fit a clause."""


class NoRows(Refused):
    """What is said of rows, where none is as the words say."""


class Ask(Exception):
    """Something that is needed is unknown, or may be one of several `candidates`; `unknown` is
    the name that was said of it and that nothing has."""

    def __init__(self, missing: str, candidates: Sequence[str], unknown: str = "") -> None:
        super().__init__(f"which {missing}?")
        self.missing = missing
        self.unknown = unknown
        self.candidates = list(dict.fromkeys(candidates))


class OnlyInNotion(Exception):
    """A clause that sets people, which can be set in Notion alone."""


@dataclass
class Memory:
    """What was spoken of so far: later clauses may leave it out."""

    last: Entity | None = None
    database: str | None = None  # its id
    rows: list[str] = field(default_factory=list)  # ids
    together: list[str] = field(default_factory=list)  # those that were told of as several
    made: int = 0  # how many rows were just added
    changed: str = ""  # what was changed last, by the name of the action
    added: tuple[str, ...] = ()  # the properties that were added last
    usual: tuple[str, ...] = ()  # columns that the last new database got as none were named

    def remember(self, entity: Entity) -> None:
        """Keeps what was spoken of."""
        self.last = entity
        self.database = entity.id if entity.kind == "database" else entity.database or self.database
        if entity.kind == "row" and entity.id:
            self.rows, self.made = [entity.id], 0

    def take(self, other: "Memory") -> None:
        """Becomes what another one is."""
        vars(self).update(vars(other.copy()))

    def settle(self, world: World) -> None:
        """Gives what was spoken of last the id that it has by now, where it was just added."""
        if self.database not in {database.id for database in world.databases}:
            self.database = None
        last = self.last
        if last is None or last.id:
            self.last = last if last is None or world.has(last) else None
            return
        fit = [e for e in world.find(last.name, last.kind) if last.database in (None, e.database)]
        fit = fit[-1:] if last.kind == "row" else fit  # others may have had its name before it
        self.last = fit[0] if fit else None
        if fit and fit[0].kind == "row":
            self.rows = [fit[0].id]
            self.together = [r.id for r in world.database(fit[0]).rows[-max(self.made, 1) :]]

    def copy(self) -> "Memory":
        """The same, apart."""
        return replace(self, rows=list(self.rows), together=list(self.together))


class Clause:
    """One clause while a frame reads it: `used` is what it took, `everything` all its tokens."""

    def __init__(
        self, said: Said, world: World, memory: Memory, today: date, hints: Sequence[str] = ()
    ) -> None:
        self.said, self.world, self.memory = said, world, memory
        self.today, self.hints = today, hints
        verb = said.verb
        actions = {s for s in verb.senses if s.startswith("verb.")} if verb else set()
        self.used = {t.start for t in said.tokens if actions & t.senses and not t.names}
        self.used -= said.in_names()  # else a verb that is said twice over is read once
        led = takewhile(lambda t: t.has("correct.") or t.kind == "punct", said.tokens)
        self.used |= {t.start for t in led if said.corrects}
        self._begun = frozenset(self.used)  # what is read before anybody reads it
        self.tokens = [t for t in said.tokens if t is not said.verb]
        self.phrases = list(phrases_of(said, world.lexis))
        self.everything = [*self.tokens, *(t for g in said.groups for t in g), *said.payload]

    def fresh(self) -> "Clause":
        """The clause as nobody has read it."""
        found = copy(self)
        found.used = set(self._begun)
        return found

    @property
    def action(self) -> str:
        """The sense of the verb; empty for none."""
        return self.said.verb.group("verb.") if self.said.verb else ""

    def does(self, *actions: str) -> bool:
        """Whether the verb may mean one of these."""
        verb = self.said.verb
        return verb is not None and verb.has(*(f"verb.{action}" for action in actions))

    # What was read

    def use(self, *tokens: Token) -> None:
        """Notes that tokens were read."""
        self.used |= {token.start for token in tokens}

    def is_free(self, token: Token) -> bool:
        """Whether nobody has read a token that needs to be read."""
        return token.start not in self.used and not is_small(token)

    def free(self, tokens: Sequence[Token] | None = None) -> list[Token]:
        """The tokens that nobody has read."""
        return [t for t in (self.everything if tokens is None else tokens) if self.is_free(t)]

    def find(self, *senses: str, among: Sequence[Token] | None = None) -> Token | None:
        """The first free token of a sense."""
        tokens = self.everything if among is None else among
        return next((t for t in tokens if t.start not in self.used and t.has(*senses)), None)

    def take(self, *senses: str, among: Sequence[Token] | None = None) -> Token | None:
        """The first free token of a sense, read from now on."""
        token = self.find(*senses, among=among)
        if token is not None:
            self.use(token)
        return token

    def take_all(self, *senses: str) -> None:
        """Reads every token of a sense."""
        tokens = (t for t in self.everything if t.has(*senses))
        self.use(*(t for t in tokens if not any(e.kind == "option" for e in t.names)))

    def take_plain(self, *senses: str) -> None:
        """Reads every token of a sense that names nothing that exists."""
        self.use(*(t for t in self.everything if t.has(*senses) and not t.names))

    # Names

    def read_home(self, home: ExistingDatabase) -> None:
        """Reads further mentions of a database itself ("tasks" in "only open tasks")."""
        titled = ((t, self.entities(t, "database")) for t in self.free())
        self.use(*(t for t, found in titled if any(e.id == home.id for e in found)))

    def read_titles(self, home: ExistingDatabase) -> None:
        """Reads what rows are called, where it is said which of them are meant."""
        titles = {p.id for p in home.properties if p.type == "title"}
        self.use(*(t for t, e in self.named("property", home=home.id) if e.id in titles))

    def named(
        self, *kinds: Kind, among: Sequence[Token] | None = None, home: str | None = None
    ) -> list[tuple[Token, Entity]]:
        """The free tokens that name something of these kinds, each with what it names first."""
        found = []
        for token in self.free(among):
            fit = [e for e in self.entities(token, *kinds) if home in (None, e.database, e.id)]
            if fit:
                found.append((token, self.one(fit)))
        return found

    def entities(self, token: Token, *kinds: Kind) -> list[Entity]:
        """What a token names, of these kinds."""
        names = self.world.find(token.value, *kinds) if token.kind == "quoted" else token.names
        there = self.world.present  # a clause before may have taken away or renamed what it names
        return [e for e in names if e in there and (not kinds or e.kind in kinds)]

    def one(self, entities: Sequence[Entity]) -> Entity:
        """The entity that is meant among those of one name. Raises Ask where that is open."""
        distinct = list(dict.fromkeys(entities))
        if len(distinct) > 1 and distinct[0].kind == "option":
            named = {e.id for t in self.tokens for e in self.entities(t, "property")}
            distinct = [e for e in distinct if e.property in named] or distinct
        kinds = {entity.kind for entity in distinct}
        homes = list(dict.fromkeys(e.database for e in distinct if e.database))
        if len(distinct) > 1 and len(kinds) == 1 and len(homes) > 1:
            titles = {d.id: d.title for d in self.world.databases}
            hinted = [home for home in homes if titles[home] in self.hints]
            home = next(iter(hinted), None) or (
                self.memory.database if self.memory.database in homes else None
            )
            if home is None:
                raise Ask("database", [titles[one] for one in homes])
            distinct = [e for e in distinct if e.database == home]
        return self._one_twin(distinct) if kinds == {"row"} else distinct[0]

    def _one_twin(self, rows: Sequence[Entity]) -> Entity:
        """The row that was spoken of, or answered, among those of one name. Raises Ask."""
        labels = [self.world.twins.get(e.id, e.name) for e in rows]
        meant = [e for e, label in zip(rows, labels, strict=True) if label in self.hints]
        meant = meant or [e for e in rows if e.id in self.memory.rows]
        if len(rows) > 1 and len(meant) != 1:
            self.use(*self.everything)
            raise Ask("row", labels)
        return meant[0] if meant else rows[0]

    def spoken(self) -> ExistingDatabase | None:
        """The only database whose name is among the words, whatever part it plays there."""
        plain = (t for t in self.everything if t.kind != "quoted")
        found = {e.id for t in plain for e in self.entities(t, "database")}
        return self.world.database(next(iter(found))) if len(found) == 1 else None

    def place(
        self,
        needed: Callable[[ExistingDatabase], bool] = lambda _: True,
        *,
        roles: Sequence[str] = ("at", "from", "to", "of", "with", "topic"),
        called: bool = True,
    ) -> ExistingDatabase | None:
        """The database that the clause names as the place of the change, read from now on."""
        ranked = list[tuple[int, int, Sequence[Token], Entity]]()
        items = ((phrase, item) for phrase in self.phrases for item in phrase.items)
        for phrase, item, place in ((p, i, at) for p, i in items for at in range(len(i))):
            token, noun = item[place], item[place + 1 : place + 2]
            found = self.entities(token, "database") if self.is_free(token) else []
            fits = found and needed(self.world.database(found[0]))
            if not fits or self._is_compound(item, place):
                continue
            titled = bool(noun) and not noun[0].names
            titled = titled and noun[0].has("noun.database", "view.table", "view.list", "roll.")
            behind = any(self.is_free(t) for t in item[place + 1 + titled :])
            strength = 4 * (titled and (called or behind)) + 2 * phrase.plays(*roles) + behind
            led = phrase.plays("behind") and phrase.plays("at", "from", "to")
            if strength and (token.kind != "quoted" or strength >= _SURE or led):
                ranked.append((strength, -len(ranked), item[place : place + 1 + titled], found[0]))
        if not ranked:
            return None
        _, _, said, entity = max(ranked, key=lambda one: one[:2])
        self.use(*said)
        return self.world.database(entity)

    def _is_compound(self, item: Sequence[Token], place: int) -> bool:
        """Whether a name only begins a longer word, written without a blank."""
        token, behind = item[place], item[place + 1 : place + 2]
        tight = bool(behind) and behind[0].start == token.end and not behind[0].names
        nouns = ("noun.", "view.", "only.", "all.", "roll.")
        joins = self.world.lexis.joins(token.text[-1:].lower())
        return tight and joins == "agglutinated" and not behind[0].has(*nouns)

    def home(self, among: Sequence[ExistingDatabase] | None = None) -> ExistingDatabase:
        """The database that is meant where none was named. Raises Ask."""
        databases = self.world.databases if among is None else list(among)
        for database in databases:
            if database.title in self.hints:
                return database
        spoken = self.spoken()
        if spoken is not None and spoken in databases:
            return spoken
        if remembered := [d for d in databases if d.id == self.memory.database]:
            return remembered[0]
        if len(databases) == 1:
            return databases[0]
        raise Ask("database", [d.title for d in databases])

    def prop(self, token: Token, homes: Sequence[ExistingDatabase]) -> Entity | None:
        """The property that a token means in one of some databases: by name, else by meaning."""
        ids = {home.id for home in homes}
        exact = [e for e in self.entities(token, "property") if e.database in ids]
        if exact:
            return self.one(exact)
        if token.kind not in ("word", "unknown", "name") or token.has("noun.page", "digit.", "it."):
            return None  # "the page" is this one, and no number of pages; "one" is no day
        # "groceries" is an option, and not what they cost
        close = [] if self.entities(token, "option") else self.world.meant(token.text, homes)
        return self.one(close) if close else None

    def property_of(
        self, home: ExistingDatabase, tokens: Sequence[Token], *types: str
    ) -> ExistingProperty | None:
        """The property of one of these types that tokens name, read from now on."""
        for token in self.free(tokens):
            entity = self.prop(token, [home]) if token.kind != "quoted" else None
            prop = self.world.property(entity) if entity else None
            if prop and prop.type in types:
                self.use(token)
                return prop
        return None

    # Text

    def raw(self, tokens: Sequence[Token]) -> str:
        """The words of tokens as they were typed; a single quoted name without its quotes."""
        if len(tokens) == 1 and tokens[0].kind == "quoted":
            return str(tokens[0].value)
        if (at := turned(tokens)) > 0:  # "a date for the next visit"
            return f"{self.raw(tokens[:at])} {self.raw(tokens[at:])}"
        return self.said.text[tokens[0].start : tokens[-1].end].strip(" ,") if tokens else ""

    def words(self, tokens: Sequence[Token]) -> str:
        """The words of tokens as they were typed, without what only leads or follows a name."""
        kept = list(tokens)
        while kept and is_padding(kept[0]):
            kept.pop(0)
        while kept and is_padding(kept[-1]):
            kept.pop()
        return self.raw(kept)
