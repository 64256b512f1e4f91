"""Figures for each of something: rollups where that is a database, else a chart."""

from agent.planner.brief import WantedRollup
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, bare


def read_rollup(found: Found, group: Group) -> bool:
    """Reads "프로젝트별 예산 합계", "total amount per client", "a bar chart of distance per type".

    A chart of a figure, with nothing said of how it is reckoned, shows its sum."""
    for member in group.members:
        at = next((i for i, t in enumerate(member.tokens) if t.has("role.by") and i), None)
        figure = next((t for t in member.tokens if t.has("function.")), None)
        charts = [t for t in member.tokens if t.has("view.chart", "chart.")]
        if at is None or not (figure or charts):
            continue
        before, behind = member.tokens[:at], member.tokens[at + 1 :]
        last = (figure or charts[0]) in before
        sides = (before, behind) if last else (behind, before)
        of, per = (bare([t for t in side if t not in charts]) for side in sides)
        plain = [t for t in of if t is not figure] or list(group.lead)
        if not figure and not found.has_property(tidy(plain, found.text)):
            continue  # "a bar chart by type": how many there are of each
        if plain and per:
            name, what = tidy(of, found.text), tidy(plain, found.text)
            told = found.has_property(what) or found.names(what.partition(" ")[0])
            if figure and not told and found.means(tidy(per, found.text)):
                found.leave(group)  # "고객마다 주문한 금액 합계": read against the design
                return True
            if group.lead:  # "비용은 차량별 합계"
                name = f"{what} {name}"
            found.rollups.append(
                WantedRollup.model_validate(
                    {
                        "per": tidy(per, found.text),
                        "property": what,
                        "function": figure.group("function.") if figure else "sum",
                        "name": name,
                        "chart": next((k for t in charts if (k := t.group("chart."))), None),
                    }
                )
            )
            return True
    return False
