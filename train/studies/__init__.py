"""Measurements for the report's pages: `python -m train study NAME`.

Every study is a module with `add_arguments(parser)` and `measure(arguments)`, which returns Markdown. It is kept, with
its command, in assets/report/inputs/studies/, and the page is made from there.
"""
