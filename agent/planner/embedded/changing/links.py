"""Relations, rollups and formulas."""

import re

from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import FORMULA, PROPERTY, RELATION, ROLLUP
from agent.planner.embedded.changing.rows import main_date
from agent.planner.embedded.changing.wish import Ask, Unread, Wish
from tools.blueprint.base import Language
from tools.blueprint.changes import AddFormula, AddRelation, AddRollup, Change
from tools.blueprint.properties import RollupFunction, formula_properties
from tools.workspace.model import ExistingDatabase, ExistingProperty

_RELATION = re.compile(RELATION, re.IGNORECASE)
_ROLLUP = re.compile(ROLLUP, re.IGNORECASE)
_FORMULA = re.compile(FORMULA, re.IGNORECASE)
_BOTH_WAYS = re.compile(
    r"양방향|서로|양쪽|(?<![A-Za-z])(?:two[- ]way|both ways|each other|mutual(?:ly)?)(?![A-Za-z])"
    r"|双方向|相互|お互い",
    re.IGNORECASE,
)
_FUNCTION_WORDS: tuple[tuple[RollupFunction, str], ...] = (
    ("average", r"평균|average|mean|avg|平均"),
    ("max", r"최대|최댓값|가장 (?:큰|높은)|max(?:imum)?|highest|最大"),
    ("min", r"최소|최솟값|가장 (?:작은|낮은)|min(?:imum)?|lowest|最小"),
    ("latest_date", r"마지막|최근|가장 늦은|latest|last|最新|最終"),
    ("earliest_date", r"첫|가장 빠른|earliest|first|最初"),
    ("percent_checked", r"완료율|진행률|percent|percentage|progress|完了率|進捗率"),
    ("sum", r"합계|총합|합산|총액|총|합|sum|total|合計|総"),
    ("count", r"개수|갯수|수(?=\s|$)|몇\s?개|count|number of|件数|個数|数"),
)
_FUNCTIONS = [(name, re.compile(words, re.IGNORECASE)) for name, words in _FUNCTION_WORDS]
_NAMES: dict[str, dict[Language, str]] = {
    "sum": {"ko": "{} 합계", "en": "Total {}", "ja": "{}の合計"},
    "average": {"ko": "{} 평균", "en": "Average {}", "ja": "{}の平均"},
    "count": {"ko": "{} 수", "en": "{} count", "ja": "{}数"},
    "max": {"ko": "최대 {}", "en": "Highest {}", "ja": "{}の最大"},
    "min": {"ko": "최소 {}", "en": "Lowest {}", "ja": "{}の最小"},
    "latest_date": {"ko": "마지막 {}", "en": "Latest {}", "ja": "最終{}"},
    "earliest_date": {"ko": "첫 {}", "en": "Earliest {}", "ja": "最初の{}"},
    "percent_checked": {"ko": "진행률", "en": "Progress", "ja": "進捗率"},
}
_DAYS_LEFT = re.compile(
    r"남은\s?(?:일수|날짜?|기간)|디데이|d-?day|(?<![A-Za-z])days? (?:left|remaining|until)"
    r"(?![A-Za-z])|残り(?:の)?日数|あと何日",
    re.IGNORECASE,
)
_LEFT_NAME: dict[Language, str] = {"ko": "남은 일수", "en": "Days left", "ja": "残り日数"}
_FORMULA_NAME: dict[Language, str] = {"ko": "수식", "en": "Formula", "ja": "数式"}
_DAYS = 'if(empty(prop("{0}")), "", dateBetween(prop("{0}"), today(), "days"))'


def add_relation(wish: Wish) -> list[Change] | None:
    """`작업을 프로젝트와 연결해줘`, `link Tasks and Projects both ways`."""
    if wish.action != "link" and not _RELATION.search(wish.body):
        return None
    both = wish.take_anywhere(_BOTH_WAYS) is not None
    ends = _ends(wish)
    last = wish.memory.last
    if len(ends) == 1 and last is not None and last.kind == "database":
        ends += [d for d in wish.databases if d.title == last.name and d.id != ends[0].id]
    if len(ends) < 2:
        if wish.action == "link" and not ends:
            raise Unread
        others = [d.title for d in wish.databases if d.title not in [e.title for e in ends]]
        if len(others) == 1 and ends:
            ends.append(next(d for d in wish.databases if d.title == others[0]))
        else:
            raise Ask("database", others)
    near, far = sorted(ends[:2], key=lambda end: end.id.startswith("+"))
    name = _free(near, _quoted_name(wish) or far.title)
    back = _free(far, near.title) if both else None
    wish.remember(Entity("property", name, "", near.id))
    return [
        AddRelation(
            action="add_relation", database=near.title, name=name, target=far.title, two_way=back
        )
    ]


def _ends(wish: Wish) -> list[ExistingDatabase]:
    found = [e for a in atoms(wish.body) for e in wish.of(a, "database")]
    found += [e for e in wish.hinted("database") if e not in found]
    return [wish.database(e.id) for e in dict.fromkeys(found)]


def _quoted_name(wish: Wish) -> str | None:
    quoted = [a for a in atoms(wish.body) if wish.marks.is_quoted(a)]
    return next((wish.marks.surface(a) for a in quoted if not wish.of(a, "database")), None)


def _free(database: ExistingDatabase, name: str) -> str:
    taken = {prop.name for prop in database.properties}
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, 99))) if n not in taken)


def add_rollup(wish: Wish) -> list[Change] | None:
    """`프로젝트에 작업 예산 합계 롤업 추가`: over the relation that leads there."""
    if not _ROLLUP.search(wish.body):
        return None
    near = wish.take_database()
    near = near or wish.the_database([d.id for d in wish.databases if _relations(d)])
    relation, far, rolled = _rolled(wish, near)
    text = wish.plain(wish.body)
    function = next((name for name, said in _FUNCTIONS if said.search(text)), None)
    if function is None:
        function = "sum" if rolled.type == "number" else "count"
    if rolled.type != "number" and function in ("sum", "average", "max", "min"):
        raise Ask("property", [p.name for p in far.properties if p.type == "number"])
    about = far.title if function == "count" else rolled.name
    name = _free(near, _quoted_name(wish) or _NAMES[function][wish.language].format(about))
    wish.remember(Entity("property", name, "", near.id))
    return [
        AddRollup(
            action="add_rollup",
            database=near.title,
            name=name,
            relation=relation.name,
            property=rolled.name,
            function=function,
        )
    ]


def _relations(database: ExistingDatabase) -> list[ExistingProperty]:
    return [p for p in database.properties if p.type == "relation"]


def _rolled(
    wish: Wish, near: ExistingDatabase
) -> tuple[ExistingProperty, ExistingDatabase, ExistingProperty]:
    """The relation, the far database and the property of it that are rolled up. Raises Ask."""
    source = wish.draft.structure.source
    fars = [
        (relation, far)
        for relation in _relations(near)
        if (far := source(relation.config.get("data_source_id"))) is not None
    ]
    if not fars:
        raise Ask("relation", [d.title for d in wish.databases if d.id != near.id])
    said = [e.name for a in atoms(wish.body) for e in wish.of(a, "database", "property")]
    fars.sort(key=lambda pair: pair[0].name not in said and pair[1].title not in said)
    for relation, far in fars:
        ids = [e.id for e in wish.named(wish.body, "property") if e.database == far.id]
        ids += [e.id for e in wish.hinted("property") if e.database == far.id]
        for prop in sorted(far.properties, key=lambda p: p.type == "title"):
            if prop.id in ids and prop.type not in ("rollup", "relation"):
                return relation, far, prop
    relation, far = fars[0]
    if _FUNCTIONS[-1][1].search(wish.plain(wish.body)):
        return relation, far, next(p for p in far.properties if p.type == "title")
    raise Ask("property", [p.name for p in far.properties if p.type not in ("rollup", "relation")])


def add_formula(wish: Wish) -> list[Change] | None:
    """`남은 일수 수식 추가`, or an expression in quotes."""
    days = _DAYS_LEFT.search(wish.plain(wish.body))
    if not days and not _FORMULA.search(wish.body):
        return None
    everything = " ".join([wish.body, *wish.details])
    near = wish.take_database()
    expressions = [s for a in atoms(everything) if "(" in (s := wish.marks.surface(a))]
    if days and not expressions:
        near = near or wish.the_database([d.id for d in wish.databases if main_date(d)])
        return _days_left(wish, near)
    if not expressions or expressions[0].count("(") != expressions[0].count(")"):
        raise Unread
    near = near or wish.the_database(_having(wish, expressions[0]))
    quoted = [a for a in atoms(wish.body) if wish.marks.is_quoted(a)]
    names = [s for a in quoted if (s := wish.marks.surface(a)) not in expressions]
    name = _free(near, names[0] if names else _bare_name(wish) or _FORMULA_NAME[wish.language])
    wish.details = []
    wish.remember(Entity("property", name, "", near.id))
    return [
        AddFormula(action="add_formula", database=near.title, name=name, expression=expressions[0])
    ]


def _having(wish: Wish, expression: str) -> list[str]:
    wanted = set(formula_properties(expression))
    fit = [d.id for d in wish.databases if wanted <= {p.name for p in d.properties}]
    return fit or [d.id for d in wish.databases]


def _bare_name(wish: Wish) -> str:
    text = re.sub(ATOM, " ", _FORMULA.sub(" ", wish.body))
    text = re.sub(
        rf"{PROPERTY}|(?<![A-Za-z])(?:an?|the|called|named|with|as)(?![A-Za-z])|[:,]", " ", text
    )
    return re.sub(r"(?:을|를|は|を|로|으로)$", "", text.strip())


def _days_left(wish: Wish, near: ExistingDatabase) -> list[Change]:
    named = [e for e in wish.named(wish.body, "property") if e.database == near.id]
    dates = [wish.property(e) for e in named if wish.property(e).type == "date"]
    due = dates[0] if dates else main_date(near)
    if due is None:
        raise Ask("database", [d.title for d in wish.databases if main_date(d)])
    name = _free(near, _LEFT_NAME[wish.language])
    wish.remember(Entity("property", name, "", near.id))
    return [
        AddFormula(
            action="add_formula",
            database=near.title,
            name=name,
            expression=_DAYS.format(due.name.replace('"', '\\"')),
        )
    ]
