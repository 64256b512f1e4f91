"""A workspace as documents: Markdown and CSV as Notion exports them, and the exact blueprint."""
