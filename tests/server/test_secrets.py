"""No token that the server was given is in any file that it wrote."""

import base64
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from tests.support.chat import chatting, connected, of_type
from tests.support.leaks import written
from tests.support.processes import server_process
from tests.support.rest import rest
from tests.support.serving import remote_notion

# Without the shape of a token, so that no filter of log lines can be what hides them.
INIT, HEADER, BODY, LATER = "initial-one", "of-the-header", "of-the-body", "given-later-on"
WRONG, SERVER, KEY, BAD_KEY = "refused-by-notion", "of-the-server", "key-of-ours", "key-of-nobody"
TOKENS = (INIT, HEADER, BODY, LATER, WRONG, SERVER, KEY, BAD_KEY)
WISH = "습관 트래커 만들어줘"


async def test_no_file_and_no_log_line_holds_a_token(tmp_path: Path):
    async with remote_notion(INIT, HEADER, BODY, LATER, SERVER) as notion:
        env = {"NOTION_BASE_URL": notion.url, "NOTION_API_KEY": SERVER, "API_KEYS": KEY}
        env |= {"NOTION_PARENT_PAGE_ID": notion.parent_id, "LOG_FORMAT": "json"}
        async with server_process(tmp_path, **env) as process:
            await converse(process.socket_url, notion.parent_id)
            await request(process.url, notion.parent_id)
            notion.faults.inject(method="POST", path="/v1/databases", status=400)
            await converse_in_vain(process.socket_url, notion.parent_id)
            process.terminate()
            await process.ended()
    assert {"notionforge.db", "checkpoints.db", "server.log"} <= set(written(tmp_path))
    for name, held in written(tmp_path).items():
        assert [token for token in TOKENS if token.encode() in held] == [], name


def test_what_is_packed_or_encoded_is_looked_into(tmp_path: Path):
    text = f"a {SERVER} b".encode()
    kept = [zlib.compress(text), base64.b64encode(text), zlib.compress(base64.b64encode(text))]
    for number, held in enumerate(kept):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as database:
            database.execute("CREATE TABLE t (c)")
            database.execute("INSERT INTO t VALUES (?)", (held,))
            database.commit()
    found = written(tmp_path)
    assert len(found) == len(kept)
    assert all(SERVER.encode() in held for held in found.values())


async def converse(url: str, parent: str) -> None:
    """A build with a token, undone with another one."""
    init = {"parent_page_id": parent, "access_token": KEY}
    async with chatting(url, notion_token=INIT, **init) as chat:
        await chat.approve(await chat.asked(WISH))
        assert (await chat.turn())[-1]["status"] == "completed"
    again = {**init, "thread_id": chat.thread_id, "since": chat.last_seq}
    async with chatting(url, notion_token=LATER, **again) as chat:
        await chat.send("undo")
        assert of_type(await chat.turn(), "cancelled")["reason"] == "undone"


async def converse_in_vain(url: str, parent: str) -> None:
    """A build that Notion breaks off, a token that it refuses, a key that is none."""
    init = {"parent_page_id": parent, "access_token": KEY}
    async with chatting(url, **init) as chat:
        await chat.approve(await chat.asked(WISH))
        assert (await chat.turn())[-1]["status"] == "failed"
    async with chatting(url, notion_token=WRONG, **init) as chat:
        await chat.say(WISH)
        assert of_type(await chat.turn(), "error")["code"] == "NOTION_AUTH_FAILED"
        await chat.socket.send(f'{{"type": "init", "notion_token": "{WRONG}", "since": "{WRONG}"}}')
        await chat.next()
    async with connected(url) as chat:
        await chat.send("init", access_token=BAD_KEY)
        assert await chat.close_code() == 4002


async def request(url: str, parent: str) -> None:
    body = {"prompt": WISH, "parent_page_id": parent}
    headers = {"Authorization": f"Bearer {KEY}"}
    async with rest(url, headers=headers) as client:
        generate = "/api/templates/generate"
        for token, status in ((BODY, 200), (WRONG, 401)):
            answer = await client.post(generate, json={**body, "notion_token": token})
            assert answer.status_code == status
            assert token not in answer.text
        answer = await client.post(generate, json=body, headers={"X-Notion-Token": HEADER})
        assert answer.status_code == 200
        wrong = {"prompt": WISH, "parent_page_id": parent, "notion_token": {"of": BODY}}
        assert (await client.post(generate, json=wrong)).status_code == 422
        assert (await client.get("/health")).json()["notion_ready"] is True
