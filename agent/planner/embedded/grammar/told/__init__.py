"""Frames for rows: which are meant, what they hold, and prose that tells of them."""
