"""Markdown: CommonMark with tables, footnotes, formulas, front matter and what Notion writes."""
