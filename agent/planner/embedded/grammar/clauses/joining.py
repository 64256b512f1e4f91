"""Which clauses belong together, and which end by themselves without a mark."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.phrases import Said, is_ended, is_small
from agent.planner.embedded.grammar.text.syllables import is_told
from agent.planner.embedded.grammar.text.tokens import Token

# What calculates with two amounts, and what counts days from one.
_SIGNS = ("math.", "sums.", "worked.times", "worked.plus", "worked.minus", "worked.over")
_MARKS = frozenset("+-\u2212*\u00d7\u00f7/")
_DAYS = ("worked.left", "worked.since", "worked.overdue", "worked.length")
_VIEWS = ("view.", "noun.view")
_ADD = Token("word", -1, -1, "", frozenset({"verb.add"}))
_MOST_GIVING = 20  # tokens of words that only give a name or a unit
_WRITTEN = ("block.", "writing.", "concept.note")  # what is written down
_NEXT = 5  # tokens until what something is to stand under
_FEW = 3  # tokens of an answer in a line of its own


def is_own(before: Said, said: Said) -> bool:
    """Whether words without a verb speak of something else than a finished clause before them."""
    marks = [i for i, t in enumerate(said.tokens) if t.kind == "particle" and t.has("role.topic")]
    topic = bool(marks) and not any(t.has("noun.", "target.") for t in said.tokens[: marks[0]])
    told = {t.text for t in before.tokens if t.kind == "unknown"}
    again = any(t.text in told for t in said.tokens[: marks[0] if marks else 0])
    return topic and (again or before.tokens[-1].has("ending.final", "ending.joins"))


def goes_on(before: Said, said: Said, place: int) -> bool:
    """Whether words without a verb belong to the clause before them: one of the same sentence, or
    one that adds something ("Options are S, M, L"), or that they answer in a line of their own."""
    if said.tokens and said.tokens[0].has("otherwise.") and before.tokens[-1].kind == "quoted":
        return True  # "'late', otherwise 'fine'"
    if said.verb is not None or before.verb is None or not said.tokens:
        return False
    if before.verb.has("must.") and said.tokens[0].has("also.also"):
        return False  # "an address is a must, and …"
    if before.verb.has("verb.link") and not place and any(t.text == "," for t in said.tokens):
        return False  # the columns of what was linked
    adds = before.verb.has("verb.add", "verb.want", "verb.link", "make.", "verb.change")
    if said.tokens[-1].has("role.because"):
        return False  # why the clause before it is said
    if said.tokens[0].kind == "punct" or any(t.has("links.") and not t.names for t in said.tokens):
        return False  # an item of a list
    table = any(t.has("noun.database") and not t.names for t in before.tokens)
    if table and not before.payload and any(t.text == "," for t in said.tokens):
        return False  # the columns of a table that was asked for
    below = "\n" in said.text[before.tokens[-1].end : said.tokens[0].start]
    adds = adds and not said.tokens[0].has("also.also")
    return bool(place) or adds or (below and len(said.tokens) <= _FEW)


def is_more(said: Said) -> bool:
    """Whether a clause without a verb asks for the same of something else ("and B too")."""
    end = [t for t in said.tokens if t.kind not in ("ending", "punct") and not t.has("filler.")]
    led = bool(end) and end[-1].kind == "particle" and end[-1].has("role.also")
    return said.verb is None and led and not said.never and not said.corrects


def same_for(before: Said, said: Said) -> Said | None:
    """The clause before, said of something else ("same for the price"); None for other words."""
    same = any(t.has("same.") and not t.names for t in said.tokens)
    weak = said.verb is None or said.verb.has("verb.do", "verb.want")
    named = tuple(t for t in said.tokens if t.names)
    gone = [i for i, t in enumerate(before.tokens) if t.names]
    if not (same and weak and named and gone) or before.payload:
        return None
    first, last = gone[0], gone[0]
    while last + 1 in gone or (last + 1 < len(before.tokens) and _joins(before, last, gone)):
        last += 1  # all of a list that stood there
    tokens = (*before.tokens[:first], *named, *before.tokens[last + 1 :])
    return replace(before, tokens=tokens)


def _joins(before: Said, at: int, named: Sequence[int]) -> bool:
    """Whether what stands behind a name joins it to another."""
    mark = before.tokens[at + 1]
    return at + 2 in named and (mark.text == "," or mark.has("also.also", "role.and"))


def leaves_out_verb(before: Said, said: Said) -> bool:
    """Whether words leave it to the clause before to say what is done: they ask for the same of
    something else, or give something else its end ("A becomes X, and B Y")."""
    if before.verb is None or said.verb is not None or said.never or said.corrects:
        return False
    changes = before.verb.has("verb.change", "verb.rename") and not before.never
    return is_more(said) or (changes and not said.payload and is_ended(said.tokens))


def led_by(before: Said, said: Said) -> Said | None:
    """Words without a verb as the order that they give with the verb of the clause before them."""
    if leaves_out_verb(before, said):
        return replace(said, verb=before.verb)
    return under(before, said)


def at_one(before: Said, said: Said) -> Said | None:
    """A clause with what only says more of the view or the formula that it asks for; None for what
    asks for something else."""
    if only_asks(before, said):
        return asked_for(before, said)
    if not tells_how(before, said):
        return None
    how = (*before.payload, *said.tokens, *said.payload)
    return replace(before, payload=how, groups=(*before.groups, *said.groups))


def is_told_before(before: Said, said: Said) -> bool:
    """Whether a verb alone is said of what was told right before it ("milk 5, came in, add it"),
    or a view is asked for of what was in question."""
    if _is_list_of_those(before, said):
        return True
    told = before.verb is None and before.tokens[-1].has("ending.told")
    alone = said.verb is not None and all(is_small(t) or t is said.verb for t in said.tokens)
    return told and alone and any(t.kind == "number" for t in before.tokens)


def tells_how(before: Said, said: Said) -> bool:
    """Whether words tell how that is worked out which was asked for right before them ("add a
    margin formula. It's price minus cost"), or only then that it is ("…: in a formula")."""
    weak = said.verb is None or said.verb.has("verb.show", "verb.want", "verb.do", "sums.")
    asks = before.verb is not None and before.verb.has("verb.add", "verb.want", "verb.show")
    if not (weak and asks) or before.never or said.never:
        return False
    column = any(t.has("noun.formula", "noun.property") and not t.names for t in before.tokens)
    formula = any(t.has("noun.formula") and not t.names for t in (*before.tokens, *said.tokens))
    return formula and column and not _calculates(before) and _calculates(said)


def _calculates(said: Said) -> bool:
    """Whether words calculate with something that they name: one more for a sign than for days
    that are left."""
    tokens = (*said.tokens, *said.payload)
    operands = sum(t.kind == "number" or any(e.kind == "property" for e in t.names) for t in tokens)
    signs = any((t.has(*_SIGNS) and not t.names) or t.text in _MARKS for t in tokens)
    days = any(t.has(*_DAYS) and not t.names for t in tokens)
    return (signs and operands > 1) or (days and operands > 0)


def asked_for(before: Said, said: Said) -> Said:
    """What a view is to show, with the words that ask for it right behind its type."""
    at = next(i for i, t in enumerate(before.tokens, 1) if t.has("view.") and not t.names)
    nouns = [t for t in said.tokens if t.has("noun.view")]
    tokens = (*before.tokens[:at], *nouns, *before.tokens[at:], said.verb)
    return replace(before, tokens=tuple(t for t in tokens if t is not None), verb=said.verb)


def _is_list_of_those(before: Said, said: Said) -> bool:
    """Whether a clause asks for a view of those of whom a question was before it ("who hasn't
    paid? I'd like a list of those")."""
    asks = before.verb is None and before.tokens[0].has("ask.which")
    seen = any(t.has("view.", "noun.view") and not t.names for t in said.tokens)
    wants = said.verb is not None and said.verb.has("verb.want", "verb.show", "verb.add")
    return asks and seen and wants and any(t.has("both.both") for t in said.tokens)


def is_seen_as(before: Said, said: Said) -> bool:
    """Whether a clause says in what view that is to be seen which was put together before it."""
    gathers = before.verb is not None and before.verb.has("verb.group", "verb.sort", "spare.spare")
    kinds = [i for i, t in enumerate(said.tokens) if t.has(*_VIEWS) and not t.names]
    ways = ("verb.show", "verb.add", "verb.want", "verb.do")
    shown = said.verb is None or said.verb.has(*ways)
    # "… and a view that shows them by price": the one that was told of so far
    more = any(t.has("verb.show", "shows.") for t in said.tokens[: kinds[-1] + 1 if kinds else 0])
    limited = any(t.has("role.only", "only.", "state.") for t in said.tokens)  # by itself
    more &= not (limited and before.verb is not None and before.verb.has("spare.spare"))
    if not (gathers and shown and kinds and before.tokens[-1].has("ending.next")):
        return False
    return more or (len(kinds) == 1 and not any(t.names for t in said.tokens))


def only_asks(before: Said, said: Said) -> bool:
    """Whether words say no more than that a view is to be made which was asked for right before
    them ("I'd like to see it as a board too. Add a view")."""
    seen = any(t.has("view.") and not t.names for t in before.tokens)
    wants = before.verb is not None and before.verb.has("verb.show", "verb.want", "verb.do")
    adds = said.verb is not None and said.verb.has("verb.add") and not said.payload
    left = [t for t in said.tokens if t is not said.verb and not is_small(t)]
    bare = any(t.has("noun.view") for t in left)
    bare &= all(t.has("noun.view", "verb.show") and not t.names for t in left)
    return seen and wants and adds and bare and not before.never


def ends_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a statement ends with a verb in the past ("she left"): what follows is another."""
    token = tokens[at]
    if token.kind == "ending" and at and token.has("ending.told"):
        return is_told(tokens[at - 1].text + token.text, (token.text,))
    return token.kind in ("unknown", "word") and token.has("ending.told")


def says_format(said: Said) -> bool:
    """Whether words without a verb say in what unit something is ("all of it in dollars")."""
    marked = any(t.has("role.to") for t in said.tokens[-1:])  # none is left of a lone bracket
    return marked and any(t.has("format.") and not t.names for t in said.tokens)


def is_initial(tokens: Sequence[Token], place: int) -> bool:
    """Whether a point ends an initial of a name, and no sentence."""
    before = tokens[place - 1].text if place and tokens[place].text == "." else ""
    return len(before) == 1 and before.isascii() and before.isupper()


def parted_links(pieces: Sequence[list[Token]]) -> list[list[Token]]:
    """The pieces of a sentence with a list apart from its last member, where only that is to be
    linked to something ("date, place, and members are linked to People")."""
    found = list[list[Token]]()
    for piece in pieces:
        cut = _link_begins(piece)
        found += [piece[:cut], piece[cut + 1 :]] if cut else [piece]
    return found


def _link_begins(piece: Sequence[Token]) -> int:
    """The place of the comma behind which something is linked; 0 for none."""
    if not any(t.has("verb.link", "links.") and not t.names for t in piece):
        return 0
    commas = [i for i, t in enumerate(piece) if t.text == "," or t.has("also.also")]
    each = [i for i in commas if piece[i + 1 : i + 2] and piece[i + 1].has("all.every")]
    if each:
        return each[-1]  # "…, each meeting belongs to an investor"
    topics = [i for i, t in enumerate(piece) if t.kind == "particle" and t.has("role.topic")]
    before = [i for i in commas if topics and i < topics[0]]
    listed = before[-1] if before else 0
    plain = not any(t.kind == "particle" or t.has("verb.") for t in piece[:listed])
    return listed if plain and len(before) > 1 else 0


def is_listed_noun(tokens: Sequence[Token], at: int, before: Sequence[Token]) -> bool:
    """Whether a verb begins the name of a column in a list ("with name, order date and total")."""
    listed = any(t.has("role.with") for t in before)
    behind = tokens[at + 1 : at + 2]
    return listed and bool(behind) and behind[0].has("concept.", "type.") and not behind[0].names


def in_place(before: Sequence[Said], said: Said) -> Said:
    """A clause that only names what is to be there instead of what went right before it, as one
    that adds such a thing ("no director. Instead 'who I saw it with'")."""
    first = said.tokens[0] if said.tokens else None
    if first is None or not first.has("instead.then"):
        return said
    gone = before[-1].verb if before else None
    kinds = {e.kind for t in before[-1].tokens for e in t.names} if gone else set()
    adds = gone is not None and gone.has("verb.delete") and kinds == {"property"}
    weak = said.verb is None or said.verb.has("verb.do", "verb.want", "verb.add")
    if not (adds and weak):
        return replace(said, tokens=said.tokens[1:])
    noun = replace(first, senses=frozenset({"noun.property"}))
    return replace(said, tokens=(noun, *said.tokens[1:]), verb=said.verb or _ADD)


def tells_of_row(piece: Sequence[Token]) -> bool:
    """Whether words begin with a row: what follows their comma may be an order about it."""
    said = [t for t in piece[:_MOST_GIVING] if not is_small(t)]
    kinds = {entity.kind for entity in said[0].names} if 1 < len(said) < _MOST_GIVING else set()
    return "row" in kinds or ("property" in kinds and any(t.has("format.") for t in said))


def tells_of_view(piece: Sequence[Token]) -> bool:
    """Whether words without a verb say which view, or column, is wanted: an order may follow."""
    column = len(piece) <= _FEW and any(t.has("noun.property") and not t.names for t in piece[-1:])
    seen = (t for t in piece[:_MOST_GIVING] if t.has("noun.view", "view.board", "view.calendar"))
    viewed = any(not t.names for t in seen)
    return column or (viewed and len(piece) <= _MOST_GIVING)


def begins_block(tokens: Sequence[Token], at: int) -> bool:
    """Whether what comes next is to stand under what was asked for before ("a heading …, and
    below it the text …")."""
    near = tokens[at : at + _NEXT]
    under = [i for i, t in enumerate(near) if t.has("place.below") and not t.names]
    behind = near[under[0] + 1 : under[0] + 2] if under else []
    plain = all(t.has(*_WRITTEN, "new.", "filler.") for t in near[: under[0]]) if under else False
    return plain and any(t.has("it.it") for t in behind)


def under(before: Said, said: Said) -> Said | None:
    """The order that words give which only say what is to stand under what was added right before
    them: what follows its noun is written to the letter. None for other words."""
    adds = before.verb is not None and before.verb.has("verb.add", "verb.write")
    adds = adds and not before.never
    if not (adds and said.verb is None and begins_block(said.tokens, 0)):
        return None
    near, nouns = said.tokens[: 2 * _NEXT], (*_WRITTEN, "it.it", "says.")
    heads = [i for i, t in enumerate(near) if t.has(*nouns)]
    led, text = said.tokens[: heads[-1] + 1], said.tokens[heads[-1] + 1 :]
    return replace(said, tokens=led, payload=(*text, *said.payload), verb=before.verb)


def asks_for_new(piece: Sequence[Token]) -> bool:
    """Whether words without a verb ask by themselves for something new ("also a paid box")."""
    said = [t for t in piece[:_MOST_GIVING] if not t.has("also.also")]
    led = said[:1] and said[0].has("new.new", "count.1") and len(piece) <= _MOST_GIVING
    return bool(led) and any(t.has("type.", "noun.property") and not t.names for t in said)


def sets_icon(piece: Sequence[Token]) -> bool:
    """Whether words without a verb say by themselves what the icon is to be."""
    few = piece[:_MOST_GIVING]
    return any(t.has("noun.icon") for t in few) and any(t.kind == "emoji" for t in few)


def gives_name_or_unit(piece: Sequence[Token]) -> bool:
    """Whether words say by themselves what the title is ("the title is 'Garden', …"), or in what
    a number counts ("the price in won, …")."""
    if len(piece) > _MOST_GIVING:
        return False  # a long list would be looked through again at each of its commas
    titled = any(t.has("noun.title") for t in piece) and any(t.kind == "quoted" for t in piece)
    return (titled or any(t.has("format.") for t in piece)) and is_ended(piece)


def joined(before: Said, more: Said) -> Said:
    """Two clauses as one, with the verb of the first."""
    end = before.tokens[-1].end
    comma = Token("punct", end, end, ",")
    return replace(
        before, tokens=(*before.tokens, comma, *more.tokens), groups=(*before.groups, *more.groups)
    )
