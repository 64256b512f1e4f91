"""The grammar: what strangers say is read right, or named as not understood; languages are data."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reader import read_changes
from agent.planner.embedded.grammar.clauses.clause import Memory
from agent.planner.embedded.grammar.formulas.operands import RANKS
from agent.planner.embedded.grammar.formulas.spelling import FIGURES
from agent.planner.embedded.grammar.reader import hear
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from tests.support.change_structures import spoken_in, workspace
from tests.support.fresh import Fresh, fresh_changes, verdict
from tools.workspace.draft import Draft

TODAY = date(2026, 11, 22)
GRAMMAR = Path(lexis.__wrapped__.__code__.co_filename).parent
WORDS = GRAMMAR.parent / "words"


@pytest.mark.parametrize("wish", fresh_changes(), ids=lambda wish: f"{wish.workspace}: {wish.say}")
def test_what_strangers_say_is_read_right_or_named_as_not_understood(wish: Fresh):
    structure = workspace(wish.workspace)

    said = read_changes(structure, wish.say, spoken_in(wish.workspace), TODAY)

    asked, unread = said.question is not None, bool(said.unread)
    assert verdict(wish, structure, said.changes, asked=asked, unread=unread) == wish.now


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("21만5천원", 215_000),
        ("5만 3천원", 53_000),
        ("1억 5천만원", 150_000_000),
        ("3만5000원", 35_000),
        ("-2만5천원", -25_000),
    ],
)
def test_an_amount_in_letters_and_figures_is_one_number(said: str, value: float):
    assert [token.value for token in tokens_of(said, lexis()) if token.kind == "number"] == [value]


@pytest.mark.parametrize(
    ("said", "denies"),
    [("We rent out 4 flats", False), ("they werent paid", True), ("they weren't paid", True)],
)
def test_a_latin_word_has_blanks_within_only_where_its_own_are(said: str, denies: bool):
    assert any(token.has("not.") for token in tokens_of(said, lexis())) is denies


def heard(name: str, text: str):
    return hear(Draft(workspace(name), spoken_in(name)), text, TODAY, Memory())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en", "delete the Low option with a bang"),
        ("en", "mark Build the new home page as done unless Bob objects"),
        ("ko", "우선순위에 긴급 추가 비스듬히"),
        ("ja", "ボードを斜めに削除して"),
    ],
)
def test_a_clause_with_a_word_that_nobody_took_changes_nothing(name, text):
    said = heard(name, text)

    assert said.changes == []
    assert said.unread != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ko", "완료일은 지우지 마"),
        ("en", "don't delete the board"),
        ("ja", "ボードは消さないでください"),
    ],
)
def test_what_is_not_to_be_done_is_not_done(name, text):
    assert heard(name, text).changes == []
    assert read_changes(workspace(name), text, spoken_in(name), TODAY).changes == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ko", "마감일 있는 작업만 나오게 해줘, 담당자 없는 건 빼고"),
        ("ko", "담당자 없는 건 빼고 보여줘"),
        ("ko", "담당자 없는 건 빼고"),
        ("en", "only show tasks with a due date, drop the done ones"),
        ("ja", "期限のあるタスクだけ表示して、完了は外して"),
    ],
)
def test_what_is_left_out_of_what_is_shown_is_not_deleted(name, text):
    said = read_changes(workspace(name), text, spoken_in(name), TODAY)

    assert {change.action for change in said.changes} <= {"update_view", "add_view"}
    assert said.unread or said.question


@pytest.mark.parametrize(
    ("name", "text", "option"),
    [
        ("ko", "상태에서 완료만 지워줘", "완료"),
        ("ko", "상태에 보류 추가하지 말고 완료만 지워줘", "완료"),
        ("en", "delete just Done from Status", "Done"),
        ("en", "don't add On hold to Status, just delete Done", "Done"),
        ("ja", "ステータスから完了だけ削除して", "完了"),
    ],
)
def test_an_option_of_a_property_that_is_named_goes_and_not_the_rows_that_hold_it(
    name, text, option
):
    (change,) = read_changes(workspace(name), text, spoken_in(name), TODAY).changes

    assert (change.action, change.option) == ("delete_option", option)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("ko", "메인 화면 퍼블리싱 하나 더 추가해줘, 상태 대기", "메인 화면 퍼블리싱"),
        ("ko", "메인 화면 퍼블리싱 추가해줘", "메인 화면 퍼블리싱"),
        ("en", "add another Build the new home page, status Waiting", "Build the new home page"),
        ("en", "add one more Build the new home page", "Build the new home page"),
        ("ja", "新トップページのコーディングをもう一つ追加して、ステータスは確認待ち",
         "新トップページのコーディング"),
    ],
)  # fmt: skip
def test_a_row_that_is_added_by_a_name_that_is_there_is_another_one(name, text, title):
    said = read_changes(workspace(name), text, spoken_in(name), TODAY)

    assert [change.action for change in said.changes] == ["add_rows"]
    assert title in said.changes[0].rows[0].values.values()


def test_what_is_said_of_another_row_of_a_name_is_said_of_the_new_one():
    text = "메인 화면 퍼블리싱을 하나 더 추가하고 상태는 대기로"

    (added,) = read_changes(workspace("ko"), text, "ko", TODAY).changes

    assert added.action == "add_rows"
    assert added.rows[0].values == {"작업": "메인 화면 퍼블리싱", "상태": "대기"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("crm", "Probability in euros please, and no sample rows"),
        ("en", "Low in red, no sample rows"),
    ],
)
def test_what_is_not_wanted_is_no_name_for_what_was_changed_before(name, text):
    said = read_changes(workspace(name), text, "en", TODAY)

    assert len(said.changes) == 1
    assert "sample rows" not in str(said.changes)
    assert "sample rows" in str(said.unread)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en", "add a notes column to both databases"),
        ("ja", "両方のデータベースにメモ列を追加して"),
        ("ko", "양쪽 데이터베이스에 메모 열 추가해줘"),
    ],
)
def test_what_both_databases_get_is_no_database(name, text):
    changes = read_changes(workspace(name), text, spoken_in(name), TODAY).changes

    titles = [database.title for database in workspace(name).databases]
    assert [change.action for change in changes] == ["add_property", "add_property"]
    assert [change.database for change in changes] == titles


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ko", "보통을 중간으로 바꿔줘, 아니다 낮음을 없애줘"),
        ("en", "delete the Area column, no wait, delete the Due dates view"),
    ],
)
def test_a_correction_takes_back_what_it_corrects(name, text):
    changes = heard(name, text).changes

    assert "Area" not in str(changes)
    assert changes[-1].action in ("delete_option", "delete_view")


def test_an_option_that_got_another_colour_can_get_another_name():
    said = ("높음을 파란색으로", "'높음' 옵션 이름을 '최고'로 바꿔줘", "페이지 이름을 '집'으로")

    changes = propose(workspace("ko"), said, "ko", TODAY).changes

    assert [change.action for change in changes] == ["recolor_option", "rename_option", "rename"]


def test_no_line_of_the_grammar_knows_a_language():
    letters = re.compile("[\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3]")

    paths = [*GRAMMAR.glob("*.py"), *(GRAMMAR.parent / "helpdesk").glob("*.py")]
    found = [path.name for path in paths if letters.search(path.read_text("utf-8"))]

    assert found == []


TOY = """
script: {letters: "а-я", joins: spaced}
order: first
prepositions: {to: [в], at: [к]}
endings: {}
words:
  verb: {add: [добавь], rename: [назови], delete: [удали]}
  noun: {property: [свойство], view: [вид]}
  type: {number: [число]}
  view: {board: [доска]}
"""


def test_a_further_language_is_a_file_of_words(tmp_path):
    for path in WORDS.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "toy.yaml").write_text(TOY, "utf-8")
    draft = Draft(workspace("en"), "en")

    def changes(text: str):
        said = hear(draft, text, TODAY, Memory(), words=lexis(tmp_path))
        assert said.unread == []
        return [change.model_dump(mode="json", exclude_defaults=True) for change in said.changes]

    added = changes("добавь свойство число 'Вес' к Tasks")
    assert [(c["database"], c["property"]) for c in added] == [
        ("Tasks", {"name": "Вес", "type": "number"})
    ]
    assert changes("назови Due в Срок")[0]["to"] == "Срок"
    assert changes("удали вид 'Due dates'")[0]["action"] == "delete_view"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ko", "DB에 '난이도' select 속성 추가해줘"),
        ("en", "Add a 'Effort' select property to the DB"),
    ],
)
def test_a_database_that_something_goes_to_is_none_to_be_made(name, text):
    said = heard(name, text)
    assert (said.changes, said.unread) == ([], [])
    assert said.ask is not None
    assert said.ask.missing == "database"


@pytest.mark.parametrize("language", ["ko", "en", "ja"])
def test_whatever_can_be_worked_out_has_a_name_in_each_language(language):
    ranks = {f"row_{rank}" for rank in RANKS}
    others = {"with_tax", "off", "flag", "state", "minus", "plus", "times", "over"}

    assert {*FIGURES, *ranks, *others} <= set(lexis().names[language])
