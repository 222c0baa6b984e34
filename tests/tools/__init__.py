"""What measures the project and tries to break it, by hand or on a schedule: `python -m tests.tools.NAME`."""
