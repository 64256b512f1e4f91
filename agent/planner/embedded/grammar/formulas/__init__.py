"""Frames for what is worked out: formulas, rollups, relations."""
