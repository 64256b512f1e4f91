"""A workspace as documents: as Notion's exports are, and the exact blueprint beside them."""

import asyncio
import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from tests.agent.skill_files import SPREAD, pattern_of
from tests.support.blueprints import blueprints
from tests.support.built import Built
from tests.support.designs import database, paragraph, relation
from tests.support.examples import examples
from tests.support.exported import Exported, exported
from tests.support.named import shown
from tests.support.structures import WORKSPACE, Team
from tests.support.uploads import FILES, PICTURE, PIXEL
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.export.archived import Export
from tools.export.files import Room
from tools.notion.downloads import Downloads, Take
from tools.recipes import load_recipes

Json = dict[str, Any]
TODAY = date(2026, 3, 2)
RECIPES = load_recipes(Path(__file__).parents[2] / "recipes")


async def page_of(*blocks: Json, language: Language = "ko", **more: Any) -> tuple[Team, Exported]:
    """A page with these blocks, and its export."""
    team = await Team.built({"title": "Home", "blocks": list(blocks), **more})
    return team, await exported(team.notion, team.page_id, language)


def pages(built: Built) -> Json:
    """What stands on each page; sub-pages aside, which have no place in a blueprint's body: they
    come where the order of the calls puts them."""
    found = {title: dict(page) for title, page in built.pages().items()}
    for page in found.values():
        subs = [shape for shape in page["body"] if shape[0] == "child_page"]
        page["subs"] = sorted(subs)
        page["body"] = [shape for shape in page["body"] if shape[0] != "child_page"]
    return found


def bodies(built: Built) -> Json:
    """What stands on the rows of each database."""
    found = built.databases().items()
    return {title: {n: row["body"] for n, row in d["rows"].items()} for title, d in found}


async def comes_back(blueprint: Blueprint) -> Exported:
    """Builds a blueprint, exports it, and builds what the export says: both are the same."""
    team = await Team.built(blueprint.model_dump(mode="json"))
    found = await exported(team.notion, team.page_id)
    again = await Team.built(found.blueprint.model_dump(mode="json"))
    if not found.lost:
        first, second = Built(team.notion, team.page_id), Built(again.notion, again.page_id)
        assert pages(second) == pages(first)
        assert bodies(second) == bodies(first)
        assert await shown(again) == await shown(team)
    return found


@examples(6)
@given(blueprints())
def test_what_is_exported_is_built_again_as_it_was(blueprint: Blueprint) -> None:
    asyncio.run(comes_back(blueprint))


@pytest.mark.parametrize("name", ["crm-dashboard", "project-dashboard", "reading-log"])
async def test_a_recipe_comes_back_whole(name: str) -> None:
    found = await comes_back(RECIPES[name].blueprint("ko", TODAY))
    assert found.lost == []


@pytest.mark.parametrize("skill", SPREAD)
async def test_what_a_skill_makes_comes_back_whole(skill: str) -> None:
    brief = Brief(complexity="simple")
    found = await comes_back(compose(pattern_of(skill), brief, "ko", TODAY, skill))
    assert found.lost == []


async def test_the_files_lie_as_in_an_export_of_notion() -> None:
    team = await Team.built(WORKSPACE)
    found = await exported(team.notion, team.page_id)
    assert found.paths == sorted(
        [
            *("notionforge.json", "팀 홈.md", "팀 홈/안내.md", "팀 홈/지난 것.md"),
            *(
                "팀 홈/작업.csv",
                "팀 홈/작업_all.csv",
                "팀 홈/프로젝트.csv",
                "팀 홈/프로젝트_all.csv",
            ),
            *(f"팀 홈/작업/{name}.md" for name in ("시작", "다음", "빈 줄")),
            *(f"팀 홈/프로젝트/{name}.md" for name in ("개편", "새 일")),
        ]
    )
    main = team.page_id.replace("-", "")
    assert f"팀 홈 {main}.md" in found.files


async def test_a_body_is_written_as_notion_writes_it() -> None:
    words = [{"text": "굵게", "bold": True}, {"text": "와 "}, {"text": "기울임", "italic": True}]
    link = [{"text": "링크", "link": "https://example.com/a"}, {"equation": "x^2"}]
    blocks: list[Json] = [
        {"type": "heading_1", "text": "제목"},
        paragraph(words),
        paragraph(link, paragraph("안쪽")),
        {"type": "bulleted_list_item", "text": "하나", "children": [paragraph("속")]},
        {"type": "bulleted_list_item", "text": "둘"},
        {"type": "numbered_list_item", "text": "첫째"},
        {"type": "numbered_list_item", "text": "둘째"},
        {"type": "to_do", "text": "한 일", "checked": True},
        {"type": "to_do", "text": "할 일"},
        {"type": "toggle", "text": "접힘", "children": [paragraph("속")]},
        {"type": "quote", "text": "인용\n둘째 줄"},
        {"type": "callout", "text": "알림", "icon": "💡"},
        {"type": "code", "text": "a = 1\n```\n", "language": "python", "caption": "캡션"},
        {"type": "equation", "expression": "e=mc^2"},
        {"type": "divider"},
        {"type": "bookmark", "url": "https://example.com/b"},
        {"type": "image", "url": "https://example.com/c.png", "caption": "그림"},
        {"type": "table", "rows": [["가", "나|다"], ["1", ""]]},
        {
            "type": "column_list",
            "columns": [{"blocks": [paragraph("왼쪽")]}, {"blocks": [paragraph("오른쪽")]}],
        },
    ]
    _, found = await page_of(*blocks)
    assert found.plain("Home.md") == BODY


BODY = """# Home

# 제목

**굵게**와 *기울임*

[링크](https://example.com/a)$x^2$

    안쪽

- 하나

    속
- 둘
1. 첫째
2. 둘째
- [x]  한 일
- [ ]  할 일
- 접힘

    속

> 인용  
> 둘째 줄

<aside>
💡 알림

</aside>

````python
a = 1
```

````

캡션

$$
e=mc^2
$$

---

[https://example.com/b](https://example.com/b)

![그림](https://example.com/c.png)

| 가 | 나\\|다 |
| --- | --- |
| 1 |  |

왼쪽

오른쪽
"""  # noqa: W291 - two blanks at a line's end keep its break


async def test_words_that_look_like_markdown_stay_words() -> None:
    inline = "# 1*2*3 [a](b) <b> $5 ~x~ `y` _z_ a_b"
    _, found = await page_of(paragraph(inline), paragraph("1. x\n- y"))
    said = r"\# 1\*2\*3 \[a\](b) \<b> \$5 \~x\~ \`y\` \_z\_ a_b"
    assert found.plain("Home.md") == f"# Home\n\n{said}\n\n1\\. x  \n\\- y\n"


LANGUAGES: list[tuple[Language, str, str]] = [
    ("ko", "2026년 9월 14일 오후 2:56", "2026년 1월 31일 → 2026년 2월 2일"),
    ("en", "September 14, 2026 2:56 PM", "January 31, 2026 → February 2, 2026"),
    ("ja", "2026年9月14日 14:56", "2026年1月31日 → 2026年2月2日"),
]


@pytest.mark.parametrize(("language", "moment", "span"), LANGUAGES)
async def test_dates_follow_the_language(language: Language, moment: str, span: str) -> None:
    rows = [
        {"values": {"Name": "a", "When": "2026-09-14T14:56:00+09:00"}},
        {"values": {"Name": "b", "When": {"start": "2026-01-31", "end": "2026-02-02"}}},
    ]
    table = database("t", {"name": "When", "type": "date"}) | {"rows": rows}
    _, found = await page_of(databases=[table], language=language)
    told = list(csv.reader(io.StringIO(found.plain("Home/t table_all.csv"))))
    assert told == [["Name", "When"], ["a", moment], ["b", span]]
    assert found.plain("Home/t table/a.md") == f"# a\n\nWhen: {moment}\n"


async def test_values_are_written_in_their_formats() -> None:
    props: dict[str, tuple[Json, Any, str]] = {
        "Won": ({"type": "number", "format": "won"}, -1234560, "-₩1,234,560"),
        "Dollar": ({"type": "number", "format": "dollar"}, 1234.5, "$1,234.50"),
        "Exact": ({"type": "number", "format": "euro"}, 0.125, "€0.125"),
        "Share": ({"type": "number", "format": "percent"}, 0.125, "12.5%"),
        "Plain": ({"type": "number"}, 1e21, "1" + "0" * 21),
        "Box": ({"type": "checkbox"}, True, "Yes"),
        "Tags": ({"type": "multi_select"}, ["a", "b"], "a, b"),
        "Text": ({"type": "rich_text"}, 'say "hi",\nyou', 'say "hi",\nyou'),
        "Link": ({"type": "url"}, "https://example.com", "https://example.com"),
        "Phone": ({"type": "phone_number"}, "010-1234", "010-1234"),
        "Number": ({"type": "unique_id", "prefix": "T"}, None, "T-1"),
        "Twice": ({"type": "formula", "expression": 'prop("Share") * 2'}, None, "0.25"),
    }
    declared = [{"name": name, **how} for name, (how, _, _) in props.items()]
    values = {name: given for name, (_, given, _) in props.items() if given is not None}
    table = database("t", *declared) | {"rows": [{"values": {"Name": "a", **values}}]}
    _, found = await page_of(databases=[table])
    head, row = csv.reader(io.StringIO(found.plain("Home/t table_all.csv")))
    told = dict(zip(head, row, strict=True))
    assert told == {"Name": "a", **{name: said for name, (_, _, said) in props.items()}}


async def test_relations_are_named_with_their_addresses() -> None:
    rows = [{"values": {"Name": "x", "To": ["b 1", "b 0"]}}]
    tables = [database("a", relation("To", "b")) | {"rows": rows}, database("b", rows=2)]
    team, found = await page_of(databases=tables)
    whole = next(
        data
        for path, data in found.files.items()
        if path.endswith("_all.csv") and "/a table" in path
    )
    row = list(csv.reader(io.StringIO(whole.decode("utf-8-sig"))))[1]
    ids = {title: page for page, title in Built(team.notion, team.page_id)._rows_by_id.items()}
    urls = [
        f"https://app.notion.com/p/{name.replace(' ', '-')}-{ids[name].replace('-', '')}"
        for name in ("b 1", "b 0")
    ]
    assert row[1] == ", ".join(
        f"{name} ({url}?pvs=21)" for name, url in zip(("b 1", "b 0"), urls, strict=True)
    )


async def test_a_table_shows_what_its_first_view_does_and_beside_it_everything() -> None:
    view = {
        "type": "table",
        "filter": {"property": "Points", "number": {"greater_than": 1}},
        "sorts": [{"property": "Points", "direction": "descending"}],
        "properties": ["Name", "Points"],
    }
    rows = [{"values": {"Name": f"r{i}", "Points": i, "Note": "n"}} for i in range(4)]
    props = [{"name": "Note", "type": "rich_text"}, {"name": "Points", "type": "number"}]
    table = database("t", *props) | {"rows": rows, "views": [view]}
    _, found = await page_of(databases=[table])
    assert found.plain("Home/t table.csv") == "Name,Points\nr3,3\nr2,2\n"
    everything = found.plain("Home/t table_all.csv")
    assert everything == "Name,Points,Note\nr0,0,n\nr1,1,n\nr2,2,n\nr3,3,n\n"


async def filtered() -> tuple[Team, str]:
    """A page with a table whose first view filters and sorts by its points; its data source."""
    view = {
        "type": "table",
        "filter": {"property": "Points", "number": {"greater_than": 1}},
        "sorts": [{"property": "Points", "direction": "descending"}],
    }
    rows = [{"values": {"Name": f"r{i}", "Points": i}} for i in range(3)]
    table = database("t", {"name": "Points", "type": "number"}) | {"rows": rows, "views": [view]}
    team = await Team.built({"title": "Home", "databases": [table]})
    return team, team.before.databases[0].data_source_id


async def test_a_view_by_a_column_that_was_deleted_shows_every_row() -> None:
    team, source = await filtered()
    gone = {"properties": {"Points": None}}
    await team.notion.gateway().call("PATCH", f"data_sources/{source}", gone)
    found = await exported(team.notion, team.page_id)
    assert sorted(found.plain("Home/t table.csv").split()) == ["Name", "r0", "r1", "r2"]


async def test_a_view_whose_query_notion_refuses_shows_every_row() -> None:
    team, _ = await filtered()
    team.notion.faults.inject(method="POST", path=r"/queries$", status=400)
    found = await exported(team.notion, team.page_id)
    assert found.plain("Home/t table.csv") == "Name,Points\nr0,0\nr1,1\nr2,2\n"


async def test_what_stands_on_rows_and_below_them_comes_along() -> None:
    rows = [{"values": {"Name": "x"}, "blocks": [paragraph("안쪽"), {"type": "divider"}]}]
    team, _ = await page_of(databases=[database("t") | {"rows": rows}])
    row_id = next(iter(Built(team.notion, team.page_id)._rows_by_id))
    words = [{"text": {"content": "Sub"}}]
    body = {"parent": {"page_id": row_id}, "properties": {"title": {"title": words}}}
    await team.notion.gateway().call("POST", "pages", body)
    found = await exported(team.notion, team.page_id)
    assert found.plain("Home/t table/x.md") == "# x\n\n안쪽\n\n---\n\n[Sub](x/Sub.md)\n"
    assert found.plain("Home/t table/x/Sub.md") == "# Sub\n"
    assert found.lost == [{"kind": "page", "name": "Sub", "home": "x"}]
    assert [block.type for block in found.blueprint.databases[0].rows[0].blocks] == [
        "paragraph",
        "divider",
    ]


async def test_files_lie_in_the_archive_and_in_the_blueprint() -> None:
    files = [{"type": kind, "upload": given} for kind, given in FILES.items()]
    attached = {"name": "Files", "type": "files"}
    rows = [{"values": {"Name": "x", "Files": [{"upload": PICTURE}, "https://example.com/z"]}}]
    table = database("t", attached) | {"rows": rows}
    look = {"upload": PICTURE}
    found = await comes_back(
        parse({"title": "Home", "icon": look, "blocks": files, "databases": [table]})
    )
    assert found.lost == []
    others = {path for path in found.paths if not path.endswith((".md", ".csv"))}
    assert others == {
        "notionforge.json",
        *("Home/그림 1.png", "Home/film.mp4", "Home/sound.mp4", "Home/plan.pdf", "Home/notes.txt"),
    }
    pictures = [data for path, data in found.files.items() if path.endswith(".png")]
    assert pictures == [PIXEL]  # once, however often it is shown
    assert "Files: ../%EA%B7%B8%EB%A6%BC%201.png, https://example.com/z" in found.plain(
        "Home/t table/x.md"
    )
    assert "![그림 1.png](Home/%EA%B7%B8%EB%A6%BC%201.png)" in found.plain("Home.md")
    assert found.blueprint.icon is not None


def shown_picture(found: Exported) -> bool:
    """Whether a page's one picture lies in the archive; else it is a link."""
    is_there = [path for path in found.files if path.endswith(".png")] != []
    assert ("](http" in found.plain("Home.md")) is not is_there
    return is_there


async def test_exports_share_the_room_on_disk_and_what_has_none_stays_a_link() -> None:
    team, _ = await page_of({"type": "image", "upload": PICTURE})
    gateway, downloads = team.notion.gateway(), Downloads(None, team.notion.wire)
    room = Room(len(PIXEL))
    exports = [await Export.read(gateway, downloads, room, team.page_id, "ko") for _ in range(3)]
    first = exports[0].pieces()
    sent = [await anext(first)]
    while room.left:
        sent.append(await anext(first))
    second = Exported(b"".join([piece async for piece in exports[1].pieces()]))
    assert not shown_picture(second)
    sent += [piece async for piece in first]
    assert shown_picture(Exported(b"".join(sent)))
    third = Exported(b"".join([piece async for piece in exports[2].pieces()]))
    assert shown_picture(third)
    assert room.left == len(PIXEL)


async def test_a_file_on_its_way_has_no_more_of_the_room_than_was_written() -> None:
    team, _ = await page_of({"type": "image", "upload": PICTURE})
    gateway, downloads = team.notion.gateway(), Downloads(None, team.notion.wire)
    begun, ends = asyncio.Event(), asyncio.Event()

    class Slow(Downloads):
        """Over a line on which the end of a file is long in coming."""

        async def save(self, url: str, path: Path, take: Take) -> bool:
            saved = await super().save(url, path, take)
            begun.set()
            await asyncio.wait_for(ends.wait(), 60)
            return saved

    async def shows(downloads: Downloads) -> bool:
        export = await Export.read(gateway, downloads, room, team.page_id, "ko")
        return shown_picture(Exported(b"".join([piece async for piece in export.pieces()])))

    room = Room(2 * len(PIXEL))
    slow = asyncio.create_task(shows(Slow(None, team.notion.wire)))
    await asyncio.wait_for(begun.wait(), 60)
    assert await shows(downloads)
    ends.set()
    assert await slow
    assert room.left == 2 * len(PIXEL)


async def test_what_no_room_is_left_for_is_not_asked_for() -> None:
    team, _ = await page_of({"type": "image", "upload": PICTURE})
    before = len(team.notion.wire.sent)
    export = await Export.read(
        team.notion.gateway(), Downloads(None, team.notion.wire), Room(0), team.page_id, "ko"
    )
    assert not shown_picture(Exported(b"".join([piece async for piece in export.pieces()])))
    assert [sent.path for sent in team.notion.wire.sent[before:] if "/files/" in sent.path] == []


async def test_a_file_that_the_disk_does_not_take_stays_a_link() -> None:
    team, _ = await page_of({"type": "image", "upload": PICTURE})

    class Full(Downloads):
        """Onto a disk on which nothing has room."""

        async def save(self, url: str, path: Path, take: Take) -> bool:
            return await super().save(url, Path("/dev/full"), take)

    gateway, room = team.notion.gateway(), Room()
    downloads = Full(None, team.notion.wire)
    export = await Export.read(gateway, downloads, room, team.page_id, "ko")
    assert not shown_picture(Exported(b"".join([piece async for piece in export.pieces()])))
    assert room.left == Room().left


async def test_what_a_blueprint_has_no_words_for_is_named() -> None:
    broken = {"type": "file", "upload": {"filename": "a.txt", "content": "YQ=="}}
    team, _ = await page_of(broken)

    class Nowhere:
        async def save(self, url: str, path: Path, take: Take) -> bool:
            return False

    export = await Export.read(team.notion.gateway(), Nowhere(), Room(), team.page_id, "ko")
    found = Exported(b"".join([piece async for piece in export.pieces()]))
    assert [lost["kind"] for lost in found.lost] == ["block"]


async def test_a_row_that_goes_meanwhile_is_told_by_its_values() -> None:
    rows = [{"values": {"Name": f"r{i}"}, "blocks": [paragraph("body")]} for i in range(2)]
    team = await Team.built({"title": "Home", "databases": [database("t") | {"rows": rows}]})
    gateway = team.notion.gateway()
    downloads = Downloads(None, team.notion.wire)
    export = await Export.read(gateway, downloads, Room(), team.page_id, "ko")
    gone = next(iter(Built(team.notion, team.page_id)._rows_by_id))
    tx = team.notion.workspace.begin("2026-03-02T00:00:00.000Z")
    tx.drop(gone)  # for good, as from the trash
    await team.notion.workspace.commit(tx)
    found = Exported(b"".join([piece async for piece in export.pieces()]))
    assert found.plain("Home/t table_all.csv") == "Name\nr0\nr1\n"


async def test_a_database_is_exported_by_itself() -> None:
    team = await Team.built(WORKSPACE)
    found = await exported(team.notion, team.before.databases[0].id)
    rows = [f"작업/{name}.md" for name in ("시작", "다음", "빈 줄")]
    kept = ["notionforge.json", "notionforge.lost.json", "작업.csv", "작업_all.csv"]
    assert found.paths == sorted([*rows, *kept])
    assert found.lost == [{"kind": "property", "name": "프로젝트", "home": "작업"}]
