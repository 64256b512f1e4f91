"""The application's own records: one database, one writer, group commits."""

from tools.records.store import Records

__all__ = ["Records"]
