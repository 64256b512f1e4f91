"""A wish as groups: a lead, and the members of what is listed behind, before or without it.

"속성은 이름, 상태(예정/완료)", "databases: Clients, Deals", "with beds, plants and harvests",
"Products need price in euros, stock": whatever the language, a mark stands between what is spoken
of and what is said of it. Commas and words for "and" part members, strokes part what one may be.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.around import KINDS, OPEN, SHUT, is_kind
from agent.planner.embedded.creating.wish.marks import Marks, is_verb
from agent.planner.embedded.creating.wish.pieces import (
    AND,
    TIGHT,
    Group,
    Mark,
    Member,
    bare,
    words_in,
)
from agent.planner.embedded.creating.wish.vocabulary import forms, is_stop
from agent.planner.embedded.grammar.clauses.phrases import is_first, is_small
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token

_NEAR = 6  # tokens from one thing that may be to the next
_STATUS, _CHOOSE = frozenset({"noun.status"}), frozenset({"choose.choose"})


class _Groups(Marks):
    """The groups of one text while it is read from left to right."""

    def read(self) -> list[Group]:
        """All groups, in order."""
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        self.close()
        return self.done

    def _step(self, at: int) -> int:
        token = self.tokens[at]
        if self.current and self.gap(at):
            self._comma()
        mark = token.text if token.kind == "punct" else ""
        if mark in OPEN and mark:
            return self.bracket(at)
        stops = is_stop(token) or token.has("pause.")
        if stops or self.decorates(at):
            self.stop(at)
        elif mark and mark in ":=" and not (self.is_time(at) or self.compares(at)):
            self.lead("colon")
        elif mark and (mark in TIGHT or self.text[token.start] == "・"):
            self._stroke(at)
        elif mark and mark in AND:
            self._comma()
        elif self.chooses_between(at):
            self.choices.append(tuple(self.current))
            self.current = []
        elif self.joins(at):
            joined = bool(self.current) or 0 < self.group.covered == len(self.group.members)
            self.member()
            self.joined, self.afresh = self.joined or joined, token.text in forms("afresh")
        elif not mark:
            return self._word(at)
        return at + 1

    def _comma(self) -> None:
        chosen = self.joined and self.group.said("choose.") and self.group.members
        self.member()
        if chosen:
            self.group.goes_on = True
            self.close()  # "either red, blue or green": the last that may be chosen
        if self.group.said("without.") and self.group.members:
            self.close()  # what is not wanted ends here

    def _word(self, at: int) -> int:
        token, led = self.tokens[at], self.led(at)
        if end := self.holds_only(at):
            return self.hold(at, end)
        if token.has("correct.correct") and not (token.has("without.") or self.group.lead):
            return self.corrected(at)
        if self._turns(at):
            return at + 1
        if led and (self.current or self.group.members or self.held(led)):
            self.lead(led)
            self.group.small += [token] if token.has("keeps.", "flows.") else []
        elif is_verb(token) and not self.is_name(at):
            if not self.sums_up(at):
                return self._verb(at)
            self.member()
        elif self.is_small(at):
            self.group.small.append(token)
        elif self.says_stages(at) or (token.has("naming.") and not self.ends(at)):
            self.current = [token]
            self.lead("noun")
        elif self.names_kind(at):
            self._kind(at)
        else:
            self._name(at)
        return at + 1

    def _chooses(self, at: int) -> bool:
        """Ends what may be chosen; whether the word says that of what stands before it."""
        token = self.tokens[at]
        if self.choices and not self.ends(at):
            self.close()
            return True
        if not self.current or token.has("concept."):
            return False
        if token.text.isascii() and not self.offers(at):
            return False
        if token.text.isascii() and (self.group.members or not self.group.lead):
            self.lead("topic")  # "a room which is either red, blue or green"
            self.group.small.append(token)
            return True
        self.member()
        self.group.small.append(token)
        if self.group.lead:
            self.close()  # "… 중에서 고르고": what follows is no option
        return True

    def _turns(self, at: int) -> bool:
        """Takes a word that only says how what stands beside it is meant; whether it was one."""
        token = self.tokens[at]
        if token.has("instead.before") and not (self.done or self.group.members or self.group.lead):
            self.current = []  # what is turned down before anything was named
        elif token.has("ahead."):  # rows that are to be there: "最初からテント、寝袋を入れて"
            if self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text != ":":
                (self.member if self.is_end(at) or self.is_begun() else self.close)()
            self.group.small.append(token)
        elif token.has("choose.") and self._chooses(at):
            pass
        elif self.asks_which(at):
            self.current, self.joined = [replace(token, start=token.end, senses=_STATUS)], False
            self.lead("topic")
            self.group.small.append(replace(token, senses=_CHOOSE))
        elif token.has("or_not.") or self.repeats_box(at):
            pass  # "단골인지 아닌지", "외웠는지 체크"
        elif self.asks(at):
            self.current.append(token)
        else:
            return False
        return True

    def _name(self, at: int) -> None:
        """Reads a word of a name, or a particle behind it."""
        token = self.tokens[at]
        if self.is_detached(at):
            return  # "氏名、住所、を入れたい"
        named = token.kind == "unknown" or token.has("concept.", "thing.")
        if self.brackets and named and self.text[token.start - 1].isspace():
            self.part_columns()
            self.member()  # "사료양(g) 청소했는지"
        closed = self.brackets and self.text[token.start - 1] in SHUT
        if closed and token.kind == "unknown" and token.end - token.start == 1:
            return  # an ending behind brackets: "시간대(오전, 오후)면 됩니다"
        if token.has("role.only", "role.also") and token.kind == "particle":
            self.group.small.append(token)
        if token.kind == "particle" and self.ends_name(at):
            last = self.current.pop()
            token = replace(last, text=f"{last.text}{token.text}", end=token.end)
        self.current.append(token)
        if token.kind == "particle" and self.is_last(at) and self.parts(at):
            if token.has("role.because") and not token.has("role.and_is") and self.done:
                self.current = []  # why something is wanted says nothing of what it holds
            if token.has("role.whether"):
                self._whether(at)
                return
            (self.close if token.has("role.being", "role.because") else self.member)()
            self.acted = token.has("role.object")

    def _whether(self, at: int) -> None:
        """ "현금인지 카드인지": what it may be; a single one is but a member."""
        further = [t for t in self.tokens[at + 1 : at + _NEAR] if t.has("role.whether")]
        if further or self.choices:
            self.choices.append(tuple(bare(self.current)))
            self.current = []
        if not further:
            self.current = list(self.choices.pop()) if self.choices else self.current
            self.member(asked=any(t.has("or_not.") for t in self.tokens[at + 1 : at + 2]))

    def lead(self, mark: Mark) -> None:
        """What was said last is what is spoken of from now on."""
        if mark == "place" and self.is_apart():
            self.close()  # "仕入先は別の表で、…": what that holds follows
            return
        spoken = tuple(bare([t for t in self.current if not t.has("each.")]))
        brackets = list(self.brackets)
        if mark == "colon" and any(t.has("each.") for t in (*self.current, *self.group.small)):
            mark = "need"  # "every entry: date, weather"
        elif mark == "colon" and spoken and spoken[-1].has("need."):
            mark, spoken = "need", ()  # "must have: name, phone"
        self.current, self.brackets = [], []
        if self.choices and (mark == "topic" or not spoken):  # "氏名・住所・状態は…": a list before
            self.group.members += [Member(tuple(bare(c))) for c in self.choices if spoken]
            self.choices = []
        *listed, spoken = self.leads_last(spoken) if mark in ("topic", "colon") else [spoken]
        if listed:
            self.group.members += [Member(one) for one in listed]
        also = self.leads_too() if mark == "topic" and spoken else ()
        keeps = mark == "with" and self.group.mark == "" and self.group.members
        if self.group.members or self.group.lead or self.group.verbs:
            self.group.goes_on = True
            self.close()
        spoken = spoken or self.held(mark)
        if keeps and not spoken:
            self.group = self.begun()
            self.group.mark = "with"
            return
        last = [t for t in spoken[-1:] if is_kind(t) and not t.names]
        kind = next((s for t in last for s in KINDS if t.has(s)), "")
        ahead = [t for t in self.group.small if t.has("ahead.")]  # "to start with: …"
        self.group = self.begun()
        self.group.lead, self.group.mark, self.group.also = spoken, mark, also
        self.group.small += ahead
        self.group.kind = kind or self.group.kind
        if brackets and not kind:
            self.group.members += [Member(b) for b in brackets]

    def _stroke(self, at: int) -> None:
        token = self.tokens[at]
        before, after = f" {self.text}"[token.start], f"{self.text} "[token.end]
        if self.is_range(at) or self.is_hyphen(at):
            self.current.append(token)
        elif token.text in "~〜" and after.isspace():
            self.stop(at)
        elif token.text == "|" and before.isspace() and after.isspace():
            self._comma()
        elif (
            token.text == "/"
            and before.isspace()
            and (self.slashed or (self.group.lead and self.group.members))
            and not (self.current and self.is_option(at))
        ):
            self.close()  # "고객: 이름, 전화 / 주문: 날짜": what was listed ends here
            self.slashed = self.group.goes_on = True
        elif before.isspace() and after.isspace() and token.text in "-~–—":
            if self.current or self.group.members:
                self.lead("dash")
        elif self.brackets or self.stroked:  # "이름/포지션(GK, DF)"
            self.stroked = True
            for one in self.choices:
                self.group.members.append(Member(tuple(bare(one))))
            self.choices = []
            self.member()
        elif self.current:
            self.choices.append(tuple(self.current))
            self.current = []

    def _kind(self, at: int) -> None:
        token = self.tokens[at]
        kind = next(sense for sense in KINDS if token.has(sense))
        content = [t for t in self.current if not is_small(t)]
        after, first = self.tokens[at + 1 : at + 2], is_first(token, lexis())
        many = not first or token.text.lower().endswith("s")
        behind = bool(after) and many and self.opens(at + 1)
        if first and not many and after and self.opens(at + 1) and not after[0].has(*KINDS):
            self.current.append(token)
            return  # "rental property manager"
        quoted = any(t.kind == "quoted" for t in self.tokens[at + 2 : at + 3])
        told = quoted or kind in ("sample.sample", "noun.sub_page")  # "하위페이지로 회의록"
        suits = ("role.suits", "naming.") if kind == "noun.sub_page" else ()  # "sub-pages for …"
        led = told and bool(after) and after[0].has("role.to", *suits)
        listed = bool(content)
        if led and not (listed or self.group.members):
            self.current.append(token)
            self.lead("noun")
            return
        if behind and (first or not listed) and not (first and kind == "noun.property" and content):
            self.current.append(token)
            self.lead("noun")
            self.group.kind = kind
        elif listed and not self.speaks_of(at + 1):
            self.member()
            self.group.kind, self.group.covered = kind, len(self.group.members)
            self._settle(at)
        else:
            self.current.append(token)

    def _settle(self, at: int) -> None:
        """Ends a group behind the noun that says what it lists, unless it goes on."""
        after = [t for t in self.tokens[at + 1 : at + 3] if t.kind != "particle"][:1]
        joined = any(t.has("role.and") for t in self.tokens[at + 1 : at + 2])
        only = [t for t in self.tokens[at + 1 : at + 2] if t.has("role.only")]
        if joined or not after or after[0].kind == "punct" or is_verb(after[0]):
            return
        self.group.small += only
        self.close()

    def _verb(self, at: int) -> int:
        """Reads a verb with all that belongs to it; behind it something new begins."""
        token = self.tokens[at]
        if token.text.startswith(tuple(forms("able"))) and self.current:
            self.current = [t for w in words_in(self.current)[:-1] for t in w]  # "알 수 있게"
        if is_first(token, lexis()):
            if token.has("without.") and (self.current or self.group.members):
                self.close()
            self.group.verbs.append(token)
            return at + 1
        self.member()
        if token.has("without.", "verb.delete") and len(self.group.members) > 1:
            self.deny()
        end = at
        while end < len(self.tokens):
            token = self.tokens[end]
            part = token.kind == "ending" or token.has("filler.", "want.", "verb.want", "ending.")
            if (end > at and not (part or is_verb(token))) or token.names:
                break
            self.group.verbs.append(token)
            end += 1
        self.close()
        return end


def groups_of(tokens: Sequence[Token], text: str) -> list[Group]:
    """The groups of a text, in order."""
    return _Groups(tokens, text).read()
