"""Tools that measure the project and try to break it, run by hand or on a schedule: `python -m tests.tools.NAME`."""
