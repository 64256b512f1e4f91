"""Where a mark stands between what is spoken of and what is said of it."""

from collections.abc import Sequence
from functools import cache

from agent.planner.embedded.creating.around import OPEN, SHUT, Around
from agent.planner.embedded.creating.pieces import (
    Group,
    Mark,
    Member,
    Tokens,
    bare,
    is_empty,
    parted_by_blanks,
)
from agent.planner.embedded.creating.vocabulary import ends
from agent.planner.embedded.grammar.lexis import lexis
from agent.planner.embedded.grammar.phrases import is_first, is_small
from agent.planner.embedded.grammar.tokens import Token

KINDS = ("noun.property", "noun.database", "noun.sub_page", "noun.option", "sample.sample")
_AHEAD = 40  # tokens behind a place, among which the verb of its clause is
STOPS = frozenset(".!?;")
_MOST = 100  # members of a list: no design holds more of anything


class Marks(Around):
    """A text while its groups are read: what the token at a place does to what was read so far."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        super().__init__(tokens, text)
        self.done = list[Group]()
        self.group = Group()
        self.current = list[Token]()
        self.brackets = list[Tokens]()
        self.choices = list[Tokens]()
        self.sentence = 0
        self.joined = False
        self.acted = False
        self.slashed = False  # whether strokes with blanks around part what is said
        self.stroked = False  # whether strokes part the present list

    def begun(self) -> Group:
        """A group that has nothing yet."""
        return Group(sentence=self.sentence)

    def leads_last(self, spoken: Tokens) -> list[Tokens]:
        """Names that only blanks part, of which the last is spoken of ("날짜 상대팀 결과는 …")."""
        parted = parted_by_blanks(Member(spoken), self.text)
        plain = len(parted) > 1 and not any(m.choices for m in parted)
        return [m.tokens for m in parted] if plain else [spoken]

    def leads_too(self) -> tuple[Tokens, ...]:
        """The members that "and" joins to what is spoken of: they are spoken of as well."""
        members, kept = self.group.members, len(self.group.members)
        joined = self.joined and not self.group.lead
        while joined and kept and not (members[kept - 1].groups or members[kept - 1].choices):
            kept, joined = kept - 1, members[kept - 1].joined
        also, self.joined = tuple(m.tokens for m in members[kept:]), False
        del members[kept:]
        return also

    def names_samples(self) -> bool:
        """ "샘플로 와인 세 개만 넣어줘: …": what follows are the samples; whether it is so."""
        last = self.done[-1] if self.done else Group()
        if last.kind != "sample.sample" or self.group.members or last.sentence != self.sentence:
            return False
        of = tuple(t for m in self.done.pop().members for t in m.tokens)
        self.group = Group((*last.lead, *of), "colon", kind=last.kind, sentence=self.sentence)
        return True

    def member(self, *, asked: bool = False) -> None:
        """Ends the present member."""
        tokens = bare(self.current) or self.kept()
        choices = tuple(self.choices)
        if self.acted and tokens and not choices and all(t.has("generic.") for t in tokens):
            self.group.verbs += tokens  # "독서모임을 관리하고 싶어": what is to be done with it
            tokens, self.acted = [], False
        if choices:
            choices, tokens = (*choices, tuple(tokens)), []
        if (tokens or choices or self.brackets) and len(self.group.members) < _MOST:
            one = Member(
                tuple(tokens), tuple(self.brackets), choices, asked, self.joined, self.acted
            )
            self.group.members += parted_by_blanks(one, self.text)
            self.joined = self.acted = False
        self.current, self.brackets, self.choices = [], [], []

    def bracket(self, at: int) -> int:
        """Reads what stands in brackets, which belongs to what is before it."""
        depth, end = 0, at
        while end < len(self.tokens):
            mark = self.tokens[end].text if self.tokens[end].kind == "punct" else ""
            depth += bool(mark and mark in OPEN) - bool(mark and mark in SHUT)
            if not depth:
                break
            end += 1
        inside = tuple(self.tokens[at + 1 : end])
        if all(t.kind in ("particle", "ending") for t in self.current) and self.group.members:
            last = self.group.members[-1]
            self.group.members[-1] = Member(last.tokens, (*last.groups, inside), last.choices)
        else:
            self.brackets.append(inside)
        return end + 1

    def gap(self, at: int) -> bool:
        """Whether a blank parts names here: where words have none, or between quoted ones."""
        before, token = self.tokens[at - 1], self.tokens[at]
        if before.kind == token.kind == "quoted":
            return True
        if token.kind == "particle" or token.has("format.", "unit.", "number."):
            return False
        joins = {lexis().joins(t.text[:1].lower()) for t in (before, token)}
        return before.end < token.start and joins == {"unspaced"}

    def is_small(self, at: int) -> bool:
        """Whether a word says "only", "all" or "more" of what is listed."""
        token = self.tokens[at]
        if token.kind == "particle" or not token.has("only.", "all.every", "more.more"):
            return False
        return not self.is_name(at) or self.ends(at)

    def kept(self) -> list[Token]:
        """Small words that are a name by themselves in a list ("where", "due", "In use (yes)")."""
        said = [t for t in self.current if t.kind not in ("punct", "particle", "ending")]
        alone = len(said) == 1
        small = alone and said[0].has("it.", "filler.", "also.") and not said[0].has("new.new")
        listed = alone and bool(self.group.lead) and not small
        named = alone and said[0].has("concept.")
        return said if listed or named or (self.brackets and self.group.lead) else []

    def asks(self, at: int) -> bool:
        """Whether a word belongs to what is noted as a question ("who paid", "whether it is new").

        It begins in a list, or behind a verb that asks for something to be kept."""
        if not (self.group.members or self.group.lead or self.group.verbs):
            return False
        said = [t for t in self.current if not is_small(t) or t.has("inquiry.")]
        return (said or [self.tokens[at]])[0].has("inquiry.")

    def ends(self, at: int) -> bool:
        """Whether a word is the last of its member."""
        after = self.tokens[at + 1 : at + 2]
        return not after or after[0].kind in ("punct", "break") or after[0].has("also.also")

    def parts(self, at: int) -> bool:
        """Whether a particle parts what stands before it from what follows."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 2]
        if not after or after[0].kind in ("punct", "break", "ending", "particle"):
            return False
        stem = len(self.current) == 2 and len(self.current[0].text) == 1
        led = token.has("role.object") and not is_verb(after[0])
        led = led and not (stem and self.current[0].kind == "unknown")  # "읽을 책"
        quoted = token.has("role.to") and self.tokens[at - 1].kind == "quoted"
        return (
            led
            or (quoted and not is_verb(after[0]))
            or (token.has("role.being", "role.because") and token.end - token.start > 1)
        )

    def led(self, at: int) -> Mark:
        """The mark that a token is between what is spoken of and what is said of it."""
        token = self.tokens[at]
        if token.kind == "particle" and self.is_last(at):
            if token.has("role.topic"):
                return "" if self.is_stem() or self.describes(at) else "topic"
            put = token.has("role.at") and self.is_place(at)
            return "place" if put or (token.has("role.per") and self.lists(at)) else ""
        if token.kind != "word" or token.names:
            return ""
        if token.has("with.with", "role.with"):
            return "with"
        noted = token.has("noted.") and any(
            t.has("each.") for t in (*self.current, *self.group.small)
        )
        if not (token.has("need.need") or noted) or self.group.lead:
            return ""
        return "need" if any(not is_small(t) for t in self.current) else ""

    def is_stem(self) -> bool:
        """Whether what stands before a particle is the stem of a verb ("마음에 드는")."""
        last, before = self.current[-1:], self.current[-2:-1]
        short = bool(last) and last[0].kind == "unknown" and len(last[0].text) == 1
        return short and bool(before) and before[0].kind == "particle"

    def describes(self, at: int) -> bool:
        """Whether what looks like a particle ends a verb that tells apart: "먹은 양"."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 2]
        stem = len(self.current) == 1 and len(self.current[0].text) == 1
        if not (stem and after and after[0].kind in ("word", "unknown", "particle")):
            return False
        begin = after[0].start
        name = self.text[begin : self.end_of_word(begin)]
        return token.end < begin and ends(name, "described")

    def is_place(self, at: int) -> bool:
        """Whether something is to be put where the words before a place say."""
        after = self.tokens[at + 1 : at + 2]
        if not after or after[0].kind in ("punct", "break", "particle") or is_verb(after[0]):
            return False
        if self.current[-1:] and self.current[-1].has("noun.database") and len(self.current) > 1:
            return True
        if self.tokens[at].text.endswith(_topics()) and after[0].kind != "ending":
            return True
        for token in self.tokens[at + 1 : at + _AHEAD]:
            if token.kind == "break" or (token.kind == "punct" and token.text in STOPS):
                return False
            if token.has("verb.add", "want."):
                return True
        return False

    def lists(self, at: int) -> bool:
        """Whether several things follow, and no verb before the second of them."""
        for token in self.tokens[at + 1 : at + _AHEAD]:
            if token.text == "," or is_verb(token) or token.text in STOPS:
                return token.text == ","
        return False

    def joins(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind == "particle":
            after = self.tokens[at + 1 : at + 2]
            told = bool(after) and after[0].has("filler.", "want.", "verb.")
            return token.has("role.and") and self.is_last(at) and not told
        if token.has("either."):  # "beef, fish or veggie"
            return bool(self.group.lead and self.current) and not self.current[0].has("inquiry.")
        return token.kind == "word" and token.has("also.also") and not token.has("verb.")

    def is_name(self, at: int) -> bool:
        """Whether a word that could be a verb stands within a name ("판 가격", "a book log")."""
        token = self.tokens[at]
        before = self.tokens[at - 1 : at]
        if before and token.has("thing.") and before[0].has("each.", "all.every", "new.new"):
            return True
        if not is_first(token, lexis()):
            after = self.tokens[at + 1 : at + 2]
            stem = token.has("want.", "verb.want") and not token.has("thing.", "concept.")
            ended = bool(after) and (after[0].kind == "ending" or after[0].has("filler.", "want."))
            last = self.ends(at) and at > 0 and self.tokens[at - 1].kind == "particle"
            return not (ended or stem or last or token.has("without."))
        opens = not (self.current or self.group.members)
        if token.has("link.") and opens and not self.ends(at):
            return False
        if token.has("link."):
            after = self.tokens[at + 1 : at + 2]
            bound = bool(after) and after[0].has("role.to", "role.with", "both_ways.", "it.")
            listed = token.has("block.") and not self.current and not self.joined  # "…, link to it"
            return listed or not (bound or self.ends(at)) or (not bound and token.has("block."))
        if token.has("without."):
            return token.text[0].isupper() and bool(self.group.members) and not self.current
        content = any(not is_small(t) for t in self.current)
        listed = self.group.mark == "colon" and bool(self.group.lead)
        return content or listed or bool(self.group.members)

    def sums_up(self, at: int) -> bool:
        """Whether a word only points back at a list that is then counted ("these three tables")."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 2]
        counted = bool(after) and (after[0].kind == "number" or after[0].has("count."))
        return token.has("filler.") and counted and bool(self.current or self.group.members)

    def says_stages(self, at: int) -> bool:
        """Whether a plural for stages leads their names ("with statuses Idea, Draft")."""
        token = self.tokens[at]
        if not token.has("noun.status") or not token.text.lower().endswith("s"):
            return False
        if not is_first(token, lexis()) or at + 1 == len(self.tokens):
            return False
        return all(is_empty(t) for t in self.current) and self.opens(at + 1)

    def names_kind(self, at: int) -> bool:
        """Whether a noun says what is listed, before it or behind."""
        token = self.tokens[at]
        return (
            token.kind == "word"
            and not token.names
            and is_kind(token)
            and not self.has_list(at)
            and not (
                token.has("view.", "type.")
                and not token.has("sample.")
                and token.has("noun.database")
            )
        )

    def opens(self, at: int) -> bool:
        """Whether a list may begin at a place."""
        token = self.tokens[at]
        if token.kind in ("punct", "break", "particle", "ending"):
            return False
        apart = token.has("without.", "tier.", "both_ways.", "more.", "counter.", "count.")
        return not (is_verb(token) or is_small(token) or apart)

    def counts_only(self) -> bool:
        """Whether a lead was followed by nothing but a number."""
        group = self.group
        said = [t for t in self.current if not is_empty(t) and not t.has("only.", "counter.")]
        plain = all(t.kind == "number" or t.has("count.") for t in said)
        return bool(group.lead) and not group.members and plain


@cache
def _topics() -> tuple[str, ...]:
    """The particles that mark a topic, by themselves or behind another one."""
    return tuple(p for one in lexis().languages for p in one.particles.get("topic", ()))


def is_kind(token: Token) -> bool:
    """Whether a noun says what is listed; one choice or tag is a name ("asset tag")."""
    one = token.has("noun.option") and token.text.isascii() and not token.text.endswith("s")
    return token.has(*KINDS) and not (one and not token.has("noun.property"))


def is_verb(token: Token) -> bool:
    return token.kind == "word" and not token.names and token.has(
        "verb.", "make.", "want.", "without.", "organise.", "link."
    )  # fmt: skip
