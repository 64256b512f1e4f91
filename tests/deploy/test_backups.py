"""A copy of what a server keeps, taken while it works, is a server that goes on."""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.support.chat import Chat, chatting, of_type
from tests.support.fleet import in_whole
from tests.support.postgres import programs
from tests.support.processes import ROOT, Process, server_process
from tests.support.serving import TOKEN, remote_notion

WISH = "독서 기록장 만들어줘"


async def test_a_data_folder_is_copied_while_it_is_written(tmp_path: Path):
    async with server_process(tmp_path) as server, chatting(server.socket_url) as chat:
        request = await chat.asked(WISH)
        busy = asyncio.create_task(_built(server))
        words = [ROOT / "deploy/backup.py", tmp_path / "data", tmp_path / "copy/data"]
        await asyncio.to_thread(subprocess.run, [sys.executable, *words], check=True)
        await busy
    assert (tmp_path / "copy/data/secret.key").stat().st_mode & 0o077 == 0
    async with server_process(tmp_path / "copy") as restored:
        await _goes_on(restored, chat, request)


def test_a_folder_that_is_no_servers_is_refused_and_nothing_is_made(tmp_path: Path):
    words = [sys.executable, ROOT / "deploy/backup.py", tmp_path / "dta", tmp_path / "copy"]
    refused = subprocess.run(words, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "is it the DATA_DIR of a server?" in refused.stderr
    assert not (tmp_path / "copy").exists()


async def _built(server: Process) -> None:
    async with chatting(server.socket_url) as chat:
        for _ in range(3):
            await chat.approve(await chat.asked(WISH))
            await chat.turn()


async def _goes_on(server: Process, chat: Chat, request: dict) -> None:
    """A plan that waited when the copy was taken is built from the copy."""
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=chat.last_seq) as back:
        await back.approve(request)
        assert of_type(await back.turn(), "complete")


@in_whole
async def test_a_dump_of_the_database_is_restored_into_another(tmp_path: Path, database: str):
    restored = f"{database}2"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    async with remote_notion() as notion:
        env = {"NOTION_BASE_URL": notion.url, "SECRET_KEY": "of-all"}
        one = server_process(tmp_path / "one", DATABASE_URL=database, **env)
        init = {"notion_token": TOKEN, "parent_page_id": notion.parent_id}
        async with one as server, chatting(server.socket_url, **init) as chat:
            request = await chat.asked(WISH)
            dump = f"--file={tmp_path}/forge.dump"
            await _run("pg_dump", "--format=custom", dump, f"--dbname={database}")
        await _run("psql", f"--dbname={database}", "--command=CREATE DATABASE postgres2")
        options = ("--clean", "--if-exists", "--no-owner", "--exit-on-error")
        await _run("pg_restore", *options, f"--dbname={restored}", str(tmp_path / "forge.dump"))
        async with server_process(tmp_path / "two", DATABASE_URL=restored, **env) as server:
            await _goes_on(server, chat, request)


async def _run(program: str, *words: str) -> None:
    command = [str(programs() / program), "--no-password", *words]
    await asyncio.to_thread(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
