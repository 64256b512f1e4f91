"""Sub-pages, databases and the page itself: added, moved, with another look."""

import re
from datetime import date

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import COVER, DATABASE, ICON, NEW, PAGE, SUB_PAGE
from agent.planner.embedded.changing.properties import requoted
from agent.planner.embedded.changing.wish import Ask, Unread, Wish, bare
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.constraints.looks import EMOJI
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.constraints.types import properties_in
from agent.planner.embedded.text import BLANKS, Scan, split_outside
from agent.planner.embedded.wants import Wants
from tools.blueprint.base import Language
from tools.blueprint.changes import (
    AddDatabase,
    AddSubPage,
    Change,
    Move,
    SetCover,
    SetIcon,
)
from tools.blueprint.model import Database, SubPage

_SUB_PAGE = re.compile(SUB_PAGE, re.IGNORECASE)
_PAGE = re.compile(PAGE, re.IGNORECASE)
_DATABASE = re.compile(DATABASE, re.IGNORECASE)
_ICON = re.compile(ICON, re.IGNORECASE)
_COVER = re.compile(COVER, re.IGNORECASE)
_EMOJI = re.compile(EMOJI.pattern)
_CALLED = re.compile(
    r"(?:이라는|라는|이란|란)\s*(?:이름(?:의|으로)?)?|という(?:名前の)?"
    r"|(?<![A-Za-z])(?:called|named|titled|for|about|of)(?![A-Za-z])|(?:용|を?管理する)(?=\s|$)",
    re.IGNORECASE,
)
_EDGES = re.compile(
    rf"^(?:(?:{NEW}|도|여기에?|페이지에|to|my)(?:\s+|$))+"
    r"|(?:을|를|도|の|を|も|と|\s(?:too|as well|also|하나|한 개|더)|\s|,|:|、){1,20}$|^[\s,:、]+",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    rf"(?:[을를]\s*+|{BLANKS})(?:넣어서?|포함(?:해서|하고)?|있게|들어가게)$|{BLANKS}を?(?:入れて|含めて)$"
    r"|^(?:with|including)\s+",
    re.IGNORECASE,
)
# Words for things that hold other things, and so are databases.
_DOMAIN = re.compile(
    r"(?:가계부|기록장|일기장?|일지|장부|트래커|플래너|대장|보관함|주소록|연락처|단어장|노트)$"
    r"|(?<![A-Za-z])(?:tracker|planner|journal|log|diary|inventory|catalogu?e|ledger|crm)$"
    r"|(?:家計簿|記録帳?|日記|日報|名簿|台帳|トラッカー|プランナー)$",
    re.IGNORECASE,
)
MOST_WORDS = 4
_BESIDE = re.compile(r"\s(?:옆|아래|밑|위|앞|뒤)(?:에|쪽)?$")
_LISTED = re.compile(
    r"(?<![A-Za-z])(?:with|having|including)(?:\s+the)?(?:\s+(?:properties|fields|columns))?\s+(?P<en>.+)$"
    r"|(?:속성|필드|컬럼)(?:은|는|:)\s*(?P<ko>.+)$|プロパティは\s*(?P<ja>.+)$"
    r"|(?<!\()\((?P<brackets>.{1,400})\)",
    re.IGNORECASE,
)


def add_sub_page(wish: Wish) -> list[Change] | None:
    """`'회의록' 하위 페이지 추가`, `add a sub-page called Minutes`."""
    noun = _SUB_PAGE.search(wish.body) or _PAGE.search(wish.body)
    if noun is None or _is_place(wish.body, noun):
        return None
    rest = f"{wish.body[: noun.start()]} {wish.body[noun.end() :]}"
    names = _names(wish, rest)
    if not names:
        raise Unread
    pages = [AddSubPage(action="add_sub_page", page=SubPage(title=name)) for name in names]
    wish.remember(Entity("sub_page", names[-1], ""))
    return [*pages]


def _is_place(body: str, noun: re.Match[str]) -> bool:
    """Whether a page is only where something goes ("페이지에", "at the end of the page")."""
    led = re.search(r"(?<![A-Za-z])(?:of|to|on|in)\s+(?:the|this|my)\s+$", body[: noun.start()])
    return bool(led or re.match(r"\s*+(?:의\s|에\s|에$|に|の)", body[noun.end() :]))


def _names(wish: Wish, text: str) -> list[str]:
    quoted = [wish.marks.surface(a) for a in atoms(text) if wish.marks.is_quoted(a)]
    if quoted:
        return quoted
    clean = _EDGES.sub("", _EDGES.sub("", _CALLED.sub(" ", text).strip()))
    if not clean.strip() and wish.details:
        clean, wish.details = ", ".join(d.strip("() ") for d in wish.details), []
    scan = Scan(requoted(wish, clean))
    pieces = [scan.name(_EDGES.sub("", p)) for p in split_outside(scan.rest, SEPARATOR)]
    return [bare(piece) or piece for piece in pieces if piece.strip()]


def add_database(wish: Wish) -> list[Change] | None:
    """`독서 DB도 추가해줘`, `create a Books database with title, author, rating`."""
    noun = _DATABASE.search(wish.body)
    if noun is None or _within(wish, noun):
        return None
    listed = wish.take_anywhere(_LISTED)
    noun = _DATABASE.search(wish.body)
    if noun is None:
        return None
    names = _names(wish, f"{wish.body[: noun.start()]} {wish.body[noun.end() :]}")
    if not names or any(_BESIDE.search(name) for name in names):
        raise Unread
    said = next((part for part in listed.groups() if part), "") if listed else _listed_behind(wish)
    made = [new_database(wish, name, said) for name in names]
    wish.remember(Entity("database", names[-1], ""))
    return [AddDatabase(action="add_database", database=database) for database in made]


def _listed_behind(wish: Wish) -> str:
    """The properties that are listed behind the verb ("…만들어줘, 날짜 참석자 결정사항 넣어서")."""
    for detail in wish.details:
        said = _INCLUDING.sub("", detail).strip("() ")
        scan = Scan(requoted(wish, said))
        if len(properties_in(scan, scan.rest)) > 1:
            wish.details.remove(detail)
            return said
    return ""


def add_domain(wish: Wish) -> list[Change] | None:
    """`가계부도 하나 추가해줘`: a database by what it is for, where no other is spoken of."""
    named = [e for atom in atoms(wish.body) for e in wish.of(atom, "database", "property")]
    bare_body = wish.plain(_EDGES.sub("", _EDGES.sub("", wish.body.strip())))
    if named or not _DOMAIN.search(bare_body) or len(bare_body.split()) > MOST_WORDS:
        return None
    wish.remember(Entity("database", bare_body, ""))
    return [AddDatabase(action="add_database", database=new_database(wish, bare_body, ""))]


def _within(wish: Wish, noun: re.Match[str]) -> bool:
    """Whether the noun stands for a place ("작업 DB에", "to the Tasks database")."""
    behind = re.match(r"\s*(?:에|의|로부터|に|の|へ)", wish.body[noun.end() :])
    led = re.search(
        rf"(?<![A-Za-z])(?:to|in|into|on|from|of)\s+(?:the\s+|my\s+)?(?:{ATOM}|\S+)\s*$",
        wish.body[: noun.start()],
        re.IGNORECASE,
    )
    titled = re.search(rf"({ATOM})\s*$", wish.body[: noun.start()])
    exists = titled is not None and bool(wish.of(titled[1], "database"))
    return bool(behind or led or exists)


def new_database(wish: Wish, name: str, listed: str) -> Database:
    """A database as the create planner would make it, without sample rows."""
    scan = Scan(requoted(wish, re.sub(r"(?<!\s)\s+and\s+", ", ", listed)))
    properties = properties_in(scan, scan.rest) if listed else []
    title = name[0].upper() + name[1:] if name.isascii() else name
    return _composed(title, properties, wish.language, wish.today)


def _composed(
    title: str, properties: list[WantedProperty], language: Language, today: date
) -> Database:
    lists = [PropertyList(database=title, exact=True, properties=properties)] if properties else []
    wants = Wants(databases=[title], properties=lists, sample_count=0)
    return compose(None, wants, language, today, None).databases[0]


def move(wish: Wish) -> list[Change] | None:
    """`'회의록'을 '자료' 아래로 옮겨줘`, `move Minutes under Archive`, or to a pasted address."""
    found = atoms(wish.body)
    pages = [a for a in found if wish.of(a, "sub_page", "database")]
    ids = [i for a in found if (i := _page_id(wish.marks.surface(a)))]
    if len(pages) >= 2:
        target, to = wish.of(pages[0], "sub_page", "database")[0], _page_name(wish, pages[1])
    elif pages and ids:
        target, to = wish.of(pages[0], "sub_page", "database")[0], ids[0]
    elif ids:
        return [Move(action="move", to=ids[0])]
    elif any(wish.of(atom, "option") for atom in found):
        return None  # "move X to Won": another state
    elif pages or wish.named(wish.body, "row"):
        raise Ask("page", [page.title for page in wish.draft.structure.sub_pages])
    else:
        return None
    return [Move(action="move", target=target.name, to=to)]


def _page_name(wish: Wish, atom: str) -> str:
    pages = wish.of(atom, "sub_page")
    if not pages:
        raise Unread
    return pages[0].name


def _page_id(text: str) -> str | None:
    found = re.search(
        r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", text, re.IGNORECASE
    )
    return found[0] if found else None


def set_look(wish: Wish) -> list[Change] | None:
    """`아이콘을 🚀로`, `set the cover to https://…`; of a page, database or row that is named."""
    everything = " ".join([wish.body, *wish.details])
    emoji = _EMOJI.search(wish.plain(everything))
    if _COVER.search(wish.body):
        urls = [s for a in atoms(everything) if (s := wish.marks.surface(a)).startswith("http")]
        if not urls and wish.action != "delete":
            return None
        cover = urls[0] if urls else None
        return [SetCover(action="set_cover", target=_target(wish), cover=cover)]
    if not _ICON.search(wish.body):
        return None
    if emoji is None and wish.action != "delete":
        raise Unread
    return [SetIcon(action="set_icon", target=_target(wish), icon=emoji[0] if emoji else None)]


def _target(wish: Wish) -> str | None:
    named = [
        e
        for atom in atoms(wish.body)
        for e in wish.of(atom, "sub_page", "database", "row")
        if not _EMOJI.fullmatch(e.name)
    ]
    return named[0].name if named else None
