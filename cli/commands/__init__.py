"""A module for each command, with `run(arguments, language) -> Exit`."""
