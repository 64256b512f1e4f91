"""From the cells of a column to a typed property: decided by all of its rows."""
