"""What is said of a helpdesk's tickets: to read them, to fetch them, to make a dashboard of them.

Words are data (`words.yaml`); no line here knows a language.
"""
