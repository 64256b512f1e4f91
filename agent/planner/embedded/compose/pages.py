"""The main page's title and icon, and the sub-pages."""

from agent.planner.brief import MOST_SUB_PAGES, Brief
from agent.planner.embedded.compose.draft import (
    changed,
    everywhere,
    find_sub_page,
    fresh_key,
    in_tier,
    means,
    texts,
)
from agent.planner.patterns import BlockPattern, LocalText, Pattern, SubPagePattern
from tools.blueprint.base import Complexity

_COMPANIONS = [
    ("📖", LocalText(ko="사용 안내", en="Guide", ja="使い方")),
    ("📝", LocalText(ko="메모", en="Notes", ja="メモ")),
    ("🗂️", LocalText(ko="자료실", en="Resources", ja="資料室")),
    ("💡", LocalText(ko="아이디어", en="Ideas", ja="アイデア")),
    ("✅", LocalText(ko="체크리스트", en="Checklist", ja="チェックリスト")),
    ("🔁", LocalText(ko="회고", en="Retrospective", ja="ふりかえり")),
    ("🎯", LocalText(ko="목표", en="Goals", ja="目標")),
    ("📌", LocalText(ko="규칙", en="Rules", ja="ルール")),
    ("❓", LocalText(ko="자주 묻는 질문", en="Questions and answers", ja="よくある質問")),
    ("📚", LocalText(ko="용어집", en="Glossary", ja="用語集")),
    ("📣", LocalText(ko="공지", en="Announcements", ja="お知らせ")),
    ("👥", LocalText(ko="사람들", en="People", ja="メンバー")),
    ("🗓️", LocalText(ko="주간 계획", en="Weekly plan", ja="週間計画")),
    ("📦", LocalText(ko="보관함", en="Archive", ja="アーカイブ")),
]
_HEADINGS = [
    LocalText(ko="한눈에 보기", en="At a glance", ja="ひと目で"),
    LocalText(ko="할 일", en="To do", ja="やること"),
]
_INTRO = LocalText(
    ko="'{}'에 관한 내용을 이곳에 모아 두세요.",
    en="Keep everything about “{}” here.",
    ja="「{}」に関することをここにまとめましょう。",
)
_FIRST = LocalText(ko="첫 내용 적어 보기", en="Write the first entry", ja="最初の内容を書いてみる")
_REVIEW = LocalText(
    ko="한 주에 한 번 다시 읽고 다듬기",
    en="Read and refine it once a week",
    ja="週に一度読み返して整える",
)


def with_pages(pattern: Pattern, brief: Brief, complexity: Complexity) -> Pattern:
    """The pattern with the title, icon and sub-pages that were asked for."""
    pages = _chosen(pattern, brief, complexity)
    pages = [p for p in pages if not _removed(p, brief)]
    if brief.sub_page_count is not None or brief.further_sub_pages:
        pages = _counted(pattern, pages, brief)
    return changed(
        pattern,
        title=everywhere(brief.title) if brief.title else pattern.title,
        icon=brief.icon or pattern.icon,
        sub_pages=[changed(p, tier="simple") for p in pages],
    )


def _chosen(pattern: Pattern, brief: Brief, complexity: Complexity) -> list[SubPagePattern]:
    pages = [p for p in pattern.sub_pages if in_tier(p.tier, complexity)]
    names = brief.more_sub_pages
    if brief.sub_pages:
        pages, names = [], [*brief.sub_pages, *brief.more_sub_pages]
    for name in names:
        known = find_sub_page(pattern.sub_pages, name)
        if find_sub_page(pages, name) is None:
            named = known and changed(known, title=everywhere(name))
            pages = [*pages, named or _made(pattern, pages, everywhere(name), "📄")]
    return pages


def _removed(page: SubPagePattern, brief: Brief) -> bool:
    return any(
        removal.kind in ("any", "sub_page") and means(removal.name, page.title, page.nouns)
        for removal in brief.removals
    )


def _counted(pattern: Pattern, pages: list[SubPagePattern], brief: Brief) -> list[SubPagePattern]:
    stated = len(pages) if brief.sub_page_count is None else brief.sub_page_count
    count = min(stated + brief.further_sub_pages, MOST_SUB_PAGES)
    named = len(brief.sub_pages) + len(brief.more_sub_pages)
    if len(pages) >= count:
        return pages[: max(count, named if count else 0)]
    keys = {p.key for p in pages}
    spare = [p for p in pattern.sub_pages if p.key not in keys and not _removed(p, brief)]
    pages = [*pages, *spare[: count - len(pages)]]
    for icon, title in _companions(count):
        if len(pages) >= count:
            break
        if not any(texts(p.title) & texts(title) for p in pages):
            pages = [*pages, _made(pattern, pages, title, icon)]
    return pages


def _companions(count: int) -> list[tuple[str, LocalText]]:
    numbered = [
        ("📄", LocalText(ko=f"페이지 {n}", en=f"Page {n}", ja=f"ページ {n}"))
        for n in range(1, count + 1)
    ]
    return [*_COMPANIONS, *numbered]


def _made(
    pattern: Pattern, pages: list[SubPagePattern], title: LocalText, icon: str
) -> SubPagePattern:
    taken = [p.key for p in (*pattern.sub_pages, *pages)] + [d.key for d in pattern.databases]
    known = next((i for i, t in _COMPANIONS if texts(t) & texts(title)), icon)
    intro = LocalText(
        ko=_INTRO.ko.format(title.ko), en=_INTRO.en.format(title.en), ja=_INTRO.ja.format(title.ja)
    )
    return SubPagePattern(
        key=fresh_key("s", taken),
        title=title,
        icon=known,
        blocks=[
            BlockPattern(type="callout", icon=known, color="gray_background", text=intro),
            BlockPattern(type="heading_2", text=_HEADINGS[0]),
            BlockPattern(type="bulleted_list_item", text=_FIRST),
            BlockPattern(type="heading_2", text=_HEADINGS[1]),
            BlockPattern(type="to_do", text=_REVIEW),
        ],
    )
