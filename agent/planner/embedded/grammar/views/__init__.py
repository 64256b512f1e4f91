"""Frames for views: which is meant, what it shows and how, where it stands."""
