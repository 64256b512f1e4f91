"""Where a link of a document leads: to a web address, to another file of the upload, or nowhere
that a page could follow it."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tools.documents.notes import Notes
from tools.documents.paper import Json
from tools.documents.runs import text_of

_WEB = re.compile(r"https?://[^\s]+$", re.IGNORECASE)
_BARE = re.compile(r"https?://[!-~]+", re.IGNORECASE)  # Korean particles follow without a blank
_SAID = re.compile(r"^(?:mailto|tel|sms):([^?]*)", re.IGNORECASE)
_LONGEST = 2000

Mention = Mapping[str, str]  # `{"page": key}` or `{"database": key}`


@dataclass(frozen=True)
class Neighbours:
    """The files that came with a document: what a link to each becomes, and the bytes of pictures.

    Paths are as the upload names them.
    """

    mentions: Mapping[str, Mention] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)  # by what `[[…]]` calls them
    picture: Callable[[str], Json | None] = lambda _path: None


@dataclass(frozen=True)
class Addresses:
    """The links of one file."""

    name: str
    neighbours: Neighbours
    notes: Notes

    def linked(self, runs: list[Json], target: str, place: str) -> list[Json]:
        """Words as the link that they are; where it leads nowhere they stay, and that is noted."""
        if is_web(target):
            return [{**run, "link": target} if run.get("text") else run for run in runs]
        words = "".join(run.get("text", "") for run in runs)
        if said := _SAID.match(target):
            address = unquote(said[1])
            return runs if address in words else [*runs, {"text": f" ({address})"}]
        path = self.path(target)
        mention = self.neighbours.mentions.get(path)
        if mention is not None:
            return self._mentioned(runs, words, path, mention)
        self.notes.add("link_left_out", place, target=target[:200])
        return runs

    def _mentioned(self, runs: list[Json], words: str, path: str, mention: Mention) -> list[Json]:
        """A mention shows the title of what it leads to: other words stand before it."""
        link: Json = {"mention": dict(mention)}
        if words.strip().casefold() == self.neighbours.titles.get(path, "").strip().casefold():
            return [link]
        return [*runs, {"text": " ("}, link, {"text": ")"}]

    def path(self, target: str) -> str:
        """The path in the upload of what a relative link names."""
        bare = unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")
        folder = "" if bare.startswith("/") else posixpath.dirname(self.name)
        return posixpath.normpath(posixpath.join(folder, bare.lstrip("/")))

    def image(self, target: str, caption: list[Json], place: str) -> Json | None:
        """A picture as a block; None where it did not come along."""
        if is_web(target):
            return {"type": "image", "url": target, **_captioned(caption)}
        found = self.neighbours.picture(target if target.startswith("data:") else self.path(target))
        if found is None:
            self.notes.add("image_left_out", place, target=target[:100])
            return None
        return {"type": "image", "upload": found, **_captioned(caption)}


def _captioned(caption: list[Json]) -> Json:
    text = text_of(caption)
    return {"caption": text} if text else {}


def is_web(target: str) -> bool:
    return len(target) <= _LONGEST and bool(_WEB.match(target))


def with_links(text: str, form: Json) -> list[Json]:
    """Words of one format in which bare web addresses are links."""
    if "://" not in text or "link" in form or "code" in form:
        return [{"text": text, **form}]
    runs, at = list[Json](), 0
    for match in _BARE.finditer(text):
        url = _trimmed(match[0])
        runs.append({"text": text[at : match.start()], **form})
        runs.append({"text": url, **form, **({"link": url} if is_web(url) else {})})
        at = match.start() + len(url)
    return [run for run in [*runs, {"text": text[at:], **form}] if run["text"]]


def _trimmed(url: str) -> str:
    """Without the signs of the sentence around it."""
    while url and (url[-1] in ".,;:!?'\"*_~<>|" or (url[-1] in ")]" and not _opens(url))):
        url = url[:-1]
    return url


def _opens(url: str) -> bool:
    opening = {")": "(", "]": "["}[url[-1]]
    return url.count(opening) >= url.count(url[-1])
