"""What a sentence of a wish says is to be written on the page: a note, a list of things to do, or
what stands under a heading ("put a note at the top saying so")."""

from agent.planner.embedded.text import parts_said, spoken
from tools.workspace.actions.blocks import AddBlocks

_JOINT = spoken("joins_items")
_QUOTES = "\"'“”‘’「」『』 "
_FORMS = ("writes_list", "writes_headed", "writes_note")


def note_in(said: str) -> AddBlocks | None:
    """The blocks that a sentence asks for; None for any other sentence."""
    for form in _FORMS:
        parts = parts_said(form, said)
        placed = form != "writes_note" or not (parts or {}).keys().isdisjoint(
            ("top", "bottom", "box")
        )
        if parts and placed:
            first = "top" in parts or ("box" in parts and "bottom" not in parts)
            made = {"action": "add_blocks", "first": first, "blocks": _blocks(parts)}
            return AddBlocks.model_validate(made)
    return None


def _blocks(parts: dict[str, str]) -> list[dict[str, str]]:
    """The blocks of what is listed or headed, or a note by itself."""
    head, text = parts.get("head", "").strip(_QUOTES), parts.get("text", "").strip(_QUOTES)
    pieces = [
        one for piece in _JOINT.split(parts.get("items", text)) if (one := piece.strip(_QUOTES))
    ]
    if "items" in parts:
        listed = [{"type": "to_do", "text": one} for one in pieces]
        return [{"type": "heading_3", "text": head}, *listed]
    figures = all(any(map(str.isdigit, one)) for one in pieces)  # "Ann 010-…, Li 010-…"
    kind = "callout" if "box" in parts else "paragraph"
    told = [{"type": kind, "text": one} for one in (pieces if head and figures else [text])]
    return [*([{"type": "heading_2", "text": head}] if head else []), *told]
