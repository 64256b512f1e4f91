"""Every command, with a running server and without one."""

import asyncio
import json
import re
import signal
import zipfile
from pathlib import Path

import pytest

from cli.answers import Answers
from cli.conversation import Conversation
from cli.interrupts import Interrupts
from cli.outcome import Exit
from cli.reach import reached
from cli.screen import Frames, Json
from cli.talk import talking
from settings import VERSION
from tests.support.commands import Commands
from tests.support.processes import Process

pytestmark = pytest.mark.usefixtures("server")

PAGE = re.compile(r"/workspace/([0-9a-f]{32})")


def test_a_wish_is_shown_built_changed_exported_and_taken_back(commands: Commands, home: Path):
    built = commands.run("build", "습관 트래커 만들어줘", typed="y\n")
    assert built.code == 0, built.aside
    assert "├─ 📅 하루 기록" in built.out
    assert "이대로 만들까요?" in built.out
    assert re.search(r"\[\d+/\d+\] 페이지 생성: 습관 트래커", built.aside)
    page = PAGE.findall(built.out)[-1]

    changed = commands.run("change", page, "하루 기록에 우선순위 속성 추가해줘", "--yes")
    assert changed.code == 0, changed.aside
    assert "• 속성 추가: 하루 기록 › 우선순위 (select)" in changed.out

    undone = commands.run("undo", "--", changed.last("notionforge undo"), "--language=ko")
    assert undone.code == 2  # behind `--` everything is an id
    undone = commands.run("undo", "--language", "ko", "--", changed.last("notionforge undo"))
    assert undone.code == 0, undone.aside

    target = home / "out.zip"
    exported = commands.run("export", page, "-o", str(target), "--force")
    assert exported.code == 0, exported.aside
    with zipfile.ZipFile(target) as archive:
        assert "notionforge.json" in archive.namelist()
        data = json.loads(archive.read("notionforge.json"))
    names = [prop["name"] for prop in data["databases"][0]["properties"]]
    assert "우선순위" not in names
    refused = commands.run("export", page, "-o", str(target))
    assert (refused.code, str(target) in refused.aside) == (1, True)
    assert [path.name for path in home.glob(".out*")] == []

    gone = commands.run("undo", "--", built.last("notionforge undo"))
    assert gone.code == 0, gone.aside


def test_documents_become_a_workspace(commands: Commands, home: Path):
    table, notes = home / "손익.csv", home / "메모.md"
    table.write_text('계정,금액\n매출,"₩1,234,560"\n원가,"(987,650)"\n', encoding="utf-8")
    notes.write_text("# 메모\n\n- 하나\n", encoding="utf-8")
    told = commands.run("import", str(table), str(notes), "--yes")
    assert told.code == 0, told.aside
    assert "항목: 2개 (매출, 원가)" in told.out
    assert PAGE.search(told.out)
    refused = commands.run("import", str(home / "none.csv"))
    assert (refused.code, "none.csv" in refused.aside) == (2, True)
    folder = commands.run("import", str(home), "--language", "en")
    assert (folder.code, f"{home} is a folder" in folder.aside) == (2, True)


def test_a_plan_can_be_talked_about_and_declined(commands: Commands):
    told = commands.run("build", "독서 기록 만들어줘", typed="색은 파란색으로 해줘\nn\n")
    assert told.code == 3, told.aside
    assert told.out.count("이대로 만들까요?") == 2
    assert not PAGE.search(told.out)


def test_without_anybody_to_answer_nothing_is_built(commands: Commands):
    told = commands.run("build", "a reading log")
    assert told.code == 3
    assert "--yes" in told.aside
    assert "Shall I build it?" in told.out


def test_frames_come_as_lines_of_json(commands: Commands):
    told = commands.run("build", "a reading log", "--yes", "--json")
    assert told.code == 0, told.aside
    frames = [json.loads(line) for line in told.out.splitlines()]
    kinds = [frame["type"] for frame in frames]
    assert kinds[-2:] == ["complete", "turn_end"]
    assert {"progress", "approval_request", "blueprint_preview"} <= set(kinds)
    assert told.aside == ""


def test_recipes_are_listed_and_shown(commands: Commands):
    listed = commands.run("recipes", "--language", "en")
    listed_so = re.search(r"^reading-log +📚 Reading log  ", listed.out, re.MULTILINE)
    assert (listed.code, listed_so is not None) == (0, True)
    shown = commands.run("recipes", "reading-log", "--language", "en")
    assert "│  ├─ 📖 Bookshelf" in shown.out
    missing = commands.run("recipes", "none-such", "--language", "en")
    assert missing.code == 1
    assert missing.aside.startswith("notionforge: ")


def test_tickets_of_the_demo_account_are_collected(commands: Commands):
    told = commands.run("ingest", "--full", "--max-tickets", "3", "--language", "en")
    assert told.code == 0, told.aside
    assert "tickets_collected: 3" in told.out
    refused = commands.run("ingest", "--domain", "x.freshdesk.com", "--language", "en")
    assert (refused.code, "FRESHDESK_API_KEY" in refused.aside) == (2, True)


def test_what_cannot_be_meant_is_said(commands: Commands):
    told = commands.run("change", "no-page", "add a property")
    assert (told.code, "no-page" in told.aside) == (2, True)
    long = commands.run("build", "가" * 2001)
    assert (long.code, long.out) == (1, "")
    assert long.aside.strip()
    unknown = commands.run("undo", "0" * 32, "--language", "en")
    assert unknown.code == 1
    assert unknown.aside.startswith("notionforge: ")
    nobody = commands.run("build", "a reading log", "--yes", "--model", "nope/nope")
    assert (nobody.code, nobody.out) == (2, "")
    assert "nope" in nobody.aside


def test_the_version_is_told(commands: Commands):
    told = commands.run("--version")
    assert (told.code, told.out) == (0, f"notionforge {VERSION}\n")


def test_a_talk_is_in_the_language_of_its_wish(commands: Commands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    told = commands.run("build", "Make a reading log", typed="n\n")
    assert told.code == 3
    assert "[y] build" in told.out + told.aside
    assert not re.search("[\u3040-\u30ff]", told.out + told.aside)
    asked = commands.run("build", "Make a reading log in Japanese", typed="n\n")
    assert "[y] 作る" in asked.out + asked.aside


class _Impatient(Frames):
    """A screen before which somebody presses Ctrl-C as soon as all is done."""

    def frame(self, frame: Json) -> None:
        if frame["type"] == "complete":
            signal.raise_signal(signal.SIGINT)


async def _too_late() -> tuple[Exit, str]:
    with Interrupts() as interrupts:
        async with reached(None, "en") as reach, talking(reach, {"settings": {}}) as talk:
            conversation = Conversation(
                talk, _Impatient(), Answers(), interrupts, "en", approves=True
            )
            return await conversation.lead("message", content="a reading log"), talk.thread_id or ""


def test_what_was_done_before_it_was_interrupted_stays_and_counts_as_done(commands: Commands):
    code, thread_id = asyncio.run(_too_late())
    assert code == 0
    assert commands.run("undo", "--", thread_id).code == 0


def test_a_server_that_holds_the_folder_is_used(commands: Commands, server: Process | None):
    """And where none does the folder is free again after each command."""
    told = commands.run("recipes")
    assert told.code == 0
    lock = Path("data/server.lock").read_text(encoding="utf-8")
    assert lock == (f"http://localhost:{server.port}" if server else "")
