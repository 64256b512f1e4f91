"""The constraint reader: what the words of a wish ask for, in ko, en and ja.

Each module reads one concept from a `Scan` and takes what it understood out of it, so that the
next one does not read it as something else; `reader` fixes the order.
"""
