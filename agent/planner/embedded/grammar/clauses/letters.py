"""Letters and mails without what only makes them such: a head, a greeting, a signature."""

import re

from agent.planner.embedded.grammar.clauses.phrases import ARROW
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.text import QUOTED, spoken

_QUOTE = re.compile(r"^[ \t]*>+ ?", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*-{3,}[^\n|]{0,60}-{3,}[ \t]*$", re.MULTILINE)  # "---- Forwarded ----"
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*|\n")
_SENDER = spoken("sender", r"\s*(?:{})\s*[:：].*")
_HEAD = spoken("head", r"\s*(?:{})\s*[:：].*")
_POLITE = spoken("polite", r"[\s,、>#*]*(?:{})[\s,、.!?~〜ー。！？:)]*")
_THANKS = spoken("thanks", r"[\s,、]*(?:{})[\s,、.!?~〜ー。！？:)]*")
_PLAINLY = spoken("plainly", r"^\s*(?:{})[\s.!。]*$")  # how simple all is to be, and for whom
_SIGNED = spoken("signed", r"\s*(?:{})[\s,.!。]*")
_LAUGH = spoken("laugh", r"(\S??)(?:{})+[.~!^]*")
_OWN = spoken("own", r"(?:^|(?<=[\s,.!]))(?:{})[\s,.!]*$")
_PUT_RIGHT = "|".join(map(re.escape, sorted(lexis().said("correct.correct"))))
_KEPT = rf"{QUOTED}|https?://\S{{1,2000}}"  # is as it stands
# What words trail off in ends them, but where they are put right.
_TRAILING = re.compile(
    rf"(?P<kept>{_KEPT})|(?:…|\.{{3}})[.…]*\s?(?!\s?(?:{_PUT_RIGHT})(?![a-z]))", re.IGNORECASE
)
_ORDINAL = spoken("ordinal", r"^\s*(?:{})[\s,、:]+")
_GREETS = spoken("greets", r"\s*(?:{})[,、]\s*")
_SUBJECT = spoken("subject", r"\s*(?:{})\s*[:：]\s*(?P<what>\S.{0,80}?)\s*")
_LABEL = spoken("label", r"\A\s{0,9}[\[(] ?(?:{}) ?[\])]\s{0,9}(?=\S)")  # "[notice] …"
_HESITATES = spoken("hesitates", r"(?m)^(?:(?:{})[ ,\u3001.~\u2026\u30fc]*)+")
_BY = re.compile(r"(?<=[.!?。！？]) [-–—] ?[^\s,.:!?]{1,16}(?: [^\s,.:!?]{1,16}){0,2}\s*$")
_ABOUT = spoken("about", r"\A\s{0,9}(?:\d{1,2}[.)]|[-*•])? ?(?:{}) ?[:：] ?(?P<what>[^,:：]{2,60})")
_NEAR = 6  # lines of a memo that says what it is about
_MOST_PHRASES = 2  # commas within a greeting, as between a good morning and who says it
_MOST_SIGNED = 4  # lines below a close: a name, a post, a number


def without_letter(text: str) -> str:
    """The words of a letter that say something, without those of who hesitates; all of a text that
    would be nothing then."""
    text = _HESITATES.sub("", text)
    lines = _QUOTE.sub("", _RULE.sub("", text)).split("\n")
    lines[0] = _LABEL.sub("", lines[0], count=1)
    lines = _about(lines)
    kept = _unsigned(_without_head([_LAUGH.sub(r"\1.", _plain(line)) for line in lines]))
    said = "\n".join(_without_courtesy(line) for line in kept).lstrip()
    return said if any(map(str.isalnum, said)) else text


def _plain(line: str) -> str:
    ended = _TRAILING.sub(lambda found: found["kept"] or ". ", line)
    return _OWN.sub("", _BY.sub("", ended).replace("->", ARROW))


def _without_head(lines: list[str]) -> list[str]:
    """The lines without those about a mail that stand around its sender."""
    sent = next((i for i, line in enumerate(lines) if _SENDER.fullmatch(line)), None)
    if sent is None:
        subject = _SUBJECT.fullmatch(lines[0])
        return [f"{subject['what']}.", *lines[1:]] if subject else lines
    first = last = sent
    while first and _HEAD.fullmatch(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _HEAD.fullmatch(lines[last + 1]):
        last += 1
    return [*lines[:first], "", *lines[last + 1 :]]


def _about(lines: list[str]) -> list[str]:
    """The lines of a memo from the one on that says what it is about, with that said first."""
    about = next((i for i, line in enumerate(lines[:_NEAR]) if _ABOUT.fullmatch(line)), None)
    headed = any(line.startswith("#") for line in lines[:about])
    found = None if about is None or headed else _ABOUT.fullmatch(lines[about])
    return [f"{found['what']}.", *lines[about + 1 :]] if found and about is not None else lines


def _unsigned(lines: list[str]) -> list[str]:
    """The lines down to where the writer takes leave, if that is near the end."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for place in filled[-_MOST_SIGNED:]:
        line = lines[place].rstrip()
        apart = line.endswith(",") or " " in line or (place and not lines[place - 1].strip())
        if place and apart and _SIGNED.fullmatch(line):
            return lines[:place]
    return lines


def _without_courtesy(line: str) -> str:
    if line.startswith("#"):
        return line  # what heads a part of a text is no phrase of politeness
    line = line[greeted.end() :] if (greeted := _GREETS.match(line)) else line
    pieces = [_ORDINAL.sub("", piece) for piece in _SENTENCE.findall(line)]
    if len(pieces) == 1 and not _POLITE.fullmatch(line):
        return pieces[0]
    for place, piece in enumerate(pieces[1:], 1):
        asked = _PLAINLY.fullmatch(piece)
        pieces[place] = f" {next(filter(None, asked.groups()))}. " if asked else piece
    return "".join("" if _is_polite(piece) else piece for piece in pieces)


def _is_polite(sentence: str) -> bool:
    """Whether a sentence is a phrase of politeness, or no more than a few of them."""
    parts = sentence.split("、", _MOST_PHRASES)
    thanks = _POLITE.fullmatch(sentence) or _THANKS.fullmatch(sentence)
    return bool(thanks) or all(map(_POLITE.fullmatch, parts))
