"""What skills and recipes have to keep to, beyond their schema: one home for every such rule.

Each rule is a generator of faults, sentences that begin with the place. The linter (`make lint`)
says them of all that ships, the tests of what is broken on purpose, `POST /api/skills` those that
concern what a person can write there. `built` has the rules that only a build can tell.
"""
