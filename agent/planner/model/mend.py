"""A model's words put right without another turn: other names of the same thing, a list that came
as a string, a colour that only a block can have. Pure; what was read otherwise is noted.

Nothing is guessed here and nothing is dropped: what cannot be read stays, for the rules to name.
"""

from collections.abc import Callable
from typing import Any, get_args

from pydantic_core import from_json

from agent.planner.model.form import ACTIONS
from agent.planner.model.words import Kind, proper
from tools.blueprint.base import Color, Hue
from tools.blueprint.languages import CodeLanguage
from tools.blueprint.properties import NumberFormat
from tools.blueprint.uploads import is_icon

Json = dict[str, Any]

_LISTS = frozenset(
    {
        *("databases", "changes", "properties", "views", "rows", "values", "options", "blocks"),
        *("sub_pages", "not_done", "looks", "children", "only"),
    }
)
_OBJECTS = frozenset({"blueprint", "page", "database", "property", "view", "option", "to"})
_DEEPEST = 12  # of lists and objects in each other; the form itself needs eight


class Mender:
    """Puts the parts of one answer right; `notes` are what was read as something else."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def unwrapped(self, data: Any, depth: int = 0) -> Any:
        """Lists and objects that came as strings of JSON (m1), read once."""
        if depth > _DEEPEST:
            return data
        if isinstance(data, list):
            return [self.unwrapped(item, depth + 1) for item in data]
        if not isinstance(data, dict):
            return data
        return {
            str(key): self.unwrapped(_parsed(str(key), value), depth + 1)
            for key, value in data.items()
            if value is not None
        }

    def change(self, change: Json) -> Json:
        """A change with its action, its fields and all parts in the words of the form."""
        found = {proper("fields", str(key)) or str(key): value for key, value in change.items()}
        action = self._word("actions", found.get("action"), ACTIONS)
        found["action"] = action
        parts: dict[str, Callable[[Json], Json]] = {
            "property": self.property,
            "option": self.option,
            "view": self.view,
            "to": self.view,
            "database": self.database,
            "page": self.page,
        }
        for name, mended in parts.items():
            if isinstance(found.get(name), dict):
                found[name] = mended(found[name])
        if action == "retype_property":
            found["to"] = self._word("property_types", found.get("to"))
        if action in ("recolor", "recolor_option"):
            found["color"] = self._hue(found.get("color"))
        return self._with_parts(found, icon=action == "set_icon")

    def database(self, database: Json) -> Json:
        """A database; one that comes without a title property gets one."""
        found = dict(database)
        if "name" in found and "title" not in found:
            found["title"] = found.pop("name")
        properties = found.get("properties")
        if isinstance(properties, list):
            found["properties"] = [
                self.property(p) if isinstance(p, dict) else p for p in properties
            ]
        if isinstance(views := found.get("views"), list):
            found["views"] = [self.view(view) if isinstance(view, dict) else view for view in views]
        return self._with_parts(found)

    def page(self, page: Json) -> Json:
        found = dict(page)
        if "name" in found and "title" not in found:
            found["title"] = found.pop("name")
        return self._with_parts(found)

    def property(self, declared: Json) -> Json:
        found = dict(declared)
        if "title" in found and "name" not in found:
            found["name"] = found.pop("title")
        said = found.get("type")
        found["type"] = self._word("property_types", said)
        if proper("number_formats", str(said)):  # a currency for a type
            found["type"] = "number"
        if found["type"] == "number":
            found["format"] = self._format(found.get("format"), said)
        if isinstance(options := found.get("options"), list):
            found["options"] = [self.option(option) for option in options]
        if "function" in found:
            found["function"] = self._word("functions", found["function"])
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    def option(self, option: Any) -> Any:
        """An option, which may come as its name alone; a comma cannot stand in one."""
        found = {"name": option} if isinstance(option, str) else option
        if not isinstance(found, dict):
            return found
        if isinstance(name := found.get("name"), str) and "," in name:
            found = {**found, "name": name.replace(",", " ·")}
            self.notes.append(f"{name} → {found['name']}")
        if "color" in found:
            found = {**found, "color": self._hue(found["color"])}
        return {key: value for key, value in found.items() if value not in (None, "")}

    def view(self, view: Json) -> Json:
        found = dict(view)
        said = found.get("type")
        found["type"] = self._word("view_types", said)
        if found["type"] == "chart" and "chart_type" not in found:
            found["chart_type"] = said if said in ("bar", "line", "donut") else "column"
        if "chart_type" in found:
            found["chart_type"] = self._word("chart_types", found["chart_type"])
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    def block(self, block: Any) -> Any:
        """A block, which may come as its words alone."""
        if not isinstance(block, dict):
            return {"type": "paragraph", "text": block} if isinstance(block, str) else block
        found = dict(block)
        if isinstance(words := found.pop("content", None), str):
            found.setdefault("text", words)
        found["type"] = self._word("block_types", found.get("type"))
        if found["type"] == "code":
            found["language"] = self._language(found.get("language"))
        elif found["type"] in ("divider", "table_of_contents"):
            found = {"type": found["type"]}
        if "color" in found:
            found["color"] = self._color(found["color"])
        kept = {key: value for key, value in found.items() if value not in (None, "", [])}
        return self._with_parts(kept)

    def icon(self, icon: Any) -> Any:
        """An emoji; what is none, and no name of one, is left out."""
        if not isinstance(icon, str) or not icon.strip():
            return None
        sign = icon.strip()
        if not sign.startswith("http") and is_icon(sign):
            return sign
        found = proper("icons", sign.strip(":"))
        self.notes.append(f"{sign} → {found or '–'}")
        return found

    def _with_parts(self, found: Json, *, icon: bool = False) -> Json:
        """The same with the blocks and icons in it put right."""
        for name in ("blocks", "children"):
            if (
                isinstance(blocks := found.get(name), list)
                and found.get("action") != "delete_blocks"
            ):
                found[name] = [self.block(block) for block in blocks]
        if "icon" in found:
            found["icon"] = self.icon(found["icon"])
            if found["icon"] is None and not icon:
                del found["icon"]
        return found

    def _word(self, kind: Kind, word: Any, known: frozenset[str] = frozenset()) -> Any:
        """A word of the form; one that is known here already stays, whatever else it may mean."""
        if not isinstance(word, str) or word in known:
            return word
        found = proper(kind, word)
        if found is None:
            return word.strip().casefold() if kind != "actions" else word.strip()
        if found != word:
            self.notes.append(f"{word} → {found}")
        return found

    def _hue(self, color: Any) -> Any:
        """A colour of options and themes, where backgrounds are none."""
        if not isinstance(color, str):
            return None
        plain = color.strip().casefold().removesuffix("_background")
        found = proper("colors", plain) or plain
        found = found if found in (*get_args(Hue), "default") else "default"
        if found != color:
            self.notes.append(f"{color} → {found}")
        return found

    def _color(self, color: Any) -> Any:
        """A colour of blocks, where backgrounds are some."""
        if not isinstance(color, str) or color in get_args(Color):
            return color
        hue = self._hue(color)
        background = f"{hue}_background"
        wants = color.strip().casefold().endswith("background")
        return background if wants and background in get_args(Color) else hue

    def _format(self, given: Any, type_: Any) -> Any:
        """The format of a number, which models like to say by its type."""
        word = given if isinstance(given, str) and given else str(type_)
        if word in get_args(NumberFormat):
            return word
        return proper("number_formats", word) or "number"

    def _language(self, language: Any) -> Any:
        if not isinstance(language, str) or not language:
            return "plain text"
        if language in get_args(CodeLanguage):
            return language
        found = proper("code_languages", language) or language.strip().casefold()
        found = found if found in get_args(CodeLanguage) else "plain text"
        self.notes.append(f"{language} → {found}")
        return found


def _parsed(key: str, value: Any) -> Any:
    """A value that should be a list or an object, and came as the JSON of one."""
    if not isinstance(value, str) or key not in _LISTS | _OBJECTS:
        return value
    text = value.strip()
    if not text.startswith(("[", "{")):
        return value
    try:
        found = from_json(text)
    except ValueError:
        return value
    return found if isinstance(found, dict | list) else value
