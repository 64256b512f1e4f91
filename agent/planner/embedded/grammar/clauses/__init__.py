"""A text as clauses, each with its verb, its phrases, and what of it was read."""
