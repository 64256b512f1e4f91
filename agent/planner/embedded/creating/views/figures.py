"""Figures for each of something: rollups where that is a database, else a chart."""

from collections.abc import Sequence

from agent.planner.brief import WantedRollup
from agent.planner.embedded.creating.found import Asked, Found
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded

_NEAR = 4  # words from "how many" to "each"


def read_rollup(found: Found, group: Group) -> bool:
    """Reads "프로젝트별 예산 합계", "total amount per client", "a bar chart of distance per type".

    A chart of a figure, with nothing said of how it is reckoned, shows its sum."""
    for member in group.members:
        at = next((i for i, t in enumerate(member.tokens) if t.has("role.by") and i), None)
        figure = next((t for t in member.tokens if t.has("function.")), None)
        charts = [t for t in member.tokens if t.has("view.chart", "chart.")]
        if at is None or not (figure or charts):
            if at is None and charts and _over_time(found, member, charts):
                return True
            continue
        before, behind = member.tokens[:at], member.tokens[at + 1 :]
        last = (figure or charts[0]) in before
        sides = (before, behind) if last else (behind, before)
        of, per = (bare([t for t in side if t not in charts]) for side in sides)
        plain = [t for t in of if t is not figure] or list(group.lead)
        if not figure and not found.has_property(tidy(plain, found.text)):
            continue  # "a bar chart by type": how many there are of each
        if plain and per:
            name = tidy(of, found.text)
            if group.lead:  # "비용은 차량별 합계"
                name = f"{tidy(plain, found.text)} {name}"
            found.rollups.append(
                WantedRollup.model_validate(
                    {
                        "per": tidy(per, found.text),
                        "property": tidy(plain, found.text),
                        "function": figure.group("function.") if figure else "sum",
                        "name": name,
                        "chart": _kind(charts),
                    }
                )
            )
            return True
    return False


def _kind(charts: Sequence[Token]) -> str | None:
    """The kind of chart that words name, if any."""
    return next((kind for t in charts if (kind := t.group("chart."))), None)


def _over_time(found: Found, member: Member, charts: Sequence[Token]) -> bool:
    """Reads "a line chart of weight over time": a figure along the first day of its rows."""
    plain = bare([t for t in member.tokens if t not in charts])
    figure = found.has_property(tidy(plain, found.text)) if plain else None
    known = ((p.name, concept_worded(p.name)) for p in found.columns())
    day = next((name for name, k in known if k is not None and k.type == "date"), None)
    if figure is None or day is None or _kind(charts) != "line":
        return False
    wanted = {"per": day, "property": figure, "function": "average", "name": figure}
    found.rollups.append(WantedRollup.model_validate({**wanted, "chart": "line"}))
    return True


def without_asked(said: Sequence[Token], text: str) -> tuple[list[Token], list[Asked]]:
    """The tokens without "show how much each client has paid", and these figures."""
    left, asked = list(said), list[Asked]()
    for at in range(len(said) - 1, -1, -1):
        kind = said[at].group("ask.")
        each = _each(left, at) if kind in ("sum", "count") else None
        if each is None:
            continue
        end = next((i for i in range(each, len(left)) if _ends(left[i])), len(left))
        if each + 1 >= end:
            continue
        if any(t.kind == "punct" for t in left[max(0, at - 1) : at]) and left[at - 1].text == ",":
            continue  # a column of a list
        of = (*left[at + 1 : each], *left[each + 2 : end])
        begin = at
        while begin and left[begin - 1].has("verb.show", "also.", "filler.", "verb.want"):
            begin -= 1
        typed = text[left[begin].start : left[end - 1].end]
        words = " ".join(t.text for t in of)
        asked.insert(0, Asked(kind, tidy(left[each + 1 : each + 2], text), words, typed))  # type: ignore[arg-type]  # of the two
        left[begin:end] = []
    return left, asked


def _each(said: Sequence[Token], at: int) -> int | None:
    """Where it is said, in the same sentence, for each of what a figure is asked."""
    near = range(at + 1, min(at + 1 + _NEAR, len(said)))
    found = next((i for i in near if _ends(said[i]) or said[i].has("each.", "role.by")), None)
    return None if found is None or _ends(said[found]) else found


def _ends(token: Token) -> bool:
    return token.kind == "break" or (token.kind == "punct" and token.text in ".!?;,:()")


def answer(found: Found) -> None:
    """Makes figures of what was asked for of each row of a database; the others are left."""
    for asked in found.asked:
        per = found.names(asked.per) or found.means(asked.per)
        counted = next((n for n in found.named() if n != per and _says(asked.of, n)), None)
        figure = counted if asked.function == "count" else _amount(found, per, asked.of)
        if per is None or figure is None:
            found.rest.append(asked.typed)
            continue
        name = lexis().names[found.language][asked.function].format(figure)
        wanted = {"per": per, "property": figure, "function": asked.function, "name": name}
        found.rollups.append(WantedRollup.model_validate(wanted))


def _says(text: str, name: str) -> bool:
    return name.casefold().rstrip("s") in text.casefold()


def _amount(found: Found, per: str | None, of: str) -> str | None:
    """The number of another database that words name, else its amount of money."""
    columns = [p for one in found.lists if one.database not in (None, per) for p in one.properties]
    named = (p.name for p in columns if _says(of, p.name) and p.type == "number")
    known = ((p, concept_worded(p.name)) for p in columns)
    money = (p.name for p, k in known if p.format or (k and k.key == "money"))
    return next(named, None) or next(money, None)
