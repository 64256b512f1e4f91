"""The web pages as a browser gets them; what they are made of is read once, when the server starts.

A browser hears of what a module imports only from the module itself, a round trip for each level of
imports, and there were six of them. So a page as served names every module it begins with
(`<link rel="modulepreload">`), the texts of the language among them: all are asked for at once.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

# At the beginning of a line only: what stands in `import(…)` waits until somebody asks for it.
_IMPORTS = re.compile(r'^(?:import|export)\b[^"();=]*"(\.[^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """How a page begins: its markup, the modules that run, the folders whose texts they speak."""

    page: str
    modules: tuple[str, ...]
    spoken: tuple[str, ...]  # each has a `locales/{language}.js`


CHAT = Entry("index.html", ("shell/main.js",), ("shell", "chat"))
VIEWER = Entry("workspace.html", ("workspace/main.js",), ("workspace",))


def room(name: str) -> Entry:
    """The chat's page at the address of a room, which is loaded with it."""
    folder = f"rooms/{name}"
    return Entry(CHAT.page, (*CHAT.modules, f"{folder}/index.js"), (*CHAT.spoken, folder))


def imports_of(path: str, text: str) -> list[str]:
    """The paths that the module at `path` imports before it runs."""
    return [normpath(join(dirname(path), name)) for name in _IMPORTS.findall(text)]


def closure(imports: Mapping[str, Sequence[str]], entries: Iterable[str]) -> list[str]:
    """Every module that is needed before all of `entries` have run, nearest first; `imports` has
    of each module, by its path, the paths of those it imports.

    Raises KeyError where one is imported that is not there.
    """
    found = dict.fromkeys(entries)
    waiting = list(found)
    for path in waiting:  # which grows meanwhile
        new = [other for other in dict.fromkeys(imports[path]) if other not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return waiting


class Site:
    """The files of a folder. `version` names what they hold all together: at an address with it a
    browser may keep them for ever, as another release has other addresses."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        read = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        self.version = _digest(read)
        self._markup = {name: read[name].decode() for name in read if name.endswith(".html")}
        self._imports = {
            name: imports_of(name, read[name].decode()) for name in read if name.endswith(".js")
        }

    def page(self, entry: Entry, language: str) -> str:
        """A page's markup for somebody who reads `language`: "ko", "en" or "ja"."""
        texts = (f"{folder}/locales/{language}.js" for folder in entry.spoken)
        links = "".join(
            f'    <link rel="modulepreload" href="/static/{path}" />\n'
            for path in closure(self._imports, (*entry.modules, *texts))
        )
        # Behind the style sheets: what is painted first waits for those.
        page = self._markup[entry.page].replace("  </head>", f"{links}  </head>", 1)
        return page.replace('"/static/', f'"/static/v/{self.version}/')


def _digest(files: Mapping[str, bytes]) -> str:
    """Hexadecimal digits that change with any name or content."""
    lines = (f"{hashlib.sha256(content).hexdigest()} {name}\n" for name, content in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
