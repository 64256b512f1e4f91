"""A list and its columns, however both are put: one form for all the frames in which people say it.

"이름, 전화번호를 적을 수 있는 회원 명부", "a member list where I can put name and phone": what
stands between and around both are words of a frame (`list_*` of the words), and no part of a name.
"""

import re
from collections.abc import Iterator
from itertools import islice

from agent.planner.embedded.creating.described import group_of, masked, parted
from agent.planner.embedded.creating.wish.pieces import Member, is_column, parted_by_blanks, raw
from agent.planner.embedded.creating.wish.story import told_apart
from agent.planner.embedded.creating.wish.vocabulary import are_many, tokens
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.lexicon import is_box
from agent.planner.embedded.text import spoken
from tools.blueprint.base import Language

_Listed = tuple[int, str, list[str], int]  # where a name begins, it, its columns, where both end

_SENTENCE = re.compile(r"(?:[^.!?\n。！？]|[.](?=\d)|[?](?=[,、]))+")
_DOTS = str.maketrans("·・", ",,")
_ACTS = (
    "make.", "verb.sort", "verb.show", "verb.add", "verb.group", "verb.filter", "verb.link",
    "without.", "never.", "not.",
)  # fmt: skip
_PARTICLES = ("role.object", "role.subject")
_IS_FORM = re.compile(r" ?(?:[:：] ?(?=\S)| [—–-] |[(（])")
_OUT = re.compile(r"\([^()]*\)|（[^（）]*）")
_PARTS = re.compile(r"[,、:：\n]")
_SIGNS = " ,.!?\n、。！？~"
_NOUN = spoken("list_noun")  # with which the name of a list ends …
_BARE = spoken("list_bare")  # such a word that tells nothing by itself
_THING = spoken("list_thing", " {0,3}(?:{})")  # … or what each of its rows is, where it has no name
_WHOSE = spoken("list_whose")  # … or whose the first column is
_OPENS = spoken("list_opens")  # before a name, or columns
_ASKS = spoken("list_asks")  # behind a name
_AHEAD = spoken("list_ahead")  # between columns and the name of their list …
_BEHIND = spoken("list_behind")  # … and between a name and its columns
_CLOSES = spoken("list_closes", "(?:{})$")  # behind columns
_CLAUSE = spoken("list_clause")  # in what tells more than a name
_GOES = spoken("list_goes")  # before what else is asked for
_TOLD = spoken("list_told")  # that they are columns, whatever they are called
_LETTERS = 24  # of a name in a script with short words
_WORDS = 5  # of a name in any other
_ROUNDS = 8  # words of a frame, one behind the other, and places that are tried
_LONGEST = 400  # characters in which a wish names a list and its columns
_FEWEST = 3  # columns that only blanks part


def framed(text: str, language: Language) -> str:
    """A text with the list that it asks for in the form that names it before its columns."""
    story, asking = told_apart(text)
    for before, said in ((story, asking), ("", text)):
        seen = masked(said[:_LONGEST])
        listed = (one for way in (_ahead, _behind) for one in way(said, seen, language))
        if (found := next(listed, None)) and not _goes_on(said[found[-1] :]):
            begin, name, columns, end = found
            told = before + said[:begin] if before else ""
            form = lexis().names[language]["framed"].format(name, ", ".join(columns))
            # Behind a story, and for columns that are called as columns are, a colon tells more.
            if (told and name.isascii()) or any(map(_TOLD.fullmatch, columns)):
                form = f"{name}: {', '.join(columns)}"
            return f"{told}{form}. {said[end:].lstrip(_SIGNS)}".rstrip(_SIGNS)
    return text


def _goes_on(rest: str) -> bool:
    """Whether what follows a list and its columns speaks of another list."""
    return _NOUN.search(rest) is not None or len(parted(rest)) >= _FEWEST


def _ahead(text: str, seen: str, language: Language) -> Iterator[_Listed]:
    """The columns, then the list that has them ("제목, 저자 적는 책 목록")."""
    begin, first = _peeled(_OPENS, seen, 0), _SENTENCE.match(seen)
    end = first.end() if first else 0
    links = sorted(_AHEAD.finditer(seen, begin, end), key=lambda one: -len(one[0]))
    for link in links[:_ROUNDS]:
        columns = _columns(text[begin : link.start()], sure=_TOLD.search(link[0]) is not None)
        for called, behind in _names(text, seen, link.end(), language) if columns else ():
            asked, name = _peeled(_ASKS, seen, behind), called
            whose, bare = _WHOSE.match(columns[0]), _BARE.fullmatch(called)
            if whose and (bare or called.startswith(group_of(whose))):
                name = _list_of(group_of(whose), language) if bare else called
                columns = [columns[0][whose.end() :], *columns[1:]]
            if asked >= end or _GOES.match(seen, asked):
                yield 0, name, columns, min(asked, end)


def _behind(text: str, seen: str, language: Language) -> Iterator[_Listed]:
    """The list, then the columns that it has ("책 목록에 제목, 저자 있으면 좋겠어")."""
    for called, behind in islice(_names(text, seen, 0, language), _ROUNDS):
        name, bare = called, _BARE.fullmatch(called)
        at = _peeled(_BEHIND, seen, _peeled(_ASKS, seen, behind))
        if (bare and at == behind) or _IS_FORM.match(seen, behind) or _IS_FORM.match(seen, at):
            continue  # "sheet music list"; "member list: …" is the form, as are brackets
        if bare and (thing := _THING.match(seen, at)):
            name = _list_of(group_of(thing), language)
            at = _peeled(_BEHIND, seen, thing.end())
        last = _SENTENCE.match(seen, at)
        end = last.end() if last else at
        if goes := _GOES.search(seen, at + 1, end):
            end = goes.start()
        closed = _closed(seen[at:end])
        around = (seen[behind:at], seen[at + closed : end])
        said = text[at : at + closed]
        plain = seen[behind : behind + 1] != "。" or not _OUT.search(said)  # else read as it is
        columns = _columns(said, sure=any(map(_TOLD.search, around))) if plain else []
        if columns:
            begin = behind - len(name) if seen[:behind].endswith(name) else 0
            yield begin, name, columns, end


def _names(text: str, seen: str, at: int, language: Language) -> Iterator[tuple[str, int]]:
    """What a list may be called that is named from a place on, and where that ends."""
    begin = _peeled(_OPENS, seen, at)
    if thing := _THING.match(seen, begin) or _THING.match(seen, at):
        name = group_of(thing)
        yield _list_of(name, language) if _TOLD.search(thing[0]) else name, thing.end()
    for noun in _NOUN.finditer(seen, begin):
        if noun.lastindex and noun.start() > begin:
            break
        name = group_of(noun) if noun.lastindex else text[begin : noun.end()]
        long = len(name.split()) > _WORDS if name.isascii() else len(name) > _LETTERS
        if long or _PARTS.search(name) or _tells(name):
            break
        yield name, noun.end()


def _list_of(thing: str, language: Language) -> str:
    return thing if are_many(thing) else lexis().names[language]["list_of"].format(thing)


def _peeled(words: re.Pattern[str], seen: str, at: int) -> int:
    """Where words of a frame end that stand one behind the other."""
    for _ in range(_ROUNDS):
        found = words.match(seen, at)
        if found is None or found.end() == at:
            break
        at = found.end()
    return at


def _closed(seen: str) -> int:
    """Where columns end, before the words of the frame behind them."""
    end = len(seen)
    for _ in range(_ROUNDS):
        found = _CLOSES.search(seen, 0, end)
        if found is None or not found.start():
            break
        end = found.start()
    return end


def _columns(said: str, *, sure: bool) -> list[str]:
    """The names of columns that words list; none where they may as well be something else."""
    said = said if _PARTS.search(said) else said.translate(_DOTS)  # beside commas they part options
    names = parted(said.strip(_SIGNS))
    if len(names) == 1 and " " not in names[0]:
        return []
    if len(names) == 1:
        blank = [raw(m.tokens, said) for m in parted_by_blanks(Member(tuple(tokens(said))), said)]
        words = names[0].split()
        names = blank if len(blank) > 1 or not all(map(is_column, words)) else words
        names = names if len(names) >= _FEWEST and not any(" " in n for n in names) else []
    plain = [_OUT.sub("", name).strip() for name in names]
    known = sum(map(is_column, plain))
    sure = sure and (known > 0 or len(names) >= _FEWEST)  # two things may be what it is all about
    sure = sure or known * 2 >= len(names) >= _FEWEST or known == len(names)
    return names if len(names) > 1 and sure and all(map(_is_short, plain)) else []


def _is_short(name: str) -> bool:
    """Whether words are but the name of a column, and say nothing else."""
    short = 0 < len(name.split()) < _WORDS and len(name) <= _LETTERS
    told = _CLAUSE.search(name) or _NOUN.search(name) or _PARTS.search(name)
    acts = not is_box(name) and any(t.has(*_ACTS) for t in tokens(name))
    return short and not (told or acts or _tells(name))


def _tells(name: str) -> bool:
    """Whether a particle within words says what is done with what."""
    return any(t.kind == "particle" and t.has(*_PARTICLES) for t in tokens(name)[:-1])
