"""The words of wishes: those of every grammar, those that only wishes use, and what things are."""

from collections.abc import Sequence
from functools import cache

from agent.planner.embedded.grammar.lexis import Trie, Word, composed, lexis
from agent.planner.embedded.grammar.tokens import Token, tokens_of
from agent.planner.embedded.lexicon import lexicon

_SHORTEST = 2  # letters of a thing where words have no blanks: shorter ones are parts of words


def tokens(text: str) -> list[Token]:
    """The tokens of a wish; `text` is to be composed, as places in it are places in the tokens."""
    return tokens_of(text, lexis(), _words())


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


def is_said(text: str) -> bool:
    """Whether a text says something, as a sentence does, where a wish would name it."""
    bare = composed(text).strip(" \n!?.~…。！？")
    talks = any(token.has("talk.") for token in tokens(bare))
    return "\n" not in bare and (talks or ends(bare, "said"))


def ends(name: str, sense: str) -> bool:
    """Whether a name ends as those of a sense do (`ends` of the words)."""
    low = composed(name).lower()
    return any(low.endswith(end) for end in _ends(sense))


def holds(text: str, sense: str) -> bool:
    """Whether a text has one of the forms of a sense in it; forms with blanks are whole words."""
    low = f" {composed(text).lower()} "
    return any(form in low for form in forms(sense))


def forms(sense: str) -> Sequence[str]:
    """What `ends` of the words lists for a sense, in all languages."""
    return _ends(sense)


@cache
def _ends(sense: str) -> Sequence[str]:
    return tuple(end for one in lexis().languages for end in one.ends.get(sense, ()))


def is_held(name: str) -> bool:
    """Whether a name ends with a word for what records are kept in, without a blank before it."""
    return name.endswith(_holders())


@cache
def _holders() -> tuple[str, ...]:
    unspaced = [one.wish for one in lexis().languages if one.joins == "unspaced"]
    groups = [wish.get(g, {}).get(g, ()) for wish in unspaced for g in ("holder", "generic")]
    return tuple(word for listed in groups for word in listed)
