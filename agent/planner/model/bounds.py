"""What a model may not do on its own, however it was talked into it. Pure.

Nothing is written without a yes; but where the yes is implied (REST, tasks) these bounds are all
there is. So nothing that exists is taken away unless the person's own words speak of taking away,
and no address is given that they did not give: to show a picture is to call where it lies.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tools.errors import Problem
from tools.workspace.change import Change

_REMOVES = re.compile(
    r"\b(?:delet|remov|drop|eras|clear|archiv|trash|discard|get rid|take (?:out|away|off)|without"
    r"|no more|cut|strip|merg|clean|empty|replac|instead|only|keep)"
    r"|삭제|지워|지우|빼|뺀|없애|없앤|제거|치워|버려|비워|보관|휴지통|대신|합쳐|필요\s?없|말고|만\s?남"
    r"|削除|消し|消す|消去|取り除|外し|外す|除い|なくし|無くし|捨て|空に|アーカイブ|ゴミ箱|代わり|だけ残"
    r"|不要|いらない|要らない",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:chang|convert|turn|mak|switch|into|instead|move|put|to be|type)"
    r"|바꿔|바꾸|변경|전환|변환|대신|옮|이동|으로|로\s|타입|유형"
    r"|変更|変え|変換|にして|移動|移し|型|代わり",
    re.IGNORECASE,
)
_NEEDS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        (
            *("delete_property", "delete_option", "delete_view", "delete_database"),
            *("delete_blocks", "delete_rows", "archive"),
        ),
        _REMOVES,
    ),
    **dict.fromkeys(("move", "retype_property"), _TURNS),
}
_LEAST_NAME = 4  # characters
_LINK = re.compile(r"https?://[^\s\"'<>)\]]+", re.IGNORECASE)
_MARKDOWN = re.compile(r"!?\[([^\[\]]*)\]\((?:https?:)?//[^)]*\)", re.IGNORECASE)


def unasked(changes: Sequence[Change], said: Iterable[str]) -> list[Problem]:
    """Those of some changes to what exists that take away what no word spoke of taking away."""
    words = " ".join(said)
    return [
        Problem(f"changes[{number}]", "not_asked", {"action": change.action})
        for number, change in enumerate(changes)
        if (needed := _needed(change)) is not None and not needed.search(words)
    ]


def dictated(changes: Sequence[Change], said: Iterable[str], read: Iterable[str]) -> list[Problem]:
    """Those of some changes that give a name which no word of the person's holds, and which stands
    inside a text that was read: so somebody else may have asked for it."""
    words, texts = " ".join(said).casefold(), [text.casefold() for text in read]
    return [
        Problem(f"changes[{number}].to", "not_asked", {"action": change.action})
        for number, change in enumerate(changes)
        if (name := _new_name(change)) and name not in words and any(name in t for t in texts)
    ]


def _new_name(change: Change) -> str:
    """What a change calls something from now on; short names stand in texts by chance."""
    name = getattr(change, "to", None) if change.action.startswith("rename") else None
    return name.casefold() if isinstance(name, str) and len(name) >= _LEAST_NAME else ""


def _needed(change: Change) -> re.Pattern[str] | None:
    """The words without which a change may not be; None for what only adds or names."""
    return _REMOVES if _empties(change) else _NEEDS.get(change.action)


def _empties(change: Change) -> bool:
    """Whether a change of rows leaves values empty."""
    rows = getattr(change, "rows", ()) if change.action == "edit_rows" else ()
    return any(value in (None, "", []) for row in rows for value in row.values.values())


def without_links(data: Any, said: Iterable[str]) -> Any:
    """The same without addresses that the person's words do not hold; a link keeps its text."""
    given = " ".join(said)

    def bare(text: str) -> str:
        text = _MARKDOWN.sub(lambda m: m[0] if _is_given(m[0], given) else m[1], text)
        return _LINK.sub(lambda m: m[0] if m[0].rstrip(".,") in given else "", text)

    if isinstance(data, str):
        return bare(data)
    if isinstance(data, list):
        return [without_links(item, [given]) for item in data]
    if isinstance(data, dict):
        return {key: without_links(value, [given]) for key, value in data.items()}
    return data


def _is_given(link: str, given: str) -> bool:
    return any(found.rstrip(".,") in given for found in _LINK.findall(link))
