"""The workspace that tickets make: its form, its rows, how these are brought up to date. Pure."""
