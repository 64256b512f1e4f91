"""What a wish is about: its head, without the words that every wish has."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.pieces import bare, raw
from agent.planner.embedded.creating.wish.vocabulary import end_of, ends, forms
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import is_known, unjoined
from agent.planner.words import words

_LONGEST = 60
_SEEN = ("view.list", "view.calendar", "view.gallery", "view.timeline")  # no "board of directors"
_FEW = 2  # words: a verb, and the thing that it is of
_PLACED = 4  # words behind a place, among which the table is that it leads to
_NEAR = 3  # words, of which one says what something is for


def subject_of(head: Sequence[Token], text: str) -> str | None:
    """The words that name the subject, as typed; None where there are none."""
    kept = unheld(_behind_purpose(_behind_time(_unplaced(bare(head)))))
    while len(kept) > 1 and (kept[-1].has("generic.") or is_small(kept[-1])):
        kept = bare(kept[:-1])
    kept = _deedless(_nominal(kept))
    if len(kept) > 1 and kept[-1].text in forms("office"):
        kept.pop()  # what somebody is in what it is about ("밴드 동아리 운영진인데요")
    if not kept or all(_is_general(t) or t.text.casefold() in words("empty") for t in kept):
        return None
    name = _ungeneric(raw(kept, text))
    name = unjoined(" ".join(name.split())[:_LONGEST].strip(" -~…'\""))
    if not any(letter.isalpha() for letter in name):
        return None
    return name[:1].upper() + name[1:] if name[:1].isascii() else name


def _unplaced(tokens: list[Token]) -> list[Token]:
    """The subject without who makes it behind it ("donations in Notion"), and without that it is
    something to do that with ("something to plan my D&D campaign")."""
    if len(tokens) > _FEW and tokens[-2].has("role.at") and tokens[-1].text == "Notion":
        tokens = bare(tokens[:-2])
    at = next((i for i, t in enumerate(tokens) if i and t.has("role.from", "role.of")), 0)
    if at and tokens[at].text.isascii() and all(t.has("pasted.", "it.") for t in tokens[at + 1 :]):
        tokens = bare(tokens[:at])  # "orders from this spreadsheet"
    led = len(tokens) > _PLACED - 1 and tokens[0].has("vague.", "generic.", "holder.")
    if led and tokens[1].has("infinitive.") and tokens[2].has("organise.", "verb.write"):
        return bare(tokens[3:]) or tokens
    return tokens


def _behind_time(tokens: list[Token]) -> list[Token]:
    """The subject without from when on it is wanted ("다음 달부터 팀 비품 대장")."""
    timed = len(tokens) > _FEW and tokens[0].has("range.", "monthly.", "week.", "day.")
    since = timed and tokens[1].kind == "particle" and tokens[1].has("role.from")
    return bare(tokens[2:]) if since else tokens


def _nominal(tokens: list[Token]) -> list[Token]:
    """The subject of a clause that stands where a name would ("구독이 너무 많아서 정리 좀")."""
    marks = (i for i, t in enumerate(tokens[:-1]) if i and t.kind == "particle")
    counts = {i for i, t in enumerate(tokens) if t.kind == "number" or t.has("count.")}
    clauses = (
        i
        for i in marks
        if tokens[i].has("role.subject") and i + 1 not in counts and not _are_nouns(tokens[i + 1 :])
    )
    at = next(clauses, len(tokens))  # "냥이 두 마리", "고양이 급식소" are no clauses
    return bare(tokens[:at]) or tokens


def _are_nouns(behind: Sequence[Token]) -> bool:
    """Whether all that follows what looks like a subject are nouns, where words have blanks."""
    plain = all(t.kind == "unknown" or t.has("thing.", "concept.", "noun.") for t in behind)
    spaced = lexis().joins(behind[0].text[0].lower()) == "agglutinated"
    return plain and spaced and not any(ends(t.text, "clause") for t in behind)


def _deedless(tokens: list[Token]) -> list[Token]:
    """The subject without what is done with it, and where ("학원에서 학생 상담한 거")."""
    if len(tokens) < _FEW or not tokens[-1].has("noun.thing") or not _tells(tokens[-2]):
        return tokens
    *kept, deed, _ = tokens
    ends_verb = (*forms("adnominal"), *forms("attributive"))
    if kept and deed.kind in ("particle", "ending") and deed.text in ends_verb:
        kept, deed = kept[:-1], kept[-1]  # "병원 다니시는 거", "선물 받은 거"
    noun = deed.text.removesuffix(end_of(deed.text, "doing"))
    if len(noun) > 1 and noun != deed.text:
        kept.append(replace(deed, text=noun, end=deed.start + len(noun)))
    places = [i for i, t in enumerate(kept) if t.kind == "particle" and t.has("role.from")]
    return bare(kept[places[-1] + 1 if places else 0 :]) or tokens


def _tells(token: Token) -> bool:
    """Whether a word ends as a verb that tells the noun behind it apart."""
    last = syllables(token.text[-1:])
    does = token.kind != "particle" or token.text in (*forms("doing"), *forms("adnominal"))
    return bool(last) and last[0].end in TELLING and does


def _behind_purpose(tokens: list[Token]) -> list[Token]:
    """The subject without the words that only say it is for that ("this is for our plots")."""
    opens = tokens[:1] and tokens[0].has("setting.", "reason.", "talk.")
    at = next((i for i, t in enumerate(tokens[:_NEAR]) if i and t.has("role.of")), 0)
    if not opens or not at or not tokens[0].text.isascii():
        return tokens
    kept = tokens[at + 1 :]
    return bare(kept[1:] if kept and kept[0].has("organise.") else kept)


def _is_general(token: Token) -> bool:
    """Whether a word names no subject: a workspace, a page, a template."""
    known = token.senses == {"noun.thing"} and is_known(token.text)  # "책 읽은 거"
    if known or (token.has("thing.", "domain.") and not token.has("generic.")):
        return False
    linked = token.has("both_ways.", "link.", "count.")  # "two connected databases"
    plain = token.has("generic.", "whole.", "noun.", "make.", "dash.", "vague.")
    return linked or plain or is_small(token)


def unheld(tokens: list[Token]) -> list[Token]:
    """The subject without what it is to be held in ("a database of my records", "calendar of
    walks")."""
    for place, token in enumerate(tokens[1:3], 1):
        held = all(t.has("generic.", "holder.", "noun.", "count.1", *_SEEN) for t in tokens[:place])
        if token.kind == "word" and token.has("role.of") and held:
            return bare(tokens[place + 1 :])
    return tokens


def until_link(tokens: Sequence[Token]) -> list[Token]:
    """A name without what is to become of it ("keep dogs", "손님 따로 관리하고 둘이 연결")."""
    begin = int(len(tokens) > 1 and tokens[0].has("organise.") and tokens[0].text.isascii())
    ends = (
        i
        for i, t in enumerate(tokens)
        if t.has("link.", "both_ways.") or _is_apart(i, t) or _is_put(i, tokens)
    )
    return list(tokens[begin : next(ends, len(tokens))])


def _is_put(at: int, tokens: Sequence[Token]) -> bool:
    """Whether what stands before a place is to be put into a table ("pupils in a table of their
    own")."""
    behind = tokens[at + 1 : at + 1 + _PLACED]
    led = at > 0 and tokens[at].kind == "word" and tokens[at].has("role.at")
    return led and any(t.has("noun.database") for t in behind)


def _is_apart(at: int, token: Token) -> bool:
    """Whether a word behind a name says that it is to be kept by itself."""
    return at > 0 and token.has("own.", "new.new") and token.kind == "word"


def _ungeneric(name: str) -> str:
    """A name in a script without blanks, without the word for keeping at its end."""
    for language in lexis().languages:
        if language.joins == "spaced" or not language.letters.match(name[-1:]):
            continue
        for noun in sorted(language.wish.get("generic", {}).get("generic", ()), key=len)[::-1]:
            joined = language.joins == "unspaced"
            if joined and name.endswith(noun) and len(name) > len(noun):
                return name[: -len(noun)].removesuffix(language.particles["of"][0])
    return name
