"""Changes to an existing workspace, read from a person's words without a model."""
