"""Measurements for the report's pages: `python -m train study NAME`.

Every study is a module with `add_arguments(parser)` and `measure(arguments)`, which returns Markdown. The text is saved
with its command in assets/report/inputs/studies/, from which the pages are generated.
"""
