"""`python -m cli`: the same as `notionforge`."""

from cli.main import main

main()
