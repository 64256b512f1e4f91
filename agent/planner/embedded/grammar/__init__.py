"""One grammar for what people ask for: tokens, clauses, names, and one frame for each action.

Words are data (`../words/*.yaml`): a language is a file there, and no line here knows one.
"""
