"""A wish as groups of members, and what each member is by its own words."""
