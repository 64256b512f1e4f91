"""Statements read as one new row: of which nothing else was made, or less."""
