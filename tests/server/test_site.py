"""The pages as they are served: all that they begin with is named in them, and may be kept."""

import re
from collections.abc import AsyncIterator
from posixpath import dirname, join, normpath

import httpx
import pytest
import pytest_asyncio

from api.site import Site, closure
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINK = re.compile(r'<link rel="modulepreload" href="([^"]+)"')
IMPORT = re.compile(r'from "(\.[^"]+)"|^import "(\.[^"]+)"', re.MULTILINE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


def imported(path: str, text: str) -> set[str]:
    names = (one or other for one, other in IMPORT.findall(text))
    return {normpath(join(dirname(path), name)) for name in names}


@pytest.mark.parametrize(
    ("path", "language", "texts"),
    [
        ("/", "en", {"shell", "chat"}),
        ("/threads/a-thread", "ja", {"shell", "chat"}),
        ("/stats", "ko", {"shell", "chat", "rooms/stats"}),
        ("/workspace", "ja", {"workspace"}),
        (f"/preview/{'0' * 32}", "ko", {"workspace"}),
    ],
)
async def test_a_page_names_whatever_its_modules_import_in_the_language_of_the_browser(
    client: httpx.AsyncClient, path: str, language: str, texts: set[str]
):
    answer = await client.get(path, headers={"Accept-Language": f"fr, {language};q=0.8"})
    named = LINK.findall(answer.text)

    assert answer.headers["Vary"] == "Accept-Language"
    assert len(named) == len(set(named))
    for module in named:
        file = await client.get(module)
        assert file.status_code == 200
        assert imported(module, file.text) <= set(named), module
    spoken = {module.partition("/locales/")[0] for module in named if "/locales/" in module}
    assert {folder.split("/", 4)[-1] for folder in spoken} == texts
    assert all(module.endswith(f"/{language}.js") for module in named if "/locales/" in module)


async def test_a_file_is_kept_for_ever_at_the_address_of_its_release_only(
    client: httpx.AsyncClient,
):
    page = await client.get("/")
    named = LINK.findall(page.text)[0]
    version = named.split("/")[3]

    async def kept(path: str) -> str:
        return (await client.get(path)).headers["Cache-Control"]

    assert page.headers["Cache-Control"] == "no-cache"
    assert "immutable" in await kept(named)
    assert await kept(named.replace(version, "0" * 16)) == "no-cache"
    assert await kept(named.replace(f"v/{version}/", "")) == "no-cache"
    assert (await client.get(f"/static/v/{version}/nothing.js")).status_code == 404


async def test_another_file_or_another_content_is_another_version(tmp_path):
    seen = set()
    for name, content in (("a.js", "1;"), ("a.js", "2;"), ("b.js", "2;")):
        (tmp_path / name).write_text(content)
        seen |= {Site(tmp_path).version, Site(tmp_path).version}

    assert len(seen) == 3


async def test_modules_may_import_each_other_and_what_is_missing_is_told():
    assert closure({"a": ["b", "c"], "b": ["a"], "c": []}, ["a"]) == ["a", "b", "c"]
    with pytest.raises(KeyError):
        closure({"a": ["gone"]}, ["a"])
