"""Which rows are meant: conditions on days, numbers, choices, and on what was done."""
