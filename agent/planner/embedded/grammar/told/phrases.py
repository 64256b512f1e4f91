"""The words of a text that name something and that nobody knows, as they stand together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.happenings import begun_by, is_form
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingProperty

TEXTS = ("rich_text", "select", "multi_select")
_LEAST_SOFT = 3  # letters of a name in the letters of particles
_NO_NAMES = ("verb.", "ending.", "format.", "count.", "filler.", "role.called")
_NOUNS = ("noun.row", "concept.", "domain.", "measure.", "plain.", "ledger.", "entry.", "block.")
_COUNTERS = ("counter.", "measure.", "unit.", "gauge.")


@dataclass(eq=False)
class Phrase:
    """Words of a name, with the roles of the marks beside them."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    lead: ExistingProperty | None = None  # the property that is named before it
    near: bool = False  # whether it stands beside a word for what the rows are
    is_topic: bool = False
    is_torn: bool = False  # whether it is a part of words that stand together

    @property
    def text_is_plain(self) -> bool:
        """Whether it ends in a word in small letters that nobody knows."""
        said = self.tokens[-1]
        return said.kind == "unknown" and said.text.isascii() and said.text.islower()

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return (
            self.start + len(self.text) if self.tokens[0].kind != "quoted" else self.tokens[-1].end
        )


def phrases_of(evidence: Evidence, pieces: Sequence[Piece]) -> list[Phrase]:
    """The names of a text besides what the pieces say, in their order."""
    found = _Reading(evidence, pieces)
    kept = [_bare(evidence, phrase) for phrase in list(found.read())]  # they go on
    return [phrase for phrase in kept if phrase.tokens and not _is_of_number(evidence, phrase)]


class _Reading:
    """The phrases while they are read, token by token."""

    def __init__(self, evidence: Evidence, pieces: Sequence[Piece]) -> None:
        self.evidence = evidence
        self.taken = [(p.start, p.end) for p in pieces if p.kind != "lead"]
        leads = {p.start: p.prop for p in evidence.pieces if p.kind == "lead" and p.prop}
        owned = {t.end + 1 for t in evidence.tokens if t.kind == "particle" and t.has("role.of")}
        self.leads = {at: prop for at, prop in leads.items() if at not in owned}  # "Joe's Garage"
        self.now: Phrase | None = None  # what goes on
        self.last: Phrase | None = None  # what the particles behind it are of
        self.ahead = Phrase()  # what is said of the next one

    def read(self) -> Iterator[Phrase]:
        tokens = self.evidence.tokens
        for token, behind in zip(tokens, (*tokens[1:], None), strict=True):
            if self._goes_on(token, behind) and self.now is not None:
                self.now.tokens.append(token)
            elif self._may_name(token):
                self.now = self.last = replace(self.ahead, tokens=[token])
                self.ahead = Phrase()
                yield self.now
            else:
                self._mark(token, behind)

    def _near(self, token: Token) -> bool:
        """Whether a token stands right behind what goes on."""
        blank = self.evidence.world.lexis.joins(token.text[:1].lower()) != "unspaced"
        return self.now is not None and token.start - self.now.tokens[-1].end <= blank

    def _goes_on(self, token: Token, behind: Token | None) -> bool:
        now = self.now
        if now is None or not self._near(token) or self._is_taken(token):
            return False
        if "quoted" in (token.kind, now.tokens[-1].kind):
            return False
        joint = token.text in "~-\u301c" or (
            token.kind == "particle"
            and token.has("role.of", "role.and")
            and "honour" not in now.roles
        )
        apart = token.text == "-" and token.start > now.tokens[-1].end  # "A - B"
        joint = joint and behind is not None and self._may_name(behind) and not apart
        short = token.has("role.called") and now.tokens[-1].end - now.start == 1
        lead = self.leads.get(token.start)
        named = token.has("verb.", "also.also", "role.and") or (lead and lead.type == "title")
        inside = token.text.isascii() and bool(named)  # "oil change", "snake plant"
        inside = inside and behind is not None and not is_form(token)
        ends = (
            behind is None
            or behind.kind in ("punct", "break")
            or (behind.text.istitle() or behind.has("role.to"))
        )
        plain = token.kind == "unknown" and not token.senses and now.text_is_plain
        led = [t for t in self.evidence.tokens if t.end < now.start][-1:]
        named = self.evidence.of_new or (behind is None and any(t.has("article.") for t in led))
        last = named and ends and plain
        return joint or short or inside or last or self._may_name(token)  # "circular saw"

    def _mark(self, token: Token, behind: Token | None) -> None:
        """What is no part of a name, and may say what one is for."""
        marks = {s[5:] for s in token.senses if s.startswith("role.")}
        if token.kind == "particle":
            honour = words().honour.match(self.evidence.low, token.start) is not None
            marks = {"at"} if {"from", "to"} <= marks else marks  # "by", and where, in one word
            if self.last is not None:
                roles = self.last.roles | marks | ({"honour"} if honour else set())
                self.last.roles = roles - {"at"} if "honour" in roles else roles
                self.last.is_topic |= "topic" in marks
            self.ahead.near &= honour
            self.now, self.last = (self.now, self.last) if honour else (None, None)
        elif token.start in self.leads:
            self._lead(token, self.leads[token.start], behind)
        elif token in self.evidence.kinds:
            for now in (self.now,) if self.now is not None and self._near(token) else ():
                now.near = True
            self.now, self.last, self.ahead = None, None, Phrase(near=True)
        elif token.kind == "word" and marks and not token.names and not token.has("verb."):
            self.now, self.ahead.roles = None, self.ahead.roles | marks
        elif not is_small(token) or token.kind in ("punct", "break", "ending"):
            colon = token.text in (":", "\uff1a")
            self.now, self.last, self.ahead = None, None, Phrase(near=colon)

    def _lead(self, token: Token, prop: ExistingProperty, behind: Token | None) -> None:
        """A property is of what comes next; of what stands right before it where words are put so,
        unless it is told of."""
        told = behind is not None and behind.has("role.topic", "role.from")
        own = self.now is not None and self._near(token) and not (told or token.text.isascii())
        if self.now is not None and own and prop.type in TEXTS:
            self.now.lead = prop
            glued = self.evidence.world.lexis.joins(token.text[:1]) == "agglutinated"
            glued &= token.start == self.now.tokens[-1].end
            self.now.tokens += [token] if glued else []  # the end of a longer name
        given = prop if prop.type in (*TEXTS, "title") and not own else None
        self.now, self.last, self.ahead = None, None, replace(self.ahead, lead=given)

    def _is_taken(self, token: Token) -> bool:
        return any(start < token.end and token.start < end for start, end in self.taken)

    def _may_name(self, token: Token) -> bool:
        kinds = self.evidence.kinds
        if self._is_taken(token) or token in kinds or token.start in self.leads:
            return False
        if token.kind == "number":
            return self.evidence.of_new or (
                self.now is not None and self.now.tokens[-1].text.isascii()
            )
        if token.kind in ("quoted", "emoji"):
            return True
        if token.kind not in ("unknown", "word", "name") or is_small(token):
            return False
        counts = any(end == token.start for _, end in self.taken) and token.has(*_COUNTERS)
        several = (
            len(token.text) > 1
            and len(begun_by(self.evidence.home, token.text, "date", "checkbox")) > 1
        )
        home = any(e.id == self.evidence.home.id for e in token.names)  # what its rows are
        known = home or (token.kind != "unknown" and not self._is_noun(token))
        form = (known and not self.evidence.of_new) or is_form(token, self.evidence.tokens)
        form |= self.evidence.of_new and token.has("it.")  # "add this one: …"
        return not (token.has(*_NO_NAMES) or counts or several or form)

    def _is_noun(self, token: Token) -> bool:
        """Whether a word that is known may be part of a name: what counts nothing here, or begins
        the name of somebody ("Max Funk")."""
        tokens = self.evidence.tokens
        before = [t for t in tokens if 0 <= token.start - t.end <= 1 and t.kind != "particle"]
        counts = any(t.kind == "number" or t.has("count.") for t in before)
        after = next((t for t in tokens if t.start >= token.end), token)
        begins = token.text.istitle() and after.text.istitle() and after.kind == "unknown"
        return token.has(*_NOUNS) or begins or (token.has("counter.") and not counts)


def _bare(evidence: Evidence, phrase: Phrase) -> Phrase:
    """A phrase without the predicate that ends it, and the mark that is glued to it."""
    tokens = phrase.tokens
    while len(tokens) > 1 and evidence.of_new and tokens[-1].has("role.and", "also.also"):
        tokens = tokens[:-1]
    if not any(t.kind in ("unknown", "quoted", "name", "word") for t in tokens):
        return replace(phrase, tokens=[])
    text, roles = evidence.clause.raw(tokens), phrase.roles
    honour = words().honour.search(text) if evidence.of_new and tokens[0].kind != "quoted" else None
    if honour and honour.end() == len(text) and honour.start():
        text, roles = text[: honour.start()], roles | {"honour"}
    for pattern in words().marks.values() if not evidence.of_new else ():
        found = pattern.search(text)
        if found and found.start() > 1 and tokens[0].kind != "quoted":
            text, roles = text[: found.start()].rstrip(), roles | {"honour"}
            break
    return replace(phrase, tokens=tokens, text=text, roles=roles)


def _is_of_number(evidence: Evidence, phrase: Phrase) -> bool:
    """Whether it is only what a number counts, or letters that particles are written in."""
    counted = all(t.kind == "number" or t.has("counter.", "noun.row") for t in phrase.tokens)
    counted |= all(t.has("unit.") for t in phrase.tokens)
    if counted and evidence.of_new and phrase.tokens[-1].kind != "number":
        return True  # "two entries", "90 a month"
    soft = all(map(evidence.world.lexis.is_soft, phrase.text)) and len(phrase.text) < _LEAST_SOFT
    unit = evidence.text[: phrase.start][-1:].isdigit()
    return phrase.tokens[0].kind != "quoted" and (soft or unit)
