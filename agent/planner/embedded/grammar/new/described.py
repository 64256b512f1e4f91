"""What words say of properties: the name of each, its type, its format and its options, in
whatever order a language says them ("a checkbox called Paid", "Size (select: S, M)").

A word that is a type, said beside a name, is that name's type and never another property. Options
belong to what they follow, or to what stands behind the word that says they are to choose from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import ARROW
from agent.planner.embedded.grammar.new.naming import may_be_name
from agent.planner.embedded.grammar.new.property_said import (
    CHOICES,
    Described,
    Member,
    Said,
    is_marking,
    is_type,
    trimmed,
    without_former,
)
from agent.planner.embedded.grammar.new.types_said import NATURAL
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of

_KINDS = ("select", "multi_select")
_CHOOSES = ("choose.", "verb.choose", "among.")  # words of what may be chosen
_OPEN, _SHUT = frozenset("([{"), frozenset(")]}")
_JOINTS = frozenset(",;")
_DOT = "\u30fb"  # between the members of a Japanese list


def described(clause: Clause, *, there: bool = False) -> list[Said]:
    """The properties that the words of a clause describe which nobody has read; of such as are
    `there`, one without a name is what was spoken of. Raises Refused where they are no such list,
    or say nothing but names."""
    reading, limits = _Reading(clause, there=there), ("not.", "only.", "role.only", "compare.")
    for one in _members(clause):
        if any(t.has(*limits) and not t.names for t in without_former(one.tokens)):
            raise Refused  # which rows are meant
        reading.read(one)
    found = reading.found
    if not any(one.is_apart for one in found) or any(one.is_pending for one in found):
        raise Refused
    if any(len(one.options) == 1 for one in found):
        raise Refused
    plain = (t for one in found for t in one.name if t.kind != "quoted" and not t.names)
    if any(t.has("noun.database", "noun.relation", "noun.view", "role.with") for t in plain):
        raise Refused  # it asks for something else
    nameless = [one for one in found if not one.name]
    if (nameless and not there) or len(nameless) > 1:
        raise Refused
    if not all(may_be_name(one.name) for one in found if one.name):
        raise Refused
    return found


def _members(clause: Clause) -> list[Member]:
    """The members of the list that a clause is, in order."""
    found, depth = [Member()], 0
    ordered = list(_in_order(clause))
    for place, (token, inside) in enumerate(ordered):
        ends = any(t.has(*_CHOOSES) for t, _ in ordered[place + 1 : place + 2])
        mark = token.text if token.kind == "punct" else ""
        depth += (mark in _OPEN) - (mark in _SHUT) if mark else 0
        if inside or depth or (mark and mark in _SHUT):
            found[-1].group += [] if mark and mark in _OPEN | _SHUT else [token]
        elif mark == ARROW:
            raise Refused  # that is a name or a way
        elif _parts(token, clause) or (_joins(token) and not ends):
            empty = not (found[-1].tokens or found[-1].group)
            joined = (empty and found[-1].joined) or _joins(token)
            behind = (empty and found[-1].behind) or not (mark or joined)
            found.append(Member(joined=joined, behind=behind))
        elif mark == ":":
            found.append(Member(led=True))
        else:
            found[-1].tokens.append(token)
    return [replace(one, tokens=_whole(one.tokens)) for one in found if one.tokens or one.group]


def _whole(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with what only looks like a particle, and ends a word before nothing that it could
    mark, as part of that word."""
    found = list[Token]()
    for place, token in enumerate(tokens):
        ends = place + 1 == len(tokens) or tokens[place + 1].has(*_CHOOSES)
        glued = found[-1:] and found[-1].kind == "unknown" and found[-1].end == token.start
        if ends and glued and token.kind == "particle" and token.has("role.called", "role.and"):
            text = found[-1].text + token.text
            found[-1] = replace(found[-1], end=token.end, text=text)
        else:
            found.append(token)
    return found


def _in_order(clause: Clause) -> Iterator[tuple[Token, bool]]:
    """The tokens that nobody has read, each with whether it stands in brackets; a colon leads to
    what stands behind one."""
    inside = {t.start for group in clause.said.groups for t in group}
    behind = {t.start for t in clause.said.payload[:1]}
    verb = clause.said.verb
    everything = [*clause.said.tokens, *clause.everything]
    for token in sorted({t.start: t for t in everything}.values(), key=lambda t: t.start):
        if token.start in behind:
            yield Token("punct", token.start, token.start, ":"), False
        if token is verb and not token.has(*_CHOOSES, "type."):
            yield Token("break", token.start, token.end, ""), False
            continue
        if token.start not in clause.used or token.has(*_CHOOSES):
            yield token, token.start in inside
        elif token.has("verb."):
            yield Token("break", token.start, token.end, ""), False


def _parts(token: Token, clause: Clause) -> bool:
    """Whether a token stands between the members of a list, and is no word for it."""
    dot = clause.said.text[token.start : token.start + 1] == _DOT
    return token.kind == "break" or (token.kind == "punct" and (token.text in _JOINTS or dot))


def _joins(token: Token) -> bool:
    """Whether a token joins the members of a list."""
    particle = token.kind == "particle" and token.has("role.and", "role.or")
    return particle or (token.has("also.also", "or.or") and not token.names)


class _Reading:
    """A list while its members are read, from the first to the last."""

    def __init__(self, clause: Clause, *, there: bool) -> None:
        self.one, self.there = Described(clause, there=there), there
        self.found: list[Said] = []

    def read(self, one: Member) -> None:
        """Reads a member: a property, an option of the last one, or more of what it is."""
        one = replace(one, tokens=without_former(one.tokens))
        last = self.found[-1] if self.found else None
        if one.led:
            self._lead(last)
            last = self.found[-1] if self.found else None
        if last and one.behind and last.kind in _KINDS and not last.options:
            last.is_open = True
        if len(one.tokens) > 1 and one.tokens[0].has("noun.option") and is_marking(one.tokens[1]):
            self._named(last).is_open = True
            one = replace(one, tokens=one.tokens[2:])
            last = self.found[-1]
        at = next((i for i, t in enumerate(one.tokens) if self._chooses(one.tokens, i)), None)
        if at is not None:
            self._choose(one, at)
            return
        said = self.one.said(one)
        words = trimmed(one.tokens)
        alone = len(words) == 1 and len(one.tokens) == 1  # "Phone" may be an option as well
        plain = words and not (said.is_typed or said.marked)
        if last and last.is_open and (plain or alone) and not one.group:
            last.options.append(self.one.option(words))
        elif not said.name and said.is_typed:
            self._more(last, said, one)
        elif said.name or said.is_typed:
            self.found.append(said)
        elif said.marked and last:
            last.marked = True

    def _named(self, last: Said | None) -> Said:
        """What options are of that follow: the last one, else what was spoken of before."""
        if last is None:
            last = Said(is_apart=True)
            self.found.append(last)
        last.kind = last.kind or ("select" if last.name else "")
        last.is_apart = True
        return last

    def _chooses(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a token ends what may be chosen."""
        token, before = tokens[at], tokens[max(at - 1, 0) : at]
        led = any(t.kind == "particle" and t.has("role.from") for t in before)
        led &= is_type(token) and token.has(*CHOICES)
        behind = any(t.has(*CHOICES, "choose.", "verb.choose") for t in tokens[at + 1 : at + 2])
        led |= token.has("among.") and behind
        return self.one.agglutinates(token) and (led or token.has("choose.", "verb.choose"))

    def _lead(self, last: Said | None) -> None:
        """Reads a colon: the options of a choice follow, or the list itself."""
        if last is None:
            return
        if last.kind in _KINDS:
            last.is_open = True
        elif not last.name or all(t.has("both.", "it.", "count.") for t in last.name):
            self.found.pop()
        else:
            raise Refused

    def _more(self, last: Said | None, said: Said, one: Member) -> None:
        """Takes what has no name for more of the property before it, of all of them, or for a
        property that is called by its type."""
        every = any(t.has("all.") for t in one.tokens)
        if every and (self.found or self.there):
            for each in self.found:
                each.kind = each.kind or said.kind
                each.is_apart = True
            if not self.found:
                self.found.append(replace(said, is_all=True, is_apart=True))
            return
        if last and said.format and not (said.kind or last.is_typed or one.joined):
            last.format, last.is_apart = said.format, True
            return
        kinds = [t for t in one.tokens if is_type(t)]
        named = bool(kinds) and concept_of(kinds[0].text) is not None
        natural = said.kind in NATURAL and named
        behind = last is not None and not last.is_typed and not one.joined
        if last and kinds and behind and (last.marked or not natural):
            last.kind, last.options, last.is_open = said.kind, said.options, said.is_open
            last.is_apart = True
        elif self.there and not last and kinds:
            self.found.append(replace(said, is_apart=True))
        elif natural and not every:
            said.name = kinds[:1]
            self.found.append(said)
        else:
            raise Refused

    def _choose(self, one: Member, at: int) -> None:
        """Reads a member that ends what may be chosen, in a language that says so behind it."""
        options = list[str]()
        while self.found and self.found[-1].is_bare and not self.found[-1].options:
            options.insert(0, self.one.option(self.found.pop().name))
        before = trimmed(one.tokens[:at])
        marked = next((i for i, t in enumerate(before) if i and is_marking(t)), 0)
        if marked and not options:
            self.found.append(self.one.said(Member(before[:marked])))
            before = trimmed(before[marked + 1 :])
        options += [self.one.option(before)] if before else []
        several = any(t.has("type.multi_select") for t in one.tokens)
        behind = [t for t in one.tokens[at:] if not t.has(*_CHOOSES, *CHOICES, "noun.thing")]
        before = [t for t in before if not (t.kind == "particle" and t is before[-1])]
        said = self.one.said(Member(behind))
        if said.name:
            self.found.append(said)
        elif not self.found and not self.there:
            raise Refused
        last = self._named(self.found[-1] if self.found else None)
        last.options += options
        last.kind = "multi_select" if several or last.kind == "multi_select" else "select"
        last.is_open = last.is_pending = False
