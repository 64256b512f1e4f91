"""Frames for databases, blocks and pages, and for names and the end of anything."""
