"""The words of wishes: those of every grammar, those that only wishes use, and what things are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from agent.planner.embedded.creating.wish.relative import relative_end
from agent.planner.embedded.grammar.text.lexis import Word, composed, lexis
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import LAST_TEXTS, Token, tokens_of
from agent.planner.embedded.grammar.text.trie import Trie
from agent.planner.embedded.lexicon import concept_of, concept_worded, lexicon

STOPS = frozenset(".!?;")
_SHORTEST = 2  # letters of a thing where words have no blanks: shorter ones are parts of words
_ACTS = ("verb.", "link.", "without.", "make.", "choose.", "type.", "state.", "correct.")
_PAUSE = frozenset({"pause.pause"})  # a politeness behind what is to be made
_TOPIC = frozenset({"role.topic"})
_OR = frozenset({"either.either"})
_OR_NOT = frozenset({"or_not.or_not"})
_ONLY = frozenset({"role.only"})
_THING = frozenset({"noun.thing"})
_TOLD = frozenset({"want.want", "told.told"})


def tokens(text: str) -> list[Token]:
    """The tokens of a wish; `text` is to be composed, as places in it are places in the tokens."""
    return list(_tokens(text))


@lru_cache(LAST_TEXTS)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_with_verbs(tokens_of(text, lexis(), _words())))


def _with_verbs(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens with verbs that no word is known for as one each: of a clause that only tells
    how things are, its last word shows that it ends ("혈압을 매일 재는데")."""
    at = 0
    while at < len(found):
        end = told if (told := relative_end(found, at)) > at else _word_end(found, at)
        word = found[at:end]
        text = "".join(t.text for t in word)
        if told > at or _is_noun(word) or _is_asked(word, text):
            yield Token("unknown", word[0].start, word[-1].end, text)
        elif thing := _thing_behind(word, text):
            yield from thing
        elif parted := _parted(word, found[end : end + 1]):
            yield from parted
        elif joined := _joined(word, found[end : end + 1]):
            last = word[joined - 1]
            name = "".join(t.text for t in word[:joined])
            yield Token("unknown", word[0].start, last.end, name)
            yield from word[joined:]
        elif untailed := _untailed(word, text):
            yield from untailed
        elif len(word) == len("ab") and (role := _particle(word, found[end : end + 1])):
            senses = frozenset(x for x in word[0].senses if not x.startswith("verb."))
            yield replace(word[0], senses=senses)
            yield replace(word[1], kind="particle", senses=role)
        elif word[-1].kind == "unknown" and (only := _only_behind(text, found[end : end + 1])):
            at = word[-1].end - len(only)
            yield replace(word[0], end=at, text=text[: -len(only)])
            yield Token("particle", at, word[-1].end, only, _ONLY)
        elif _is_glued(found[at]) and _is_verb(word, text):
            yield Token("word", word[0].start, word[-1].end, text, _TOLD)
        else:
            yield from map(_pausing, word)
        at = end


def _thing_behind(word: Sequence[Token], text: str) -> list[Token]:
    """A verb that nobody knows and the "thing" that it tells apart, where no blank parts them
    ("주문받은거"); nothing for other words."""
    end = end_of(text, "glued")
    verb = text.removesuffix(end)
    last = syllables(verb[-1:])
    tells = bool(end and last) and last[0].end in TELLING and len(verb) > 1
    if not tells or text in forms("others") or len(word) > 1 or word[0].kind != "unknown":
        return []
    at = word[0].start + len(verb)
    thing = Token("word", at, at + len(end), end, _THING)
    return [replace(word[0], end=at, text=verb), thing]


def _pausing(token: Token) -> Token:
    """A particle that is but a politeness behind what is to be made ("…なんですが"), as a word."""
    pauses = token.has("role.because") and ends(token.text, "pausing")
    return replace(token, kind="word", senses=_PAUSE) if pauses else token


def _joined(word: Sequence[Token], after: Sequence[Token]) -> int:
    """How many of the tokens that stand together are one name; 0 where each stands for itself.

    A number has a blank before it, or what it counts behind one ("원두명", "한줄요약"); and of a
    single letter with a particle nothing is said where the name ends there ("고도, 콩이").
    """
    counts = [i for i, t in enumerate(word) if t.has("count.", "new.new") and len(t.text) > 1]
    counted = [i + 1 for i in counts if i and word[i].has("counter.", "count.")]
    counted = [] if word[0].has("noun.", "sample.", "thing.") or word[0].text.isdigit() else counted
    if counted and word[counted[0] - 2].kind in ("word", "unknown"):
        return counted[0]
    if counts[:1] == [0] and len(word) > 1 and word[1].has("concept."):
        return 2
    ended = not after or after[0].kind in ("punct", "break")
    short = len(word) == 2 and word[0].kind == "unknown" and len(word[0].text) == 1
    short = short and word[1].kind == "particle" and word[1].has("role.also", "role.subject")
    return len(word) if short and ended else 0


def _is_asked(word: Sequence[Token], text: str) -> bool:
    """Whether a verb ends as a question that a column is called by ("챙기는지")."""
    asks = len(word) > 1 and word[-1].kind != "particle" and ends(text, "asked")
    return asks and not any(t.has("ask.") for t in word)


def _particle(word: Sequence[Token], after: Sequence[Token]) -> frozenset[str]:
    """What could be a verb's ending and is a particle: of a noun that is spoken of ("분류는"), or
    of one more thing that holds rows, where it ends there ("훈련 기록도"); nothing for no other."""
    noun, end = word
    said = {role for role in ("topic", "also") if end.text in lexis().marking(role)}
    if end.kind == "ending" and noun.has("concept.") and "topic" in said:
        return _TOPIC
    ends = not after or after[0].kind in ("punct", "break")
    held = end.kind == "ending" and noun.has("holder.") and ends
    return frozenset({"role.also"} if held and "also" in said else ())


def _untailed(word: Sequence[Token], text: str) -> list[Token]:
    """A word without what hangs on it: "or", or a polite tail; nothing for any other."""
    if text.startswith(tuple(forms("or_not"))):
        return [Token("word", word[0].start, word[-1].end, text, _OR_NOT)]
    if word[-1].kind == "unknown" and ends(text, "held"):
        return list(_paused(Token("unknown", word[0].start, word[-1].end, text), 1))
    tail = (end_of(text, "purpose") or _politeness(word[0], text)) if len(word) == 1 else ""
    either = _either(word[0]) if len(word) == 1 else []
    return list(_paused(word[0], len(tail))) if tail else either


def _politeness(word: Token, text: str) -> str:
    """The polite tail of a usual name of a column ("계약일이요"); empty for other words."""
    tail = end_of(text, "politely") if word.kind == "unknown" else ""
    return tail if tail and concept_of(text.removesuffix(tail)) is not None else ""


def _either(word: Token) -> list[Token]:
    """A view and the "or" behind it, of a word that is no other ("차트나 대시보드"); else none."""
    joint = end_of(word.text, "either") if word.kind == "unknown" else ""
    named = tokens_of(word.text.removesuffix(joint), lexis(), _words()) if joint else []
    if len(named) != 1 or not named[0].has("view.", "dash.", "sample."):
        return []
    at = word.end - len(joint)
    return [
        replace(named[0], start=word.start, end=at),
        Token("particle", at, word.end, joint, _OR),
    ]


def _only_behind(text: str, after: Sequence[Token]) -> str:
    """The "only" that a name ends with: before what asks for it to be put in ("모모스만 넣어줘"),
    or where a usual name of a property ends a list ("가입일만요"); empty for none."""
    only = end_of(text, "only")
    name = text.removesuffix(only)
    put = bool(after) and after[0].has("verb.add")
    last = not after or after[0].text in (".", "!") or after[0].kind == "break"
    said = put or (last and concept_worded(name) is not None)
    return only if said and len(name) > 1 else ""


def _parted(word: Sequence[Token], after: Sequence[Token]) -> list[Token]:
    """What one word says of several: options of a letter each ("上中下"), or names with an "or"
    between ("早番か遅番", "現金か|カード"); nothing for other words."""
    first, *others = word
    if first.text in forms("packed") and all(t.kind == "particle" for t in others):
        return [*_unpacked(first.start, first.text), *others]
    if first.kind != "unknown" or others:
        return []
    joined = bool(after) and after[0].start == first.end and after[0].kind in ("word", "unknown")
    text = f"{first.text}{after[0].text[:1]}" if joined else first.text
    places = [at for at in range(1, len(first.text)) if _is_or(text, at)]
    return list(_alternatives(first, places))


def _is_or(text: str, at: int) -> bool:
    """Whether a letter is the "or" between two names: neither's letters are those of endings."""
    around = (text[at - 1 : at], text[at + 1 : at + 2])
    apart = all(c.isalnum() and not lexis().is_soft(c) for c in around)
    return text[at] in forms("or") and apart and lexis().joins(text[:1].lower()) == "unspaced"


def _alternatives(word: Token, places: Sequence[int]) -> Iterator[Token]:
    """The names that a word for "or" parts, with that word at each of the places."""
    begin = 0
    for at in places:
        yield replace(word, start=word.start + begin, end=word.start + at, text=word.text[begin:at])
        yield Token("word", word.start + at, word.start + at + 1, word.text[at], _OR)
        begin = at + 1
    if places and begin < len(word.text):
        yield replace(word, start=word.start + begin, text=word.text[begin:])


def _paused(word: Token, tail: int) -> Iterator[Token]:
    """A word without its polite tail, which ends what is to be made."""
    at = word.end - tail
    yield replace(word, end=at, text=word.text[:-tail])
    yield Token("word", at, word.end, word.text[-tail:], _PAUSE)


def _is_noun(word: Sequence[Token]) -> bool:
    """Whether a word only begins as a verb does: with more behind its ending ("체크아웃",
    "만드는법"), or with what makes a person of it ("대체자")."""
    if len(word) > 1 and word[-1].text in forms("honour"):
        return True  # "별님": what people are called is part of a name here
    if len(word) == len("ab") and _is_unit(word[0]) and word[1].kind in ("word", "unknown"):
        return True  # "주문자"
    if len(word) < len("ab") or word[1].kind != "ending" or not word[0].has("verb."):
        return False
    person = len(word[0].text) > 1 and word[1].text in forms("person") and len(word) == len("ab")
    return person or (word[-1].kind == "unknown" and not word[-1].senses)


def _is_unit(token: Token) -> bool:
    """Whether a single letter may be a unit: with no number before it, it only begins a word."""
    return len(token.text) == 1 and token.has("unit.")


def _is_verb(word: Sequence[Token], text: str) -> bool:
    """Whether a word that nobody knows ends as a verb does, and not as "is" behind a noun."""
    copula = ends(text, "copula") and not ends(text, "intent")
    return ends(text, "clause") and not (copula or any(t.has(*_ACTS) for t in word))


def _word_end(found: Sequence[Token], at: int) -> int:
    """Where the tokens end that stand together without a blank, in a script that joins them."""
    end = at + 1
    while end < len(found) and found[end].start == found[end - 1].end and _is_glued(found[end]):
        end += 1
    return end if _is_glued(found[at]) else at + 1


def _unpacked(start: int, text: str) -> Iterator[Token]:
    """Options of a letter each ("상중하") as if strokes parted them."""
    for at, letter in enumerate(text, start):
        if at > start:
            yield Token("punct", at, at, "/")
        yield Token("unknown", at, at + 1, letter)


def _is_glued(token: Token) -> bool:
    """Whether letters of a script that joins words to their endings stand there."""
    plain = token.kind in ("word", "unknown", "particle", "ending") and not token.names
    return plain and lexis().joins(token.text[:1].lower()) == "agglutinated"


@cache
def _words() -> Trie:
    """What the words of changes do not have."""
    trie = Trie()
    for language in lexis().languages:
        for group, senses in language.wish.items():
            for sense, listed in senses.items():
                # Behind a wish stand endings as behind any verb: "まとめたい" and "のですが".
                word = Word(f"{group}.{sense}", language.joins, stem=group == "want")
                for text in listed:
                    trie.add(text.lower(), word)
        for thing in lexicon().things:
            word = Word(f"thing.{thing.key}", language.joins)
            for text in getattr(thing.words, language.name, ()):
                short = language.joins == "agglutinated" and len(text) < _SHORTEST
                if not short:
                    trie.add(text.lower(), word)
    return trie


def are_many(name: str) -> bool:
    """Whether a name is a Latin plural."""
    last = name.split()[-1:] or [""]
    return name.isascii() and last[0].endswith("s") and not last[0].endswith(("ss", "us"))


def ends(name: str, sense: str) -> bool:
    """Whether a name ends as those of a sense do (`ends` of the words)."""
    return composed(name).lower().endswith(lexis().ends(sense))


def end_of(name: str, sense: str) -> str:
    """What a name of a sense ends with; empty where it does not."""
    low = composed(name).lower()
    return next((end for end in lexis().ends(sense) if low.endswith(end)), "")


def holds(text: str, sense: str) -> bool:
    """Whether a text has one of the forms of a sense in it; forms with blanks are whole words."""
    low = f" {composed(text).lower()} "
    return any(form in low for form in forms(sense))


def forms(sense: str) -> Sequence[str]:
    """What `ends` of the words lists for a sense, in all languages."""
    return lexis().ends(sense)


@lru_cache(4096)
def core(name: str) -> str:
    """A name, folded, without what its rows are kept in ("대출 기록": 대출)."""
    kept = tokens(composed(name).casefold())
    while len(kept) > 1 and kept[-1].has("holder.", "generic.", "noun.database", "domain."):
        kept.pop()
    return name[: kept[-1].end].casefold().rstrip("s") if kept else ""


def is_stop(token: Token) -> bool:
    """Whether a sentence ends here."""
    return token.kind == "break" or (token.kind == "punct" and token.text in STOPS)
