"""What a text has named so far: the present member, its list, and the groups before it."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.around import OPEN, SHUT, Around
from agent.planner.embedded.creating.wish.coded import coded, joined
from agent.planner.embedded.creating.wish.pieces import (
    AND,
    TIGHT,
    Group,
    Member,
    Tokens,
    bare,
    is_column,
    parted_by_blanks,
    raw,
    words_in,
)
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends, forms
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.syllables import syllables
from agent.planner.embedded.grammar.text.tokens import Token

_MOST = 100  # members of a list: no design holds more of anything
_LOOSE = 2  # blanks in a text without blanks, from which on they part what is listed


class Gathered(Around):
    """A text while its groups are read: what was named, and where a member or a group ends."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        super().__init__(tokens, text)
        self.done = list[Group]()
        self.group = Group()
        self.current = list[Token]()
        self.brackets = list[Tokens]()
        self.choices = list[Tokens]()
        self.sentence = 0
        self.joined = False
        self.afresh = False  # whether a word joined the present member as a clause of its own
        self.acted = False
        self.slashed = False  # whether strokes with blanks around part what is said
        self.stroked = False  # whether strokes part the present list
        pairs = zip(text, text[1:], text[2:], strict=False)
        self.loose = sum(b.isspace() and self._apart(a, c) for a, b, c in pairs) >= _LOOSE

    @staticmethod
    def _apart(before: str, after: str) -> bool:
        """Whether letters stand in scripts without blanks, so that a blank between parts them."""
        return lexis().joins(before.lower()) == lexis().joins(after.lower()) == "unspaced"

    def begun(self) -> Group:
        """A group that has nothing yet."""
        return Group(sentence=self.sentence)

    def ends_sight(self, at: int) -> bool:
        """Whether a verb ends how rows are to be seen, and more follows ("달력으로 보고")."""
        shows = self.tokens[at].has("verb.show") and ends(self.tokens[at].text, "next")
        return shows and any(t.has("view.") for t in self.tokens[max(0, at - 2) : at - 1])

    def is_begun(self) -> bool:
        """Whether something is spoken of, and nothing said of it yet."""
        return bool(self.group.lead) and not (self.group.members or self.current)

    def is_apart(self) -> bool:
        """Whether what is spoken of is only said to have a table of its own."""
        said = [t for t in self.current if t.kind != "particle"]
        own = any(t.has("own.") for t in said) and said[-1].has("noun.database")
        alone = own and all(t.has("own.", "noun.database") for t in said)
        return bool(self.group.lead) and not self.group.members and alone

    def leads_last(self, spoken: Tokens) -> list[Tokens]:
        """Names that only blanks part, of which the last is spoken of ("날짜 상대팀 결과는 …")."""
        parted = parted_by_blanks(Member(spoken), self.text)
        plain = len(parted) > 1 and not any(m.choices for m in parted)
        return [m.tokens for m in parted] if plain else [spoken]

    def leads_too(self) -> tuple[Tokens, ...]:
        """The members that "and" joins to what is spoken of: they are spoken of as well."""
        members, kept = self.group.members, len(self.group.members)
        joined = self.joined and not (self.afresh or self.group.lead)
        while joined and kept and not (members[kept - 1].groups or members[kept - 1].choices):
            kept, joined = kept - 1, members[kept - 1].joined
        also, self.joined = tuple(m.tokens for m in members[kept:]), False
        del members[kept:]
        return also

    def repeats_box(self, at: int) -> bool:
        """Whether a word only says once more that the question before it is to be ticked."""
        asked = bool(self.current) and ends(self.current[-1].text, "asked")
        return asked and self.tokens[at].has("boolean.") and self.ends(at)

    def tells_last(self) -> bool:
        """Whether what stands before a particle only tells the next of a list apart that blanks
        part ("제목 저자 인상깊은 구절")."""
        *before, last = words_in(self.current) or [[]]
        plain = len(before) > 1 and not is_column(raw(last, self.text))
        return plain and all(is_column(raw(word, self.text)) for word in before)

    def has_columns(self, *, goes_on: bool) -> bool:
        """Whether what was listed so far is called as columns are, or one may be either of two: an
        "or" that follows is before no last option ("price, petrol or diesel, sold or unsold")."""
        listed = [m.tokens for m in self.group.members if m.tokens]
        named = [s[0].has("inquiry.") or is_column(raw(s, self.text)) for s in listed]
        either = any(t.has("either.") for s in listed for t in s)
        return either or sum(named) > (0 if goes_on else max(1, len(named) / 2))

    def holds_only(self, at: int) -> int:
        """Where a table ends that has nothing but what was listed before it ("A, B, C만 있는 표",
        "A・B・Cだけの表"); 0 where none stands there."""
        listed = bool(self.group.members or self.choices) and bool(self.current)
        if not (listed and self.tokens[at].has("role.only")):
            return 0
        has = self.tokens[at + 1 : at + 2]
        end = at + 2 + bool(has and has[0].has("state.filled", "contains.", "held."))
        table = self.tokens[end - 1 : end]
        return end if table and table[0].has("noun.database", "view.list") else 0

    def hold(self, at: int, end: int) -> int:
        """Ends a list that is all that a table is to have: as "a table with only A, B, C"."""
        for one in self.choices:
            self.group.members.append(Member(tuple(bare(one))))
        self.choices = []
        self.member()
        self.group.small.append(self.tokens[at])
        if not self.group.lead:
            self.group.lead, self.group.mark = (self.tokens[end - 1],), "with"
            self.group.kind = "noun.database"
        return end

    def ends_name(self, at: int) -> bool:
        """Whether what looks like a particle is the last letter of a name within a list
        ("회원은 김민수, 이정은, 박도현")."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 2]
        listed = self.group.mark == "topic" and bool(after) and after[0].text == ","
        spelt = bool(self.current) and self.current[-1].kind == "unknown"
        return listed and spelt and bool(syllables(token.text))

    def compares(self, at: int) -> bool:
        """Whether a sign says within a list of views which rows one shows ("assignee = me")."""
        viewed = any(t.has("noun.view") for t in self.group.lead[-1:])
        return viewed and self.tokens[at].text == "="

    def decorates(self, at: int) -> bool:
        """Whether a sign only follows what is asked for ("お願いします🙏")."""
        said = self.current or self.group.members or self.group.lead
        ends = self.is_face(at) and bool(self.current)
        return ends or (self.tokens[at].kind == "emoji" and bool(self.done) and not said)

    def held(self, mark: str) -> Tokens:
        """The database that was named right before a word that says what it has."""
        before = self.done[-1] if self.done else Group()
        if mark != "with" or not before.members or before.sentence != self.sentence:
            return ()
        last = before.members[-1].tokens
        alone = len(before.members) == 1 and not (before.lead or before.verbs or before.kind)
        if alone and len(self.done) > 1 and last and are_many(last[-1].text):
            self.done.pop()  # "and rehearsals, with a date and the room"
            return last
        return last if before.kind == "noun.database" else ()

    def kept(self) -> list[Token]:
        """Small words that are a name by themselves in a list ("where", "due", "In use (yes)")."""
        said = [t for t in self.current if t.kind not in ("punct", "particle", "ending")]
        whether = bool(said) and self.text.startswith(tuple(forms("whether_so")), said[0].end)
        if whether:
            return said[:1]  # "OKかどうか"
        alone = len(said) == 1
        small = alone and said[0].has("it.", "filler.", "also.") and not said[0].has("new.new")
        small = small and not self.group.said("choose.")  # "good, fine or bad"
        listed = alone and bool(self.group.lead) and not small
        named = alone and said[0].has("concept.")
        return said if listed or named or (self.brackets and self.group.lead) else []

    def _named(self) -> list[Token]:
        """The words of the present member without the place that they stand in ("거기엔 이름")."""
        named = bare(self._before_kind())
        there = len(named) > 1 and not self.group.members and named[0].has("it.there")
        return bare(named[1:]) if there else named

    def _before_kind(self) -> list[Token]:
        """The words of the present member without the noun behind its brackets that says what is
        to be made of all of them ("納期、状態（受注・出荷済）の表")."""
        shut = self.brackets[-1][-1].end if self.brackets and self.brackets[-1] else 0
        behind = [t for t in self.current if shut and t.start >= shut]
        made = any(t.has("noun.database") for t in behind) and len(self.group.members) > 1
        told = made and all(t.kind == "particle" or t.has("noun.database") for t in behind)
        return [t for t in self.current if t not in behind] if told else self.current

    @staticmethod
    def _answered(last: Tokens) -> Tokens:
        """The last that something may be without the sign of a question ("母乳かミルクか")."""
        end = next((e for e in forms("or") if last[-1].text.endswith(e)), "")
        if last[-1].kind != "unknown" or not end or last[-1].text == end:
            return last
        cut = last[-1].text.removesuffix(end)
        return (*last[:-1], replace(last[-1], text=cut, end=last[-1].end - len(end)))

    def member(self, *, asked: bool = False) -> None:
        """Ends the present member."""
        asked = asked or any(t.text == "?" for t in self.current[-1:])  # "vaccinated?, weight"
        several = [t for t in self.current if t.has("type.multi_select")]
        if several and self.brackets:  # "온도(핫, 아이스) 여러 개 고를 수 있게"
            self.current = [t for t in self.current if t.end <= self.brackets[0][0].start]
            self.brackets.append((several[0],))
        tokens = self._named() or self.kept()
        choices = tuple(self.choices)
        said = ("generic.", "noun.row", "noun.property")  # "장소를 항목으로 넣어 주시고"
        if self.acted and tokens and not choices and all(t.has(*said) for t in tokens):
            self.group.verbs += tokens  # "독서모임을 관리하고 싶어": what is to be done with it
            tokens, self.acted = [], False
        if choices:
            parts = tuple(choice for choice in (*choices, tuple(tokens)) if choice)
            parts = (*parts[:-1], self._answered(parts[-1]))
            choices, tokens = (parts, []) if len(parts) > 1 else ((), [t for p in parts for t in p])
        if (tokens or choices or self.brackets) and len(self.group.members) < _MOST:
            one = Member(
                tuple(tokens), tuple(self.brackets), choices, asked, self.joined, self.acted
            )
            further = [joined(before, one) for before in self.group.members[-1:]]
            if further and further[0] is not None:
                self.group.members[-1] = further[0]
            else:
                self.group.members += parted_by_blanks(coded(one), self.text)
            self.joined = self.acted = False
        self.current, self.brackets, self.choices = [], [], []

    def part_columns(self) -> None:
        """Ends the usual names of columns before the one that brackets stand behind, where only
        blanks part a list ("날짜 거리(km) 시간(분)")."""
        brackets, (*before, last) = self.brackets, words_in(bare(self.current)) or [[]]
        if before and all(is_column(raw(word, self.text)) for word in (*before, last)):
            self.brackets = []
            for self.current in before:
                self.member()
            self.current, self.brackets = last, brackets

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

    def corrected(self, at: int) -> int:
        """What was said right before is taken back."""
        bare = not self.current and not self.group.members
        if bare and self.done and self.done[-1].sentence == self.sentence:
            self.done.pop()
        self.group = self.begun()
        self.current, self.brackets, self.choices = [], [], []
        return at + 1

    def deny(self) -> None:
        """What is not wanted is only what stands right before the verb."""
        members = self.group.members
        begin = len(members) - 1
        while begin and members[begin].joined:
            begin -= 1
        if begin:
            denied, self.group.members = members[begin:], members[:begin]
            self.close()
            self.group.members = denied

    def stop(self, at: int) -> None:
        """Ends a sentence; a question mark may belong to the last of a list."""
        token = self.tokens[at]
        after = folded(self.text[token.end : token.end + 1]) or " "
        opens = any(t.text == "(" for t in self.tokens[at + 1 : at + 2]) and bool(self.current)
        if token.text == "?" and (opens or after in AND | TIGHT):
            self.current.append(token)  # "URL・読んだ？・メモ"
            return
        alone = bool(self.done) and len(self.current) == 1
        asked = token.text == "?" and (bool(self.group.members or self.choices) or alone)
        self.member(asked=asked)
        self.sentence, self.acted, self.slashed = self.sentence + 1, False, False
        self.close()

    def close(self) -> None:
        """Ends the present group; what follows the noun for its members is another."""
        self.member()
        group, further = self.group, list[Member]()
        if group.covered and group.mark in ("", "with"):
            group.members, further = group.members[: group.covered], group.members[group.covered :]
            if further and group.verbs and not is_first(group.verbs[-1], lexis()):
                further, group.members = [], [*group.members, *further]
        if self.group.members or self.group.lead or self.group.verbs or self.group.kind:
            self.done.append(self.group)
        if further:
            self.done.append(Group(members=further, sentence=self.sentence))
        self.group, self.stroked = self.begun(), False
