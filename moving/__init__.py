"""What a server kept in files goes into a Postgres database, which several servers may share."""
