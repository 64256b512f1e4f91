"""Multipart forms: files with what is asked of them, in memory and bounded."""

import hashlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.requests import validated
from tools.documents.convert import MOST_BYTES, MOST_FILES, File
from tools.errors import InvalidInput, Problem, TooLarge, ValidationFailed

Model = TypeVar("Model", bound=BaseModel)

_MOST_FIELDS = 20
_LONGEST_FIELD = 64 * 1024
AROUND = 256 * 1024  # bytes of fields and boundaries beside the files
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Form:
    """What a form holds: its files in their order, and its other fields."""

    files: Sequence[File]
    fields: dict[str, str]


class _InMemory(MultiPartParser):
    """Writes nothing to the disk, where it would lie open; takes no form that breaks off."""

    spool_max_size = MOST_BYTES + AROUND
    _is_whole = False

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        if self._current_files > MOST_FILES:
            raise too_many_files(MOST_FILES)

    def on_end(self) -> None:
        self._is_whole = True

    async def parse(self) -> FormData:
        found = await super().parse()
        if not self._is_whole:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("the last boundary is missing")
        return found


async def form_of(request: Request) -> Form:
    """The form of a request, whoever asked for it before.

    Raises TooLarge, InvalidInput for what is no form.
    """
    if not hasattr(request.state, "form"):
        request.state.form = await _read(request)
    form: Form = request.state.form
    return form


async def matter_of(request: Request) -> bytes:
    """What tells a form from others: the same one is sent with other boundaries each time."""
    form, digest = await form_of(request), hashlib.sha256()
    for name, value in sorted(form.fields.items()):
        digest.update(f"{name}\0{value}\0".encode())
    for file in form.files:
        digest.update(f"{file.name}\0{len(file.content)}\0".encode() + file.content)
    return digest.digest()


async def _read(request: Request) -> Form:
    kind = request.headers.get("content-type", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise InvalidInput("the body is no multipart/form-data", reason="no_form")
    parser = _InMemory(
        request.headers,
        _bounded(request),
        max_fields=_MOST_FIELDS,
        max_part_size=_LONGEST_FIELD,
    )
    try:
        found = await parser.parse()
    except MultiPartException:
        raise InvalidInput("the form is broken, or has too many parts", reason="no_form") from None
    files, fields = list[File](), dict[str, str]()
    for name, value in found.multi_items():
        if isinstance(value, UploadFile):
            files.append(File(_name(value.filename), await value.read()))
        else:
            fields[name] = value
    await found.close()
    if sum(len(file.content) for file in files) > MOST_BYTES:
        raise _too_large()
    return Form(files, fields)


async def _bounded(request: Request) -> AsyncGenerator[bytes]:
    left = MOST_BYTES + AROUND
    async for chunk in request.stream():
        left -= len(chunk)
        if left < 0:
            raise _too_large()
        yield chunk


def _too_large() -> TooLarge:
    return TooLarge(f"an upload has at most {MOST_BYTES} bytes", reason="upload_too_large")


def too_many_files(most: int) -> ValidationFailed:
    return ValidationFailed("too many files", [Problem("file", "too_many_files", {"most": most})])


def _name(given: str | None) -> str:
    """A file's name, without the way to it on its owner's machine."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:] or "file"


def files_of(form: Form) -> Sequence[File]:
    """The files of a form. Raises ValidationFailed where there is none."""
    if not form.files:
        raise ValidationFailed("no file was sent", [Problem("file", "missing")])
    return form.files


def fields_of(form: Form, model: type[Model]) -> Model:
    """The other fields of a form. Raises ValidationFailed."""
    return validated(model, {name: value for name, value in form.fields.items() if value != ""})
