"""Markdown into the embedded workspace, beside what others bring it there with."""
