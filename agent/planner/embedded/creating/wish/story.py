"""What people tell around a wish (who asks, when, why), apart from what they ask for.

A wish is clauses. One that only tells how things are names nothing that is to be made: it is left
out where what follows names that by itself, and else says what the whole is about. How a clause
ends, or begins, tells which it is: the words say so (`clause`, `tells`, `who`, `asks_for`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.around import OPEN, SHUT
from agent.planner.embedded.creating.wish.pieces import bare, is_column, raw, words_in
from agent.planner.embedded.creating.wish.subject import subject_of
from agent.planner.embedded.creating.wish.vocabulary import are_many, end_of, ends, forms, tokens
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken

_ENDS = spoken("clause")
_TELLS = spoken("tells")
_WHO = spoken("who")
_ASKS = spoken("asks_for")
_CARRIER = spoken("carrier")  # only asks for something to keep in what was told of
_OPENS = spoken("opens")  # where what is asked for begins within its clause
_TROUBLE = spoken("trouble")
_VENTURE = spoken("venture")  # what somebody runs, or does
_LOOSELY = spoken("loosely")
_LISTED_LATER = re.compile(r"[.!?\n。][^.!?。\n]*[,、]")
_WHEN = spoken("when")
_KEEPING = spoken("keeping", "(?:{})$")  # behind the first of what is to be kept …
_LISTED_AS = spoken("listed_as", r"(?:^|(?<=[\s.!?。、]))(?:{})[,、.。]? ?")
_AT_ONCE = spoken("at_once")  # … all at once
_PERSON = spoken("person")
_RUNS = spoken("runs")  # letters of clauses that nothing parts
_PIECES = spoken("nominal", "(?P<noun>{})|.")  # … their nouns, and any other letter
_LISTS = spoken("lists")
_SIGNS = " \n,.!?…~。！？、;"
_KINDS = ("thing.", "venture.", "task.")
_NAMES = ("thing.", "venture.", "task.", "concept.", "entry.")
_LISTED = 3  # words that are a list, where most of them are usual columns
_KNOWN = 3
_LONGEST_FIRST = 30  # letters of the first of a list, with whose it is
_NEAR = 2  # tokens behind a name that say what is done with it
_END = Token("break", 0, 0, "")
_HOLDS = ("generic.", "holder.", "domain.")
_DOES = ("make.", "want.", "verb.want", "verb.write", "organise.")


def asking_of(text: str) -> tuple[str, str]:
    """A text from its first clause on that asks for something, or lists it, and what it is all
    about where that is only told: that leads what is asked for, unless that lists things."""
    story, asking = told_apart(_listed_whole(text))
    carried = _CARRIER.match(asking) if story else None
    if carried and (topic := about(story)):
        return f"{topic}: {asking[carried.end() :]}", topic
    if not story or names_itself(asking):
        return asking, about(story)
    topic = about(story) if asking or _TROUBLE.search(story) else ""
    things = _lists_things(asking)
    if topic and not things:
        return f"{topic}. {asking}", topic
    headless = not asking or (lists_columns(asking) and not things)
    return (text if headless else asking), topic


def _listed_whole(text: str) -> str:
    """A text that lists what is to be kept all at once, the first of it by whose that is and that
    it is to be kept, with that before the list ("Pilates. Members, classes"); and what is to be a
    list of columns behind a colon."""
    text = _LISTED_AS.sub(_behind_colon, text)
    first, comma, rest = text.partition(",")
    kept = _KEEPING.search(first)
    if not (comma and kept) or len(first) > _LONGEST_FIRST or not _AT_ONCE.search(rest):
        return text
    *whose, name = first[: kept.start()].split() or [""]
    return f"{' '.join(whose)}. {name},{rest}" if whose and name else text


def _behind_colon(one: re.Match[str]) -> str:
    *what, listed = filter(None, one.groups())
    return f"{' '.join(what)}: {listed}. " if what else f"{listed}. "


def told_subject(text: str) -> str:
    """What a text is about that asks for nothing; empty for any other."""
    story, asking = told_apart(text)
    topic = about(story) if not asking else ""
    return subject_of(tokens(topic), topic) or ""


def told_apart(text: str) -> tuple[str, str]:
    """What a text tells before it asks for anything, and what it asks for or lists."""
    for start, clause in _clauses(text):
        if not _only_tells(clause):
            opens = _OPENS.match(text, start)  # "the doctor wants us to log …"
            begin = opens.end() if opens else start
            return text[:begin], text[begin:]
    return text, ""


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """The clauses of a text, each with where it begins."""
    start = 0
    for end in _ENDS.finditer(text):
        if text[start : end.end()].strip(_SIGNS):
            yield start, text[start : end.end()]
            start = end.end()
    if text[start:].strip(_SIGNS):
        yield start, text[start:]


def _only_tells(clause: str) -> bool:
    """Whether a clause says how things are, or who asks, and neither asks nor lists."""
    said = clause.strip(_SIGNS)
    if _LISTS.search(said) or _ASKS.search(said):
        return False
    return bool(_TELLS.search(said) or _WHO.search(said))


def names_itself(asking: str) -> bool:
    """Whether what is asked for is named there, and not only listed, or asked about."""
    said, end = _first(asking)
    colon = next((i for i, t in enumerate(said) if t.text in (":", *OPEN)), 0)
    if said and said[colon].text == ":" and any(t.has(*_KINDS) for t in said[:colon]):
        return True  # "something for her medication: name, dose"
    pieces = _parted(said)
    listed = len(pieces) > 1 and not asking[:1].isascii() and not _LISTED_LATER.search(asking, end)
    asks = any(t.has("ask.", "inquiry.") for t in pieces[0][:_NEAR])
    if listed or asks or lists_columns(asking):
        return False
    points = pieces[0][-1:] and pieces[0][-1].has("noun.thing")
    nouns = [kept for _, kept, _ in _nouns(raw(pieces[0], asking) if pieces[0] else "")]
    return any(not points or t.has(*_KINDS) for kept in nouns for t in kept)


def lists_columns(asking: str) -> bool:
    """Whether what is asked for opens with the usual names of columns."""
    said, _ = _first(asking)
    if said[:1] and said[0].has("noun.database") and said[1:2] and said[1].has("role.of", "once."):
        return False  # "Table of jobs with …"
    parts = [w for part in _parted(said) for w in words_in(part)]
    columns = [is_column(raw(word, asking)) or ends(word[-1].text, "asked") for word in parts]
    most = sum(columns) * 2 >= len(columns) or sum(columns) >= _LISTED
    opens = columns[:1] == [True] or not asking[:1].isascii()  # the verb stands before, not a name
    return len(columns) >= _LISTED and most and opens


def _lists_things(asking: str) -> bool:
    """Whether several things are asked for, each of which may be a table."""
    said, end = _first(asking)
    if _LOOSELY.search(asking[:end]):
        return False
    pieces = [named for piece in _parted(said) if (named := bare(piece))]
    things = [p[-1].has(*_KINDS, "holder.", "task.", "domain.") or are_many(p[-1].text)
              for p in pieces if not is_column(raw(p, asking))]  # fmt: skip
    return len(pieces) > 1 and sum(things) * 4 >= len(pieces) * 3


def _first(asking: str) -> tuple[list[Token], int]:
    """What the first sentence that asks for something says before its verb, where verbs stand
    last, and where it ends."""
    said = tokens(asking)
    end = next((i for i, t in enumerate(said) if t.text in ".!?" or t.kind == "break"), len(said))
    begun = list(said[:end])
    does = next((i for i, t in enumerate(begun) if i and _acts(t, begun[i + 1 : i + 2])), end)
    stop = said[end - 1].end if end else 0
    if asking[:1].isascii():
        led = next((i for i, t in enumerate(begun) if not (t.has(*_DOES) or is_small(t))), 0)
        return begun[led:], stop
    alike = [i + 1 for i, t in enumerate(begun[:does]) if t.text in forms("alike")]
    return begun[alike[-1] if alike else 0 : does], stop


def _acts(token: Token, behind: Sequence[Token]) -> bool:
    """Whether a word asks for what stands before it, and is no noun for what is kept."""
    noun = token.has(*_HOLDS) and not any(t.kind == "ending" or t.has("verb.do") for t in behind)
    return token.has(*_DOES) and not noun


def _parted(said: Sequence[Token]) -> list[list[Token]]:
    """The pieces of a sentence between commas, and words for "and"."""
    pieces, deep = [list[Token]()], 0
    for token in said:
        deep += (token.text in OPEN) - (token.text in SHUT) if token.kind == "punct" else 0
        if deep or token.text in SHUT:
            continue
        if token.kind == "punct" or token.has("role.and", "also."):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


def about(story: str) -> str:
    """What a story is about, as typed: what is known of the things in it, else what is done with
    something; empty where that is but somebody, or some day."""
    rated = [
        (_weight(kept, behind), -place, name)
        for place, (name, kept, behind) in enumerate(_nouns(story))
    ]
    weight, _, name = max(rated, default=(-2, 0, ""))
    if weight < _KNOWN and (does := _VENTURE.search(story)):
        return does["what"]
    return name if not (name.isascii() and story.isascii()) or weight >= _KNOWN else ""


def _nouns(story: str) -> Iterator[tuple[str, list[Token], list[Token]]]:
    """What a story names: as typed, its tokens, and those behind it."""
    said, kept = [piece for token in tokens(story) for piece in _split(token)], list[Token]()
    for place, token in enumerate([*said, _END]):
        joins = token.has("role.of") and bool(kept) and not token.text.isascii()
        joins = joins or (bool(kept) and _is_glued(kept[-1], token))
        if joins or _is_noun(token, said[max(0, place - 1) : place]):
            kept.append(token)
            continue
        behind = said[place : place + _NEAR]
        if (kept := bare(kept)) and (name := _named(raw(kept, story), behind)):
            yield name, kept, behind
        kept = []


def _is_glued(before: Token, token: Token) -> bool:
    """Whether a word goes on the one before, in a script that joins words and has blanks."""
    glued = token.kind == "word" and token.start == before.end
    return glued and lexis().joins(token.text[:1]) == "agglutinated"


def _split(token: Token) -> Iterator[Token]:
    """A token; where clauses run into one, or a noun and its verb, the nouns and the rest."""
    told = token.kind == "unknown" or token.has("told.")
    if not told or not _RUNS.search(token.text):
        yield token
        return
    for found in _PIECES.finditer(token.text):
        at = token.start + found.start()
        if found["noun"]:
            for part in tokens(found[0]):
                yield replace(part, start=at + part.start, end=at + part.end)
        else:
            yield Token("ending", at, at + 1, found[0])


def _is_noun(token: Token, before: Sequence[Token]) -> bool:
    """Whether a token may be a part of a name: no verb, be it behind who does something."""
    if token.kind not in ("word", "unknown") or token.text in forms("doing"):
        return False
    if _TROUBLE.search(token.text):
        return False
    if token.has("unit.", "counter.") or (_TELLS.search(token.text) and not token.has(*_NAMES)):
        return False
    if token.text.isascii() and before and before[0].has("speaker.", "infinitive."):
        return False
    return token.has(*_NAMES) or not (token.senses or ends(token.text, "asked"))


def _named(name: str, behind: Sequence[Token]) -> str:
    """A name without when it is, and what somebody is in it; empty where it is but somebody."""
    while name and (time := _WHEN.match(name)):
        name = name[time.end() :].strip()
    while post := end_of(name, "office"):
        name = name.removesuffix(post).strip()
    who = name + (behind[0].text if behind else "")
    return "" if _PERSON.fullmatch(name) or _WHO.search(name) or _WHO.search(who) else name


def _weight(kept: Sequence[Token], behind: Sequence[Token]) -> int:
    """How surely a story is about something: what is known, and what something is done with."""
    known = any(t.has(*_KINDS) for t in kept)
    place = bool(behind) and behind[0].has("role.from", "role.at", "role.to")
    done = bool(behind) and behind[0].has("role.object", "role.subject", "verb.do")
    done = done or any(t.text in forms("glued") for t in behind)
    return _KNOWN * known + done - place
