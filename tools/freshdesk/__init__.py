"""Freshdesk: every ticket, conversation and article of a company, kept in a file of its own."""
