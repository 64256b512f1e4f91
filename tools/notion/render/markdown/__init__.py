"""Bodies in Notion's markdown, version 1: a page of any length and depth in one call."""

from tools.notion.render.markdown.blocks import to_markdown

__all__ = ["to_markdown"]
