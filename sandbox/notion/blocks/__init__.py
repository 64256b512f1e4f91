"""Blocks: what each type holds, how a request is read, where new blocks go."""
