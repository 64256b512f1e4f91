"""A language model behind the seam: any that answers in OpenAI's protocol.

Imported when it is first asked for: who has no model pays neither the time nor the memory.
"""
