"""The rubric: what a design is looked at for, what each is worth, and what comes of it."""

from collections.abc import Callable, Sequence

from tools.blueprint.model import Blueprint, Check, Quality
from tools.quality import fields, samples, sights, wording
from tools.quality.design import Design, share

Criterion = Callable[[Design], float | None]

_HOLDS = 0.8  # of a criterion: from there on it counts as met


def asked(design: Design) -> float | None:
    """The share of what was asked that is there: a workspace, the names in it; what was not
    understood is not."""
    known = {fields.bare(name) for name in design.names}
    met = sum(fields.bare(name) in known for name in design.asked)
    return share(1 + met, 1 + len(design.asked) + len(design.blueprint.meta.unread))


# Points of a hundred; `docs/quality.md` argues for each from a buyer's view.
RUBRIC: dict[str, tuple[int, Criterion]] = {
    "asked": (14, asked),
    "telling_names": (9, fields.telling_names),
    "varied_kinds": (4, fields.varied_kinds),
    "connected": (5, fields.connected),
    "computed": (4, fields.computed),
    "first_view": (6, sights.first_view),
    "named_views": (5, sights.named_views),
    "views_that_show": (11, sights.views_that_show),
    "enough_rows": (5, samples.enough_rows),
    "own_titles": (6, samples.own_titles),
    "distinct_rows": (5, samples.distinct_rows),
    "filled": (3, samples.filled),
    "with_bodies": (2, samples.with_bodies),
    "guidance": (5, wording.guidance),
    "true_guidance": (4, wording.true_guidance),
    "one_language": (6, wording.one_language),
    "ordered": (2, wording.ordered),
    "pictured": (2, wording.pictured),
    "guided_beyond": (2, wording.guided_beyond),
}


def measured(
    blueprint: Blueprint, asked_for: Sequence[str] = (), *, no_rows: bool = False
) -> Quality:
    """The score of a design and what it rests on: points gained of those that can be.

    `asked_for` are names that were said and should be in it; `no_rows` says that its tables are
    empty on purpose. What does not apply (a relation within one table) counts neither way.
    """
    design = Design(blueprint, asked_for, no_rows)
    met = [(name, most, of(design)) for name, (most, of) in RUBRIC.items()]
    found = [(name, most, part) for name, most, part in met if part is not None]
    total = sum(most for _, most, _ in found)
    gained = sum(most * part for _, most, part in found)
    checks = [
        Check(name=name, passed=part >= _HOLDS, points=round(most * part, 1), most=most)
        for name, most, part in found
    ]
    return Quality(score=round(100 * gained / total), checks=checks)
