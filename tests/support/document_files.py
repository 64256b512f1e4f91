"""Files of the kinds that are no text, as programs write them: what is in each is what a test is
about. Those of text lie in `tests/documents/files/`."""

from tests.support.office import (
    cell,
    deleted,
    docx_of,
    footnote_mark,
    hwpx_of,
    inserted,
    paragraph,
    run,
    table,
    xlsx_of,
    zip_of,
)
from tests.support.pdf import pdf_of

_IDS = [f"{number * 7919 + 12345:032x}" for number in range(20)]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
_WON, _DAY, _SHARE = '"₩"#,##0', "yyyy-mm-dd", "0.0%"


def document_files() -> dict[str, bytes]:
    """The files by their names."""
    return {**_workbooks(), **_documents(), **_others(), **_archives()}


def _workbooks() -> dict[str, bytes]:
    return {
        "매출.xlsx": xlsx_of(
            {
                "매출": [
                    ["2026년 1분기 매출"],
                    ["지역", "담당", "전화", "금액", "계약일", "비율"],
                    [
                        "서울",
                        "김지수",
                        "01012345678",
                        (1200000, _WON),
                        (46082, _DAY),
                        (0.125, _SHARE),
                    ],
                    [None, "이민호", "01023456789", (850000, _WON), (46090, _DAY), (0.08, _SHARE)],
                    ["부산", "박서준", "01034567890", (-30000, _WON), (46101, _DAY), (0.5, _SHARE)],
                ],
            },
            merged={"매출": ["A1:F1", "A3:A4"]},
        ),
        "orders.xlsx": xlsx_of(
            {
                "Orders": [
                    ["Order", "Customer", "Qty"],
                    ["A-1", "Ann", 3.0],
                    ["A-2", "Bob", 1.0],
                    ["A-3", "Ann", 2.0],
                ],
                "Customer": [["Customer", "Since"], ["Ann", (45000, _DAY)], ["Bob", (45010, _DAY)]],
                "Secret": [["x"], ["y"]],
            },
            hidden=["Secret"],
        ),
        "flags.xlsx": xlsx_of(
            {"S": [["Item", "Ok", "Code"], ["a", True, "007"], ["b", False, "010"]]}
        ),
        "予算.xlsx": xlsx_of(
            {
                "予算": [
                    ["項目", "予算額", "日時"],
                    ["広告", (50000, "[$¥-411]#,##0"), (46082.5, "yyyy-mm-dd hh:mm")],
                    ["交通", (1200, "[$¥-411]#,##0"), (46083.75, "yyyy-mm-dd hh:mm")],
                ]
            }
        ),
        "gaps.xlsx": xlsx_of(
            {"S": [[], [None, "Name", "Note"], [], [None, "a", 1.5], [None, "b", None]]}
        ),
    }


def _documents() -> dict[str, bytes]:
    return {
        "보고서.docx": docx_of(
            paragraph(run("분기 보고서"), style="Title"),
            paragraph(run("개요"), style="Heading1"),
            paragraph(run("매출이 "), run("크게", "b", "i"), run(" 늘었다"), footnote_mark(2)),
            paragraph(run("남은 글 "), inserted("새로 쓴 글"), deleted("지운 글")),
            paragraph(run("첫째"), numbers=1),
            paragraph(run("둘째"), numbers=1),
            paragraph(run("다시 첫째"), numbers=3),
            paragraph(run("다시 둘째"), numbers=3),
            table(
                [cell("구분", across=2), cell("금액")],
                [cell("서울", down="restart"), cell("강남"), cell("10")],
                [cell("", down="continue"), cell("마포"), cell("20")],
            ),
            footnotes={2: "작년 같은 분기와 견준 값"},
        ),
        "letter.docx": docx_of(
            paragraph(run("Dear Ann,")),
            paragraph(run("this is "), run("underlined", "u"), run(" and "), run("gone", "strike")),
            paragraph(run("bullet"), numbers=2),
            paragraph(run("inner"), numbers=2, level=1),
            paragraph(run("deeper"), numbers=2, level=2),
            paragraph(run("said somebody"), style="Quote"),
        ),
        "手紙.docx": docx_of(
            paragraph(run("ご案内"), style="Heading1"),
            paragraph(run("日時"), style="Heading2"),
            paragraph(run("三月四日 "), run("午後", "b")),
            table([cell("時刻"), cell("内容")], [cell("13:00"), cell("受付")]),
        ),
        "기안문.hwpx": hwpx_of(
            "시행 문서",
            "아래와 같이 * 시행합니다",
            [["번호", "내용"], ["1", "교육"], ["2", "점검"]],
        ),
        "공지.hwpx": hwpx_of("공지사항", "내일은 휴관입니다"),
    }


def _others() -> dict[str, bytes]:
    return {
        "안내.pdf": pdf_of(
            ["안내문", "고객님께서 요청하신 환", "불을 처리했습니다", "• 문의는 고객센터로"],
            ["둘째 쪽의 글", "- 2 -"],
        ),
        "invoice.pdf": pdf_of(["Invoice 2026-11", "Total: $120.00", "1. Paper", "2. Ink"]),
        "표.pdf": pdf_of(
            ["품목 가격", "연필 1000", "공책 2500", "값은 부가세를 포함합니다"],
            drawn=" ".join(f"38 {y} 52 40 re S 90 {y} 100 40 re S" for y in (690, 650, 610)),
        ),
        "案内.pdf": pdf_of(["返金は三日以内に行", "います"]),
    }


def _archives() -> dict[str, bytes]:
    home, tasks, page, guide, projects, deep = _IDS[:6]
    korean = {
        f"팀 홈 {home}.md": (
            "# 팀 홈\n\n<aside>\n💡 환영합니다\n\n</aside>\n\n"
            f"[작업](%ED%8C%80%20%ED%99%88/%EC%9E%91%EC%97%85%20{tasks}.csv)\n\n중간 글\n\n"
            f"[가이드](%ED%8C%80%20%ED%99%88/%EA%B0%80%EC%9D%B4%EB%93%9C%20{guide}.md)\n\n"
            "![그림](%ED%8C%80%20%ED%99%88/image.png)\n"
        ),
        f"팀 홈/작업 {tasks}.csv": "\ufeff이름,상태,마감,프로젝트,완료\nA,진행,,,Yes\n",
        f"팀 홈/작업 {tasks}_all.csv": (
            "\ufeff이름,상태,마감,프로젝트,완료\n"
            'A,진행,2026년 9월 14일 오후 2:56,"웹 개편 (https://www.notion.so/x?pvs=21), '
            '앱, 새로 (https://www.notion.so/y?pvs=21)",Yes\n'
            "B,진행,2026년 9월 15일 → 2026년 9월 16일,웹 개편 (https://www.notion.so/x?pvs=21),No\n"
            "C,완료,,,No\n"
        ),
        f"팀 홈/작업/A {page}.md": "# A\n\n상태: 진행\n완료: Yes\n\n본문 **굵게**\n\n- 항목\n",
        f"팀 홈/프로젝트 {projects}.csv": (
            '\ufeff이름,예산\n웹 개편,"₩1,000"\n"앱, 새로","₩2,000"\n'
        ),
        f"팀 홈/가이드 {guide}.md": "# 가이드\n\n글\n",
        f"팀 홈/가이드/깊은 곳 {deep}.md": "# 깊은 곳\n\n더\n",
        "팀 홈/image.png": PNG,
    }
    english = {
        f"Wiki {home}.md": f"# Wiki\n\nSee [Rules](Wiki/Rules%20{guide}.md) first.\n",
        f"Wiki/Rules {guide}.md": (
            f"# Rules\n\n[Wiki](../Wiki%20{home}.md)\n\n- [ ] read\n- [x] sign\n"
        ),
        f"Wiki/Log {tasks}.csv": (
            "\ufeffName,Created,Score\n"
            '"First","September 14, 2026 2:56 PM",1\n"Second","September 15, 2026",2.5\n'
        ),
    }
    return {
        "내보내기.zip": zip_of(korean),
        "Export-1.zip": zip_of({"ExportBlock-1-Part-1.zip": zip_of(english)}),
        "vault.zip": zip_of(
            {
                "vault/index.md": (
                    "# Index\n\n"
                    "[plan](plans/plan.md), [[plan|wiki]], [[gone]] and [x](missing.md)\n"
                ),
                "vault/plans/plan.md": "# Plan\n\nback to [Index](../index.md)\n",
                "vault/plans/prices.csv": "item,price\nink,$3.50\npen,$1.20\n",
                "vault/photo.bin": b"\x00\x01",
                "__MACOSX/._index.md": b"junk",
            }
        ),
        "議事.zip": zip_of(
            {
                f"議事録 {home}.md": "# 議事録\n\n本文\n",
                f"議事録/メモ {page}.md": "# メモ\n\n短い\n",
            }
        ),
    }
