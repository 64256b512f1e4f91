"""A workspace that several servers share, in a schema of a Postgres database.

Apart, as its driver is an extra (`notionforge[postgres]`).
"""
