"""Which names of a text are told for a text of a row: one that is named, where it is, and who."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.filling import lead_of
from agent.planner.embedded.grammar.told.runs import Run
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingProperty


def texts_of(
    evidence: Evidence, runs: Sequence[Run], taken: Sequence[str]
) -> Iterator[tuple[Run, ExistingProperty]]:
    """The names that are told for a text: led by its name, where something is, and who."""
    free = [p for p in evidence.home.properties if p.type == "rich_text" and p.name not in taken]
    for run in runs:
        lead = lead_of(evidence, run.start, run.end, "rich_text")
        fits = (
            [lead]
            if lead is not None and lead in free
            else [p for p in free if _suits(p, run, evidence)]
        )
        if len(fits) == 1:
            free.remove(fits[0])
            yield run, fits[0]


def _suits(prop: ExistingProperty, run: Run, evidence: Evidence) -> bool:
    concept = concept_of(prop.name)
    kind = concept.key if concept is not None else ""
    title = next(p for p in evidence.home.properties if p.type == "title")
    named = concept_of(title.name)
    people = named is not None and named.key in ("name", "person")
    placed = {"from", "at"} & run.behind or {"at"} & run.before
    if any("lent" in one.kinds for one in evidence.happened) and _borrows(prop, kind, evidence):
        first = any(one.start - run.end == 1 for one in evidence.happened)  # "Ann borrowed it"
        return first or bool({"subject", "topic", "honour"} & run.behind)
    if kind == "place":
        return bool(placed)
    if kind == "person":
        return not people and ("honour" in run.behind or "by" in run.before)
    return False


def _borrows(prop: ExistingProperty, kind: str, evidence: Evidence) -> bool:
    """Whether a text is of who borrowed something, by its name."""
    said = (evidence.low[one.start : one.end] for one in evidence.happened)
    return kind == "borrower" or any(word in folded(prop.name) for word in said)
