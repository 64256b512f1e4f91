"""Files of Markdown to pages with md2notion, run by an interpreter that has it installed:
`MD2NOTION_PYTHON bench/markdown/md2notion.py ADDRESS TOKEN FILE...`.

It writes by an interface of Notion that is gone, one block at a time. Only that is another here: a
stand-in for the page adds each block that it is told to with one call of the official interface.
Tells a line of JSON for each file, as `martian.mjs` does.
"""

import json
import sys
from pathlib import Path
from typing import Any

import requests
from notion.markdown import markdown_to_notion  # type: ignore[import-not-found]

sys.path = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).parent]
from md2notion.upload import convert, uploadBlock  # type: ignore[import-not-found]  # noqa: E402

Json = dict[str, Any]

_KINDS = {
    "HeaderBlock": "heading_1",
    "SubheaderBlock": "heading_2",
    "SubsubheaderBlock": "heading_3",
    "BulletedListBlock": "bulleted_list_item",
    "NumberedListBlock": "numbered_list_item",
    "TodoBlock": "to_do",
    "QuoteBlock": "quote",
    "TextBlock": "paragraph",
    "CodeBlock": "code",
    "DividerBlock": "divider",
    "ImageBlock": "image",
    "EquationBlock": "equation",
    "CollectionViewBlock": "table",
}
_FORMS = {"b": "bold", "i": "italic", "s": "strikethrough", "c": "code"}


class Client:
    def __init__(self, address: str, token: str) -> None:
        self._address = address
        self._session = requests.Session()
        headers = {"Authorization": f"Bearer {token}", "Notion-Version": "2026-03-11"}
        self._session.headers.update(headers)
        self.calls = 0

    def call(self, method: str, path: str, body: Json) -> Json:
        self.calls += 1
        answer = self._session.request(method, f"{self._address}/v1/{path}", json=body)
        told: Json = answer.json()
        if not answer.ok:
            raise RuntimeError(f"{answer.status_code} {told['message']}")
        return told


class Block:
    """A block that is there; `children.add_new` is all that md2notion asks of it."""

    def __init__(self, client: Client, block_id: str) -> None:
        self._client = client
        self.id = block_id
        self.children = self

    def add_new(self, kind: type, **said: Any) -> "Block":
        name = _KINDS[kind.__name__]
        body = {"children": [{"type": name, name: _body(name, said)}]}
        told = self._client.call("PATCH", f"blocks/{self.id}/children", body)
        return Block(self._client, told["results"][-1]["id"])


def _body(kind: str, said: Json) -> Json:
    match kind:
        case "divider":
            return {}
        case "image":
            return {"type": "external", "external": {"url": said["source"]}}
        case "equation":
            return {"expression": said["title_plaintext"]}
        case "code":
            text = said["title_plaintext"]
            language = said.get("language", "Plain Text").lower()
            return {"rich_text": [{"text": {"content": text[:2000]}}], "language": language}
        case "to_do":
            return {"rich_text": _rich(said["title"]), "checked": said["checked"]}
        case _:
            return {"rich_text": _rich(said.get("title", ""))}


def _rich(title: str) -> list[Json]:
    found = []
    for text, *marks in markdown_to_notion(title):
        run: Json = {"text": {"content": text}, "annotations": {}}
        for mark in marks[0] if marks else ():
            if mark[0] == "a" and mark[1].startswith("http"):
                run["text"]["link"] = {"url": mark[1]}
            elif mark[0] in _FORMS:
                run["annotations"][_FORMS[mark[0]]] = True
        found += [
            {**run, "text": {**run["text"], "content": text[at : at + 2000]}}
            for at in range(0, len(text), 2000)
        ]
    return found


def _table(client: Client, page_id: str, block: Json) -> None:
    """What md2notion makes of a table: a database with a call for it and for each row."""
    columns = [(each["name"] or "-", each["type"]) for each in block["schema"].values()]
    kinds: Json = {
        name: {"title": {}} if kind == "title" else {"rich_text": {}} for name, kind in columns
    }
    made = client.call(
        "POST",
        "databases",
        {
            "parent": {"type": "page_id", "page_id": page_id},
            "initial_data_source": {"properties": kinds},
        },
    )
    source = made["data_sources"][0]["id"]
    for row in block["rows"]:
        values = {
            name: {"title" if kind == "title" else "rich_text": _rich(value)}
            for (name, kind), value in zip(columns, row, strict=False)
        }
        parent = {"type": "data_source_id", "data_source_id": source}
        client.call("POST", "pages", {"parent": parent, "properties": values})


def main(address: str, token: str, files: list[str]) -> None:
    for file in files:
        client = Client(address, token)
        told: Json = {"file": file}
        try:
            title = {"title": [{"text": {"content": Path(file).name}}]}
            made = {"parent": {"workspace": True}, "properties": title}
            page = told["page"] = client.call("POST", "pages", made)["id"]
            with Path(file).open(encoding="utf-8") as opened:
                blocks = convert(opened)
            for block in blocks:
                if block["type"].__name__ == "CollectionViewBlock":
                    _table(client, page, block)
                else:
                    uploadBlock(block, Block(client, page), file)
        except Exception as error:  # noqa: BLE001 - it is told, and the next file is another
            told["error"] = repr(error)
        sys.stdout.write(json.dumps({**told, "calls": client.calls}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
