"""Documents as a tool: what a client has read of a file becomes a plan, as in the chat.

Over MCP a file is its text, or its bytes in base64; a whole call has 2 MiB at most. What is larger
is sent to `POST /api/files`, whose ids are taken too.
"""

import binascii
from base64 import b64decode
from typing import Annotated

from pydantic import BaseModel, Field

from api.mcp.arguments import Parent, Wanted
from api.mcp.caller import Context, app_of, caller_of
from api.mcp.effects import PLANS, Described
from api.mcp.shapes import Conversation
from api.mcp.waiting import opened
from tools.documents.convert import MOST_FILES, File
from tools.errors import InvalidInput


class Document(BaseModel):
    """A file: its text, or for other kinds its bytes."""

    name: str = Field(
        min_length=1,
        max_length=200,
        description="With its ending, which says what it is: md, txt, csv, html, xlsx, docx, pdf, "
        "hwpx, or zip of a Notion export.",
    )
    text: str | None = Field(default=None, description="What a md, txt, csv or html file says.")
    base64: str | None = Field(default=None, description="The bytes of any other.")

    @property
    def file(self) -> File:
        """Raises InvalidInput for what is neither."""
        if self.text is not None:
            return File(self.name, self.text.encode())
        try:
            return File(self.name, b64decode(self.base64 or "", validate=True))
        except binascii.Error:
            raise InvalidInput("base64 is not that", params={"detail": "base64"}) from None


async def import_documents(
    ctx: Context,
    words: Annotated[
        str, Field(description="What the person said along with the files, or what they are.")
    ],
    files: Annotated[
        list[Document] | None, Field(max_length=MOST_FILES, description="Files.")
    ] = None,
    file_ids: Annotated[
        list[str] | None,
        Field(max_length=MOST_FILES, description="Ids of files sent to POST /api/files."),
    ] = None,
    parent_page_id: Parent = None,
    options: Wanted = None,
) -> Conversation:
    """Plans a workspace of documents: text keeps its form, tables become databases with typed
    properties and every row. What is not carried over is said. Writes nothing: `approve` does."""
    caller, desk = caller_of(ctx), app_of(ctx).desk
    kept = [await desk.files.keep(caller.owner, each.file) for each in files or ()]
    attachments = (*(each.id for each in kept), *(file_ids or ()))
    if not attachments:
        raise InvalidInput("send files or file_ids")
    wish = caller.wish(words, options, parent_page_id, attachments=attachments)
    return await opened(ctx, wish)


TOOLS: tuple[Described, ...] = ((import_documents, "Import documents", PLANS),)
