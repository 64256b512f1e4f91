"""The endpoints of the API: one function each, from a call to its answer."""
