"""Properties: the schema of a data source, the values of its rows."""
