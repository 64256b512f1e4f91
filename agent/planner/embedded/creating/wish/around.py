"""What stands around a place of a text: figures, letters, brackets."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token

OPEN, SHUT = frozenset("([{"), frozenset(")]}")

_LISTED = 3  # usual names of properties that make a list
_OFFERED = 12  # tokens behind a stroke, among which a comma ends what may be chosen
_OF_LISTS = ("object", "subject", "topic")  # particles that mark the part of a whole list
KINDS = ("noun.property", "noun.database", "noun.sub_page", "noun.option", "sample.sample")


class Around:
    """A text by its tokens, each asked for what is next to it."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self.tokens, self.text = tokens, text

    def is_time(self, at: int) -> bool:
        """Whether a colon stands within a time of day."""
        around = (*self.tokens[at - 1 : at], *self.tokens[at + 1 : at + 2])
        tight = self.text[self.tokens[at].end : self.tokens[at].end + 1].isdigit()
        return tight and len(around) == 2 and all(t.kind == "number" for t in around)

    def has_list(self, at: int) -> bool:
        """Whether a noun is a name in a list, with what it may be behind it ("속성[불, 물]")."""
        before, after = self.tokens[at - 1 : at], self.tokens[at + 1 : at + 2]
        listed = bool(before) and before[0].text in (",", "/") and bool(after)
        return listed and after[0].text in OPEN and after[0].kind == "punct"

    def is_range(self, at: int) -> bool:
        """Whether a stroke stands between two figures: how much something may be ("1~5점")."""
        around = (*self.tokens[at - 1 : at], *self.tokens[at + 1 : at + 2])
        return self.tokens[at].text in "~-〜" and all(t.kind == "number" for t in around)

    def is_hyphen(self, at: int) -> bool:
        """Whether a stroke joins two Latin words to one ("follow-up")."""
        token = self.tokens[at]
        around = (
            self.text[max(0, token.start - 1) : token.start] + self.text[token.end : token.end + 1]
        )
        return token.text == "-" and len(around) == 2 and around.isascii() and around.isalpha()

    def is_last(self, at: int) -> bool:
        """Whether a particle ends its word: others are letters of a name."""
        token, text = self.tokens[at], self.text
        joins = lexis().joins(token.text[:1].lower())
        follows = text[token.end : token.end + 1]
        return joins != "agglutinated" or not follows or lexis().joins(follows.lower()) != joins

    def is_option(self, at: int) -> bool:
        """Whether strokes with blanks part what one may be: nothing is spoken of behind them before
        the next comma ("format paperback / ebook")."""
        behind = self.tokens[at + 1 : at + _OFFERED]
        end = next((i for i, t in enumerate(behind) if t.text in (",", ".", ";")), len(behind))
        return self.text.isascii() and not any(t.text in (":", "(") for t in behind[:end])

    def is_detached(self, at: int) -> bool:
        """Whether a particle stands behind the comma that ends the last of a list."""
        token, before = self.tokens[at], self.tokens[at - 1 : at]
        behind = bool(before) and before[0].text == "," and before[0].kind == "punct"
        marks = any(token.text in lexis().marking(role) for role in _OF_LISTS)
        return behind and token.kind == "unknown" and marks

    def speaks_of(self, at: int) -> bool:
        """Whether what stands at a place makes what was said before what is spoken of."""
        after, beyond = (self.tokens[i : i + 1] for i in (at, at + 1))
        leads = bool(after) and (after[0].has("role.topic", "role.at") or after[0].text == ":")
        put = bool(after) and after[0].has("role.from") and bool(beyond) and beyond[0].text == ","
        return leads or put

    def lists_plainly(self, at: int) -> bool:
        """Whether usual names of properties follow, with nothing but blanks between them."""
        after = self.tokens[at + 1 : at + 1 + _LISTED]
        return len(after) == _LISTED and all(t.has("concept.") for t in after)

    def is_face(self, at: int) -> bool:
        """Whether a sign says how somebody feels about what was said."""
        return 0x1F600 <= ord(self.tokens[at].text[:1] or " ") < 0x1F650

    def ends(self, at: int) -> bool:
        """Whether a word is the last of its member."""
        after = self.tokens[at + 1 : at + 2]
        return not after or after[0].kind in ("punct", "break") or after[0].has("also.also")

    def is_kept_apart(self, at: int) -> bool:
        """Whether what stands before a verb is to be kept by itself ("따로 두고")."""
        before = self.tokens[at - 1 : at]
        return bool(before) and before[0].has("new.new", "own.") and before[0].kind == "word"

    def is_glued(self, at: int) -> bool:
        """Whether a word goes on the one before, and ends a member."""
        return self.tokens[at - 1].end == self.tokens[at].start and self.ends(at)


def is_kind(token: Token) -> bool:
    """Whether a noun says what is listed; one choice or tag is a name ("asset tag")."""
    one = token.has("noun.option") and token.text.isascii() and not token.text.endswith("s")
    return token.has(*KINDS) and not (one and not token.has("noun.property"))
