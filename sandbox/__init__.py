"""Small, faithful stand-ins for the services that notionforge talks to."""
