"""HTML: of saved pages, of word processors, and within Markdown."""
