"""Where a mark stands between what is spoken of and what is said of it."""

from agent.planner.embedded.creating.wish.around import is_kind
from agent.planner.embedded.creating.wish.gathered import Gathered
from agent.planner.embedded.creating.wish.pieces import TIGHT, Mark, is_empty, only_counts
from agent.planner.embedded.creating.wish.shapes import asks
from agent.planner.embedded.creating.wish.vocabulary import STOPS, are_many, ends, forms, is_stop
from agent.planner.embedded.grammar.clauses.phrases import is_first, is_small
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken

_VERBAL = ("verb.", "want.", "filler.", "noun.property", "noun.database")
_FILLERS = 3  # words behind an object, of which the first that says something may be its verb
_NEXT = 4  # tokens behind a verb, among which what it tells apart stands
_OFFERED = 12  # tokens, among which what may be chosen ends
_AHEAD = 40  # tokens behind a place, among which the verb of its clause is
_ATTRIBUTIVE = spoken("attributive")


class Marks(Gathered):
    """A text while its groups are read: what the token at a place does to what was read so far."""

    def gap(self, at: int) -> bool:
        """Whether a blank parts names here: where words have none, or between quoted ones."""
        before, token = self.tokens[at - 1], self.tokens[at]
        if before.kind == token.kind == "quoted":
            return True
        if token.kind == "particle" or token.has("format.", "unit.", "number."):
            return False
        if before.end >= token.start:
            return False
        joins = {lexis().joins(t.text[:1].lower()) for t in (before, token) if t.text != ")"}
        # Who parts names by blanks does so beside a foreign word as well: "キー BPM 難易度".
        mixed = joins == {"unspaced", "spaced"} and before.kind != "number" != token.kind
        return joins == {"unspaced"} or (self.loose and mixed)

    def is_small(self, at: int) -> bool:
        """Whether a word says "only", "all" or "more" of what is listed."""
        token = self.tokens[at]
        if token.kind == "particle" or not token.has("only.", "all.every", "more.more"):
            return False
        if token.has("only.") and not self.current and self.tokens[at - 1].text == ",":
            return True  # "a gift list, only Grandma, Lucy"
        return not self.is_name(at) or self.ends(at)

    def asks(self, at: int) -> bool:
        """Whether a word belongs to what is noted as a question ("who paid", "whether it is new").

        It begins in a list, or behind a verb that asks for something to be kept."""
        if not (self.group.members or self.group.lead or self.group.verbs):
            return False
        said = (t for t in self.current if not is_small(t) or t.has("inquiry."))
        return next(said, self.tokens[at]).has("inquiry.")

    def is_end(self, at: int) -> bool:
        """Whether nothing of a list follows a word: its verb at most."""
        after = self.tokens[at + 1 : at + 2]
        return not after or after[0].kind == "break" or after[0].text in STOPS or is_verb(after[0])

    def parts(self, at: int) -> bool:
        """Whether a particle parts what stands before it from what follows."""
        token, behind = self.tokens[at], self.tokens[at + 1 :]
        after = [t for t in behind[:_FILLERS] if not t.has("filler.")][:1] or behind[:1]
        if not after or after[0].kind in ("punct", "break", "ending", "particle"):
            return False
        stem = len(self.current) == 2 and len(self.current[0].text) == 1
        done = after[0].has("generic.") and behind[1:2]
        acts = is_verb(after[0]) or bool(done and done[0].has("verb.do"))  # "売上を管理したくて"
        led = token.has("role.object") and not acts
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
            if token.has("role.topic") and not (token.has("role.at") and self.is_place(at)):
                told = self.is_stem() or self.tells_last() or self.ends_name(at)
                return "" if told or self.tells(at) else "topic"
            put = token.has("role.at") or (token.has("role.from") and self.goes_on(at))
            put = put and self.is_place(at)
            per = token.has("role.per") and (self.lists(at) or self.lists_plainly(at))
            return "place" if put or per else ""
        if token.kind != "word" or token.names:
            return ""
        if token.has("with.with", "role.with"):
            return "with"
        if token.has("flows."):
            return "colon" if self.current else ""
        stages = ("noun.status", "noun.option", "noun.property")
        if token.has("talk.") and any(t.has(*stages) for t in self.current):
            return "topic" if self.lists(at) else ""  # "the stages of a job are …"
        noted = token.has("noted.") and any(
            t.has("each.") for t in (*self.current[-_AHEAD:], *self.group.small[-_AHEAD:])
        )
        listed = self.group.mark == "need" and bool(self.group.members) and len(self.current) == 1
        chained = listed and are_many(self.current[0].text)  # "owners have pets, pets have …"
        if not (token.has("need.need") or noted) or (self.group.lead and not chained):
            return ""
        return "need" if any(not is_small(t) for t in self.current[-_AHEAD:]) else ""

    def is_stem(self) -> bool:
        """Whether what stands before a particle is the stem of a verb ("마음에 드는", "심은
        작물")."""
        last, before = self.current[-1:], self.current[-2:-1]
        if last and (last[0].text in forms("stems") or ends(last[0].text, "stem_ends")):
            return True
        short = bool(last) and last[0].kind == "unknown" and len(last[0].text) == 1
        listed = self.group.mark == "topic" and not before  # "곡은 나는 나비, 붉은 노을"
        return short and (listed or (bool(before) and before[0].kind == "particle"))

    def tells(self, at: int) -> bool:
        """Whether what looks like a particle ends a verb that nobody knows, before what it tells
        apart: "병원 다니시는 거", "글감 모아두는 곳", and first of all "조카 돌보는 시간표"."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + _NEXT]
        verbal = bool(self.current) and self.current[-1].kind == "unknown" and bool(after)
        if not verbal or token.text not in forms("adnominal") or self.lists(at):
            return False
        if after[0].has("noun.thing") or ends(after[0].text, "described"):
            return True
        first = not (self.done or self.group.members)
        return first and any(t.has("holder.", "domain.", "task.", "view.calendar") for t in after)

    def goes_on(self, at: int) -> bool:
        """Whether a particle behind a database leads what follows a comma ("「参加」DBで、…")."""
        comma = any(t.kind == "punct" and t.text == "," for t in self.tokens[at + 1 : at + 2])
        put = self.tokens[at].has("role.topic") and self.tokens[at].has("role.at")
        if not comma or not (put or any(t.has("noun.database") for t in self.current[-1:])):
            return False
        # "A（…）とB（…）の2つのDBで、" goes on about none of them.
        return not any(t.kind == "number" or t.has("count.") for t in self.current)

    def is_place(self, at: int) -> bool:
        """Whether something is to be put where the words before a place say."""
        after = self.tokens[at + 1 + self.goes_on(at) :][:1]
        if not after or after[0].kind in ("punct", "break", "particle") or is_verb(after[0]):
            return False
        if self.current[-1:] and self.current[-1].has("noun.database") and len(self.current) > 1:
            return not only_counts(self.current)
        if _ATTRIBUTIVE.match(self.text, after[0].start) and not self.tokens[at].has("role.topic"):
            return False  # "友達に貸した本を管理したい"
        topic = self.tokens[at].text.endswith(tuple(lexis().marking("topic")))
        if topic and after[0].kind != "ending":
            return True
        for token in self.tokens[at + 1 : at + _AHEAD]:
            if is_stop(token):
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

    def offers(self, at: int) -> bool:
        """Whether what may be chosen follows, parted by a word for "or"."""
        ahead = self.tokens[at + 1 : at + _OFFERED]
        end = next((i for i, t in enumerate(ahead) if t.text in STOPS), len(ahead))
        return any(t.has("either.") for t in ahead[:end])

    def asks_which(self, at: int) -> bool:
        """Whether a question asks which of several something is ("whether it's lent, here or
        lost"): a list follows, of no columns, with a word for "or"."""
        ahead = self.tokens[at + 1 : at + _OFFERED]
        end = next((i for i, t in enumerate(ahead) if t.has("either.") or t.text in STOPS), 0)
        plain = not any(t.has("concept.", "inquiry.") for t in ahead[:end])
        listed = plain and any(t.text == "," for t in ahead[:end])
        return listed and ahead[end].has("either.") and self.tokens[at].has("inquiry.checkbox")

    def joins(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind == "particle":
            after = self.tokens[at + 1 : at + 2]
            told = bool(after) and after[0].has("filler.", "want.", "verb.")
            told = told and not self.is_name(at + 1)
            return token.has("role.and") and self.is_last(at) and not told
        if token.has("either."):  # "beef, fish or veggie"
            comma = any(t.text == "," for t in self.tokens[at + 2 : at + 3])
            listed = bool(self.group.lead and self.current) and not self.has_columns(goes_on=comma)
            return listed and not self.current[0].has("inquiry.")
        ends = token.text.isascii() and self.ends(at) and bool(self.current)  # "props too - …"
        return token.kind == "word" and token.has("also.also") and not (token.has("verb.") or ends)

    def chooses_between(self, at: int) -> bool:
        """Whether an "or" within a word of a list parts what it may be ("早番か遅番")."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 2]
        inner = token.has("either.", "role.or") and bool(after) and after[0].start == token.end
        return inner and bool(self.current) and self.current[-1].end == token.start

    def is_name(self, at: int) -> bool:
        """Whether a word that could be a verb stands within a name ("판 가격", "a book log")."""
        token = self.tokens[at]
        before = self.tokens[at - 1 : at]
        if self.choices and (before[0].text in TIGHT or self.is_glued(at)):
            return True  # "交換あり/なし", "좋음/보통/수리필요"
        if any(self.text.startswith(form, token.end) for form in forms("whether_so")):
            return True  # "終わったかどうか"
        named = bool(self.current or self.group.members)
        hanging = [t for t in self.tokens[at + 1 : at + 2] if t.kind == "ending"]
        ends_at = (t.end for t in (token, *hanging))  # "入れ|たか"
        asked = named and token.has("verb.") and any(asks(self.text[end:]) for end in ends_at)
        if asked or self._tells_view(at):
            return True  # "直しが必要か", "年収希望"
        tight = bool(before) and before[0].end == token.start and before[0].kind == "unknown"
        if tight and lexis().joins(token.text[0].lower()) == "spaced":
            return True  # "受付No"
        rows = token.has("thing.") or any(t.has("need.") for t in self.tokens[at + 1 : at + 2])
        if before and rows and before[0].has("each.", "all.every", "new.new"):
            return True
        if not is_first(token, lexis()):
            after = self.tokens[at + 1 : at + 2]
            stem = token.has("want.", "verb.want") and not token.has("thing.", "concept.")
            glued = bool(after) and after[0].start == token.end and after[0].has("concept.")
            stem = stem and not glued  # "希望日"
            goes = ("filler.", "want.", "ending.")
            ended = bool(after) and (after[0].kind == "ending" or after[0].has(*goes))
            behind = at > 0 and (before[0].kind == "particle" or before[0].has("also.also"))
            last = behind and (self.ends(at) or self.ends_sight(at))
            told = "".join(t.text for t in after)  # "用意する人": a verb that tells a noun apart
            able = told in forms("adnominal") and token.text.startswith(tuple(forms("able")))
            tells = able or told in forms("attributive")  # "일할 수 있는 요일"
            noun = self.tokens[at + 2 : at + 3] if tells else []
            ended = ended or (token.has("ending.next") and self.is_kept_apart(at))
            apart = any(t.kind in ("unknown", "word") and not t.has(*_VERBAL) for t in noun)
            return apart or not (ended or stem or last or token.has("without."))
        opens = not (self.current or self.group.members)
        if token.has("link.") and opens and not self.ends(at):
            return False
        if token.has("link."):
            after = self.tokens[at + 1 : at + 2]
            bound = bool(after) and after[0].has("role.to", "role.with", "both_ways.", "it.")
            listed = token.has("block.") and not self.current and not self.joined  # "…, link to it"
            return listed or not (bound or self.ends(at)) or (not bound and token.has("block."))
        if token.has("without."):
            numbered = token.has("value.no") and self.ends(at) and self._is_numbered()
            return (
                numbered
                or self.group.said("choose.")
                or (  # "roll no, film stock"
                    (token.text[0].isupper() or any(t.has("habit.") for t in self.group.lead))
                    and bool(self.group.members)
                    and not self.current
                )
            )
        content = any(not is_small(t) for t in self.current[-_AHEAD:])
        listed = self.group.mark == "colon" and bool(self.group.lead)
        return content or listed or bool(self.group.members)

    def _tells_view(self, at: int) -> bool:
        """Whether a verb says how a view behind it parts rows ("ごとに分けて見られるボード")."""
        if self.tokens[at].text.isascii():
            return False
        by = any(t.has("role.by") for t in self.current[-_FILLERS:])
        near = self.tokens[at + 1 : at + 1 + _FILLERS]
        views = (i for i, t in enumerate(near) if t.has("view.") and not t.names)
        between = near[: next(views, 0)]
        told = all(t.kind == "ending" or t.has("verb.show") for t in between)
        return by and bool(between) and told and self.tokens[at].has("verb.group", "verb.show")

    def _is_numbered(self) -> bool:
        """Whether what stands before a "no" has numbers: it is a name, and none of a view."""
        named = bool(self.current) and not any(is_small(t) for t in self.current)
        return named and not any(t.has("view.", "noun.", "dash.") for t in self.current)

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


def is_verb(token: Token) -> bool:
    return token.kind == "word" and not token.names and token.has(
        "verb.", "make.", "want.", "without.", "organise.", "link."
    )  # fmt: skip
