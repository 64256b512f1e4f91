"""The command line: a client of the server's contract like any other."""
