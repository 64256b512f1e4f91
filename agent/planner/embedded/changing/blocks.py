"""Blocks for the page: headings, callouts, lists, dividers, links."""

import re
from typing import Any

from pydantic import TypeAdapter

from agent.planner.embedded.changing.marks import ATOM, atoms
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.constraints.looks import EMOJI
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.text import Scan, split_outside
from tools.blueprint.blocks import Block
from tools.blueprint.changes import AddBlocks, Change

_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def _words(korean: str, english: str, japanese: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{korean}|(?<![A-Za-z])(?:{english})(?![A-Za-z])|{japanese})(?:\s*(?:블록|블럭|blocks?|ブロック))?",
        re.IGNORECASE,
    )


# Longer words first: a to-do list is no bulleted one.
_TYPES: list[tuple[str, re.Pattern[str]]] = [
    ("table_of_contents", _words("목차|차례", "table of contents|toc", "目次")),
    (
        "divider",
        _words(
            "구분선|가로줄|디바이더",
            "dividers?|horizontal (?:rule|line)|separator",
            "区切り線|仕切り線|水平線",
        ),
    ),
    ("callout", _words("콜아웃|강조\\s?상자|알림\\s?상자", "callouts?", "コールアウト")),
    (
        "to_do",
        _words(
            "할\\s?일\\s?(?:목록|리스트|체크리스트)|체크\\s?리스트|체크박스\\s?목록|투두\\s?리스트|투두",
            "to-?do(?: list)?s?|check ?list",
            "ToDo(?:リスト)?|やることリスト|チェックリスト",
        ),
    ),
    (
        "numbered_list_item",
        _words(
            "번호\\s?(?:매긴\\s?|있는\\s?)?(?:목록|리스트)|순서\\s?(?:있는\\s?)?목록",
            "numbered list|ordered list",
            "番号付き(?:の)?リスト",
        ),
    ),
    (
        "bulleted_list_item",
        _words(
            "글머리\\s?(?:기호\\s?)?(?:목록|리스트)?|불릿(?:\\s?(?:목록|리스트))?",
            "bullet(?:ed)?(?: points?| list)?s?",
            "箇条書き(?:リスト)?",
        ),
    ),
    (
        "heading_1",
        _words("제목\\s?1|큰\\s?제목|대제목", "heading 1|h1|big heading", "見出し1|大見出し"),
    ),
    (
        "heading_3",
        _words(
            "제목\\s?3|작은\\s?제목|소제목",
            "heading 3|h3|small heading|subheading",
            "見出し3|小見出し",
        ),
    ),
    ("heading_2", _words("제목\\s?2?|헤딩|머리말", "heading(?: 2)?s?|header|h2", "見出し2?")),
    ("quote", _words("인용(?:문|구)?", "quotes?|quotation", "引用")),
    ("toggle", _words("토글", "toggles?", "トグル")),
    ("code", _words("코드", "code", "コード")),
    ("bookmark", _words("북마크|링크", "bookmarks?|links?", "ブックマーク|リンク")),
    ("image", _words("이미지|사진|그림", "images?|pictures?|photos?", "画像|写真")),
    (
        "paragraph",
        _words("문단|단락|텍스트|글|문장", "paragraphs?|text|sentence", "段落|テキスト|文章"),
    ),
]
_LISTS = frozenset({"to_do", "numbered_list_item", "bulleted_list_item"})
_PLACE = re.compile(
    r"(?:이\s?)?(?:페이지\s*)?(?:맨\s?|가장\s?|제일\s?)?(?:아래|밑|위|끝|마지막|상단|하단)(?:쪽)?(?:에다?가?|에)?|페이지에"
    r"|(?<![A-Za-z])(?:at|to|on|in) (?:the )?(?:very )?(?:bottom|end|top|page)"
    r"(?: of (?:the |this |my )?page)?(?![A-Za-z])"
    r"|(?:ページの?)?(?:一番)?(?:下|上|最後|末尾)に|ページに",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?:맨|가장|제일)\s?위|상단|(?<![A-Za-z])(?:at|to|on) (?:the )?(?:very )?top(?![A-Za-z])"
    r"|(?:一番|最)上|先頭|上部",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<a>{ATOM})\s*(?:블록\s*)?(?:바로\s*)?(?:아래|밑|뒤|다음)에"
    rf"|(?<![A-Za-z])(?:after|below|under|beneath|behind)\s+(?:the\s+)?(?P<b>{ATOM})(?:\s+(?:heading|block|callout))?"
    rf"|(?P<c>{ATOM})の(?:すぐ)?(?:下|後)に",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"(?:이라고|라고)\s*(?:적힌|쓴|쓰인|된)?|(?:이라는|라는)|(?:내용은|문구는)|と書いた|という"
    r"|(?<![A-Za-z])(?:saying|that says|with the text|reading|called|titled|with|for|of)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_EDGES = re.compile(
    r"^(?:(?:an?|the|new|새|새로운|하나|좀)(?:\s+|$))+|^[\s:,、-]+|(?:[\s:,、]|을|를|도|はを|を|も|の|하나|と|로|으로|に){1,20}$",
    re.IGNORECASE,
)


def add_blocks(wish: Wish) -> list[Change] | None:
    """`맨 아래에 '주의사항' 제목 추가`, `콜아웃 추가: …`, `add a to-do list: A, B, C`."""
    kind = _type_in(wish) or _written(wish)
    if kind is None:
        return None
    after, first = _after(wish), _TOP.search(wish.plain(wish.body)) is not None
    wish.body = _words_back(wish, wish.body)
    wish.take(_PLACE)
    name, pattern = kind
    wish.take(pattern)
    blocks = _made(wish, name)
    return [
        AddBlocks(action="add_blocks", blocks=blocks, after=after, first=first and after is None)
    ]


def _after(wish: Wish) -> str | None:
    found = _BEHIND.search(wish.body)
    if found is None:
        return None
    atom = found["a"] or found["b"] or found["c"]
    top = [b.id for b in wish.draft.structure.blocks]
    named = [e for e in wish.of(atom, "block") if e.id in top]
    if not named:
        raise Unread
    wish.cut(found.start(), found.end())
    return named[0].name if len(named) == 1 else named[0].id


_WRITES = re.compile(r"^(?:적|써)|書|write|put", re.IGNORECASE)
_QUOTING = re.compile(r"(?:이라고|라고)\s*$|(?<![A-Za-z])the (?:text|words)|と$", re.IGNORECASE)


def _written(wish: Wish) -> tuple[str, re.Pattern[str]] | None:
    """A paragraph, where words are to be written somewhere."""
    if not _WRITES.match(wish.clause.verb.strip()) or not _QUOTING.search(wish.body):
        return None
    return "paragraph", _QUOTING


def _words_back(wish: Wish, text: str) -> str:
    """A text in which only quoted names and addresses stay whole."""

    def back(found: re.Match[str]) -> str:
        surface = wish.marks.surface(found[0])
        whole = wish.marks.is_quoted(found[0]) or surface.startswith("http")
        return found[0] if whole else surface

    return re.sub(ATOM, back, text)


def _type_in(wish: Wish) -> tuple[str, re.Pattern[str]] | None:
    body = _words_back(wish, wish.body)
    if any(wish.of(atom, "database") for atom in atoms(wish.body)) and not _PLACE.search(body):
        return None
    return next(((name, p) for name, p in _TYPES if p.search(body)), None)


def _made(wish: Wish, kind: str) -> list[Block]:
    if kind in ("divider", "table_of_contents"):
        return [_BLOCK.validate_python({"type": kind})]
    if kind in ("bookmark", "image"):
        return [_BLOCK.validate_python({"type": kind, "url": _url(wish)})]
    text = _text(wish)
    if kind in _LISTS:
        return [_BLOCK.validate_python({"type": kind, "text": item}) for item in _items(text)]
    if not text:
        raise Unread
    said: dict[str, Any] = {"type": kind, "text": text}
    if kind == "callout":
        said["icon"] = "💡"
        if found := re.match(rf"(?P<e>{EMOJI.pattern})\s*", text):
            said |= {"icon": found["e"], "text": text[found.end() :] or text}
    return [_BLOCK.validate_python(said)]


def _url(wish: Wish) -> str:
    text = " ".join([wish.body, *wish.details])
    urls = [s for atom in atoms(text) if (s := wish.marks.surface(atom)).startswith("http")]
    if not urls:
        raise Unread
    wish.details = []
    return urls[0]


def _text(wish: Wish) -> str:
    """What the block is to say: what is quoted, else what stands behind the clause or in it."""
    quoted = [a for a in atoms(wish.body) if wish.marks.is_quoted(a)]
    if quoted and not wish.details:
        return (
            wish.marks.surface(quoted[0])
            if len(quoted) == 1
            else ", ".join(f'"{wish.marks.surface(a)}"' for a in quoted)
        )
    if wish.details:
        said = "\n".join(wish.details)
        wish.details = []
        return wish.plain(said).strip(" :")
    return wish.plain(_EDGES.sub("", _EDGES.sub("", _SAYING.sub(" ", wish.body).strip())))


def _items(text: str) -> list[str]:
    scan = Scan(text.replace("\n", ", "))
    items = [scan.name(piece) for piece in split_outside(scan.rest, SEPARATOR)]
    if not items:
        raise Unread
    return [item for item in items if item]
