"""Lists that a text does not spell out: ranges ("week 1 to week 4", "Mon-Fri"), steps by number."""

import re

from agent.planner.embedded.creating.wish.vocabulary import forms, tokens
from agent.planner.embedded.text import spoken

_MOST = 31  # of a range
_FROM, _END = spoken("range_from").pattern, spoken("range_end").pattern
_TO = rf"(?:{spoken('range_to').pattern}| ?[~〜～–-] ?)"
_ROUND = "|".join(sorted(" ".join(forms("cycle")).split(), key=len, reverse=True))
_RANGES = re.compile(
    rf"(?:{_FROM})?(?:(?:(?<![^\W\d_])|(?=[^\W\d_a-z]{{2}}))(?P<first>{_ROUND}){_TO}(?P<last>{_ROUND})(?:{_END}|(?![^\W\d_]))"
    rf"|(?P<head>(?:\b[a-z]{{2,12}} )?)(?<!\d)(?P<low>\d{{1,2}})(?P<unit>[^\W\d_]{{0,3}}?){_TO}"
    rf"(?:(?P=head))?(?P<high>\d{{1,2}})(?P=unit)(?P<of>(?:{spoken('range_of').pattern})?)"
    rf"(?!\d)(?:{_END})?)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?<=[(（])[^()（）\d\n]{3,20}(?=[)）])")
_STEP = re.compile(r"(?<![\d.\w\n])(\d{1,2})[.)] ?(?=[^\s\d])")
_STEPS_END = spoken("ends_steps", r"(?P<said>{})|[,、;。！!?？\n]|\.(?=\s|$)")
_LEAD = re.compile(r"(?<=[.!?。！？\n] )(\w[^.:!?\n]{0,24}): ?$")  # … and what they are called
_NUMBERED, _NEAR = spoken("numbered_text"), 24  # letters before the first of some steps


def with_ranges(text: str) -> str:
    """The text with each range as the list that it stands for."""
    return _RANGES.sub(_spelt, text)


def with_bracketed(text: str) -> str:
    """The text with a range of days or months that is all in its brackets as a list."""
    return _BRACKETED.sub(lambda one: with_ranges(one[0]), text)


def with_steps(line: str) -> str:
    """A line with the steps that it numbers in quotes; those that name blocks as lines each."""
    marks = list[re.Match[str]]()
    for mark in _STEP.finditer(line):
        marks += [mark] if int(mark[1]) == len(marks) + 1 else []
    if len(marks) < 2 or not line[: marks[0].start()].strip():
        return line
    last = _STEPS_END.search(line, marks[-1].end())
    stops = [*(m.start() for m in marks[1:]), last.start() if last else len(line)]
    steps = [line[m.end() : s].strip(" ,、") for m, s in zip(marks, stops, strict=True)]
    before = line[: marks[0].start()]
    behind = line[last.end() if last and last["said"] else stops[-1] :]
    if any(t.has("block.") for step in steps for t in tokens(step)):
        return before + "".join(f"\n{step}" for step in [*steps[:-1], steps[-1] + behind])
    sign = "" if _NUMBERED.search(before[-_NEAR:] + '"') else "№ "
    before = _LEAD.sub(r"\1 ", before) if sign else before
    return f"{before}{sign}" + ", ".join(f'"{step}"' for step in steps) + behind


def _spelt(one: re.Match[str]) -> str:
    """What a range stands for, as it is spelled at its beginning; no range as it is."""
    names, unit = list[str](), one["unit"] or one["of"]
    if one["first"]:
        ends = [one["first"].capitalize(), one["last"].capitalize()]  # as the cycles are spelled
        cycle = next((c for c in map(str.split, forms("cycle")) if {*ends} <= {*c}), ends)
        at, to = map(cycle.index, ends)
        names = cycle[at : to + 1] if at < to else [*cycle[at:], *cycle[: to + 1]]
    elif (one["head"] or unit) and 0 < int(one["high"]) - int(one["low"]) < _MOST:
        names = [f"{one['head']}{n}{unit}" for n in range(int(one["low"]), int(one["high"]) + 1)]
    return f"{', '.join(names)} " if names else one[0]
