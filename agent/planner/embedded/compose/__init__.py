"""From a pattern and a brief to a blueprint.

Every step but the last turns a `Pattern` into another one, so that everything stays named by key
whatever the person calls it; `render` then speaks one language. `composer` fixes the order.
"""
