"""New rows with their values: `'서버 점검' 추가, 마감은 내일`, `add X due tomorrow`."""

import re

from agent.planner.embedded.changing.dates import find_dates
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.new_values import values_said
from agent.planner.embedded.changing.nouns import NEW, ROW
from agent.planner.embedded.changing.properties import requoted
from agent.planner.embedded.changing.rows import due_date
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.lexicon import concept_of
from agent.planner.embedded.text import Scan, split_outside
from tools.blueprint.changes import AddRows, Change
from tools.blueprint.model import Row
from tools.workspace.model import ExistingDatabase

_ROW = re.compile(ROW, re.IGNORECASE)


_NEW_ROW = re.compile(
    rf"^(?:{NEW}(?:\s+|(?=[가-힣\U000f0000-\U000ffffd])))+|"
    r"(?<![A-Za-z])(?:called|named|titled|for me)(?![A-Za-z])"
    r"|(?:이라는|라는|という)(?:\s*(?:이름|제목)(?:의|으로)?)?|(?:하나|한 개|1개|좀|도|더)\s*$",
    re.IGNORECASE,
)


_DUE_WORD = re.compile(
    r"(?:까지|마감(?:으로|인)?|기한(?:으로|인)?|(?<![A-Za-z])(?:due|by|on|for)(?![A-Za-z])|まで(?:の|に)?"
    r"|期限の?)",
    re.IGNORECASE,
)


_JUNK = re.compile(r"^[\s,、:.·-]+|(?:을|를|도|은|는|の?を|も|に|が|,|:|、|\s|-){1,20}$")


_WITH = re.compile(r"(?<![A-Za-z])(?:with|and|to|in)\s*$|^(?:and|with)(?![A-Za-z])", re.IGNORECASE)


_NAMED = re.compile(
    rf"(?P<to>(?<![A-Za-z])(?:to|in|into|on|onto|of|for)\s+(?:the\s+|my\s+|our\s+)?)?(?P<atom>{ATOM})"
    r"(?!\s*(?:에|의|に|の|안|쪽|[A-Za-z가-힣]+에))",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"an?\s", re.IGNORECASE)
_SCHEMA_TYPES = frozenset({"status", "select", "multi_select", "date", "number", "checkbox"})


def add_rows(wish: Wish) -> list[Change] | None:
    """`새 작업 '서버 점검' 추가, 마감은 내일`, `add task X due tomorrow`, `作業「X」を追加`."""
    memory = wish.memory.database
    row_said = _ROW.search(wish.body) is not None
    called_so = _by_its_noun(wish)
    named = wish.take_database()
    if named is None and not row_said and not _is_list_of_names(wish):
        named = _home_of_values(wish)
        if named is None:
            wish.memory.database = memory
            return None
    database = named or wish.the_database()
    values = values_said(wish, database)
    count = _count(wish)
    said = list(wish.details)
    titles = _titles(wish)
    if not titles and not count:
        raise Unread
    if not (row_said or called_so or values) and _is_guess(wish, said, titles):
        raise Unread
    title = next(p.name for p in database.properties if p.type == "title")
    rows = [Row(values={title: name, **values}) for name in titles] or [
        Row(values=dict(values)) for _ in range(count)
    ]
    if titles:
        wish.remember(Entity("row", titles[-1], "", database.id))
    return [AddRows(action="add_rows", database=database.title, rows=rows)]


def _by_its_noun(wish: Wish) -> bool:
    """Whether a database is named as what is added ("a deal 'X'") rather than as its place."""
    return any(
        wish.of(found["atom"], "database") and not found["to"]
        for found in _NAMED.finditer(wish.body)
    )


def _is_guess(wish: Wish, said: list[str], titles: list[str]) -> bool:
    """Whether words stay unread beside the title, or the title speaks of a property."""
    if len(wish.details) > len(said):
        return True
    kinds = [concept_of(title.split()[-1]) for title in titles if _INDEFINITE.match(wish.body)]
    return any(kind is not None and kind.type in _SCHEMA_TYPES for kind in kinds)


def _home_of_values(wish: Wish) -> ExistingDatabase | None:
    """The database of what a row in quotes is to hold, where none was named. Raises Ask."""
    text = " ".join([wish.body, *wish.details])
    if not any(wish.marks.is_quoted(atom) for atom in atoms(wish.body)):
        return None
    loose = [atom for atom in atoms(text) if not wish.marks.is_quoted(atom)]
    fits = [{e.database for e in wish.of(atom, "property", "option")} for atom in loose]
    homes = set.intersection(*fits) if (fits := [fit for fit in fits if fit]) else set()
    if not homes and find_dates(text):
        homes = {d.id for d in wish.databases if due_date(d)}
    known = [home for home in homes if home]
    return wish.the_database(known) if known else None


_COUNT = re.compile(
    r"(?P<n>\d{1,2}|한|두|세|네|다섯|one|two|three|four|five|an?|一|二|三|1|2|3)\s*(?:empty\s+|new\s+"
    r"|more\s+|blank\s+)*(?:개의?|つの?|行|rows?|entries|items?|행)",
    re.IGNORECASE,
)


_PARTICLES = re.compile(
    r"(?<![가-힣])(?:으로|로|까지|에|의|이란|라고|걸로|것|거)(?![가-힣])|まで|という|[をにでのはがもと]"
    r"|(?<![A-Za-z])(?:to|as|for|by|on|the|an?|my|please)(?![A-Za-z])",
    re.IGNORECASE,
)
_NUMERAL = re.compile(
    r"\d{1,2}|(?:one|two|three|four|five|six|some|several|these|두|세|네|몇)(?:\s*개)?",
    re.IGNORECASE,
)
_NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "one": 1, "two": 2, "three": 3}


_NUMERALS |= {"four": 4, "five": 5, "a": 1, "an": 1, "一": 1, "二": 2, "三": 3}


def _count(wish: Wish) -> int:
    """How many rows without a title are asked for; the words for it are taken."""
    found = wish.take(_COUNT)
    if found is None:
        return 1 if _ROW.search(wish.body) else 0
    said = found["n"].lower()
    return min(_NUMERALS.get(said) or int(said), 50)


def _is_list_of_names(wish: Wish) -> bool:
    """Names in quotes with nothing beside them, where a database was spoken of before."""
    found = atoms(wish.body)
    quoted = bool(found) and all(wish.marks.is_quoted(atom) for atom in found)
    left = re.sub(ATOM, "", wish.body)
    known = wish.memory.database is not None or len(wish.databases) == 1
    return quoted and known and len(_JUNK.sub("", left).strip(" ,、をとも와과랑")) == 0


def _titles(wish: Wish) -> list[str]:
    text = _ROW.sub(" ", wish.body) if not _ROW.fullmatch(wish.body.strip()) else ""
    quoted = [a for a in atoms(text) if wish.marks.is_quoted(a)]
    if quoted:
        left = _stripped(re.sub(ATOM, lambda m: " " if m[0] in quoted else m[0], text))
        wish.details += [left] if re.search(rf"\w|{ATOM}", _PARTICLES.sub("", left)) else []
        return [wish.marks.surface(atom) for atom in quoted]
    text = _stripped(text)
    if not text or (wish.details and _NUMERAL.fullmatch(text)):
        text = ", ".join(_JUNK.sub("", detail) for detail in wish.details)
        wish.details = []
        scan = Scan(requoted(wish, text))
        return [scan.name(piece) for piece in split_outside(scan.rest, SEPARATOR)]
    scan = Scan(requoted(wish, text))
    pieces = [scan.name(_stripped(piece)) for piece in split_outside(scan.rest, SEPARATOR)]
    return [piece for piece in dict.fromkeys(pieces) if piece and not _COUNT.fullmatch(piece)]


def _stripped(text: str) -> str:
    if re.fullmatch(NEW, text.strip()):
        return ""
    before = None
    while before != text:
        before = text
        text = _JUNK.sub("", _WITH.sub("", _NEW_ROW.sub(" ", text.strip()).strip()).strip())
    return text
