"""Files that become workspaces: over REST at once, in a conversation after a yes."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.chat import Chat, of_type
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONVERT, FILES = "/api/templates/document-to-notion", "/api/files"
MONEY = '계정,금액,마진\n매출,"₩1,234,560",12.5%\n원가,"(987,650)",-3.25%\n'.encode()
NOTES = "# 주간 회의\n\n**중요(important)**입니다\n\n- [x] 정리\n  - 세부\n".encode()


@pytest.fixture(scope="module")
def planner() -> None:
    """The embedded one: what is said of a plan has to be understood."""


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def sent(client: httpx.AsyncClient, *files: tuple[str, bytes], **fields: Any) -> Any:
    """The answer to an upload."""
    parts = [("file", file) for file in files]
    return await client.post(CONVERT, files=parts, data=fields)


async def kept(client: httpx.AsyncClient, name: str, content: bytes) -> str:
    """The id of a file that was sent ahead."""
    answer = await client.post(FILES, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


async def test_a_table_is_built_with_all_its_cells(server: Server, client: httpx.AsyncClient):
    answer = (await sent(client, ("손익.csv", MONEY))).json()
    assert answer["success"] is True
    assert (answer["summary"]["rows"], answer["warnings"]) == (2, [])
    (database,) = answer["blueprint"]["databases"]
    assert [(p["type"], p.get("format")) for p in database["properties"]] == [
        *(("title", None), ("number", "won"), ("number", "percent")),
    ]
    assert [row["values"] for row in database["rows"]] == [
        {"계정": "매출", "금액": 1234560, "마진": 0.125},
        {"계정": "원가", "금액": -987650, "마진": -0.0325},
    ]
    assert page_snapshot(server.app.embedded.workspace, answer["page_id"])["databases"]
    undone = await client.post(f"/api/templates/undo/{answer['undo_id']}")
    assert undone.status_code == 200


async def test_a_dry_run_answers_the_blueprint_and_builds_nothing(
    server: Server, client: httpx.AsyncClient
):
    before = workspace_index(server.app.embedded.workspace)
    answer = (await sent(client, ("notes.md", NOTES), dry_run="true")).json()
    assert answer["blueprint"]["title"] == "주간 회의"
    bold, rest_ = answer["blueprint"]["blocks"][0]["text"]
    assert (bold["text"], bold["bold"], rest_["text"]) == ("중요(important)", True, "입니다")
    assert "notion_url" not in answer
    assert workspace_index(server.app.embedded.workspace) == before


async def test_files_sent_with_a_message_are_shown_and_built_after_a_yes(
    server: Server, client: httpx.AsyncClient, chat: Chat
):
    file_id = await kept(client, "손익.csv", MONEY)
    before = workspace_index(server.app.embedded.workspace)
    await chat.say("이 파일 노션으로 옮겨줘", attachments=[file_id])
    shown = await chat.turn()
    assert workspace_index(server.app.embedded.workspace) == before
    request = of_type(shown, "approval_request")
    assert (request["metadata"]["databases"], request["metadata"]["rows"]) == (1, 2)
    await chat.say("좋아")
    done = await chat.turn()
    assert of_type(done, "complete")["summary"]["rows_created"] == 2
    assert "add_rows" in [f["step"] for f in done if f["type"] == "progress"]


async def test_words_with_the_files_change_what_these_hold(client: httpx.AsyncClient, chat: Chat):
    file_id = await kept(client, "손익.csv", MONEY)
    await chat.say("이 파일을 가져와서 담당자 속성 추가해줘", attachments=[file_id])
    request = of_type(await chat.turn(), "approval_request")
    (database,) = request["blueprint"]["databases"]
    assert "담당자" in [each["name"] for each in database["properties"]]
    assert len(database["rows"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        "속성 추가.csv, 담당자.csv 파일로 만들어 주세요",
        "Make 속성 추가.csv, 담당자.csv into a workspace",
        "속성 추가.csv, 담당자.csvを取り込んでください",
    ],
)
async def test_a_files_name_asks_for_nothing(client: httpx.AsyncClient, chat: Chat, words: str):
    """However it reads: the page says what it sends by its name."""
    names = ("속성 추가.csv", "담당자.csv")
    await chat.say(words, attachments=[await kept(client, name, MONEY) for name in names])
    shown = await chat.turn()
    told = of_type(shown, "ai_response")["content"]
    assert not any(
        left in told for left in ("함께 하신 말씀", "Of what you said", "一緒にいただいた")
    )
    for database in of_type(shown, "approval_request")["blueprint"]["databases"]:
        assert "담당자" not in [each["name"] for each in database["properties"]]


async def test_a_files_name_is_known_however_its_letters_are_composed(
    client: httpx.AsyncClient, chat: Chat
):
    """A Mac sends 담 as three letters; who types it, as one."""
    names = (unicodedata.normalize("NFD", name) for name in ("속성 추가.csv", "담당자.csv"))
    files = [await kept(client, name, MONEY) for name in names]
    await chat.say("속성 추가.csv, 담당자.csv 파일로 만들어 주세요", attachments=files)
    for database in of_type(await chat.turn(), "approval_request")["blueprint"]["databases"]:
        assert "담당자" not in [each["name"] for each in database["properties"]]


async def test_a_files_name_is_no_part_of_a_longer_one(client: httpx.AsyncClient, chat: Chat):
    file_id = await kept(client, "a.csv", MONEY)
    await chat.say("이 a.csv 파일을 가져와서 'data.csv' 속성 추가해줘", attachments=[file_id])
    request = of_type(await chat.turn(), "approval_request")
    (database,) = request["blueprint"]["databases"]
    assert "data.csv" in [each["name"] for each in database["properties"]]


async def test_what_follows_the_list_of_losses_stands_apart_from_it(
    client: httpx.AsyncClient, chat: Chat
):
    file_id = await kept(client, "a.md", b"# A\n\n[B](./b.md)\n")
    await chat.say("이 파일을 가져와서 우주선을 발사해줘", attachments=[file_id])
    told = of_type(await chat.turn(), "ai_response")["content"]
    assert [line[:2] for line in told.split("\n")[-3:]] == ["- ", "", "함께"]


async def test_what_is_said_of_the_plan_changes_it_and_never_composes_it_anew(
    client: httpx.AsyncClient, chat: Chat
):
    file_id = await kept(client, "손익.csv", MONEY)
    await chat.say("파일로 만들어줘", attachments=[file_id])
    await chat.turn()
    await chat.say("비고 속성 추가해줘")
    changed = of_type(await chat.turn(), "approval_request")["blueprint"]["databases"][0]
    assert "비고" in [each["name"] for each in changed["properties"]]
    assert len(changed["rows"]) == 2
    await chat.say("영어로 바꿔줘")
    answer = await chat.turn()
    assert answer[-1]["status"] == "awaiting_approval"
    await chat.say("좋아")
    assert of_type(await chat.turn(), "complete")["summary"]["rows_created"] == 2


async def test_what_was_not_carried_over_is_told_with_its_place_in_the_persons_language(
    client: httpx.AsyncClient, chat: Chat
):
    text = b"# A\n\n[Building](./building.md)\n"
    answer = (await sent(client, ("a.md", text), language="en")).json()
    assert answer["warnings"] == [
        "a.md:3: the link to ./building.md leads to nothing that came along; its words stay"
    ]
    await chat.say("파일로 만들어줘", attachments=[await kept(client, "a.md", text)])
    told = of_type(await chat.turn(), "ai_response")["content"]
    assert "- a.md:3: 링크 ./building.md" in told
    await chat.say("좋아")
    assert of_type(await chat.turn(), "complete")["warnings"] == [told.partition("\n- ")[2]]


@pytest.mark.parametrize(
    ("name", "content", "status", "word"),
    [
        ("x.exe", b"MZ\x90\x00", 415, ".exe"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 415, "docx"),
        ("empty.md", b" \n", 422, "빈 파일"),
        ("broken.xlsx", b"PK\x03\x04broken", 422, "손상"),
        ("broken.pdf", b"%PDF-1.7\n", 422, "손상"),
        ("no.docx", b"not a document", 422, "손상"),
        ("binary.csv", bytes(range(256)) * 20, 422, "글이 아니라"),
        ("big.md", b"x" * (10 * 1024 * 1024 + 1), 413, "10MB"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_its_place(
    client: httpx.AsyncClient, name: str, content: bytes, status: int, word: str
):
    answer = await sent(client, (name, content))
    error = answer.json()["error"]
    assert answer.status_code == status
    assert word in error["message"]
    if status != 413:
        assert error["details"][0]["field"] == name


async def test_a_refusal_is_told_in_the_language_that_was_asked_for(client: httpx.AsyncClient):
    answer = await sent(client, ("empty.md", b" "), language="ja")
    assert answer.json()["error"]["details"][0]["message"] == "空のファイルです"


async def test_a_form_without_a_file_or_no_form_at_all_is_refused(client: httpx.AsyncClient):
    empty = await client.post(CONVERT, data={"dry_run": "true"}, files={"other": ("", b"")})
    assert empty.status_code in (400, 422)
    assert (await client.post(CONVERT, json={})).status_code == 400
    unknown = await sent(client, ("a.md", b"x"), colour="red")
    assert unknown.json()["error"]["details"][0]["field"] == "colour"


async def test_more_files_than_are_taken_at_once_are_told_how_many_are(client: httpx.AsyncClient):
    many = [(f"{number}.md", b"# A") for number in range(51)]
    for answer, most in (
        (await sent(client, *many), 50),
        (await client.post(FILES, files=[("file", file) for file in many[:2]]), 1),
    ):
        assert answer.status_code == 422, answer.text
        (detail,) = answer.json()["error"]["details"]
        assert detail == {"field": "file", "message": f"한 번에 {most}개까지 보낼 수 있어요"}


async def test_a_form_that_ends_amid_a_file_is_no_form(client: httpx.AsyncClient):
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s.md"\r\n\r\n'
    content = head % b"a" + b"# A\r\n" + head % b"b" + b"# B"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    for end, status in ((b"", 400), (b"\r\n--b--\r\n", 200)):
        answer = await client.post(CONVERT, content=content + end, headers=headers)
        assert answer.status_code == status, answer.text


async def test_words_in_place_of_a_file_are_told_that_one_is_needed(client: httpx.AsyncClient):
    answer = await client.post(CONVERT, data={"file": "a.md"}, files={"x": (None, b"y")})
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["field"]) == (422, "file")
    assert detail["message"] == "값이 필요해요"


async def test_who_goes_away_amid_an_upload_is_no_failure_of_the_server(
    server: Server, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
):
    gone = asyncio.Event()

    async def half() -> AsyncIterator[bytes]:
        yield b"--b\r\nContent-Disposition: form-data;"
        gone.set()
        await asyncio.Event().wait()

    headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": "1000"}
    leaving = rest(server.url)
    upload = asyncio.create_task(leaving.post(CONVERT, content=half(), headers=headers))
    await gone.wait()
    upload.cancel()
    await asyncio.wait((upload,))
    await leaving.aclose()
    assert (await client.get("/health")).status_code == 200
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_the_same_upload_with_the_same_key_is_built_once(
    server: Server, client: httpx.AsyncClient
):
    """A form is sent with another boundary each time."""
    headers = {"Idempotency-Key": "one document"}

    async def once(content: bytes) -> httpx.Response:
        return await client.post(CONVERT, files={"file": ("a.md", content)}, headers=headers)

    first = await once(NOTES)
    pages = workspace_index(server.app.embedded.workspace)
    assert (await once(NOTES)).json() == first.json()
    assert (await once(b"# other")).status_code == 409
    assert workspace_index(server.app.embedded.workspace) == pages


async def test_a_file_that_is_kept_lies_nowhere_in_plain_and_is_gone_when_unknown(
    server: Server, client: httpx.AsyncClient, chat: Chat
):
    secret = "비밀 문서의 내용".encode()
    await kept(client, "s.txt", secret)
    folder = server.settings.data_dir
    assert list((folder / "files").iterdir())
    for path in folder.rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes()
    await chat.say("파일로 만들어줘", attachments=["0" * 32])
    error = of_type(await chat.turn(), "error")
    assert error["code"] == "EXPIRED"


async def test_files_are_kept_for_their_kinds_alone(client: httpx.AsyncClient):
    answer = await client.post(FILES, files={"file": ("a.md", NOTES)})
    told = answer.json()
    assert (answer.status_code, told["kind"], told["size"]) == (201, "markdown", len(NOTES))
    refused = await client.post(FILES, files={"file": ("a.exe", b"x")})
    assert (refused.status_code, refused.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA")
