"""What a company may be called: a file's name, and a schema's."""

import re

COMPANY_ID = re.compile(r"[a-z0-9][a-z0-9_-]{1,62}")
