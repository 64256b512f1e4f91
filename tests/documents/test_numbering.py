"""Numbers that Word counts by itself: what a list of Notion cannot say is written out."""

import pytest

from tests.documents.test_nothing_is_lost import brought
from tests.support.office import docx_of, paragraph, run

CLAUSES = [("decimal", "제%1조"), ("ganada", "%2."), ("decimalEnclosedCircle", "%3")]


def blocks_of(*body: str, **lists: list[tuple[str, str]]) -> list[tuple[str, str]]:
    numbered = {int(name[1:]): levels for name, levels in lists.items()}
    blueprint, _ = brought({"a.docx": docx_of(*body, lists=numbered)})
    return [(block["type"], block["text"]) for block in blueprint["blocks"]]


def item(text: str, level: int = 0, numbers: int = 7, style: str = "") -> str:
    return paragraph(run(text), style=style, numbers=numbers, level=level)


def test_the_articles_of_a_contract_keep_their_numbers():
    said = blocks_of(
        item("(목적)"),
        item("갑은 지급한다", 1),
        item("을은 제공한다", 1),
        item("세부", 2),
        paragraph(run("끼어든 말")),
        item("(해지)"),
        item("다시 처음부터", 1),
        l7=CLAUSES,
    )

    assert [text for _, text in said] == [
        "제1조 (목적)",
        "가. 갑은 지급한다",
        "나. 을은 제공한다",
        "① 세부",
        "끼어든 말",
        "제2조 (해지)",
        "가. 다시 처음부터",
    ]
    assert {kind for kind, _ in said} == {"paragraph"}


def test_headings_keep_the_numbers_that_others_refer_to():
    levels = [("decimal", "%1."), ("decimal", "%1.%2")]
    said = blocks_of(
        paragraph(run("앞말")),
        item("Scope", style="Heading1"),
        item("Terms", 1, style="Heading2"),
        item("Costs", 1, style="Heading2"),
        l7=levels,
    )

    assert said[1:] == [
        ("heading_1", "1. Scope"),
        ("heading_2", "1.1 Terms"),
        ("heading_2", "1.2 Costs"),
    ]


@pytest.mark.parametrize("text", ["%1.", "%1)", "(%1)", "%1"])
@pytest.mark.parametrize("kind", ["decimal", "lowerLetter", "upperRoman"])
def test_what_a_list_of_notion_counts_as_well_stays_a_list(kind: str, text: str):
    said = blocks_of(item("하나"), item("둘"), l7=[(kind, text)])

    assert said == [("numbered_list_item", "하나"), ("numbered_list_item", "둘")]


def test_a_list_beneath_articles_is_a_list_of_the_first_level():
    said = blocks_of(
        item("총칙"),
        item("하나", 1),
        item("둘", 1),
        item("점", 2),
        l7=[("decimal", "第%1条"), ("decimal", "%2."), ("bullet", "•")],
    )

    assert said[0] == ("paragraph", "第1条 총칙")
    assert said[1:3] == [("numbered_list_item", "하나"), ("numbered_list_item", "둘")]


@pytest.mark.parametrize(
    ("kind", "tenth", "last"),
    [
        ("ganada", "차", "가"),
        ("chosung", "ㅊ", "ㄱ"),
        ("koreanCounting", "십", "십오"),
        ("japaneseCounting", "十", "十五"),
        ("aiueo", "コ", "ソ"),
        ("iroha", "ヌ", "ヨ"),
        ("decimalEnclosedCircle", "⑩", "⑮"),
        ("decimalZero", "10", "15"),
        ("lowerRoman", "x", "xv"),
        ("upperLetter", "J", "O"),
    ],
)
def test_numbers_look_as_word_shows_them(kind: str, tenth: str, last: str):
    said = blocks_of(*[item(f"말 {at}") for at in range(15)], l7=[(kind, "§%1")])

    assert [text for _, text in said][9] == f"§{tenth} 말 9"
    assert [text for _, text in said][14] == f"§{last} 말 14"
