"""A text as tokens: its words, numbers, days and quotes, and the names of what exists."""
