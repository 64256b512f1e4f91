"""Notion's markdown, version 1: read into blocks, written from blocks.

Blank lines between blocks carry no meaning; children are indented with tabs.
"""

from sandbox.notion.markdown.inline import inline, written_inline
from sandbox.notion.markdown.reading import blocks_of, leading_title
from sandbox.notion.markdown.writing import Writer

__all__ = ["Writer", "blocks_of", "inline", "leading_title", "written_inline"]
