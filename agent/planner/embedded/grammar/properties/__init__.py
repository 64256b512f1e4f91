"""Frames for properties and their options: new ones, other types, one for another."""
