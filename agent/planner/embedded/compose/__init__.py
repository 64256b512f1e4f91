"""From a pattern and a brief to a blueprint.

First what is decided by keys, in all languages (`picked`, `raised`, `rows`, `money`), then the
pattern is opened as a workspace in one (`render`, `bench`) and changed to what was said (`listed`,
`links`, `given`, `views`, `removed`, `tidy`). `own` makes what no pattern has; `composer` fixes the
order.
"""
